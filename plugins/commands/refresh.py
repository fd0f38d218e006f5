"""The task `refresh`: rewrite what follows from the code and is kept in the repository."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from plugins.core.dataclass import dataclass

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


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a refresh."""

    what: str
    """What it does, in Swedish: said when it begins."""
    command: tuple[str, ...] = ()
    """A module of Python, with its arguments; none for the tables of documents."""
    is_required: bool = False
    """Whether no later step is worth running if this one fails."""


def list_steps(only: str | None) -> list[Step]:
    """Return the steps in their order.

    `only` is an expression of pytest's `-k`: of stories and pictures, those of that name are written, and no tables.
    """
    # First what takes a second, so that a line that is too long does not wait for the pictures.
    style = [
        Step("Formar koden", ("ruff", "format")),
        Step("Rättar det i koden som rättas av sig självt", ("ruff", "check", "--fix"), is_required=True),
    ]
    side_by_side = ("pytest", "--quiet", "--tb=short", "--numprocesses", "auto")
    writing = (*side_by_side, "--dist", "worksteal", "--refresh-sites", "--refresh-snapshots", *WRITING_TESTS)
    # An example that does not render fails hundreds of tests.
    examples = Step(
        "Provar att alla exempel går att rita",
        ("pytest", "--quiet", "tests/flow/test_examples.py::test_every_example_renders"),
        is_required=True,
    )
    if only is not None:
        title = f"Skriver det som sägs om provwebbplatserna och tar bilderna som heter {only}"
        return [*style, examples, Step(title, (*writing, "-k", only))]
    return [
        *style,
        Step("Skriver tabellerna i dokumenten"),
        examples,
        Step("Letar efter det som oftast glöms", (*side_by_side, "-m", "not slow", *_FORGOTTEN)),
        Step("Skriver det som sägs om provwebbplatserna och tar bilderna: det tar längst tid", writing),
    ]


def run_refresh(
    project: Path,
    only: str | None,
    write_tables: Callable[[], int],
    run_tool: Callable[[list[str]], int],
    say: Callable[[str], None],
) -> int:
    """Run all steps, say what each does, which files were written and whether something is left; return the exit status.

    `write_tables` and `run_tool`, which runs a module of Python, return exit statuses.
    """
    before, statuses, steps = read_digests(project), list[int](), list_steps(only)
    try:
        for number, step in enumerate(steps, 1):
            say(f"{number} av {len(steps)}: {step.what}.")
            statuses.append(run_tool([*step.command]) if step.command else write_tables())
            if statuses[-1] > LAST_STATUS:
                say("Avbrutet: resten är inte skrivet. Kör om.")
                return statuses[-1]
            if step.is_required and statuses[-1]:
                break
            if statuses[-1] and number < len(steps):
                say("Något fattas: läs ovan, och rätta det under tiden. Resten skrivs ändå.")
    finally:
        for line in describe_written(before, read_digests(project)):
            say(line)
    if only is not None and statuses[-1] == NO_TESTS:
        say(f"Ingen provwebbplats och ingen bild heter så: {only}")
    elif any(statuses):
        say("Allt blev inte klart: läs ovan vad som fattas, och kör om.")
    return max(statuses)


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
