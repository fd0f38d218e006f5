"""Conventions of the code that a machine can check."""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from invoke import Collection

import tasks
from plugins.commands.start.options import OPTIONS
from plugins.language.markup.dialects import DIALECT_CODE
from plugins.site.documentation.codes import MAY_BE_SILENCED, read_codes
from tests.structure.code import PLUGINS, PROJECT, Module, is_module, modules, text_files

AT_THE_TOP = {
    *("content", "theme", "plugins", "tests", "docs", "changelog.d", ".ci", ".github"),
    *("pelicanconf.py", "publishconf.py", "tasks.py", "pyproject.toml", "requirements.txt", "requirements-test.txt"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"),
    *("Starta (Linux).desktop", "Starta (Mac).command", "Starta (Windows).bat"),
    *(".editorconfig", ".gitattributes", ".gitignore"),
}
"""The entries at the top of the project: the owner's, the usual files of a repository, and files for double-clicking."""


def test_the_top_folder_has_only_known_files() -> None:
    assert {path.relative_to(PROJECT).parts[0] for path in text_files()} <= AT_THE_TOP


def test_init_files_are_empty() -> None:
    found = sorted(PLUGINS.rglob("__init__.py"))
    assert len(found) > 30
    assert [path for path in found if path.read_bytes()] == []


def test_every_room_is_a_package() -> None:
    assert [m.name for m in modules() if not (m.path.parent / "__init__.py").is_file()] == []


def test_a_change_note_begins_with_its_category() -> None:
    kinds = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["scriv"]["categories"]
    begins = {path.name: path.read_text("utf-8").partition("\n")[0] for path in (PROJECT / "changelog.d").glob("*.md")}
    begins.pop("README.md")
    lacking = [name for name, first in begins.items() if first not in {f"### {kind}" for kind in kinds}]
    assert lacking == [], f"their first line is one of {', '.join(f'### {kind}' for kind in kinds)}: see changelog.d/README.md"


def test_no_two_classes_have_the_same_name() -> None:
    places: dict[str, list[str]] = {}
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module.name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def undocumented(node: ast.AST, inside: str) -> Iterator[str]:
    """Yield public functions and classes without a docstring."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{inside}{child.name}"
            if child.name.startswith("_"):
                continue
            if not ast.get_docstring(child) and not is_overload_or_override(child):
                yield f"line {child.lineno}: {name}"
            if isinstance(child, ast.ClassDef):
                yield from undocumented(child, f"{name}.")


def is_overload_or_override(node: ast.AST) -> bool:
    """Return whether a method is documented elsewhere, as one that the standard library or a package defines."""
    names = {
        "handle_starttag",
        "handle_data",
        "handle_endtag",
        "handle_decl",
        "do_GET",
        "do_POST",
        "do_HEAD",
        "log_message",
    }
    return isinstance(node, ast.FunctionDef) and node.name in names


def test_every_public_name_has_a_docstring() -> None:
    assert [module.name for module in modules() if not ast.get_docstring(module.tree)] == [], "they say nothing of themselves"
    assert [f"{module.name}, {name}" for module in modules() for name in undocumented(module.tree, "")] == []


# Put together here, so that this file does not name them either.
HOSTS = [
    "py" + "pi.org", "pythonhosted" + ".org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com", "crates" + ".io",
    "anaconda" + ".org", "proxy.golang" + ".org", "ruby" + "gems.org", "repo.maven" + ".apache.org", "docker" + ".io",
    "jsr" + ".io", "deb.debian" + ".org", "jsdelivr" + ".net", "unpkg" + ".com",
]  # fmt: skip
MACHINE = re.compile(r"(?<![\w.:/~-])/(?:home|root|Users|work|tmp|var/folders|mnt)/[\w.]")
INDEX = re.compile(r"--(?:extra-)?" + "index-url|--find-" + "links")


def test_no_file_names_a_registry_or_a_path_of_this_machine() -> None:
    def names_one(text: str) -> bool:
        return any(host in text for host in HOSTS) or bool(MACHINE.search(text) or INDEX.search(text))

    found = []
    for path in text_files():
        text = path.read_text("utf-8", errors="replace")
        for number, line in enumerate(text.split("\n"), 1) if names_one(text) else ():
            if names_one(line):
                found.append(f"{path.relative_to(PROJECT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_a_path_of_this_machine_is_found() -> None:
    for line in ("see /ho" + "me/anna/x", 'open("/tm' + 'p/x")', "(/wo" + "rk/main)"):
        assert MACHINE.search(line)
    for line in ("theme/wo" + "rk/x", "https://example.org/home/x", "~/home/x", "/mal-1/"):
        assert not MACHINE.search(line)


# ---- marks

MAKE_PAGES = ("plugins.core.texts.pagetext.PageText", "plugins.house.context.PageContext")
"""Names by which a module makes pages or parts of them."""
JUDGE = ("room", "share_fonts")
"""Modules that use these names and only check: declarations of rooms, and characters that a picture cannot show."""


def makes_pages(module: Module) -> bool:
    """Return whether a module makes what pages show."""
    names = {f"{node.module}.{alias.name}" for node in module.nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return module.stem == "view" or (module.stem not in JUDGE and not names.isdisjoint(MAKE_PAGES))


def test_modules_that_make_pages_are_recognised() -> None:
    made = {module.name.removeprefix("plugins.") for module in modules() if makes_pages(module)}
    assert {"partners.view", "pages.page", "local_goals.work", "house.sheet"} <= made
    assert {"site.assembly.build", "site.assembly.frame"} <= made


def test_no_page_shows_a_line_as_it_was_typed() -> None:
    """`typed` is for rules and messages: a page shows a line with its marks filled in."""
    places = []
    for module in filter(makes_pages, modules()):
        lines = [node.lineno for node in module.nodes if isinstance(node, ast.Attribute) and node.attr == "typed"]
        places += [f"{module.path}:{line}" for line in lines]
    assert places == []


# ---- codes of problems

MAKERS = {
    "Problem": 1, "warning": 1, "guess": 1, "_whole_file": 1, "know": 1, "_know": 2, "Known": 2, "Slip": 2,
    "Refused": 0, "remark": 0, "FindingSort": 0
}  # fmt: skip
"""Functions that take a code, with the index of that argument."""


@cache
def find_places_of_codes(module: Module) -> tuple[ast.AST, ...]:
    """Return the nodes of a module that may contain a code."""
    return tuple(node for node in module.nodes if isinstance(node, ast.Call | ast.FunctionDef | ast.Assign | ast.AnnAssign))


@cache
def find_constants(module: Module) -> Mapping[str, str]:
    """Return a module's constants that are a single word or sentence, by name, including imported ones."""
    found: dict[str, str] = {}
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom) and is_module(str(node.module)):
            theirs = find_constants(Module(PROJECT.joinpath(*str(node.module).split(".")).with_suffix(".py")))
            found |= {alias.asname or alias.name: theirs[alias.name] for alias in node.names if alias.name in theirs}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                found |= {target.id: node.value.value for target in targets if isinstance(target, ast.Name)}
    return found


