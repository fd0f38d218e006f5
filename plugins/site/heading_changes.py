"""Headings that go by themselves: those over nothing but what a mark shows until a day, and that of a whole record (`HEADED_BY`).

In: the library. Out: the day from which each is not shown, which the editors are told of ahead.
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
from plugins.core.texts.pieces import MarkedPiece
from plugins.core.texts.texts import Texts, texts_of
from plugins.core.translations.published import list_published
from plugins.core.walk import find_references
from plugins.site.rooms import PIECES

OWN: Final = 1
"""The level of the heading of a whole record, which stands over all its text."""
Ends = tuple[tuple[str, Key], ...]
"""The names of marks on lines of their own, with the records that these name."""
Headings = tuple[tuple[HeadingNode, Ends], ...]
"""Headings over nothing but such marks, with these."""
_KINDS: Final = {kind.register.mark_key: kind for kind in PIECES if isinstance(kind, MarkedPiece)}
"""The components that show records, by their marks."""


def find_heading_changes(library: Library) -> Iterator[DayChange]:
    """Yield for each published heading, in any language, over nothing but what ends, the day from which it is left out too."""
    for one, record in list_published(library):
        told = set[date]()
        for heading, ends in one.ask(_find_over_marks, record):
            last = _find_last_day(ends, one)
            if last is not None and one.today <= last < date.max and last not in told:
                where = f"rubriken {quote(heading.text)} i {heading.place.source.path.name}"
                words = f"{where} visas inte längre, för då tar det slut som står under den"
                yield DayChange(last + timedelta(days=1), words, heading.place)
                told |= {last} if heading.level == OWN else set()


def _find_over_marks(library: Library, record: Model) -> Headings:
    """Return the headings of a record's texts over nothing but marks, and first its own, where all of it is under that."""
    found: list[tuple[HeadingNode, Ends]] = []
    texts, setting = Texts(library), library.setting_of(record)
    nodes = [texts.read(text, setting)[0].nodes for text in texts_of(record)]
    if record.HEADED_BY and (ends := _list_ends(record, [*chain.from_iterable(nodes)])):
        words, place = getattr(record, record.HEADED_BY).typed, record.place(record.HEADED_BY)
        found.append((HeadingNode(OWN, str(words), "", place), ends))
    for own in nodes:
        alone = list_marks_under(own, find_left_alone(own, lambda _node: True))
        found += ((heading, tuple((mark.mark.name, mark.mark.argument) for mark in marks)) for heading, marks in alone)
    return tuple(found)


def _list_ends(record: Model, nodes: Sequence[Node]) -> Ends:
    """Return what all that stands under a record's own heading is, in its texts and fields; nothing where there is more, which
    stays.
    """
    if has_content(nodes, lambda _node: True):
        return ()
    marks = tuple((node.mark.name, node.mark.argument) for node in nodes if isinstance(node, PlaceNode))
    fields = ((name, find_references(record, kind.register.fields)) for name, kind in _KINDS.items())
    return (*marks, *((name, reference) for name, references in fields for reference in references))


def _find_last_day(ends: Ends, library: Library) -> date | None:
    """Return the last day on which any of what is named shows something; None where one stays, or none is shown."""
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
