"""A fixture named in CONTRIBUTING.md under Tests is available to all tests, or its folder is stated there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.structure.code import PROJECT, parse

TESTS = PROJECT / "tests"


def find_fixtures() -> Iterator[tuple[str, str]]:
    """Yield each fixture shared by several files, with the folder in which it is available (`.`: everywhere)."""
    for path in TESTS.rglob("*.py"):
        is_shared = path.name == "conftest.py" or path.parent == TESTS  # a plugin that `tests/conftest.py` takes
        for node in parse(path).body if is_shared else ():
            if isinstance(node, ast.FunctionDef) and any("pytest.fixture" in ast.unparse(one) for one in node.decorator_list):
                yield node.name, path.parent.relative_to(TESTS).as_posix()


def find_lacking(text: str) -> list[str]:
    """Return what a text about tests names without saying where it is available, each with what to do."""
    named, folders = re.findall(r"`(\w+)[^`]*`", text), dict[str, set[str]]()
    for name, folder in find_fixtures():
        folders.setdefault(name, set()).add(folder)
    return [
        f"{name}: write the fixture in a file of tests/ that pytest_plugins of tests/conftest.py names, or `tests/{folder}/` here"
        for name in dict.fromkeys(named)
        for folder in sorted(folders.get(name, ()))
        if "." not in folders[name] and f"`tests/{folder}/`" not in text
    ]


def test_every_fixture_that_contributing_names_is_available_to_tests() -> None:
    lines = re.search(r"(?ms)^## Tests$(.*?)(?=^## |\Z)", (PROJECT / "CONTRIBUTING.md").read_text("utf-8"))
    assert lines
    assert {"prepare", "bench", "prepare_translated", "site"} <= {*re.findall(r"`(\w+)", lines[1])}
    assert find_lacking(lines[1]) == []


def test_a_fixture_of_one_folder_is_named_with_its_folder() -> None:
    assert find_lacking("a test takes `prepare_translated` or `prepare`") == []
    (lacking,) = find_lacking("a test takes `trial.build_old_site()`")
    assert "`tests/flow/`" in lacking
    assert find_lacking("in `tests/flow/` a test takes `trial.build_old_site()`") == []
