"""Code that loops over the content names no kind of page and no register: their names occur only in their own rooms.

For a kind of pages, all of its words are searched for, in the rooms of other kinds too. Registers are named by everyday words
(*kontakt*, *block*), of which messages are full: only names that code acts on are searched for, which are files and folders,
marks, addresses of known pages, and the models that shared code imports. What no test can find: a rule of one register that
has none of these names, such as one that asks each record for a field (`getattr`, `hasattr`).
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

import invoke

import tasks
from plugins.core.known_pages import CONTACT, GLOBAL_GOALS_PAGE, HELP, HOME, NOT_FOUND, address_of
from plugins.core.models.model import Model
from plugins.core.with_goals import GOAL_MARK
from plugins.counts.markdown import COUNT_MARK
from plugins.house.room import PageRoom
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import TextPage
from plugins.site.rooms import KINDS, KNOWN_PAGES, REGISTERS, ROOMS, SHELVES
from plugins.website.model import Website
from tests.structure.code import PLUGINS, PROJECT, Module, modules, walk

OF_THE_SITE = (LocalGoal, TextPage)
"""Kinds that may be named everywhere: partners support goals, and every page is a page (*sidan*) in messages."""
OWN = [kind for kind in KINDS if kind.model not in OF_THE_SITE]
ROOMS_OF_KINDS = {kind.model.__module__.split(".")[1] for kind in OWN}
MAY = {
    "plugins/activities/page.py: projects": "the last line of its overview, with a word of its own, where the site has that page",
    "plugins/commands/bench/texts.py: verksamhet": "words of which the bench makes texts",
    "plugins/commands/bench/tools.py: project": "the folder of a measured project: this program",
    "plugins/commands/doctor/checks.py: projektet": "the project that the editor sits at: this program",
    "plugins/commands/start/usage.py: project": "the table `project` of pyproject.toml",
    "plugins/publishing/exchange.py: projektet": "the project that the editor sits at: this program",
}
"""Exceptions, where such a word means something else: a file and the one allowed word."""


def find_names(models: Collection[type[Model]]) -> set[str]:
    """Return the names of kinds, in Swedish and English: of their rooms, folders, in `skapa` and for editors."""
    names = set[str]()
    for kind in (kind for kind in OWN if kind.model in models):
        folder = next(shelf.pattern.partition("/")[0] for shelf in SHELVES if shelf.model is kind.model)
        names |= {*kind.new.words, folder, kind.model.CALLED, kind.model.__name__, room_of(kind.model)}
    return {name.casefold() for name in names}


def room_of(model: type[Model]) -> str:
    """Return the room of a model."""
    return model.__module__.split(".")[1]


@cache
def words_outside(room: str) -> re.Pattern[str]:
    """Return a pattern of the names of all kinds except those of a room."""
    names = find_names([kind.model for kind in OWN if room_of(kind.model) != room])
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(names, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)


WORDS = words_outside("")


def find_strings(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield each string of code, without docstrings, with its line."""
    docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def find_in_strings(nodes: Sequence[ast.AST], words: re.Pattern[str] = WORDS) -> Iterator[tuple[int, str]]:
    """Yield each name of a kind in strings of code, with its line."""
    for line, value in find_strings(nodes):
        yield from ((line, found[0]) for found in words.finditer(value))


def find_names_in(path: str) -> set[str]:
    """Return the names of kinds in the strings of a file."""
    return {name for _, name in find_in_strings(walk(PROJECT / path))}


def find_in_code(module: Module) -> Iterator[str]:
    """Yield each place where a module names a kind of another room, by a word or by an import from that room."""
    path = module.path.relative_to(PROJECT).as_posix()
    found = find_in_strings(module.nodes, words_outside(module.room))
    yield from (f"{path}:{line}: {name}" for line, name in found if f"{path}: {name.casefold()}" not in MAY)
    if module.name != "plugins.site.rooms":
        others = tuple(f"plugins.{room}." for room in ROOMS_OF_KINDS if room != module.room)
        yield from (f"{path}:{line}: import {name}" for name, line in module.imports() if name.startswith(others))


def test_no_code_outside_its_room_names_a_kind_of_page() -> None:
    """Ask `KINDS`, `REGISTERS` or what the room declares (`plugins/README.md`)."""
    assert "\n".join(place for module in modules() for place in find_in_code(module)) == "", (  # pytest shortens no text
        "ask KINDS, REGISTERS or what the room declares; where the word means something else (a new kind may have the name of "
        "an everyday thing), a row in MAY says what"
    )
    used = {f"{path}: {name.casefold()}" for path in {row.partition(": ")[0] for row in MAY} for name in find_names_in(path)}
    assert MAY.keys() - used == set()


def test_no_task_names_a_kind_of_page() -> None:
    """Editors read the docstrings of tasks, in the help."""
    docstrings = {name: task.__doc__ or "" for name, task in invoke.Collection.from_module(tasks).tasks.items()}
    assert {name: found for name, words in docstrings.items() if (found := WORDS.findall(words))} == {}


