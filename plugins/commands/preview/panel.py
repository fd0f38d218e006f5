"""The panel on a page in preview that lists its problems, and stays in view when the page is scrolled."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from plugins.commands.preview.editable import find_editable
from plugins.core.dataclass import dataclass
from plugins.core.identity import hide_identity_numbers
from plugins.core.problems import Problem
from plugins.editing.buttons import all_with_buttons, with_buttons

MOST: Final = 30
"""Most problems of each severity that are shown."""

_OPENED = re.compile(r'data-open="([^"]+)"')


@dataclass(frozen=True, slots=True)
class PanelProblem:
    """A problem as the panel shows it."""

    path: str
    line: int
    message: str
    written: str
    """The line in the file; "" where there is none."""
    right: str
    """What to write instead; "" where that is not known."""
    help: tuple[str, ...]
    can_edit: bool
    """Whether it is in a text that the editor can open."""


def make_panel(
    problems: Sequence[Problem], page: str, content: Path, *, shows_older: bool, is_shown: bool, notice: str = ""
) -> str:
    """Return the HTML of the panel: every error, the warnings of the files that the page is made from, and the notice; or ""."""
    files = {html.unescape(path) for path in _OPENED.findall(page)}
    errors = [problem for problem in problems if problem.is_error]
    warnings = [problem for problem in problems if not problem.is_error and _name(problem.place.source.path, content) in files]
    if not errors and not warnings and not notice:
        return ""
    from plugins.editing.page import render_panel  # noqa: PLC0415 (imports templates, needed for problems only)

    shown_errors, shown_warnings = (
        [_make_panel_problem(problem, content) for problem in found[:MOST]] for found in (errors, warnings)
    )
    state: dict[str, bool | str] = {"shows_older": shows_older, "is_shown": is_shown, "notice": notice}
    return render_panel(shown_errors, shown_warnings, len(errors), len(warnings), **state)


@lru_cache(maxsize=20_000)
def _name(path: Path, content: Path) -> str:
    """Return the name of a file as in edit marks."""
    if path == content:
        return f"{content.name}/"
    return f"{content.name}/{path.relative_to(content).as_posix()}" if path.is_relative_to(content) else path.name


def _make_panel_problem(problem: Problem, content: Path) -> PanelProblem:
    return PanelProblem(
        _name(problem.place.source.path, content),
        problem.place.line,
        with_buttons(hide_identity_numbers(problem.message)),
        hide_identity_numbers(problem.place.written.strip())[:160],
        hide_identity_numbers(problem.suggestion or ""),
        tuple(_hidden(problem.help)),
        find_editable(_name(problem.place.source.path, content), content) is not None,
    )


def _hidden(lines: Iterable[str]) -> Iterable[str]:
    return all_with_buttons(map(hide_identity_numbers, lines))
