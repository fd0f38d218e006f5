"""What comments, docstrings and documents cite exists: a file or name of the repository, or a public address."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from plugins.site.rooms import SHELVES
from tests.structure.code import PROJECT, modules, parse, text_files

CITED = re.compile(r"`((?:[\w*.-]+/)+[\w*.-]+\.(?:py|md|toml|ya?ml|json|css|js|html|txt|svg))`|`(\d{4}-[\w-]+\.md)`")
"""A path with a file extension, or the file name of a decision."""

ABROAD = re.compile(r"(?i)\bissue \d|\bthe look, [p]art \d|\bthe con[t]ract\b|\(design, [p]art|`(?:facts|shared)/")
"""How notes elsewhere are cited, which readers of this repository do not have."""

TO_HEADING = re.compile(r"\]\((?![a-z]+:)([\w./-]*)#([^)\s]+)\)")
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)")
OF_FOLDERS = [PROJECT / folder / "README.md" for folder in ("plugins", "changelog.d", "docs", "tests", "theme")]
MANUALS = [*PROJECT.glob("*.md"), *OF_FOLDERS, PROJECT / "docs" / "recipes.md"]
"""Documents for developers, whose links are paths."""

MADE = (".cache/", "output/")
"""Files that a run writes."""

EXAMPLES = ("content/", "notiser/", *(f"{shelf.pattern.partition('/')[0]}/" for shelf in SHELVES if "/" in shelf.pattern))
"""Folders of editors, in which names are examples."""


def find_lines(wanted: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each match in text for developers, with file and line."""
    for path in text_files():
        if is_read_by_developers(path) and wanted.search(path.read_text("utf-8")):
            for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
                for found in wanted.finditer(line):
                    yield f"{path.relative_to(PROJECT)}:{number}", found


def is_read_by_developers(path: Path) -> bool:
    """Return whether developers read a file: not editors' files, stories, and the examples of codes, which tests try."""
    name = path.relative_to(PROJECT).as_posix()
    if name.startswith(("content/", "tests/sites/", "tests/structure/toy_room/content/")) or name == "docs/felkoder.md":
        return False
    return path.suffix in (".py", ".md", ".css", ".html", ".js", ".yaml", ".yml", ".toml") or name == ".ci/run"


@cache
def known_ends() -> frozenset[str]:
    """Return all files of the repository, by path and by every suffix of it: `core/marks/marks.py`, `marks.py`."""
    parts = [path.relative_to(PROJECT).parts for path in text_files()]
    return frozenset("/".join(names[place:]) for names in parts for place in range(len(names)))


IDENTIFIER = re.compile(r"`(?:\w+\.)*(?=[a-z]+_|_?[A-Z]\w*[a-z][A-Z]|_[a-z]|[A-Z]+_)(\w+)`")
"""A name that looks like code: `two_words`, `TwoWords`, `_one`, `TWO_WORDS`."""

CONTENTS = re.compile(r"(?m)^- \[[^\]]*\]\(#([^)]+)\)$")
"""An entry of a manual's table of contents."""


def is_here(cited: str) -> bool:
    """Return whether a path is a suffix of a file's path, or an example of a name in its folder."""
    if cited in known_ends() or cited.startswith((*MADE, *EXAMPLES)) or cited.endswith("/index.html"):
        return True
    return "*" in cited and any(end.count("/") == cited.count("/") and fnmatch(end, cited) for end in known_ends())


def test_every_cited_file_exists() -> None:
    cited = [(where, found[1] or found[2]) for where, found in find_lines(CITED)]
    assert len(cited) > 100
    lacking = [describe_lacking(where, path) for where, path in cited if not is_here(path)]
    assert not lacking, "\n" + "\n".join(lacking)


def test_every_name_of_code_in_a_manual_is_in_the_code() -> None:
    pages = [path for path in MANUALS if path.name != "CHANGELOG.md"]
    named = [(path.name, name) for path in pages for name in IDENTIFIER.findall(path.read_text("utf-8"))]
    assert len(named) > 100
    code = [path.read_text("utf-8") for path in text_files() if path.suffix in (".py", ".html", ".yaml", ".toml", ".css")]
    known = {name for text in code for name in re.findall(r"\w+", text)}
    assert [f"{page}: `{name}`" for page, name in named if name not in known and not name.startswith("NAME_")] == []


def describe_lacking(where: str, cited: str) -> str:
    """Return a sentence about a path without a file, with what it may have been meant as."""
    return (
        f"{where}: `{cited}` is cited, and no file has that path. Of a file of ours, write the end of its path as it is now; "
        f"of one that a build writes, `{MADE[1]}{cited}`; of one that editors have, `{EXAMPLES[0]}{cited}`; "
        "of one that there is nowhere, what it is, in words."
    )


