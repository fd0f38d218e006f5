"""The commands of the task `refresh`: rewrite what follows from the code and is kept in the repository."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

WRITING_TESTS = [
    "tests/test_sites.py::test_a_story_has_the_expected_problems",
    "tests/browser/test_snapshots.py::test_a_component_looks_like_its_snapshot",
    "tests/browser/test_snapshots.py::test_the_words_of_a_component_are_those_beside_its_snapshots",
    "tests/browser/test_handbook.py::test_the_handbook_shows_the_current_program",
]
"""Tests that, asked to, write what they expect: what is said of stories, and pictures with the words in them."""
_FORGOTTEN = [
    "tests/structure",
    "tests/components/test_large_lines.py",
    "tests/components/test_components.py::test_every_component_has_a_macro_a_stylesheet_and_examples",
]
"""Tests of what a usual change is to be named in: lists, documents, the handbook."""

_PLACES = ("docs", "plugins", "tests", "theme")
"""Folders in which a refresh writes, beside the top one."""
_NAMED = 15
"""Files named at the end; more of them are counted."""

NO_TESTS = 5
"""pytest's exit status if no test was selected."""
LAST_STATUS = 128
"""Exit statuses above this are of a program that was stopped by a signal."""
EXAMPLES_COMMAND = ["pytest", "--quiet", "tests/flow/test_examples.py::test_every_example_renders"]
"""The command without whose success no other is worth running: an example that does not render fails hundreds of tests."""


def refresh_commands(only: str | None) -> list[list[str]]:
    """Return the commands, to be run in this order in the project's folder.

    `only` is an expression of pytest's `-k`: the stories and pictures of that name are written, and nothing else.
    """
    tests = ["pytest", "--quiet", "--tb=short", "--numprocesses", "auto", "--dist", "worksteal"]
    tests += ["--refresh-sites", "--refresh-snapshots", *WRITING_TESTS]
    if only is not None:
        return [[*tests, "-k", only]]
    forgotten = ["pytest", "--quiet", "--tb=short", "--numprocesses", "auto", "-m", "not slow", *_FORGOTTEN]
    # The cheap tests come before the pictures; what ruff cannot correct is reported last, where it is seen.
    return [forgotten, tests, ["ruff", "format"], ["ruff", "check", "--fix"]]


def read_digests(project: Path) -> dict[str, bytes]:
    """Return a digest of every file that a refresh could write, by its path in the project."""
    folders = [Path(folder) for place in _PLACES for folder, _, _ in os.walk(project / place) if "__pycache__" not in folder]
    files = [file for folder in (project, *folders) for file in folder.iterdir() if file.is_file()]
    return {file.relative_to(project).as_posix(): hashlib.sha256(file.read_bytes()).digest() for file in files}


def describe_written(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """Return lines for the developer that name the files which differ, and say that the others do not."""
    written = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if not written:
        return ["Inget är skrivet: alla filer är som de var."]
    more = [f"  … och {len(written) - _NAMED} till: git status"] if len(written) > _NAMED else []
    return [f"Skrivet, {len(written)} st (alla andra filer är som de var):", *(f"  {name}" for name in written[:_NAMED]), *more]
