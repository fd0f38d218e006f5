"""Find the quoted parts of a passage: other people's words and titles, which no rule may change.

Takes a passage; returns offsets. Called by the rules that suggest other words, and by `tidy`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from plugins.core.texts.blocks import BLANK
from plugins.core.texts.passages import Passage

IS_SPOKEN = re.compile(r"\s*[–—]\s*[”\"]?[A-ZÅÄÖÉ\d].*[.!?,…]")
"""Matches a line of dialogue, but not a list item."""

QUOTATION_MARKS: Final = ('"“”„‟', "»«", "'’‘‚‛")  # noqa: RUF001 (they are searched for)
"""Characters that close each other: double, angled, single. Swedish has the same mark at both ends."""
_SORTS = tuple((signs, re.compile(f"[{signs}]")) for signs in QUOTATION_MARKS)
_MAY_OPEN = re.compile(r"[\s(\[–—/:*_~-]")
"""What may precede an opening mark, besides nothing."""
_IS_LOOSE = re.compile(rf"[\s.,;:!?)\]{BLANK}]")
"""What never follows an opening mark."""
_TAG = re.compile(r"<(?P<ends>/?)(?P<name>q|cite)\b[^<>\n]*>", re.IGNORECASE)
_DASH = "–—"
_YEAR = re.compile(r"\d\d(?!\d)")
"""A year without its first two digits: the apostrophe before it opens nothing."""


class Quoted:
    """The quoted parts of a passage, found on first use: in most passages no rule matches anything."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return the start and end offset of each quoted part, in order."""
        return find_quoted(self.passage)

    def has(self, start: int, end: int) -> bool:
        """Return whether everything between two offsets is quoted."""
        at = bisect_right(self.spans, (start, end)) - 1
        near = self.spans[max(at, 0) : at + 2]
        return any(first <= start and end <= last for first, last in near)


def find_quoted(passage: Passage) -> tuple[tuple[int, int], ...]:
    """Return the quoted parts of a passage: within quotation marks, `q` or `cite` tags or a block quote (`>`), and lines of
    dialogue.
    """
    if passage.is_quoted or _stands_in_frame(passage) or _is_spoken(passage):
        return ((0, len(passage.prose)),)
    return _merge([*_find_marked(passage.prose), *_find_tagged(passage)])


def _stands_in_frame(passage: Passage) -> bool:
    value = passage.text.value
    return ">" in value[value.rfind("\n", 0, passage.start) + 1 : passage.start]


def _is_spoken(passage: Passage) -> bool:
    """Return whether a paragraph is a line of dialogue, which begins with a dash."""
    return passage.sort == "paragraph" and passage.prose.lstrip()[:1] in tuple(_DASH) and bool(IS_SPOKEN.match(passage.prose))


def _find_tagged(passage: Passage) -> Iterator[tuple[int, int]]:
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(passage.written) if "</" in passage.written else ():
        name = tag["name"].lower()
        if not tag["ends"]:
            opened.setdefault(name, tag.start())
        elif name in opened:
            yield opened.pop(name), tag.end()


def _find_marked(prose: str) -> Iterator[tuple[int, int]]:
    """Yield the parts between two quotation marks of one sort. A quotation that opens the passage and is not closed extends to
    its end.
    """
    for signs, sort in _SORTS:
        opened: int | None = None
        for found in sort.finditer(prose):
            at = found.start()
            before, after = prose[at - 1 : at] if at else " ", prose[at + 1 : at + 2] or " "
            if _MAY_OPEN.match(before) and not _IS_LOOSE.match(after):
                is_year = signs[0] == "'" and _YEAR.match(prose, at + 1)  # ’90-talet
                opened = opened if is_year else at
            elif opened is not None and not before.isspace() and not (signs[0] == "'" and after.isalnum()):
                yield opened, at + 1
                opened = None
        if opened is not None and signs[0] != "'" and not prose[:opened].strip(" *_"):
            yield opened, len(prose)


def _merge(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return spans in order, overlapping ones merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
