"""Views of local goals: the goal page and the home page's list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from plugins.blocks.model import Block
from plugins.blocks.view import BlockView, build_blocks
from plugins.contacts.view import ContactCard
from plugins.core.dataclass import dataclass
from plugins.core.markdown.nodes import Document
from plugins.core.pictures.pictures import PictureView
from plugins.core.places import Place
from plugins.core.texts.outline import node_heading, plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import Card, Detail
from plugins.core.texts.shown import list_hero_lines
from plugins.core.words.interface import Words
from plugins.facts.view import SourceView
from plugins.global_goals.view import GlobalGoalReason, build_reasons
from plugins.house.plain import ActSection, build_act, build_act_blocks
from plugins.house.undertakings import GoalsOwn
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.sections import Section, Sections, fixed_heading
from plugins.local_goals.work import WorkSection, build_work
from plugins.partners.view import TierView
from plugins.website.links import Link
from plugins.website.organisation import GivingView
from plugins.website.sharing import ShareView


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
    """*Verksamheter och projekt*, or another kind of pages: the first of the goal's that no heading leads to."""

    heading: Heading
    cards: tuple[Card, ...]
    more: tuple[Link, ...]
    """Where the others stand; empty where these are all."""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One person who speaks for a goal: a picture, words, or both."""

    quotation: str | None
    """Its words, within quotation marks."""
    who: str
    """Name and role, as one says them; empty where neither is given."""
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class GoalPage:
    """A goal page from top to bottom, in the order the visitor meets it."""

    number: int
    title: str
    lines: tuple[Detail, ...]
    """What stands in large type under the title: the fields of the goal that say so (`hero`)."""
    symbol_html: str | None
    """Inline SVG; None: the number stands in its place."""
    introduction: tuple[Piece, ...]
    picture: PictureView | None
    voice: VoiceView | None
    become_address: str | None
    """Where one becomes a partner; None where the site has no such page."""
    tiles_heading: Heading
    """*Koppling till de globala målen*."""
    partners_heading: Heading
    tiers: tuple[TierView, ...]
    """Empty where nobody supports the goal yet: then the section asks who will be the first."""
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
    undertakings: tuple[UndertakingSection, ...]
    """Stand last in `today`, each under the name of its kind; empty where headings lead to all such pages of the goal."""
    globally: GlobalSection | None
    """Its reasons also give the tiles; None where nothing would stand under its heading."""
    act: ActSection | None
    """None where the site names no last blocks."""
    contact_heading: Heading | None
    contact: ContactCard | None
    """None where the page's contact has ended without a successor."""
    sources_heading: Heading
    sources: tuple[SourceView, ...]
    """Empty where the page uses no figure: then the section is not shown."""
    before: Link | None
    after: Link | None
    """The goals whose numbers come before and after; None at the ends."""


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
    more_undertakings: str


@dataclass(frozen=True, slots=True)
class GoalRelations:
    """What other rooms have made ready for a goal page.

    What a register or a room has to say there is a field here, which `_relate` (`page.py`) fills from `context.library`, and one
    of `GoalPage`, which the template shows. Those that use the page's ids are functions: called in the order of the page.
    """

    words: Words
    symbol_html: str | None
    tiers: tuple[TierView, ...]
    picture: PictureView | None
    make_contact: Callable[[PageText], ContactCard | None]
    make_sources: Callable[[PageText], tuple[SourceView, ...]]
    global_blocks: Sequence[tuple[Block, Document]]
    last_blocks: Sequence[tuple[Block, Document]]
    make_giving: Callable[[PageText], GivingView | None]
    make_share: Callable[[PageText], ShareView]
    wall_place: Place | None
    """Where the partners stand, for the editors' marks in preview."""
    undertakings: tuple[GoalsOwn, ...]
    """The activities, projects and other pages of the goal."""
    voice: VoiceView | None
    become_address: str | None
    before: Link | None
    after: Link | None