def test_every_link_between_manuals_leads_to_a_file() -> None:
    links = [(path, link) for path in MANUALS for link in LINK.findall(path.read_text("utf-8"))]
    assert len(links) > 10
    assert [f"{path.name}: {link}" for path, link in links if not (path.parent / link).exists()] == []


def test_every_anchor_in_a_link_is_a_heading() -> None:
    links = [(path, target, name) for path in MANUALS for target, name in TO_HEADING.findall(path.read_text("utf-8"))]
    assert len(links) > 20
    missing = [f"{path.name}: {target}#{name}" for path, target, name in links if name not in headings_of(path, target)]
    assert missing == []


def test_the_contents_at_the_top_of_a_manual_list_all_its_sections() -> None:
    pages = {*MANUALS, *(PROJECT / "docs").glob("*.md")}
    contents = {path: CONTENTS.findall(path.read_text("utf-8").partition("\n## ")[0]) for path in pages}
    assert contents[PROJECT / "docs" / "handbok.md"]
    for path, names in contents.items():
        assert not names or names == list_headings(path, "##"), f"{path.name}: the list at its top has other sections than it has"


def test_the_readmes_of_folders_list_everything_beside_them() -> None:
    documents = (PROJECT / "docs" / "README.md").read_text("utf-8")
    beside = {path.name for path in (PROJECT / "docs").iterdir() if path.suffix == ".md"} - {"README.md"}
    assert [name for name in sorted(beside) if f"]({name})" not in documents] == []

    for folder in ("tests", "theme"):
        table = (PROJECT / folder / "README.md").read_text("utf-8")
        beside = {path.relative_to(PROJECT / folder).parts[0] for path in text_files() if path.is_relative_to(PROJECT / folder)}
        folders = {name for name in beside if (PROJECT / folder / name).is_dir()}
        assert [name for name in sorted(folders) if f"| `{name}/" not in table] == [], folder


def headings_of(path: Path, target: str) -> set[str]:
    """Return the GitHub anchors of the page to which a page links, or of itself."""
    return {*list_headings(path.parent / target if target else path, "#+")}


def list_headings(page: Path, signs: str) -> list[str]:
    """Return the GitHub anchors of a page's headings that begin with these characters (a pattern), in order."""
    titles = re.findall(rf"(?m)^{signs} (.+)$", page.read_text("utf-8"))
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


def test_no_comment_cites_notes_outside_the_repository() -> None:
    assert [f"{where}: {found[0]}" for where, found in find_lines(ABROAD)] == []


@pytest.mark.parametrize(
    "cited", ["core/marks/marks.py", "plugins/core/marks/marks.py", "docs/decisions/00*.md", "partner/*.yaml"]
)
def test_an_existing_file_is_accepted(cited: str) -> None:
    assert is_here(cited)


@pytest.mark.parametrize("cited", ["facts/web" + "-facts.md", "core/mark.py", "ore/marks.py", "docs/00*.md", "0000-nothing.md"])
def test_a_missing_file_is_found(cited: str) -> None:
    assert not is_here(cited)


def test_the_paths_suggested_for_a_wrong_one_are_accepted() -> None:
    _, *ways = CITED.findall(describe_lacking("plugins/x.py:1", "en/mal.txt"))
    assert [path for path, _ in ways] == ["output/en/mal.txt", "content/en/mal.txt"]
    assert all(is_here(path) for path, _ in ways)


# ---- modules, and what is in them

DOTTED = re.compile(r"`([a-z]\w*(?:\.\w+)+)(?:\(\))?`|\(((?:[a-z]\w*\.)+[A-Z][a-z]\w+)[,;) ]")
"""A name in backticks, or the class that a template takes, in its comment."""
ENDINGS = (".css", ".js", ".md", ".py", ".svg", ".txt", ".webmanifest", ".yaml")
"""File extensions: `search.js` is cited as a file, and is no attribute of `search`."""
CALLERS = re.compile(r"(?i)\b(?:called|asked) by (?!it, which)(.*?)(?:\. |$)", re.DOTALL)
"""The part of a docstring that says who calls it, to the end of the sentence."""
CONTENT_FILES = {shelf.pattern for shelf in SHELVES}
NAMED = re.compile(r"`([a-z_][\w.]*)(?:\(\))?`")


def find_module(name: str) -> tuple[Path, str] | None:
    """Return the module with which a dotted name begins, and the rest; `plugins.` may be omitted."""
    parts = name.removeprefix("plugins.").split(".")
    for end in range(len(parts), 0, -1):
        path = PROJECT.joinpath("plugins", *parts[:end])
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file, ".".join(parts[end:])
    return None


