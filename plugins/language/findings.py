"""Report findings: one problem for each sort of finding in a text, at the first place.

Takes the matches of a sort; yields warnings that name the other lines. A place with a silencing comment gets a problem of its own
(`core.source.silences`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from plugins.core.dataclass import dataclass
from plugins.core.problems import Problem, describe_other_lines
from plugins.core.source.silences import guess, set_apart
from plugins.core.source.sources import Text
from plugins.core.swedish import quote


@dataclass(frozen=True, slots=True)
class FindingSort:
    """A sort of finding: its code, message and advice, and how to search for it."""

    code: str
    what: str
    """The message, with `{}` for the words that were found."""
    advice: str
    right: Callable[[re.Match[str]], str] | None = None
    """Returns the correction of a match, if it is certain."""
    needles: tuple[str, ...] = ("",)
    """Substrings of which every match has at least one. A text without any is not searched, which saves most of the time."""
    look: re.Pattern[str] | None = None
    """A faster expression that also matches wherever the sort does, for texts that have a needle. It is searched once for all
    sorts that share it, in the text with a line end before it, so that line starts can be written as `\n`."""
    stops_publishing: bool = True
    """False: a site with such a finding can still be published."""


def report_sorts(text: Text, value: str, sorts: Iterable[tuple[re.Pattern[str], FindingSort]]) -> Iterator[Problem]:
    """Yield problems for each sort found in `value`, which is the text or a blanked copy of it."""
    seen: dict[re.Pattern[str] | None, bool] = {None: True}
    for pattern, sort in sorts:
        if sort.look not in seen:
            seen[sort.look] = sort.look is not None and sort.look.search(f"\n{value}") is not None
        if seen[sort.look] and has_needle(sort.needles, value):
            yield from report_sort(text, sort, pattern.finditer(value))


def has_needle(needles: Iterable[str], value: str) -> bool:
    """Return whether a text has any of the needles.

    Of each needle the rarest character is tried first, which is ten times faster for most texts.
    """
    for needle in needles:  # noqa: SIM110 (a generator takes longer than most of what it looks for)
        if _rarest(needle) in value and needle in value:
            return True
    return False


@cache
def _rarest(needle: str) -> str:
    """Return the character of a needle that is likely to be in the fewest texts."""
    return min(needle, key=lambda sign: (sign.isspace(), sign.islower(), sign.isalnum()), default="")


def report_sort(text: Text, sort: FindingSort, found: Iterable[re.Match[str]]) -> Iterator[Problem]:
    """Yield problems for the matches of one sort."""
    found = list(found)
    if not found:
        return
    for group in set_apart(found, lambda each: text.place(each.start()), sort.code):
        first = group[0]
        place = text.place(first.start() + len(first[0]) - len(first[0].lstrip()))
        also = describe_other_lines(place, (text.place(other.start()) for other in group[1:]))
        message = sort.what.format(quote(first[0].strip(), 40))
        problem = guess(place, sort.code, message, sort.advice, *also, stops_publishing=sort.stops_publishing)
        yield replace(problem, suggestion=_line_put_right(text, sort, group, place.line))


def _line_put_right(text: Text, sort: FindingSort, group: list[re.Match[str]], number: int) -> str | None:
    """Return line `number` with all matches of the sort corrected; None if that is not possible, or nothing would remain."""
    if sort.right is None:
        return None
    line = ""
    moved = 0
    for found in group:
        place = text.place(found.start())
        if place.line != number:
            continue
        line = line or place.written
        start = place.column - 1 + moved
        if not line.startswith(found[0], start) or "\n" in found[0]:
            return None
        right = sort.right(found)
        line = line[:start] + right + line[start + len(found[0]) :]
        moved += len(right) - len(found[0])
    return line.strip() or None