def read_codes_in(value: ast.expr, module: Module) -> Iterator[str]:
    """Yield the possible codes of an argument: a literal, a constant, or either of two."""
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.Name) and value.id in find_constants(module):
        yield find_constants(module)[value.id]
    elif isinstance(value, ast.IfExp):
        yield from read_codes_in(value.body, module)
        yield from read_codes_in(value.orelse, module)


def find_codes(module: Module, makers: Mapping[str, int] = MappingProxyType(MAKERS)) -> Iterator[str]:
    """Yield the codes that a module gives its problems."""
    for node in find_places_of_codes(module):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            values = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            if name in makers and len(node.args) > makers[name]:
                values.append(node.args[makers[name]])
            for value in values:
                yield from read_codes_in(value, module)
        elif isinstance(node, ast.FunctionDef):
            for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
                if argument.arg == "code" and default:
                    yield from read_codes_in(default, module)
    yield from (value for name, value in find_constants(module).items() if name.endswith("_CODE"))


GIVEN = (
    "Give it where the problem is made (Problem, warning, guess, Slip …), as a literal or by the name of a constant; or, "
    "where it goes by other ways, let the name of its constant end in _CODE."
)
"""How a code must be written so that these tests find it."""


def test_every_problem_code_is_explained() -> None:
    used = {code for module in modules() for code in find_codes(module)}
    explained = list(read_codes())
    assert len(used) > 50
    assert find_out_of_order(explained) == [], "the sections of docs/felkoder.md stand in the order of the alphabet"
    assert used - set(explained) == set(), "write a section for each in docs/felkoder.md, with a wrong and a right example"
    assert set(explained) - used == set(), (
        f"these have a section in docs/felkoder.md, and no problem is seen to have them. {GIVEN} "
        "Where nothing gives it any more, take its section out."
    )


