"""Advice: what stands after *Skriv:* has been through the check itself, or is not given.

Stage: check, when all addresses and files are known. In: problems. Out: the same, without the suggested lines that
would lead to the next error, and without guesses where it is known what is meant. A value is tried by its kind, a line of
Markdown by `core.markdown`; here, links: that they lead somewhere, and that none stands within another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.core.markdown.written_links import count_nested_links
from plugins.core.problems import Problem

_WITHIN = re.compile(r"\]\((?P<path>/(?!/)[^\s()#?]*)")


def keep_sound_advice(problems: Iterable[Problem], addresses: Collection[str], files: Collection[str]) -> list[Problem]:
    """Return the problems, those without a suggestion whose suggestion links to a page or file that is not there, or puts a
    link within a link.
    """
    return [replace(p, suggestion=None) if _leads_nowhere(p, addresses, files) or _nests(p) else p for p in problems]


def leave_out_guesses(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems without guesses of whose signs stand where a torn mark is told: `{{antal}}` is not Jekyll's."""
    marks = {_where(problem) for problem in problems if problem.code == "fel-markering"}
    return [problem for problem in problems if problem.code not in _GUESSES or not marks or _where(problem) not in marks]


_GUESSES = ("rest-av-program", "okand-formatering")


def _where(problem: Problem) -> tuple[Path, int, int]:
    return problem.place.source.path, problem.place.line, problem.place.column


def _leads_nowhere(problem: Problem, addresses: Collection[str], files: Collection[str]) -> bool:
    if problem.suggestion is None:
        return False
    written = set(_WITHIN.findall(problem.place.written))
    return any(
        path not in written and path not in addresses and path.removeprefix("/") not in files
        for path in _WITHIN.findall(problem.suggestion)
    )


def _nests(problem: Problem) -> bool:
    """Tell whether the file would have a link within a link, with the suggested line, that it has not as it stands."""
    place, line = problem.place, problem.suggestion
    if line is None or line.count("](") <= place.written.count("]("):
        return False
    lines = place.source.text.split("\n")
    lines[place.line - 1 : place.line] = [line]
    return count_nested_links("\n".join(lines)) > count_nested_links(place.source.text)