def find_names(path: Path) -> set[str]:
    """Return the names that a module defines or imports at top level."""
    found: set[str] = set()
    for node in parse(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
    return found


def is_ours(name: str) -> bool:
    """Return whether a dotted name is a module of the project, or an attribute of one."""
    found = find_module(name)
    return found is not None and (not found[1] or found[1].partition(".")[0] in find_names(found[0]))


def is_of_a_package(name: str) -> bool:
    """Return whether a dotted name begins with `plugins` or a room."""
    first = name.partition(".")[0]
    return not name.endswith(ENDINGS) and (first == "plugins" or (PROJECT / "plugins" / first / "__init__.py").is_file())


def test_every_module_cited_by_its_dotted_name_exists() -> None:
    cited = [(where, where.partition(":")[0], found) for where, found in find_lines(DOTTED)]
    of_modules = (".py", ".html", ".yaml", "docs/architecture.md")  # in recipes a dotted name may be an attribute of a Site
    named = [(where, found[1]) for where, file, found in cited if found[1] and file.endswith(of_modules)]
    taken = [(where, found[2]) for where, file, found in cited if found[2] and file.endswith(".html")]
    ours = [(where, name) for where, name in (*named, *taken) if is_of_a_package(name)]
    assert len(ours) > 50
    assert [f"{where}: {name}" for where, name in ours if not is_ours(name)] == []


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        ("plugins.core.marks.marks", True), ("core.marks", True), ("plugins.core.marks.marks.Marks", True),
        ("plugins.core", True), ("core.mark", False), ("plugins.core.marks.marks.Mrks", False),
        ("plugins.cor.marks", False), ("plugins.core.Marks", False),
    ],
)  # fmt: skip
def test_a_dotted_name_is_a_module_or_a_name_in_it(name: str, *, is_there: bool) -> None:
    assert is_ours(name) is is_there


def find_docstrings() -> Iterator[tuple[Path, str]]:
    """Yield each docstring of the project, on one line."""
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (said := ast.get_docstring(node)):
                yield module.path, " ".join(said.split())


@cache
def known_names() -> frozenset[str]:
    """Return the names of possible callers: rooms, modules, classes and functions."""
    nodes = (node for module in modules() for node in module.nodes)
    defined = {node.name for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    return frozenset(defined | {part for module in modules() for part in module.name.split(".")} | {"tasks"})


def is_known(name: str) -> bool:
    """Return whether a caller of that name exists."""
    if name.endswith(ENDINGS):
        return is_here(name)
    return is_ours(name) if "." in name else name in known_names()


@pytest.mark.slow
def test_every_caller_that_a_docstring_names_exists() -> None:
    """A file of content in such a sentence is what is asked about."""
    said = [(path, name) for path, text in find_docstrings() for part in CALLERS.findall(text) for name in NAMED.findall(part)]
    assert len(said) > 50
    wrong = [f"{path.name}: {name}" for path, name in said if not is_known(name) and name not in CONTENT_FILES]
    assert wrong == []


# ---- what templates take

TAKEN = re.compile(r"(plugins/[\w/]+\.py) ([A-Z]\w+)")
TEMPLATES = sorted((PROJECT / "theme" / "templates").rglob("*.html"))
TOY = PROJECT / "tests" / "structure" / "toy_room"


def find_wrong_classes(text: str, *folders: Path) -> list[str]:
    """Return the classes in a comment, with a file, that the file does not define."""
    return [
        found[0]
        for found in TAKEN.finditer(text)
        if not any((folder / found[1]).is_file() and found[2] in find_classes(folder / found[1]) for folder in folders)
    ]


def find_classes(path: Path) -> set[str]:
    """Return the names of a module's classes."""
    return {node.name for node in parse(path).body if isinstance(node, ast.ClassDef)}


def test_every_class_that_a_template_takes_is_in_the_file_it_names() -> None:
    texts = {path: path.read_text("utf-8") for path in (*TEMPLATES, *TOY.rglob("*.html"))}
    assert {path.name: found for path, text in texts.items() if (found := find_wrong_classes(text, PROJECT, TOY))} == {}
    assert sum(bool(TAKEN.search(text)) for text in texts.values()) > 10
    assert find_wrong_classes("page.view (plugins/pages/view.py PartnersPage)", PROJECT) == ["plugins/pages/view.py PartnersPage"]


def test_every_class_that_a_component_takes_exists() -> None:
    ours = {name for module in modules() for name in find_classes(module.path)}
    for path in TEMPLATES:
        _, _, takes = path.read_text("utf-8").partition("#}")[0].partition("Takes:")
        named = set(re.findall(r"\w+ \(([A-Z]\w+)[,;)]", takes))
        assert named <= ours, f"{path.name} names {', '.join(sorted(named - ours))}, which no file of plugins/ defines"
