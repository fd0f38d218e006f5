"""Views of local goals: the goal page and the home page's list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugins.blocks.model import Block
from plugins.blocks.view import BlockView, build_block
from plugins.contacts.view import ContactCard, HelpBox
from plugins.core.markdown.nodes import Document
from plugins.core.outline import group_by_heading, node_heading, plain_heading
from plugins.core.pagetext import PageText
from plugins.core.pictures import PictureView
from plugins.core.places import Place
from plugins.core.prose import Heading, Piece
from plugins.core.sheets import Card
from plugins.facts.view import SourceView
from plugins.global_goals.view import GlobalGoalReason, build_reasons
from plugins.house.plain import ActSection, build_act, build_act_blocks
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import Section, Sections
from plugins.partners.view import TierView
from plugins.website.links import Link
from plugins.website.organisation import GivingView
from plugins.website.sharing import ShareView


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that is done, or wished for: a heading and its text."""

    heading: Heading
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class WorkSection:
    """*Det här gör vi idag* or *Det här vill vi göra mer av*."""

    heading: Heading
    lead: tuple[Piece, ...]
    """Text before the first item; often empty."""
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True)
class TextSection:
    """A heading and running text."""

    heading: Heading
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class GlobalSection:
    """*Tänk globalt – agera lokalt*: reasons, then blocks about the global goals."""

    heading: Heading
    pieces: tuple[Piece, ...]
    reasons: tuple[GlobalGoalReason, ...]
    proposals: tuple[str, ...]
    """Goals and targets that the organisation has not confirmed, as `11` or `11.1`."""
    are_all_proposals: bool
    """The organisation has confirmed none."""
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class UndertakingSection:
    """*Verksamheter och projekt*: the first of the goal's activities and projects."""

    heading: Heading
    cards: tuple[Card, ...]
    more: tuple[Link, ...]
    """Where the others stand; empty where these are all."""


@dataclass(frozen=True, slots=True)
class GoalPage:
    """A goal page from top to bottom, in the order the visitor meets it."""

    number: int
    title: str
    subheading: str | None
    symbol_html: str | None
    """Inline SVG; None: the number stands in its place."""
    introduction: tuple[Piece, ...]
    picture: PictureView | None
    help_box: HelpBox | None
    tiles_heading: Heading
    """*Koppling till de globala målen*."""
    partners_heading: Heading
    tiers: tuple[TierView, ...]
    """Empty where nobody supports the goal yet: then the section is not shown."""
    contents_heading: Heading
    """*På den här sidan*."""
    contents: tuple[Heading, ...]
    topic: TextSection | None
    """None where the editor has written nothing under it."""
    work_heading: Heading
    """*För att nå målet*."""
    today: WorkSection | None
    wanted: WorkSection | None
    """Both None where nothing is written under them: then *För att nå målet* is not shown."""
    undertakings: UndertakingSection | None
    """None where the goal has no activity or project."""
    globally: GlobalSection
    """Its reasons also give the tiles."""
    act: ActSection | None
    """None where the site names no last blocks."""
    contact_heading: Heading
    contact: ContactCard | None
    """None where the page's contact has ended without a successor."""
    sources_heading: Heading
    sources: tuple[SourceView, ...]
    """Empty where the page uses no figure: then the section is not shown."""


@dataclass(frozen=True, slots=True)
class FixedHeadings:
    """The words of the headings that every goal page has."""

    today: str
    wanted: str
    globally: str
    connection: str
    reach: str
    act: str
    partners: str
    contents: str
    contact: str
    sources: str
    undertakings: str


@dataclass(frozen=True, slots=True)
class GoalRelations:
    """What other rooms have made ready for a goal page.

    Those that use the page's ids are functions: they are called in the order of the page.
    """

    symbol_html: str | None
    tiers: tuple[TierView, ...]
    picture: PictureView | None
    make_help_box: Callable[[PageText], HelpBox | None]
    make_contact: Callable[[PageText], ContactCard | None]
    make_sources: Callable[[PageText], tuple[SourceView, ...]]
    global_blocks: Sequence[tuple[Block, Document]]
    last_blocks: Sequence[tuple[Block, Document]]
    make_giving: Callable[[PageText], GivingView | None]
    make_share: Callable[[PageText], ShareView]
    wall_place: Place | None
    """Where the partners stand, for the editors' marks in preview."""
    make_undertakings: Callable[[PageText], tuple[tuple[Card, ...], tuple[Link, ...]]]
    """The first activities and projects of the goal, and where the others stand."""


