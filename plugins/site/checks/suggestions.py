"""Drop suggestions that would cause the next error: a suggested line must itself pass the check.

Takes problems, when all addresses and files are known; returns them, some without a suggestion. Links are checked here: that they
lead somewhere and do not break other links. Values are checked by their kinds, and lines of Markdown by `core.markdown`, before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.core.markdown.written_links import count_nested_links, find_written_links
from plugins.core.problems import Problem

_WITHIN = re.compile(r"\]\((?P<path>/(?!/)[^\s()#?]*)")


MOST_TRIED = 30
"""Suggested lines with an added link that are tested in one file; each test parses the whole file."""


def keep_sound_advice(problems: Iterable[Problem], addresses: Collection[str], files: Collection[str]) -> list[Problem]:
    """Return the problems, without suggestions that link to a missing page or file, or put a link in code or within another
    link.
    """
    tried = Counter[Path]()
    return [
        replace(p, suggestion=None) if _leads_nowhere(p, addresses, files) or _spoils_links(p, tried) else p for p in problems
    ]


def leave_out_guesses(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems, without guesses about other programs' markup where a torn mark is reported: `{{antal}}` is not
    Jekyll's.
    """
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


def _spoils_links(problem: Problem, tried: Counter[Path]) -> bool:
    """Return whether a link in the suggested line would not be a link (in code), or would stand within another link.

    `tried` counts the tests in each file. After `MOST_TRIED` the answer is True.
    """
    place, line = problem.place, problem.suggestion
    added = line.count("](") - place.written.count("](") if line else 0
    if line is None or added <= 0:
        return False
    tried[place.source.path] += 1
    if tried[place.source.path] > MOST_TRIED:
        return True
    lines = place.source.text.split("\n")
    lines[place.line - 1 : place.line] = [line]
    before, after = place.source.text, "\n".join(lines)
    is_none = len(find_written_links(after)) - len(find_written_links(before)) < added
    return is_none or count_nested_links(after) > count_nested_links(before)
