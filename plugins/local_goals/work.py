"""The work of a goal: *Det här gör vi idag* and *Det här vill vi göra mer av*, heading by heading.

Stage: views. In: a section of the goal's text, and the cards of its activities and projects. Out: views of what is done, and
which of those pages the headings lead to. Called by `view.py`.
"""

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
    """One thing that is done, or wished for: a heading and its text."""

    heading: Heading
    """A link to its page, where it is an activity or project that has one."""
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]
    """What its page says first: who runs it if not the site's own organisation, how old the information is."""
    is_folded: bool
    """Its text is read when its heading is asked for."""


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
    """Return a section that stands one step down, under *För att nå målet*, and the addresses that its headings lead to.

    A heading that names one of the goal's activities or projects (`cards`) leads to its page; one that leads nowhere may be
    what its text `is_folded` under. One over nothing, whose page is over or a draft, is left out, and its place stands in the
    first that is shown. Other pages of the goal are no such work, unless their model says so (`LED_TO_BY_HEADINGS`).
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
    """Tell whether a heading is the way to a page, so that it stands over nothing by right."""
    return "<a " in heading.html or _find_named(heading.text, cards) is not None


def _find_named(heading: str, cards: Iterable[Card]) -> Card | None:
    """Return what a heading names, the one with the longest title."""
    named = [card for card in cards if is_named(card.title, heading)]
    return max(named, key=lambda card: len(card.title), default=None)
