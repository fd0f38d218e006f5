"""What loops over the content names no kind of page: its names stand in its room, and in nothing that serves all rooms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from invoke import Collection

import tasks
from plugins.house.room import PageRoom
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import TextPage
from plugins.site.rooms import KINDS, KNOWN_PAGES, ROOMS, SHELVES
from tests.structure.code import PROJECT, Module, modules, walk

OF_THE_SITE = (LocalGoal, TextPage)
"""Kinds that are what the site is about: partners support goals, and every page is a page (*sidan*) in messages."""
OWN = [kind for kind in KINDS if kind.model not in OF_THE_SITE]
ROOMS_OF_KINDS = {kind.model.__module__.split(".")[1] for kind in OWN}
MAY = {
    "plugins/commands/bench_texts.py: verksamhet": "words of which the bench makes texts",
    "plugins/commands/bench_tools.py: project": "the folder of a measured project: this program",
    "plugins/commands/doctor_checks.py: projektet": "the project that the editor sits at: this program",
    "plugins/commands/usage.py: project": "the table `project` of pyproject.toml",
    "plugins/publishing/exchange.py: projektet": "the project that the editor sits at: this program",
}
"""Where such a word means something else: a file and the one word of it that is excused."""


def find_names() -> set[str]:
    """Return what each kind is called, in Swedish and English: by its room, its folder, `skapa` and the editors."""
    names = set[str]()
    for kind in OWN:
        folder = next(shelf.pattern.partition("/")[0] for shelf in SHELVES if shelf.model is kind.model)
        names |= {*kind.new.words, folder, kind.model.CALLED, kind.model.__name__, kind.model.__module__.split(".")[1]}
    return {name.casefold() for name in names}


WORDS = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(find_names(), key=len, reverse=True))})(?![\w-])", re.IGNORECASE)


def find_in_strings(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield the line of each string of code (docstrings aside) that names a kind, with the name."""
    docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield from ((node.lineno, found[0]) for found in WORDS.finditer(node.value))


def find_names_in(path: str) -> set[str]:
    """Return the names of kinds in the strings of a file."""
    return {name for _, name in find_in_strings(walk(PROJECT / path))}


def others() -> list[Module]:
    """Return the modules that belong to no room of a kind."""
    return [module for module in modules() if module.room not in ROOMS_OF_KINDS]


def find_in_code(module: Module) -> Iterator[str]:
    """Yield each place where a module names a kind, by a word or by an import of its room."""
    path = module.path.relative_to(PROJECT).as_posix()
    found = find_in_strings(module.nodes)
    yield from (f"{path}:{line}: {name}" for line, name in found if f"{path}: {name.casefold()}" not in MAY)
    if module.name != "plugins.site.rooms":
        imports = (one for one in module.imports() if one[0].startswith(tuple(f"plugins.{room}." for room in ROOMS_OF_KINDS)))
        yield from (f"{path}:{line}: import {name}" for name, line in imports)


def test_no_code_outside_its_room_names_a_kind_of_page() -> None:
    """Ask `KINDS`, `REGISTERS` or what the room declares (`plugins/README.md`)."""
    assert "\n".join(place for module in others() for place in find_in_code(module)) == "", (  # pytest shortens no text
        "ask KINDS, REGISTERS or what the room declares; where the word means something else (a new kind may have the name of "
        "an everyday thing), a row in MAY says what"
    )
    used = {f"{path}: {name.casefold()}" for path in {row.partition(": ")[0] for row in MAY} for name in find_names_in(path)}
    assert MAY.keys() - used == set()


def test_no_task_names_a_kind_of_page() -> None:
    """Docstrings of tasks are read by editors, in the help."""
    told = {name: task.__doc__ or "" for name, task in Collection.from_module(tasks).tasks.items()}
    assert {name: found for name, words in told.items() if (found := WORDS.findall(words))} == {}


def test_a_name_of_a_kind_is_found() -> None:
    found = find_in_strings(
        [*ast.walk(ast.parse('"""Of projects."""\nx = "en verksamhet till"\ny = f"{x} Activity"\nz = "projektledare"'))]
    )
    assert sorted(found) == [(2, "verksamhet"), (3, "Activity")]


def test_a_known_page_is_known_by_one_name_and_one_address_and_home_is_first() -> None:
    """In the order of `ROOMS`, which nobody numbers."""
    assert len({page.name for page in KNOWN_PAGES}) == len({page.address for page in KNOWN_PAGES}) == len(KNOWN_PAGES)
    in_rooms = [page.name for room in ROOMS if isinstance(room, PageRoom) for page in room.known if page.address != "/"]
    assert [page.name for page in KNOWN_PAGES] == ["start", *in_rooms]