def test_the_name_of_a_kind_of_page_is_found() -> None:
    found = find_in_strings(
        [*ast.walk(ast.parse('"""Of projects."""\nx = "en verksamhet till"\ny = f"{x} Activity"\nz = "projektledare"'))]
    )
    assert sorted(found) == [(2, "verksamhet"), (3, "Activity")]


# ---- registers


def find_rooms() -> set[str]:
    """Return the folders that declare a room."""
    files = PLUGINS.glob("*/room.py")
    return {file.parent.name for file in files if re.search("^ROOM = ", file.read_text("utf-8"), re.M)}


FOLDERS_OF_ROOMS = find_rooms()


WRITES_CONTENT = "plugins/commands/bench/texts.py"
"""The benchmark, which writes a whole `content/` and so names much of it."""
NAMED_BY_HAND: Mapping[str, str] = {
    "plugins/commands/new/partner.py: partner": "the file of the register that a new one is put into",
    "plugins/commands/new/sort.py: mal": "the option --mal",
    "plugins/commands/start/options.py: mal": "the option --mal",
    "plugins/commands/partners/shown_list.py: partner": "a field of the list of partners, for other programs",
    "plugins/commands/partners/payers.py: partner": "a field of what payers are compared with, for other programs",
    "plugins/commands/remove_now.py: partner": "a sort of withdrawal, which is kept in a file by that name",
    "plugins/core/guessed_addresses.py: mal": "what reads texts knows no rooms, and guesses",
    "plugins/core/guessed_addresses.py: sidor": "the same; it lies there for the room of pages too",
    "plugins/core/known_pages.py: /404.html": "the kernel has the addresses of known pages, so that all rooms may say them",
    "plugins/core/known_pages.py: kontakt": "the known page `kontakt`, not the mark",
    "plugins/core/with_goals.py: mal": "the kernel knows that pages belong to goals, and lets texts speak of theirs",
    "plugins/core/swedish.py: mal": "a word of the language, before a number",
    "plugins/counts/markdown.py: mal": "what is counted",
    "plugins/counts/markdown.py: partner": "what is counted",
    "plugins/language/figures/counts.py: mal": "the word of the language, that is counted in texts",
    "plugins/site/checks/missing.py: mal": "a goal is often linked to by its file: the goals are what the site is about",
    "plugins/site/removal/withdrawn.py: partner": "a sort of withdrawal, which is kept in a file by that name",
}
"""Exceptions, where such a name occurs outside its room: a file and the one allowed name, with the reason."""
ASKED_BY_HAND: Mapping[str, str] = {
    "plugins/commands/new/partner.py: Partner": "the questions that a new partner is made by",
    "plugins/commands/new/partner.py: Tier": "the same",
    "plugins/commands/partners/shown_list.py: Partner": "the list of partners",
    "plugins/commands/partners/shown_list.py: Tier": "the same",
    "plugins/commands/partners/payers.py: Partner": "who pays is compared with who is shown",
    "plugins/commands/proof/task.py: Partner": "a proof is sent to a partner",
    "plugins/commands/proof/content.py: Contact": "whom a partner answers, in its proof",
    "plugins/commands/proof/content.py: Partner": "a proof is sent to a partner",
    "plugins/commands/proof/subject.py: Partner": "the same",
    "plugins/commands/proof/view.py: Contact": "whom a partner answers, in its proof",
    "plugins/commands/remove_now.py: Contact": "a person is withdrawn with their number and address",
    "plugins/commands/remove_now.py: Partner": "a sort of withdrawal",
    "plugins/editing/show.py: Partner": "a proof is asked for by a partner's name, by the address of all else",
    "plugins/house/block_uses.py: Block": "the house knows what stands on every page: how many pages a block is shown on",
    "plugins/house/other_rooms.py: Block": "the house knows what stands on every page",
    "plugins/house/other_rooms.py: Fact": "the same",
    "plugins/house/other_rooms.py: HelpBoxRecord": "the same",
    "plugins/house/plain.py: Block": "the same",
    "plugins/site/checks/language.py: Contact": "a rule of contacts over all texts",
    "plugins/site/checks/language.py: Fact": "rules of facts over all texts",
    "plugins/site/checks/links.py: Contact": "the place of a contact's card may be led to, on whatever page it stands",
    "plugins/site/assembly/security_contact.py: Contact": "who is told of holes in security",
    "plugins/site/to_do/standings.py: Partner": "what the list of partners and the list of what waits say of agreements",
    "plugins/site/to_do/standings.py: Tier": "the same",
    "plugins/site/to_do/sources.py: Partner": "a partner waits in one row, with all that it lacks",
    "plugins/site/removal/withdrawn.py: Contact": "sorts of withdrawal",
    "plugins/site/removal/withdrawn.py: Partner": "the same",
}
"""Exceptions for shared code that needs the records of one register: a file and the one model, with the reason."""


