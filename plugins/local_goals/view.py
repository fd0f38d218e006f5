"""Views of local goals: the goal page and its sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from plugins.blocks.view import BlockView, build_blocks
from plugins.contacts.view import ContactCard, find_own_card
from plugins.core.dataclass import dataclass
from plugins.core.locales.foreign import fill, speak_as
from plugins.core.locales.locale import quote_words
from plugins.core.pictures.pictures import PictureView, view_picture
from plugins.core.texts.outline import node_heading, plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import Card, Detail
from plugins.core.texts.shown import list_hero_lines
from plugins.facts.view import SourceView
from plugins.global_goals.view import GlobalGoalReason, build_reasons
from plugins.house.context import PageContext
from plugins.house.other_rooms import build_giving, find_act_heading, find_blocks, list_sources
from plugins.house.plain import ActSection, build_act, build_act_blocks
from plugins.house.undertakings import GoalsOwn, find_for_goal
from plugins.local_goals.model import LocalGoal, Voice
from plugins.local_goals.sections import Section, Sections, fixed_heading
from plugins.local_goals.work import WorkSection, build_work
from plugins.partners.supports import find_supports
from plugins.partners.view import TierView, build_wall, find_wall_place
from plugins.website.links import Link
from plugins.website.sharing import ShareView, build_share

EARLY: Final = 6
"""The most partners in the first screenful of a goal's page; their logos are not loaded lazily."""


