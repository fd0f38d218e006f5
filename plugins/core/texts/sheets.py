"""Sheets: what the pages of activities and projects have in common.

Builds the lists and parts that their templates show, from the document of a page and the values of its fields.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from plugins.core.dataclass import dataclass
from plugins.core.kinds.periods import Period
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import sort_key
from plugins.core.markdown.nodes import Document
from plugins.core.phases import DatedPage, Phase, format_time, machine_time
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key
from plugins.core.texts.bare_nodes import is_spacing
from plugins.core.texts.headings import heading_key
from plugins.core.texts.outline import group_by_heading, node_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.words.interface import Words

ENGLISH_HEADINGS = frozenset({"in english", "english", "english summary", "summary in english"})
"""Headings, as compared, of the part of a page that is in English; the handbook mentions the first."""
FEW_PARTS = 3
"""A page with more parts than this has a table of contents; fewer can be seen at a glance."""


@dataclass(frozen=True, slots=True)
class DetailValue:
    """One value of a detail."""

    text: str
    address: str | None = None
    """The address that it links to; None: no link."""
    time: str | None = None
    """A single day in ISO format: `2009-01-01`."""
    colour_class: str | None = None
    """The CSS class with the colour of a local goal."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A row of the description list: a label and its values, at least one."""

    label: str
    values: tuple[DetailValue, ...]


DetailRow = tuple[str, Iterable[DetailValue]]
"""A label and its values, possibly none."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A heading from the editors with what is under it."""

    heading: Heading
    pieces: tuple[Piece, ...]
    language: str | None
    """`en` for the part in English; None for the page's own language."""


@dataclass(frozen=True, slots=True)
class Card:
    """An activity, project or other page, as shown on a page that links to it."""

    title: str
    address: str
    summary: str
    notes: tuple[str, ...]
    """Sentences, shown one after another: who runs it if not the site's own organisation, how old the information is, whether it
    goes on."""
    phase: Phase | None = None
    """None for something without beginning and end."""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Cards under a heading of their own."""

    heading: Heading | None
    """None for cards without a group."""
    cards: tuple[Card, ...]


def build_parts(document: Document, text: PageText) -> tuple[tuple[Piece, ...], tuple[SheetPart, ...]]:
    """Return what precedes the first heading, and each `##` heading with its text; headings without text are left out."""
    lead, groups = group_by_heading(text.open(document).nodes, 2)
    pieces = text.pieces(lead, level=1)  # right under the title
    parts = tuple(
        SheetPart(
            heading=node_heading(node, text.ids),
            pieces=text.pieces(nodes),
            language="en" if heading_key(node.text) in ENGLISH_HEADINGS else None,
        )
        for node, nodes in groups
        if not all(map(is_spacing, nodes))
    )
    return pieces, parts


def list_contents(parts: tuple[SheetPart, ...], own: Iterable[Heading | None]) -> tuple[Heading, ...]:
    """Return the headings of the table of contents; empty if there are few parts.

    The part in English is left out: there is a separate link to it at the top of the page.
    """
    if len(parts) <= FEW_PARTS:
        return ()
    return tuple(heading for heading in (*(part.heading for part in parts if not part.language), *own) if heading)


def find_english(parts: Iterable[SheetPart]) -> Heading | None:
    """Return the heading of the part in English, or None."""
    return next((part.heading for part in parts if part.language == "en"), None)


def list_details(rows: Iterable[DetailRow]) -> tuple[Detail, ...]:
    """Return the rows that have values."""
    filled = ((label, tuple(values)) for label, values in rows)
    return tuple(Detail(label, values) for label, values in filled if values)


def name_values(names: Iterable[Text | None], text: PageText, addresses: Mapping[str, str]) -> tuple[DetailValue, ...]:
    """Return names without duplicates; a name in the partner register links to its address in `addresses`, by compared name."""
    unique = {compare_key(name.value): name for name in reversed([name for name in names if name])}
    return tuple(DetailValue(text.line(name), addresses.get(key)) for key, name in reversed(unique.items()))


def describe_origin(organisation: str, as_of: Period | None, own: str, phase: Phase, words: Words) -> Iterator[str]:
    """Yield sentences that say who runs it, if not the site's `own` organisation, and how old the information is."""
    if organisation and compare_key(organisation) != compare_key(own):
        sentence: str = getattr(words, f"run_by_{phase}").format(name=organisation)
        yield f"{sentence.rstrip('.')}."
    if as_of:
        yield words.as_of.format(time=format_time(as_of, words))


def describe_phase(page: DatedPage, phase: Phase, words: Words, coming: str, ended: str) -> Iterator[str]:
    """Yield a sentence that says that it has not begun or has ended, and one that says when."""
    if phase == "coming" and page.begins:
        yield from (coming, words.starts.format(time=format_time(page.begins, words)))
    if phase == "ended" and page.ends:
        yield from (ended, words.ended_on.format(time=format_time(page.ends, words)))


def time_rows(page: DatedPage, phase: Phase, words: Words, *, since: str | None = None) -> list[DetailRow]:
    """Return the rows for beginning and end; `since` is the label of the beginning of something that goes on."""
    begins = (words.begins if phase == "coming" else since or words.began, page.begins)
    ends = (words.ended if phase == "ended" else words.ends, page.ends)
    return [(label, [DetailValue(format_time(time, words), time=machine_time(time))]) for label, time in (begins, ends) if time]


_ORDER: Mapping[Phase | None, int] = {None: 0, "under_way": 0, "coming": 1, "ended": 2}


def sort_cards(cards: Iterable[Card], language: Language, ordered: Container[str] = ()) -> tuple[Card, ...]:
    """Return the cards by phase, under way or without phase first, then coming, then ended, and within each by title.

    Cards whose addresses are in `ordered` come first in their phase, in the given order.
    """
    return tuple(
        sorted(
            cards,
            key=lambda card: (_ORDER[card.phase], () if card.address in ordered else sort_key(card.title, language)),
        )
    )