def build_goal_page(
    goal: LocalGoal, sections: Sections, words: FixedHeadings, relations: GoalRelations, text: PageText
) -> GoalPage:
    """Return the view of a goal page, whose text is opened.

    Headings take their ids in the order in which they are made: those of the content first, the page's own after.
    """
    title, lines = text.line(goal.title), tuple(list_hero_lines(goal, text, relations.words))
    introduction = text.pieces(sections.introduction, level=1)  # right under the title
    topic = _build_text(sections.topic, text)
    today, wanted, left = _build_today_and_wanted(sections, words, relations.undertakings, text)
    globally_heading = fixed_heading(sections.globally, words.globally, 2, text)
    globally_pieces = text.pieces(sections.globally.nodes)
    global_blocks = build_blocks(relations.global_blocks, text, level=3)
    act_blocks = build_act_blocks(relations.last_blocks, words.act, text)

    tiles_heading = plain_heading(words.connection, 3, text.ids, goal.place("mapping"))
    partners_heading = plain_heading(words.partners, 2, text.ids, relations.wall_place)
    contents_heading = plain_heading(words.contents, 2, text.ids)
    work_heading = plain_heading(words.reach, 2, text.ids)
    reasons = build_reasons(goal.mapping, text, relations.words)
    act = build_act(words.act, act_blocks, relations.make_giving(text), text, relations.make_share(text))
    contact = relations.make_contact(text)
    contact_heading = plain_heading(words.contact, 2, text.ids, goal.place("contact")) if contact else None
    sources_heading = plain_heading(words.sources, 2, text.ids)  # before the lists of undertakings, which may be called alike
    more = words.undertakings if len(left) == len(relations.undertakings) else words.more_undertakings
    undertakings = tuple(_build_undertakings(left, {words.undertakings: more}, text))
    globally = _build_globally(goal, globally_heading, globally_pieces, reasons, global_blocks)
    sources = relations.make_sources(text)

    has_work = today is not None or wanted is not None
    are_shown = (
        (contents_heading, False),  # what is folded there has its words alone
        (tiles_heading, bool(goal.mapping)),
        (globally_heading, globally is not None),
        (work_heading, has_work),
        (sources_heading, bool(sources)),
    )
    text.ids.hide(*(heading.id for heading, is_shown in are_shown if not is_shown))
    work = work_heading if has_work else None
    return GoalPage(
        number=goal.number,
        title=title,
        lines=lines,
        symbol_html=relations.symbol_html,
        introduction=introduction,
        picture=relations.picture,
        voice=relations.voice,
        become_address=relations.become_address,
        tiles_heading=tiles_heading,
        partners_heading=partners_heading,
        tiers=relations.tiers,
        contents_heading=contents_heading,
        contents=_list_headings(topic, work, today, wanted, act, contact_heading, globally),
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
        sources=sources,
        before=relations.before,
        after=relations.after,
    )


def _build_today_and_wanted(
    sections: Sections, words: FixedHeadings, undertakings: Sequence[GoalsOwn], text: PageText
) -> tuple[WorkSection | None, WorkSection | None, list[GoalsOwn]]:
    """Return what is done today and what is wanted, and those of the goal's own pages that no heading there leads to.

    Where there are such pages, what is done today is shown in any case: they stand last in it.
    """
    cards = [own.card for own in undertakings if own.is_led_to_by_headings]
    today, linked = build_work(sections.today, words.today, text, cards)
    wanted, also_linked = build_work(sections.wanted, words.wanted, text, cards, is_folded=True)
    left = [own for own in undertakings if own.card.address not in linked | also_linked]
    if left and today is None:
        today = WorkSection(fixed_heading(sections.today, words.today, 3, text), (), ())
    return today, wanted, left


def _build_globally(
    goal: LocalGoal,
    heading: Heading,
    pieces: tuple[Piece, ...],
    reasons: tuple[GlobalGoalReason, ...],
    blocks: tuple[BlockView, ...],
) -> GlobalSection | None:
    """Return the section of the global goals; None where nothing would stand under its heading."""
    if not (pieces or goal.mapping or blocks):
        return None
    proposals = tuple(dict.fromkeys(row.global_goal.code for row in goal.mapping if not row.is_confirmed))
    are_all_proposals = not any(row.is_confirmed for row in goal.mapping)
    return GlobalSection(heading, pieces, reasons, proposals, are_all_proposals, blocks)


def _list_headings(*parts: Heading | TextSection | WorkSection | ActSection | GlobalSection | None) -> tuple[Heading, ...]:
    """Return the headings of those parts of the page that are shown."""
    return tuple(part if isinstance(part, Heading) else part.heading for part in parts if part is not None)


MOST_UNDERTAKINGS = 6
"""How many pages of a kind a goal page lists: it is the first page that many visitors meet, and is kept light."""


def _build_undertakings(left: Sequence[GoalsOwn], renamed: Mapping[str, str], text: PageText) -> Iterator[UndertakingSection]:
    """Yield a list for each name that pages have, activities and projects first; `renamed` says more than the name does."""
    for name in sorted(dict.fromkeys(own.words for own in left), key=lambda name: name not in renamed):
        named = [own for own in left if own.words == name]
        more = dict.fromkeys(own.overview for own in named[MOST_UNDERTAKINGS:])
        cards = tuple(own.card for own in named[:MOST_UNDERTAKINGS])
        yield UndertakingSection(plain_heading(renamed.get(name, name), 4, text.ids), cards, tuple(more))


def _build_text(section: Section, text: PageText) -> TextSection | None:
    if section.heading is None or not section.nodes:
        return None
    heading = node_heading(section.heading, text.ids)
    return TextSection(heading, text.pieces(section.nodes))