def owners_of_names() -> Mapping[str, str]:
    """Return each name that code acts on (a folder or file, a mark, an address of a known page), with its room."""
    owners = {GOAL_MARK: "local_goals", COUNT_MARK: "counts"}
    for shelf in SHELVES:
        if shelf.model is not None:
            folder, _, name = shelf.pattern.rpartition("/")
            owners[folder or name] = room_of(shelf.model)
    owners |= {register.mark: room_of(model) for model, register in REGISTERS.items() if register.mark}
    for room in ROOMS:
        for page in room.known if isinstance(room, PageRoom) else ():
            owners[page.address] = room_of(page.lists) if page.lists else page.view.__module__.split(".")[1]
    return {compare_name(name): room for name, room in owners.items() if name != "/"}


def compare_name(name: str) -> str:
    """Return a name as it is compared here: without diacritics."""
    return name.translate(str.maketrans("åäö", "aao"))


def find_acted_on(nodes: Sequence[ast.AST], names: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield each string that is such a name, or a path or pattern with one, with its line; sentences are ignored."""
    fields = {id(node.args[0]) for node in nodes if _is_call_of(node, "field")}  # what a model's own field is called
    named = [node for node in nodes if id(node) not in fields]
    for line, value in find_strings(named):
        if re.search(r"\s", value):
            continue
        yield from ((line, name) for name in sorted(names) if compare_name(value) == name)
        for found in re.finditer(r"(?<![\w/.-])(?P<folder>[a-zåäö]+)/", value):
            if value != found["folder"] and compare_name(found["folder"]) in names:
                yield line, compare_name(found["folder"])


def _is_call_of(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and bool(node.args)


def test_no_code_outside_a_room_compares_with_a_file_a_mark_or_a_known_page_of_it() -> None:
    """Ask `SHELF_OF`, `REGISTERS`, the room's model or what the room declares (`plugins/README.md`)."""
    owners, found = owners_of_names(), dict[str, str]()
    for module in modules():
        path = module.path.relative_to(PROJECT).as_posix()
        if path != WRITES_CONTENT:
            places = find_acted_on(module.nodes, owners)
            found |= {f"{path}:{line}: {name}": f"{path}: {name}" for line, name in places if owners[name] != module.room}
    assert [place for place, row in found.items() if row not in NAMED_BY_HAND] == [], (
        "ask what the room declares; what is truly of this file alone, or means something else, has a row in NAMED_BY_HAND"
    )
    assert NAMED_BY_HAND.keys() - {*found.values()} == set()


def test_code_that_serves_all_rooms_names_no_register() -> None:
    """Loop over `REGISTERS`, or let the room declare it. What is no room serves all; a room may know another's model.

    The website, the local goals and the pages are what the site is about.
    """
    models = {model.__name__: room_of(model) for model in REGISTERS if model not in (*OF_THE_SITE, Website)}
    found = list[str]()
    for module in (module for module in modules() if module.room not in FOLDERS_OF_ROOMS):
        path = module.path.relative_to(PROJECT).as_posix()
        for node in (node for node in module.nodes if isinstance(node, ast.ImportFrom)):
            names = (alias.name for alias in node.names if node.module == f"plugins.{models.get(alias.name)}.model")
            found += [f"{path}: {name}" for name in names]
    assert [place for place in found if place not in ASKED_BY_HAND] == [], (
        "loop over REGISTERS, or let the room declare what is asked; what is about this register alone has a row in ASKED_BY_HAND"
    )
    assert ASKED_BY_HAND.keys() - {*found} == set()


def test_a_compared_name_is_found() -> None:
    code = """
        x = field("fakta", "Siffror.")
        y = mark.name == "fakta"
        z = "Lägg den i fakta/ i dag"
        w = re.compile("(?:sidor/|mal/)?x")
        v = "/bilder/sidor/"
        u = path.name != "fakta.yaml"
    """
    found = find_acted_on([*ast.walk(ast.parse(textwrap.dedent(code)))], {"fakta", "fakta.yaml", "sidor", "mal"})
    assert sorted(found) == [(3, "fakta"), (5, "mal"), (5, "sidor"), (7, "fakta.yaml")]


def test_known_pages_have_different_names_and_addresses_and_home_is_first() -> None:
    """The others follow in the order of `ROOMS`."""
    assert len({page.name for page in KNOWN_PAGES}) == len({page.address for page in KNOWN_PAGES}) == len(KNOWN_PAGES)
    in_rooms = [page.name for room in ROOMS if isinstance(room, PageRoom) for page in room.known if page.address != "/"]
    assert [page.name for page in KNOWN_PAGES] == ["start", *in_rooms]


def test_every_room_may_say_the_address_of_a_known_page() -> None:
    """By its name alone: a room whose records such a page shows is imported by the page's room."""
    own = next(room for room in ROOMS if isinstance(room, PageRoom) and TextPage in (kind.model for kind in room.kinds))
    assert [address_of(name) for name in (HOME, GLOBAL_GOALS_PAGE, HELP, CONTACT, NOT_FOUND)] == [
        one.address for one in own.known
    ]