def build_goal_page(
    goal: LocalGoal, sections: Sections, document: Document, words: FixedHeadings, relations: GoalRelations, text: PageText
) -> GoalPage:
    """Return the view of a goal page. The headings of the content take their ids first, the page's own after."""
    text.open(document)
    title, subheading = text.line(goal.title), text.line(goal.subheading)
    introduction = text.pieces(sections.introduction)
    topic = _build_text(sections.topic, text)
    today = _build_work(sections.today, words.today, text)
    wanted = _build_work(sections.wanted, words.wanted, text)
    globally_heading = _own_heading(sections.globally, words.globally, 2, text)
    globally_pieces = text.pieces(sections.globally.nodes)
    global_blocks = tuple(build_block(block, found, text, level=3) for block, found in relations.global_blocks)
    act_blocks = build_act_blocks(relations.last_blocks, words.act, text)

    help_box = relations.make_help_box(text)
    tiles_heading = plain_heading(words.connection, 2, text.ids, goal.place("mapping"))
    partners_heading = plain_heading(words.partners, 2, text.ids, relations.wall_place)
    contents_heading = plain_heading(words.contents, 2, text.ids)
    work_heading = plain_heading(words.reach, 2, text.ids)
    reasons = build_reasons(goal.mapping, text)
    act = build_act(words.act, act_blocks, relations.make_giving(text), text, relations.make_share(text))
    contact_heading = plain_heading(words.contact, 2, text.ids, goal.place("contact"))
    contact = relations.make_contact(text)
    sources_heading = plain_heading(words.sources, 2, text.ids)
    proposals = tuple(dict.fromkeys(row.global_goal.code for row in goal.mapping if not row.is_confirmed))
    are_all_proposals = not any(row.is_confirmed for row in goal.mapping)
    cards, more = relations.make_undertakings(text)
    undertakings = UndertakingSection(plain_heading(words.undertakings, 2, text.ids), cards, more) if cards else None
    globally = GlobalSection(globally_heading, globally_pieces, reasons, proposals, are_all_proposals, global_blocks)
    work = [work_heading, *(section.heading for section in (today, wanted) if section)] if today or wanted else []
    contents = [
        *([topic.heading] if topic else []),
        *work,
        *([undertakings.heading] if undertakings else []),
        globally.heading,
        *([act.heading] if act else []),
        *([contact_heading] if contact else []),
    ]
    return GoalPage(
        number=goal.number,
        title=title,
        subheading=subheading or None,
        symbol_html=relations.symbol_html,
        introduction=introduction,
        picture=relations.picture,
        help_box=help_box,
        tiles_heading=tiles_heading,
        partners_heading=partners_heading,
        tiers=relations.tiers,
        contents_heading=contents_heading,
        contents=tuple(contents),
        topic=topic,
        work_heading=work_heading,
        today=today,
        wanted=wanted,
        undertakings=undertakings,
        globally=globally,
        act=act,
        contact_heading=contact_heading,
        contact=contact,
        sources_heading=sources_heading,
        sources=relations.make_sources(text),
    )


def _build_text(section: Section, text: PageText) -> TextSection | None:
    if section.heading is None or not section.nodes:
        return None
    heading = node_heading(section.heading, text.ids)
    return TextSection(heading, text.pieces(section.nodes))


def _build_work(section: Section, words: str, text: PageText) -> WorkSection | None:
    """Return a section that stands one step down, under *För att nå målet*."""
    if not section.nodes:
        return None
    heading = _own_heading(section, words, 3, text)
    lead, items = group_by_heading(section.nodes, 3)
    return WorkSection(
        heading=heading,
        lead=text.pieces(lead, shift=1, level=3),
        items=tuple(
            WorkItem(node_heading(node, text.ids, shift=1), text.pieces(nodes, shift=1, level=4)) for node, nodes in items
        ),
    )


def _own_heading(section: Section, words: str, level: int, text: PageText) -> Heading:
    """Return a fixed heading in the site's own words, at the place where the editor has written it."""
    return plain_heading(words, level, text.ids, section.heading.place if section.heading else None)