def test_a_problem_code_is_found_however_it_is_written(tmp_path: Path) -> None:
    source = """
        from plugins.language.markup.dialects import DIALECT_CODE as OTHER
        FIRST = "ett-fel"
        SECOND: Final = "annat-fel"
        THIRD_CODE: Final = "tredje-fel"
        NOT_GIVEN = "inget-fel"
        def _report(place, *, code=FIRST):
            yield Problem(place, SECOND, "Ord.")
            yield warning(place, "fjarde-fel" if place else OTHER, "Ord.")
            yield Problem(place, self.code, "Ord.")
    """
    path = tmp_path / "rules.py"
    path.write_text(textwrap.dedent(source), "utf-8")
    assert {*find_codes(Module(path))} == {
        "ett-fel", "annat-fel", "tredje-fel", "fjarde-fel", DIALECT_CODE
    }  # fmt: skip


def find_out_of_order(codes: Sequence[str]) -> list[str]:
    """Yield for each misplaced code the section after which it belongs."""
    right = sorted(codes)
    kept = find_longest_rise([right.index(code) for code in codes])
    neighbours = {code: f"after {before}" if before else "first" for before, code in zip(["", *right], right, strict=False)}
    return [f"{code} belongs {neighbours[code]}" for code in codes if right.index(code) not in kept]


def find_longest_rise(places: Sequence[int]) -> set[int]:
    """Return the longest increasing subsequence of places; the few others are to be moved."""
    best: list[list[int]] = []
    for place in places:
        best.append([*max((rise for rise in best if rise[-1] < place), key=len, default=[]), place])
    return set(max(best, key=len, default=[]))


def test_a_misplaced_section_is_reported_with_the_one_before_it() -> None:
    assert find_out_of_order(["anka", "bro", "cykel"]) == []
    assert find_out_of_order(["anka", "cykel", "bro", "damm", "eld"]) in (["bro belongs after anka"], ["cykel belongs after bro"])
    assert find_out_of_order(["bro", "cykel", "damm", "anka"]) == ["anka belongs first"]
    assert find_out_of_order(["eld", "anka", "bro", "cykel"]) == ["eld belongs after cykel"]


def test_every_explanation_of_a_code_says_what_is_wrong_and_why_it_matters() -> None:
    for code, explained in read_codes().items():
        what, _, why = explained.prose.partition("\n\nVarför: ")
        assert what.endswith("."), code
        assert why.endswith("."), code
        assert (explained.wrong is None) == (explained.right is None), code


def test_every_guess_may_be_silenced() -> None:
    """What `guess` tells, of all that stories are told."""
    silent = {code for code, explained in read_codes().items() if explained.may_be_silenced}
    guessed = set[str]()
    for file in sorted(Path("tests/sites").rglob("problems.txt")):
        for block in re.split(r"\n{2,}", file.read_text("utf-8")):
            guessed |= (
                set(re.findall(r"varning: .*\[([\w-]+)\]$", block, re.MULTILINE)) if "Ska det stå så: skriv" in block else set()
            )

    assert guessed
    advice = f"write the line *{MAY_BE_SILENCED}* in their sections of docs/felkoder.md, or tell them by `warning`"
    assert guessed - silent == set(), advice


def test_only_one_story_lists_all_marks() -> None:
    """Every new mark is added to that list, and the stories of other marks stay as they are."""
    files = [file for file in sorted(Path("tests/sites").rglob("problems.txt")) if "Markeringarna är" in file.read_text("utf-8")]
    advice = "write a mark with a name that does not exist only in the story mark-unknown; in others, one with a wrong argument"
    assert [file.parent.name for file in files] == ["mark-unknown"], advice


