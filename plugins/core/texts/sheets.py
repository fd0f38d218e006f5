"""Sheets: what the pages of activities and projects have in common.

Stage: views. In: the document of a page, and its fields as values. Out: the lists and parts that their templates show.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from plugins.core.dataclass import dataclass
from plugins.core.kinds.periods import Period
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import sort_key
from plugins.core.markdown.nodes import Document
from plugins.core.phases import DatedPage, Phase, machine_time, tell_time
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key
from plugins.core.texts.bare_nodes import is_spacing
from plugins.core.texts.headings import heading_key
from plugins.core.texts.outline import group_by_heading, node_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.words.interface import Words

ENGLISH_HEADINGS = frozenset({"in english", "english", "english summary", "summary in english"})
"""Headings, as compared, over the part of a page that is in English; the first is the one the handbook tells of."""
FEW_PARTS = 3
"""With more parts than this a page has a table of contents: fewer are seen at a glance."""


@dataclass(frozen=True, slots=True)
class DetailValue:
    """One value of a detail."""

    text: str
    address: str | None = None
    """Where it leads; None: nowhere."""
    time: str | None = None
    """A single day as programs read it: `2009-01-01`."""
    colour_class: str | None = None
    """The paint of a local goal."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A row of the description list: what is told, and its values; never empty."""

    label: str
    values: tuple[DetailValue, ...]


DetailRow = tuple[str, Iterable[DetailValue]]
"""A label and its values, of which there may be none."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A heading of the editors with what follows it."""

    heading: Heading
    pieces: tuple[Piece, ...]
    language: str | None
    """`en` for the part in English; None for the page's own language."""


@dataclass(frozen=True, slots=True)
class Card:
    """An activity, a project or another page where some page leads to it."""

    title: str
    address: str
    summary: str
    notes: tuple[str, ...]
    """Sentences: who runs it if not the site's own organisation, how old the information is, whether it goes on."""
    phase: Phase | None = None
    """None for what has no beginning and end."""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Cards under a heading of their own."""

    heading: Heading | None
    """None for those that belong to no group."""
    cards: tuple[Card, ...]


def build_parts(document: Document, text: PageText) -> tuple[tuple[Piece, ...], tuple[SheetPart, ...]]:
    """Return what stands before the first heading, and each heading `##` with its text; empty headings are left out."""
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
    """Return the headings of the table of contents; none where the editors have written few parts.

    The part in English is left out: it has a link of its own at the top of the page.
    """
    if len(parts) <= FEW_PARTS:
        return ()
    return tuple(heading for heading in (*(part.heading for part in parts if not part.language), *own) if heading)


def find_english(parts: Iterable[SheetPart]) -> Heading | None:
    """Return the heading of the part in English, where there is one."""
    return next((part.heading for part in parts if part.language == "en"), None)


def list_details(rows: Iterable[DetailRow]) -> tuple[Detail, ...]:
    """Return the rows that have something to say."""
    filled = ((label, tuple(values)) for label, values in rows)
    return tuple(Detail(label, values) for label, values in filled if values)


def name_values(names: Iterable[Text | None], text: PageText, addresses: Mapping[str, str]) -> tuple[DetailValue, ...]:
    """Return names, each once; one that is in the partner register leads to where `addresses` says, by compared name."""
    unique = {compare_key(name.value): name for name in reversed([name for name in names if name])}
    return tuple(DetailValue(text.line(name), addresses.get(key)) for key, name in reversed(unique.items()))


def tell_origin(organisation: str, as_of: Period | None, own: str, phase: Phase, words: Words) -> Iterator[str]:
    """Yield the sentences that say who runs it, where that is not the site's `own` organisation, and how old the words are."""
    if organisation and compare_key(organisation) != compare_key(own):
        sentence: str = getattr(words, f"run_by_{phase}").format(name=organisation)
        yield f"{sentence.rstrip('.')}."
    if as_of:
        yield words.as_of.format(time=tell_time(as_of, words))


def tell_phase(page: DatedPage, phase: Phase, words: Words, coming: str, ended: str) -> Iterator[str]:
    """Yield the sentence that says that it has not begun or has ended, and the one that says when."""
    if phase == "coming" and page.begins:
        yield from (coming, words.starts.format(time=tell_time(page.begins, words)))
    if phase == "ended" and page.ends:
        yield from (ended, words.ended_on.format(time=tell_time(page.ends, words)))


def time_rows(page: DatedPage, phase: Phase, words: Words, *, since: str | None = None) -> list[DetailRow]:
    """Return the rows of beginning and end; `since` is the label of a beginning that still goes on."""
    begins = (words.begins if phase == "coming" else since or words.began, page.begins)
    ends = (words.ended if phase == "ended" else words.ends, page.ends)
    return [(label, [DetailValue(tell_time(time, words), time=machine_time(time))]) for label, time in (begins, ends) if time]


_ORDER: Mapping[Phase | None, int] = {None: 0, "under_way": 0, "coming": 1, "ended": 2}


def sort_cards(cards: Iterable[Card], language: Language, ordered: Container[str] = ()) -> tuple[Card, ...]:
    """Return what goes on or has no time first, then what is coming, last what has ended, each by the alphabet.

    Before it stands in each what has an order of its own, as it comes: those whose addresses are `ordered`.
    """
    return tuple(
        sorted(
            cards,
            key=lambda card: (_ORDER[card.phase], () if card.address in ordered else sort_key(card.title, language)),
        )
    )
