"""Views of a goal's work: the sections *Det här gör vi idag* and *Det här vill vi göra mer av*."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from plugins.core.dataclass import dataclass
from plugins.core.markdown.nodes import HeadingNode
from plugins.core.texts.bare_nodes import is_spacing
from plugins.core.texts.outline import group_by_heading, leave_out, node_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import Card
from plugins.core.with_goals import is_named
from plugins.local_goals.sections import Section, fixed_heading


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One item of work, done or wanted: a heading and its text."""

    heading: Heading
    """A link to the page that it names, if any."""
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]
    """Notes of that page: who runs the work if not the site's organisation, how old the information is."""
    is_folded: bool
    """True if the text is folded under the heading."""


@dataclass(frozen=True, slots=True)
class WorkSection:
    """*Det här gör vi idag* or *Det här vill vi göra mer av*."""

    heading: Heading
    lead: tuple[Piece, ...]
    """Text before the first item; often empty."""
    items: tuple[WorkItem, ...]


def build_work(
    section: Section, words: str, text: PageText, cards: Sequence[Card], *, is_folded: bool = False
) -> tuple[WorkSection | None, frozenset[str]]:
    """Return the view of a section, one heading level down, and the addresses to which its headings lead.

    A heading that names one of `cards` becomes a link to its page. If `is_folded`, the text of other headings is folded. A
    heading without text that leads nowhere (its page has ended, or is a draft) is left out; its id stays, as an empty target in
    the first item shown. Return None for the section if nothing is left.

    `cards` are those of pages whose model has `LED_TO_BY_HEADINGS`.
    """
    lead, groups = group_by_heading(section.nodes, 3)
    alone = [node for node, nodes in groups if all(map(is_spacing, nodes)) and not _leads_on(node, cards)]
    if not section.nodes or (alone and len(alone) == len(groups) and all(map(is_spacing, lead))):
        text.ids.hide(*map(text.ids.take_for, alone))
        return None, frozenset()
    heading = fixed_heading(section, words, 3, text)
    left_out = {id(node) for node in alone}
    kept = [(node, nodes) for node, nodes in groups if id(node) not in left_out]
    places = [*leave_out(alone, alone, text.ids)]
    shown = text.pieces(lead if kept else [*lead, *places], shift=1, level=3)
    items: list[WorkItem] = []
    linked: set[str] = set()
    for node, nodes in kept:
        own = node_heading(node, text.ids, shift=1)
        has_link = "<a " in own.html
        card = None if has_link else _find_named(own.text, cards)
        if card:
            linked.add(card.address)
            own = replace(own, html=f'<a href="{escape(card.address)}">{own.html}</a>')
        may_fold = is_folded and not (card or has_link)
        pieces = text.pieces(nodes if items else [*places, *nodes], shift=1, level=4)
        items.append(WorkItem(own, pieces, card.notes if card else (), may_fold))
    return WorkSection(heading, shown, tuple(items)), frozenset(linked)


def _leads_on(heading: HeadingNode, cards: Iterable[Card]) -> bool:
    """Return whether a heading leads to a page, so that it needs no text of its own."""
    return "<a " in heading.html or _find_named(heading.text, cards) is not None


def _find_named(heading: str, cards: Iterable[Card]) -> Card | None:
    """Return the card that a heading names, the one with the longest title if several; None if there is none."""
    named = [card for card in cards if is_named(card.title, heading)]
    return max(named, key=lambda card: len(card.title), default=None)
