"""The commands of the task `refresh`: rewrite what follows from the code and is kept in the repository."""

from __future__ import annotations

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

NO_TESTS = 5
"""pytest's exit status if no test was selected."""
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
