"""The commands of the task `refresh`: rewrite what follows from the code and is kept in the repository."""

from __future__ import annotations

_WRITING_TESTS = [
    "tests/test_sites.py::test_a_story_has_the_expected_problems",
    "tests/browser/test_snapshots.py",
    "tests/browser/test_handbook.py",
]
"""Tests that, asked to, write what they expect: what is said of stories, and pictures with the words in them."""
_FORGOTTEN = ["tests/structure", "tests/components/test_large_lines.py"]
"""Tests of what a usual change is to be named in: lists, documents, the handbook."""


def refresh_commands(only: str | None) -> list[list[str]]:
    """Return the commands, to be run in this order in the project's folder.

    `only` is an expression of pytest's `-k`: which stories and pictures are written; all without it.
    """
    tests = ["pytest", "--quiet", "--tb=short", "--numprocesses", "auto", "--dist", "worksteal"]
    tests += ["--refresh-sites", "--refresh-snapshots", *_WRITING_TESTS]
    forgotten = ["pytest", "--quiet", "--tb=short", "--numprocesses", "auto", "-m", "not slow", *_FORGOTTEN]
    # What ruff cannot mend is told last, where it is seen.
    return [[*tests, *(() if only is None else ("-k", only))], forgotten, ["ruff", "format"], ["ruff", "check", "--fix"]]
