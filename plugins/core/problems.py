"""Problems: what is wrong, where, and what to write instead.

Stage: every stage yields problems; `tell_problems` turns them into text for people or JSON lines for programs.
A problem is a value: making one neither prints, raises nor stops anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.identity import hide_identity_numbers
from plugins.core.invisible import is_fixed_space, show, without_widthless
from plugins.core.places import Place, show_path
from plugins.core.swedish import join_words


class Severity(StrEnum):
    """An error stops the build, a warning is only told."""

    ERROR = "error"
    WARNING = "warning"


MOST_LINES: Final = 8
"""How many further lines are named where a problem is told once for a text."""
LONGEST_LINE: Final = 160
"""Characters of a line of the content that are shown with a problem."""
_SWEDISH = {Severity.ERROR: "fel", Severity.WARNING: "varning"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right. `suggestion` is the line as it should read; `help` are further sentences."""

    place: Place
    code: str
    message: str
    help: tuple[str, ...] = ()
    suggestion: str | None = None
    severity: Severity = Severity.ERROR
    stops_publishing: bool = False
    """A warning while one works, an error in `publish`."""

    @property
    def is_error(self) -> bool:
        """True where the problem stops the build."""
        return self.severity is Severity.ERROR


def warning(place: Place, code: str, message: str, *help_lines: str, stops_publishing: bool = False) -> Problem:
    """Return a warning, which in `publish` is an error where `stops_publishing` says so."""
    return Problem(place, code, message, help_lines, severity=Severity.WARNING, stops_publishing=stops_publishing)


def tell_also(place: Place, others: Iterable[Place]) -> tuple[str, ...]:
    """Return the sentence that names the other lines of a text where the same stands as at a place; none: on none."""
    lines = sorted({other.line for other in others} - {place.line})
    if not lines:
        return ()
    shown = [str(line) for line in lines[:MOST_LINES]]
    return (f"Samma sak på rad {', '.join(shown)} …" if lines[MOST_LINES:] else f"Samma sak på rad {join_words(shown)}.",)


def for_publishing(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with publishing's stricter severities."""
    return [replace(p, severity=Severity.ERROR) if p.stops_publishing else p for p in problems]


def sort_problems(problems: Iterable[Problem], folder: Path | None = None) -> list[Problem]:
    """Return each problem once, sorted by path (as shown from `folder`), line, column and code."""
    shown = cache(partial(show_path, folder=folder))  # few files have many
    unique = {(shown(p.place.source.path), p.place.line, p.place.column, p.code, p.message): p for p in problems}
    return [unique[key] for key in sorted(unique)]


def shown_path(problem: Problem, folder: Path | None = None) -> str:
    """Return the path as the user would type it from `folder` (the current one), with forward slashes."""
    return show_path(problem.place.source.path, folder)


def tell_problem(problem: Problem, folder: Path | None = None) -> str:
    """Return one problem as an editor reads it: where, what, the line, what to write, what is allowed."""
    place = problem.place
    head = f"{shown_path(problem, folder)}:{place.line}:{place.column}"
    lines = [f"{head}: {_SWEDISH[problem.severity]}: {show(problem.message)} [{problem.code}]"]
    if place.written.strip():
        is_about_space = is_fixed_space(place.written[place.column - 1 : place.column])
        lines.append(f"    {place.line} | {_shorten(show(place.written, spaces=is_about_space))}")
    if problem.suggestion is not None:
        lines.append(f"    Skriv:  {without_widthless(problem.suggestion)}")
    lines.extend(f"    {line}" for line in problem.help)
    return "\n".join(hide_identity_numbers(line) for line in lines)


def tell_problem_json(problem: Problem, folder: Path | None = None) -> str:
    """Return one problem as a line of JSON."""
    help_lines = ([f"Skriv:  {without_widthless(problem.suggestion)}"] if problem.suggestion is not None else []) + list(
        problem.help
    )
    record = {
        "path": shown_path(problem, folder),
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": hide_identity_numbers(show(problem.message)),
        "help": "\n".join(hide_identity_numbers(line) for line in help_lines),
    }
    return json.dumps(record, ensure_ascii=False)


def count_problems(problems: Sequence[Problem]) -> tuple[int, int]:
    """Return the numbers of errors and of warnings."""
    errors = sum(p.is_error for p in problems)
    return errors, len(problems) - errors


def _shorten(line: str) -> str:
    line = line.expandtabs(4).rstrip()
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
