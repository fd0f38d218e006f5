"""Serialise the fronts of all pages together, so that the rest of each page can be loaded on demand.

Takes pages; returns columns, and from columns the same pages with lazy fields. Most pages are only asked for their fronts
(`docs/decisions/0249-fronts-of-pages.md`).
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import repeat
from operator import attrgetter
from typing import Any, Final, NamedTuple

from plugins.house.front import OF_FRAME, OF_PAGE
from plugins.house.page import SitePage
from plugins.website.view import Frame

_FOLDED: Final = ((SitePage, OF_PAGE), (Frame, OF_FRAME))
_LATER: Final = tuple(tuple(one.name for one in fields(sort) if one.name not in names) for sort, names in _FOLDED)
"""The fields that are not in the front, of a page and of its frame."""
_TAKE_LATER: Final = tuple(attrgetter(*names) for names in _LATER)

Rest = tuple[Sequence[Any], Sequence[Any]]
"""The values that are not in the front, of a page and of its frame."""

FindRest = Callable[[int, int], Mapping[str, Any]]
"""Takes the part that holds a page's rest, and 0 for the page or 1 for its frame; returns the rest by field name."""


class Fronts(NamedTuple):
    """The fronts of pages in columns, which are pickled and restored without a Python call for each page."""

    parts: Sequence[int]
    """The number of the part that holds each page's rest."""
    answers: Mapping[int, int]
    """The index of the page that answers each question, by the question's number."""
    of_pages: Sequence[Sequence[Any]]
    """One column for each field: all addresses, all templates and so on."""
    of_frames: Sequence[Sequence[Any]]

    def make(self, find_rest: FindRest) -> list[SitePage]:
        """Return the pages."""
        frames = _make_all(Frame, OF_FRAME, self.of_frames, map(partial, repeat(find_rest), self.parts, repeat(1)))
        columns = [frames if name == "frame" else column for name, column in zip(OF_PAGE, self.of_pages, strict=True)]
        pages: list[SitePage] = _make_all(SitePage, OF_PAGE, columns, map(partial, repeat(find_rest), self.parts, repeat(0)))
        return pages


class FrontsWriter:
    """Collects the fronts of pages."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[int, SitePage, int]] = {}
        """By identity of the page: its index, itself, and the part that holds its rest."""
        self._answers: dict[int, int] = {}

    def has(self, page: SitePage) -> bool:
        """Return whether a page has been added."""
        return id(page) in self._found

    def add(self, page: SitePage, part: int) -> None:
        """Add a page whose rest is in `part`."""
        self._found[id(page)] = len(self._found), page, part

    def answer(self, question: int, page: SitePage) -> None:
        """Record that a page, which has been added, answers a question."""
        self._answers[question] = self._found[id(page)][0]

    def gather(self) -> Fronts:
        """Return the collected fronts."""
        pages = [page for _, page, _ in self._found.values()]
        of_pages = [[None] * len(pages) if name == "frame" else [getattr(page, name) for page in pages] for name in OF_PAGE]
        of_frames = [[getattr(page.frame, name) for page in pages] for name in OF_FRAME]
        return Fronts(array("I", (part for _, _, part in self._found.values())), self._answers, of_pages, of_frames)


def part_of(page: SitePage, find_rest: FindRest) -> int | None:
    """Return the part that holds a page's unloaded rest; None if it was not made with `find_rest`, or is loaded."""
    left = getattr(page, "folded", None), getattr(page.frame, "folded", None)
    of_page, of_frame = (one.args[0] if isinstance(one, partial) and one.func == find_rest else None for one in left)
    return of_page if of_page == of_frame else None


def take_rest(page: SitePage) -> Rest:
    """Return the values of a page that are not in its front."""
    of_page, of_frame = (take(thing) for take, thing in zip(_TAKE_LATER, (page, page.frame), strict=True))
    return of_page, of_frame


def name_rest(rest: Rest, which: int) -> Mapping[str, Any]:
    """Return the rest of a page (0) or of its frame (1) by field name."""
    return dict(zip(_LATER[which], rest[which], strict=True))


def _make_all(sort: type[Any], names: Sequence[str], columns: Sequence[Iterable[Any]], folded: Iterable[Any]) -> list[Any]:
    """Return instances of a frozen class, one column of values at a time, without a Python call for each instance."""
    left = [*folded]
    things = [*map(object.__new__, repeat(sort, len(left)))]
    for name, column in zip((*names, "folded"), (*columns, left), strict=True):
        deque(map(getattr(sort, name).__set__, things, column), 0)
    return things
