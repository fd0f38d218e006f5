"""Problems: what is wrong, where, and what to write instead.

Every stage yields problems; `format_problem` formats one for people, `format_problem_json` for programs. A problem is a plain
value: creating one neither prints, raises nor stops anything.
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
    """An error stops the build; a warning is only reported."""

    ERROR = "error"
    WARNING = "warning"


MOST_LINES: Final = 8
"""The most other lines that are listed in a problem that is reported once per text."""
LONGEST_LINE: Final = 160
"""The most characters of a line of content that are shown with a problem."""
_SWEDISH = {Severity.ERROR: "fel", Severity.WARNING: "varning"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct. `suggestion` is the corrected line; `help` has further sentences."""

    place: Place
    code: str
    message: str
    help: tuple[str, ...] = ()
    suggestion: str | None = None
    severity: Severity = Severity.ERROR
    stops_publishing: bool = False
    """Whether this warning becomes an error in `publish`."""

    @property
    def is_error(self) -> bool:
        """Whether the problem stops the build."""
        return self.severity is Severity.ERROR


def warning(place: Place, code: str, message: str, *help_lines: str, stops_publishing: bool = False) -> Problem:
    """Return a warning; `stops_publishing` makes it an error in `publish`."""
    return Problem(place, code, message, help_lines, severity=Severity.WARNING, stops_publishing=stops_publishing)


def describe_other_lines(place: Place, others: Iterable[Place]) -> tuple[str, ...]:
    """Return a sentence that lists the other lines of a text with the same problem; an empty tuple if there are none."""
    lines = sorted({other.line for other in others} - {place.line})
    if not lines:
        return ()
    shown = [str(line) for line in lines[:MOST_LINES]]
    return (f"Samma sak på rad {', '.join(shown)} …" if lines[MOST_LINES:] else f"Samma sak på rad {join_words(shown)}.",)


def for_publishing(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with the severities that apply to `publish`."""
    return [replace(p, severity=Severity.ERROR) if p.stops_publishing else p for p in problems]


def sort_problems(problems: Iterable[Problem], folder: Path | None = None) -> list[Problem]:
    """Return the problems without duplicates, sorted by path (as shown from `folder`), line, column and code."""
    shown = cache(partial(show_path, folder=folder))  # many problems share few files
    unique = {(shown(p.place.source.path), p.place.line, p.place.column, p.code, p.message): p for p in problems}
    return [unique[key] for key in sorted(unique)]


def shown_path(problem: Problem, folder: Path | None = None) -> str:
    """Return a problem's path relative to `folder` (by default the current one), with forward slashes."""
    return show_path(problem.place.source.path, folder)


def format_problem(problem: Problem, folder: Path | None = None) -> str:
    """Return a problem formatted for an editor: place, message, the line, the correction, further help."""
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


def format_problem_json(problem: Problem, folder: Path | None = None) -> str:
    """Return a problem as one line of JSON."""
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
    """Return the number of errors and the number of warnings."""
    errors = sum(p.is_error for p in problems)
    return errors, len(problems) - errors


def _shorten(line: str) -> str:
    line = line.expandtabs(4).rstrip()
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