@dataclass(frozen=True, slots=True)
class TextSection:
    """A heading and running text."""

    heading: Heading
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class GlobalSection:
    """*Tänk globalt – agera lokalt*: text, reasons by global goal, then blocks."""

    heading: Heading
    pieces: tuple[Piece, ...]
    reasons: tuple[GlobalGoalReason, ...]
    proposals: tuple[str, ...]
    """Codes (`11`, `11.1`) of goals and targets that the organisation has not confirmed."""
    are_all_proposals: bool
    """True if the organisation has confirmed none."""
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class UndertakingSection:
    """*Verksamheter och projekt*, or another kind of pages: the first pages of the goal to which no heading leads."""

    heading: Heading
    cards: tuple[Card, ...]
    more: tuple[Link, ...]
    """Links to overviews of the rest; empty if all are shown."""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One person who speaks for a goal: with a picture, a quotation, or both."""

    quotation: str | None
    """The quotation in quotation marks."""
    who: str
    """Name and role, with a comma between; empty if neither is given."""
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class GoalPage:
    """A goal page, roughly from top to bottom."""

    number: int
    title: str
    lines: tuple[Detail, ...]
    """Lines in large type under the title: the fields declared with `hero`."""
    symbol_html: str | None
    """Inline SVG; None: the number is shown instead."""
    introduction: tuple[Piece, ...]
    picture: PictureView | None
    voice: VoiceView | None
    become_address: str | None
    """Address of *Bli partner*; None if the site has no such page."""
    tiles_heading: Heading
    """*Koppling till de globala målen*."""
    partners_heading: Heading
    tiers: tuple[TierView, ...]
    """Empty if the goal has no partner: then the section invites the first."""
    contents_heading: Heading
    """*På den här sidan*."""
    contents: tuple[Heading, ...]
    topic: TextSection | None
    """None if the editor has written nothing in it."""
    work_heading: Heading
    """*För att nå målet*."""
    today: WorkSection | None
    wanted: WorkSection | None
    """Each None if it has nothing to show; without both, *För att nå målet* is hidden."""
    undertakings: tuple[UndertakingSection, ...]
    """Shown last in `today`, a list for each kind; empty if headings lead to all such pages of the goal."""
    globally: GlobalSection | None
    """Its reasons are also shown as tiles; None if the section would be empty."""
    act: ActSection | None
    """None if it would be empty."""
    contact_heading: Heading | None
    contact: ContactCard | None
    """None if the contact is missing or has ended without a successor, or if the text already shows it."""
    sources_heading: Heading
    sources: tuple[SourceView, ...]
    """Empty if the page uses no fact: then the section is hidden."""
    before: Link | None
    after: Link | None
    """The previous and the next goal, by number; None at the ends."""


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """The words of `GoalHeadings` as a page shows them; where editors have given none, those of the interface."""

    today: str
    wanted: str
    globally: str
    connection: str
    reach: str
    act: str


def build_goal_page(goal: LocalGoal, sections: Sections, subject: str, text: PageText, context: PageContext) -> GoalPage:
    """Return the view of a goal page; its document has been opened with `text`.

    `subject` is the subject of mails from the contact's links. Headings take their ids in the order in which they are made: first
    those of the content, then the page's own.
    """
    words, setting, own_blocks = context.words, context.library.setting_of(goal), context.website.blocks
    headings = _read_headings(text, context)

    # what takes no ids
    tiers = _build_wall(goal, text, context)
    picture = view_picture(goal.picture, text.line, context.library.gallery)
    belonging = find_for_goal(goal.number, text, context)
    voice = _view_voice(goal.voice, text, context)
    before = _link_neighbour(-1, goal, words.goal_before, text, context)
    after = _link_neighbour(1, goal, words.goal_after, text, context)

    title, lines = text.line(goal.title), tuple(list_hero_lines(goal, text, words))
    introduction = text.pieces(sections.introduction, level=1)
    topic = _build_text(sections.topic, text)
    today, wanted, left = _build_today_and_wanted(sections, headings, belonging, text)
    globally_heading = fixed_heading(sections.globally, headings.globally, 2, text)
    globally_pieces = text.pieces(sections.globally.nodes)
    global_keys, last_keys = (own_blocks.globally, own_blocks.last) if own_blocks else ((), ())
    global_blocks = build_blocks(find_blocks(global_keys, context.library, setting), text, level=3)
    act_blocks = build_act_blocks(find_blocks(last_keys, context.library, setting), headings.act, text)

    tiles_heading = plain_heading(headings.connection, 3, text.ids, goal.place("mapping"))
    partners_heading = plain_heading(words.partners_in_goal, 2, text.ids, find_wall_place(context.library))
    contents_heading = plain_heading(words.contents, 2, text.ids)
    work_heading = plain_heading(headings.reach, 2, text.ids)
    reasons = build_reasons(goal.mapping, text, words)
    act = build_act(headings.act, act_blocks, build_giving(context, text), text, _share(goal, text, context))
    contact = find_own_card(context.library, text, subject)
    contact_heading = plain_heading(words.contact, 2, text.ids, goal.place("contact")) if contact else None
    sources_heading = plain_heading(words.sources, 2, text.ids)  # its id before those of undertakings with the same words
    more = words.undertakings if len(left) == len(belonging) else words.more_undertakings
    undertakings = tuple(_build_undertakings(left, {words.undertakings: more}, text))
    globally = _build_globally(goal, globally_heading, globally_pieces, reasons, global_blocks)
    sources = list_sources(context.library, text, goal.help_box)

    has_work = today is not None or wanted is not None
    are_shown = (
        (contents_heading, False),  # shown as the summary of a fold, without an id
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
        symbol_html=context.looks.symbol(goal.number),
        introduction=introduction,
        picture=picture,
        voice=voice,
        become_address=context.find_address_of("become_partner"),
        tiles_heading=tiles_heading,
        partners_heading=partners_heading,
        tiers=tiers,
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
        before=before,
        after=after,
    )


def _read_headings(text: PageText, context: PageContext) -> HeadingWords:
    headings, words = context.website.headings, context.words
    return HeadingWords(
        today=text.shared_line(headings.today),
        wanted=text.shared_line(headings.wanted),
        globally=text.shared_line(headings.globally),
        connection=text.shared_line(headings.connection) or words.connection,
        reach=text.shared_line(headings.reach) or words.reach_goal,
        act=find_act_heading(context, text),
    )


def _build_wall(goal: LocalGoal, text: PageText, context: PageContext) -> tuple[TierView, ...]:
    """Return the partners of a goal by tier."""
    library = context.library
    supports = [support for support in library.ask(find_supports) if support.goal is goal]
    text.see(*(support.tier.place("plural") for support in supports))
    return build_wall(supports, context.today, library.gallery, context.language, text.marks.foreign, early=EARLY)


VOICE_SIZES = "(min-width: 64em) 24rem, 100vw"
"""`sizes` of the picture of a voice: a column beside the introduction, or the whole width of a phone."""


def _view_voice(voice: Voice | None, text: PageText, context: PageContext) -> VoiceView | None:
    if voice is None:
        return None
    name, role, said = text.line(voice.name), text.line(voice.role), text.line(voice.quotation)
    who = speak_as(", ".join(filter(None, (name, role))), role or name)
    picture = view_picture(voice.picture, text.line, context.library.gallery, VOICE_SIZES)
    if not (voice.quotation or picture):
        return None
    quotation = speak_as(quote_words(said, context.language), said) if said else None
    return VoiceView(quotation, who, picture)


def _link_neighbour(way: int, goal: LocalGoal, words: str, text: PageText, context: PageContext) -> Link | None:
    """Return a link to the goal before (`way` -1) or after (1), by number, in the words of `words`; None at the ends."""
    goals = context.parts.goals
    place = next((place for place, link in enumerate(goals) if link.number == goal.number), 0) + way
    if not 0 <= place < len(goals):
        return None
    (link,) = context.show_goals(goals[place : place + 1], text)
    return Link(fill(words, number=link.number, title=link.title), link.address)


def _share(goal: LocalGoal, text: PageText, context: PageContext) -> ShareView:
    """Return the ways to share a goal; its summary is the suggested message."""
    words = PageText(context.library.marks(context.library.setting_of(goal)))
    heading = plain_heading(context.words.share_heading, 3, text.ids)
    title = words.line(goal.title)
    subject = context.words.share_words.format(number=goal.number, title=title)
    return build_share(heading, subject, words.line(goal.summary), context.whole_address(goal.address))


def _build_today_and_wanted(
    sections: Sections, headings: HeadingWords, undertakings: Sequence[GoalsOwn], text: PageText
) -> tuple[WorkSection | None, WorkSection | None, list[GoalsOwn]]:
    """Return the sections today and wanted, and the goal's pages to which none of their headings leads.

    If there are such pages, today is never None: they are listed last in it.
    """
    cards = [own.card for own in undertakings if own.is_led_to_by_headings]
    today, linked = build_work(sections.today, headings.today, text, cards)
    wanted, also_linked = build_work(sections.wanted, headings.wanted, text, cards, is_folded=True)
    left = [own for own in undertakings if own.card.address not in linked | also_linked]
    if left and today is None:
        today = WorkSection(fixed_heading(sections.today, headings.today, 3, text), (), ())
    return today, wanted, left


def _build_globally(
    goal: LocalGoal,
    heading: Heading,
    pieces: tuple[Piece, ...],
    reasons: tuple[GlobalGoalReason, ...],
    blocks: tuple[BlockView, ...],
) -> GlobalSection | None:
    """Return the section of the global goals; None if it would be empty."""
    if not (pieces or goal.mapping or blocks):
        return None
    proposals = tuple(dict.fromkeys(row.global_goal.code for row in goal.mapping if not row.is_confirmed))
    are_all_proposals = not any(row.is_confirmed for row in goal.mapping)
    return GlobalSection(heading, pieces, reasons, proposals, are_all_proposals, blocks)


def _list_headings(*parts: Heading | TextSection | WorkSection | ActSection | GlobalSection | None) -> tuple[Heading, ...]:
    """Return the headings of the parts that are not None."""
    return tuple(part if isinstance(part, Heading) else part.heading for part in parts if part is not None)


MOST_UNDERTAKINGS = 6
"""The most pages of one kind that a goal page lists; many visitors land on it, so it is kept light."""


def _build_undertakings(left: Sequence[GoalsOwn], renamed: Mapping[str, str], text: PageText) -> Iterator[UndertakingSection]:
    """Yield a list for each kind of pages by its name, those in `renamed` first; `renamed` replaces a name in the heading."""
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
