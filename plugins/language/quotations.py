"""Find quotations that begin but do not end.

Takes the passages of a text in order; yields warnings. Swedish has the same mark at both ends, so only the words around it tell
which it is; in doubt nothing is reported. A quotation over several paragraphs opens in each and closes in the last: such
paragraphs are not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from plugins.core.problems import Problem, warning
from plugins.core.texts.blocks import BLANK
from plugins.core.texts.passages import Passage, find_near

_SIGNS = ('"“”„‟', "»«")
_SORTS = tuple(re.compile(f"[{signs}]") for signs in _SIGNS)
_OPENS = re.compile('["“”„»«]')
_IN_FRAME = re.compile(r"(?:\n[ ]{0,3}>[^\n]*)+")
"""What stands between two passages of one block quote."""
MOST_BETWEEN = 4
"""Passages; the end of a quotation is not searched for further down."""
_INCHES = re.compile(r'(?<=\d)["”]')
"""A number followed by this may be in inches."""


def check_quotations(passages: Iterable[Passage]) -> Iterator[Problem]:
    """A quotation has an end."""
    for _, group in groupby(find_near(passages, _may_quote), key=lambda passage: id(passage.text)):
        stretch = list(group)
        is_open, ends = [_is_open(passage) for passage in stretch], _find_ends(stretch)
        may_end = [one or bool(_OPENS.match(passage.prose)) for one, passage in zip(is_open, stretch, strict=True)]
        next_end = _find_next(may_end)
        for number, passage in enumerate(stretch):
            if not is_open[number] or passage.sort == "row":
                continue
            if (number and may_end[number - 1]) or next_end[number] < ends[number]:
                continue
            if (at := _find_unclosed(passage.prose)) is not None:
                message = "Här börjar ett citat som inte slutar."
                help_line = "Skriv ett citattecken också där det slutar, eller ta bort det här."
                yield warning(passage.place(at), "citat-utan-slut", message, help_line)


def _find_ends(stretch: Sequence[Passage]) -> list[int]:
    """Return for each passage how far below it its quotation may end: some passages, or the end of the block quote."""
    ends = [len(stretch)] * len(stretch)
    for number in range(len(stretch) - 2, -1, -1):
        one, other = stretch[number], stretch[number + 1]
        ends[number] = ends[number + 1] if _IN_FRAME.fullmatch(one.text.value, one.end, other.start) else number + 1
    return [min(max(end, number + MOST_BETWEEN), len(stretch)) for number, end in enumerate(ends)]


def _find_next(claims: Sequence[bool]) -> list[int]:
    """Return for each index the next index whose claim is true; the length if there is none."""
    found, last = [len(claims)] * len(claims), len(claims)
    for number in range(len(claims) - 1, -1, -1):
        found[number] = last
        last = number if claims[number] else last
    return found


def _may_quote(value: str) -> bool:
    return any(sign in value for signs in _SIGNS for sign in signs)


def _is_open(passage: Passage) -> bool:
    """Return whether a passage has an odd number of quotation marks of some sort."""
    return any(sum(map(passage.prose.count, signs)) % 2 for signs in _SIGNS)


def _find_unclosed(prose: str) -> int | None:
    """Return the offset of the mark that opens a quotation without an end; None if there is none, or it is uncertain."""
    for sort in _SORTS:
        signs = [found.start() for found in sort.finditer(prose)]
        if len(signs) % 2 == 0 or _INCHES.search(prose):
            continue
        opened: int | None = None
        for at in signs:
            before, after = prose[at - 1 : at] or " ", prose[at + 1 : at + 2] or " "
            is_opening = bool(re.match(r"[\s(\[–—/:-]", before)) and bool(re.match(rf"[^\s.,;:!?)\]{BLANK}]", after))
            is_closing = bool(re.match(r"\S", before)) and bool(re.match(r"[\s.,;:!?…)\]–—/-]", after))
            if is_opening == is_closing:
                return None
            if is_closing and opened is None:
                return None
            if is_opening and opened is not None:
                return opened
            opened = at if is_opening else None
        return opened
    return None
