"""Find headings that will disappear by date: those with nothing below but marks that show something until a day.

Takes the library; yields the day from which each is hidden, so that editors can be told ahead. Includes the heading of a whole
record (`HEADED_BY`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Final

from plugins.core.day_change import DayChange
from plugins.core.kinds.keys import Key
from plugins.core.library import Library
from plugins.core.markdown.nodes import HeadingNode, Node, PlaceNode
from plugins.core.models.model import Model
from plugins.core.swedish import quote
from plugins.core.texts.bare_nodes import find_left_alone, has_content, list_marks_under
from plugins.core.texts.documents import read_document, texts_of
from plugins.core.texts.pieces import MarkedPiece
from plugins.core.translations.published import list_published
from plugins.core.walk import find_references
from plugins.site.rooms import PIECES

OWN: Final = 1
"""Level of the heading of a whole record."""
Ends = tuple[tuple[str, Key], ...]
"""Pairs of mark and record, for marks on lines of their own."""
Headings = tuple[tuple[HeadingNode, Ends], ...]
"""Headings with only such marks below, each with its marks."""
_KINDS: Final = {kind.register.mark_key: kind for kind in PIECES if isinstance(kind, MarkedPiece)}
"""The components that show records, by mark."""


def find_heading_changes(library: Library) -> Iterator[DayChange]:
    """Yield the day from which each published heading, in any language, is hidden with the marks below it."""
    for one, record in list_published(library):
        reported = set[date]()
        for heading, ends in one.ask(_find_over_marks, record):
            last = _find_last_day(ends, one)
            if last is not None and one.today <= last < date.max and last not in reported:
                where = f"rubriken {quote(heading.text)} i {heading.place.source.path.name}"
                words = f"{where} visas inte längre, för då tar det slut som står under den"
                yield DayChange(last + timedelta(days=1), words, heading.place)
                reported |= {last} if heading.level == OWN else set()


def _find_over_marks(library: Library, record: Model) -> Headings:
    """Return the headings in a record's texts with only marks below; first the record's own heading, if it is one."""
    found: list[tuple[HeadingNode, Ends]] = []
    setting = library.setting_of(record)
    nodes = [read_document(text, library, setting)[0].nodes for text in texts_of(record)]
    if record.HEADED_BY and (ends := _list_ends(record, [*chain.from_iterable(nodes)])):
        words, place = getattr(record, record.HEADED_BY).typed, record.place(record.HEADED_BY)
        found.append((HeadingNode(OWN, str(words), "", place), ends))
    for own in nodes:
        alone = list_marks_under(own, find_left_alone(own, lambda _node: True))
        found += ((heading, tuple((mark.mark.name, mark.mark.argument) for mark in marks)) for heading, marks in alone)
    return tuple(found)


def _list_ends(record: Model, nodes: Sequence[Node]) -> Ends:
    """Return the marks and references below a record's own heading; empty if there is other content, which stays."""
    if has_content(nodes, lambda _node: True):
        return ()
    marks = tuple((node.mark.name, node.mark.argument) for node in nodes if isinstance(node, PlaceNode))
    fields = ((name, find_references(record, kind.register.fields)) for name, kind in _KINDS.items())
    return (*marks, *((name, reference) for name, references in fields for reference in references))


def _find_last_day(ends: Ends, library: Library) -> date | None:
    """Return the last day on which any of the records is shown; None if one has no last day, or none is shown."""
    days: list[date] = []
    for name, reference in ends:
        kind = _KINDS.get(name)
        if kind is None:
            return None
        last = kind.find_last_day(reference, library)
        if last is None:
            if kind.is_any_there(reference, library):
                return None
        else:
            days.append(last)
    return max(days, default=None)
