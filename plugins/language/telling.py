"""Tells what is found many times over in a text as one problem for each sort.

Stage: check. In: where a sort was found. Out: a warning at the first place, which names the other lines. A place that
a comment is about is told by itself (`core.source.silences`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from plugins.core.dataclass import dataclass
from plugins.core.problems import Problem, tell_also
from plugins.core.source.silences import guess, set_apart
from plugins.core.source.sources import Text
from plugins.core.swedish import quote


@dataclass(frozen=True, slots=True)
class FindingSort:
    """A sort of finding: what is said of it, after the words themselves, and what to do."""

    code: str
    what: str
    """With `{}` for the words as they were found."""
    advice: str
    right: Callable[[re.Match[str]], str] | None = None
    """What should stand there instead, where that is certain."""
    needles: tuple[str, ...] = ("",)
    """Every place has one of these characters: a text without them is not searched, which is most of the time saved."""
    look: re.Pattern[str] | None = None
    """What is quickly looked for and stands at every place too, where many texts have a needle: asked once for all sorts that
    share it, of the text with a line end before it, so that a line begins after one wherever it stands."""
    stops_publishing: bool = True
    """False: the editor is only told; who publishes is not stopped by it."""


def tell_sorts(text: Text, value: str, sorts: Iterable[tuple[re.Pattern[str], FindingSort]]) -> Iterator[Problem]:
    """Yield what is found of each sort in `value`, the text or a blanked copy of it."""
    seen: dict[re.Pattern[str] | None, bool] = {None: True}
    for pattern, sort in sorts:
        if sort.look not in seen:
            seen[sort.look] = sort.look is not None and sort.look.search(f"\n{value}") is not None
        if seen[sort.look] and stands_one(sort.needles, value):
            yield from tell_sort(text, sort, pattern.finditer(value))


def stands_one(needles: Iterable[str], value: str) -> bool:
    """Tell whether one of some needles stands in a text.

    A sign by itself is looked for first, and where it can be one that few texts have: that takes a tenth of the time.
    """
    for needle in needles:  # noqa: SIM110 (a generator takes longer than most of what it looks for)
        if _rarest(needle) in value and needle in value:
            return True
    return False


@cache
def _rarest(needle: str) -> str:
    """Return the sign of a needle that is likely to stand in the fewest texts."""
    return min(needle, key=lambda sign: (sign.isspace(), sign.islower(), sign.isalnum()), default="")


def tell_sort(text: Text, sort: FindingSort, found: Iterable[re.Match[str]]) -> Iterator[Problem]:
    """Yield what was found of one sort, together."""
    found = list(found)
    if not found:
        return
    for group in set_apart(found, lambda each: text.place(each.start()), sort.code):
        first = group[0]
        place = text.place(first.start() + len(first[0]) - len(first[0].lstrip()))
        also = tell_also(place, (text.place(other.start()) for other in group[1:]))
        message = sort.what.format(quote(first[0].strip(), 40))
        told = guess(place, sort.code, message, sort.advice, *also, stops_publishing=sort.stops_publishing)
        yield replace(told, suggestion=_line_put_right(text, sort, group, place.line))


def _line_put_right(text: Text, sort: FindingSort, group: list[re.Match[str]], number: int) -> str | None:
    """Return the line with all of this sort on it put right; None where that cannot be said or nothing would be left."""
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
