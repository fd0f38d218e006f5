"""Advice: what stands after *Skriv:* has been through the check itself, or is not given.

Stage: check, when all addresses and files are known. In: problems. Out: the same, without the suggested lines that
would lead to the next error. A value is tried by its kind, a line of Markdown by `core.markdown`; here, links.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from plugins.core.problems import Problem

_WITHIN = re.compile(r"\]\((?P<path>/(?!/)[^\s()#?]*)")


def keep_sound_advice(problems: Iterable[Problem], addresses: Collection[str], files: Collection[str]) -> list[Problem]:
    """Return the problems, those without a suggestion whose suggestion links to a page or file that is not there."""
    return [replace(p, suggestion=None) if _leads_nowhere(p, addresses, files) else p for p in problems]


def _leads_nowhere(problem: Problem, addresses: Collection[str], files: Collection[str]) -> bool:
    if problem.suggestion is None:
        return False
    written = set(_WITHIN.findall(problem.place.written))
    return any(
        path not in written and path not in addresses and path.removeprefix("/") not in files
        for path in _WITHIN.findall(problem.suggestion)
    )