def test_only_warnings_may_be_silenced() -> None:
    """An error, and what stops a page from being published for good reason, is never hushed by a comment."""
    warnings = {
        code for module in modules() for code in find_codes(module, {"warning": 1, "guess": 1, "Slip": 2, "FindingSort": 0})
    }
    silent = {code for code, explained in read_codes().items() if explained.may_be_silenced}
    advice = f"take the line *{MAY_BE_SILENCED}* out of their sections in docs/felkoder.md"
    assert silent - warnings == set(), f"{advice}, for errors have none; or it is a warning that is not seen as one. {GIVEN}"
    kept = {"saknas", "pekar-pa-utkast", "personnummer", "otillaten-html", "fel-adress", "genvag-ut"}
    assert silent & kept == set(), f"{advice}: they tell of what is to be mended before a page is published"


def test_problem_codes_are_words_with_hyphens() -> None:
    for module in modules():
        for code in find_codes(module):
            assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", code), f"{module.name}: {code}"


# ---- words


def find_unused(words: Iterable[str], sources: str) -> list[str]:
    """Return the words that nothing asks for, by their name or by a composed one: `{page}_title`."""
    names = set(re.findall(r"\w+", sources))

    def is_asked_for(word: str) -> bool:
        splits = ((word[:at], word[at + 1 :]) for at, sign in enumerate(word) if sign == "_")
        return word in names or any(
            (left in names and f"_{right}" in names) or (f"{left}_" in names and right in names) for left, right in splits
        )

    return [word for word in words if not is_asked_for(word)]


def test_every_word_of_the_theme_is_used() -> None:
    words = yaml.safe_load((PROJECT / "theme" / "words" / "sv.yaml").read_text("utf-8"))
    folders = ((PROJECT / "plugins", "*.py"), (PROJECT / "theme" / "templates", "*.html"))
    sources = "\n".join(path.read_text("utf-8") for folder, ending in folders for path in sorted(folder.rglob(ending)))
    assert find_unused((word for word, value in words.items() if not isinstance(value, dict)), sources) == []
    assert find_unused(["search_title", "farewell_words"], sources) == ["farewell_words"]


# ---- commands

EDITORS_DOCS = ("content/README.md", "docs/handbok.md", "docs/felkoder.md", "docs/publicering.md", "docs/fragor.md")
DEVELOPERS = {"test", "lint", "refresh", "bench", "docs", "font", "lock"}
"""Tasks that no editor runs."""
_COMMAND = re.compile(r"tasks\.py ([a-z-]+)((?: [^\s`”]+){0,4})")


def find_english(text: str) -> Iterator[str]:
    """Yield commands in a text with the English name of a task or option that has a Swedish name."""
    english = {name: task.aliases[0] for name, task in Collection.from_module(tasks).tasks.items() if task.aliases}
    for found in _COMMAND.finditer(text):
        flags = [word.partition("=")[0].removeprefix("--") for word in found[2].split() if word.startswith("--")]
        is_option = any(flag in OPTIONS and OPTIONS[flag].swedish not in ("", flag) for flag in flags)
        if found[1] not in DEVELOPERS and (found[1] in english or is_option):
            yield found[0]


def test_texts_for_editors_name_commands_in_swedish() -> None:
    texts = {name: (PROJECT / name).read_text("utf-8") for name in EDITORS_DOCS}
    for module in modules():
        docs = {id(node.value) for node in module.nodes if isinstance(node, ast.Expr)}
        strings = [n for n in module.nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        texts[module.name] = "\n".join(node.value for node in strings if id(node) not in docs)
    assert {name: found for name, text in texts.items() if (found := [*find_english(text)])} == {}


def test_a_command_in_english_is_found() -> None:
    assert [*find_english("Kör python3 tasks.py check --alla eller `tasks.py kontrollera --all`.")] == [
        "tasks.py check --alla eller",
        "tasks.py kontrollera --all",
    ]
