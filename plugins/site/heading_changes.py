"""Headings that go by themselves: those over nothing but what a mark shows until a day.

In: the library. Out: the day from which each is not shown, which the editors are told of ahead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plugins.core.day_change import DayChange
from plugins.core.library import Library
from plugins.core.markdown.nodes import HeadingNode, PlaceNode
from plugins.core.models.model import Model
from plugins.core.outline import find_left_alone, list_marks_under
from plugins.core.pieces import MarkedPiece
from plugins.core.swedish import quote
from plugins.core.texts import Texts, texts_of
from plugins.core.translations.published import list_tongues
from plugins.site.rooms import PIECES

Headings = tuple[tuple[HeadingNode, tuple[PlaceNode, ...]], ...]
"""Headings over nothing but marks on lines of their own, with these."""


def find_heading_changes(library: Library) -> Iterator[DayChange]:
    """Yield for each published heading, in any language, over nothing but what ends, the day from which it is left out too."""
    for one in list_tongues(library):
        for record in one.published():
            if one is library or record.original is not None:  # what is not translated was read above
                for heading, marks in one.ask(_find_over_marks, record):
                    last = _find_last_day(marks, one)
                    if last is not None and one.today <= last < date.max:
                        where = f"rubriken {quote(heading.text)} i {heading.place.source.path.name}"
                        words = f"{where} visas inte längre, för då tar det slut som står under den"
                        yield DayChange(last + timedelta(days=1), words, heading.place)


def _find_over_marks(library: Library, record: Model) -> Headings:
    """Return the headings of a record's texts over nothing but marks, but for those within another such."""
    found: list[tuple[HeadingNode, tuple[PlaceNode, ...]]] = []
    texts, setting = Texts(library), library.setting_of(record)
    for text in texts_of(record):
        nodes = texts.read(text, setting)[0].nodes
        found += list_marks_under(nodes, find_left_alone(nodes, lambda _node: True))
    return tuple(found)


def _find_last_day(marks: tuple[PlaceNode, ...], library: Library) -> date | None:
    """Return the last day on which any of the marks shows something; None where one stays, or none is shown."""
    kinds = [kind for kind in PIECES if isinstance(kind, MarkedPiece)]
    days: list[date] = []
    for mark in marks:
        kind = next((kind for kind in kinds if kind.is_of(mark)), None)
        if kind is None:
            return None
        last = kind.find_last_day(mark.mark.argument, library)
        if last is None:
            if kind.is_any_there(mark.mark.argument, library):
                return None
        else:
            days.append(last)
    return max(days, default=None)
