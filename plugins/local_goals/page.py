"""The pages of local goals, links to them, and their open data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from plugins.core.library import Library, Setting
from plugins.core.locales.foreign import fill, speak_as
from plugins.core.locales.locale import quote_words
from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.pictures.pictures import view_picture
from plugins.core.room import Item
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.texts import Texts
from plugins.core.words.interface import Words
from plugins.global_goals.data import IRI
from plugins.global_goals.model import GLOBAL_GOALS, MappingRow
from plugins.global_goals.view import view_global_goal
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.house.undertakings import find_for_goal
from plugins.local_goals.markdown import title_of
from plugins.local_goals.model import LocalGoal, Voice
from plugins.local_goals.sections import find_sections
from plugins.local_goals.view import FixedHeadings, GoalPage, GoalRelations, VoiceView, build_goal_page
from plugins.partners.supports import find_supports
from plugins.partners.view import build_wall, find_wall_place
from plugins.website.lengths import fit_title
from plugins.website.links import GoalLink, Link
from plugins.website.sharing import ShareView, build_share
from plugins.website.view import FrameInput

EARLY: Final = 6
"""The most partners in the first screenful of a goal's page; their logos are not loaded lazily."""


def link_goal(goal: LocalGoal, texts: Texts, looks: GoalLooks) -> GoalLink:
    """Return the link to a goal for menus and lists."""
    text = PageText(texts.marks(Setting(LocalGoal, goal)))
    return GoalLink(
        number=goal.number,
        title=text.line(goal.title),
        address=goal.address,
        subheading=text.line(goal.subheading) or None,
        colour_class=looks.colour_class(goal.number),
        symbol_html=looks.symbol(goal.number),
        is_this_page=False,
    )


def build_page(goal: LocalGoal, context: PageContext) -> SitePage:
    """Return the page of a goal."""
    words, subject = context.words, f"{context.words.local_goal} {goal.number}: {title_of(goal, context.library)}"
    setting = Setting(LocalGoal, goal)
    text = context.open_page(setting, subject, goal.contact)
    announcements = context.announcements(text)
    document, _ = context.texts.read(goal.text, setting)
    sections, _ = find_sections(text.open(document), context.website.headings.fixed, goal.text)
    view = build_goal_page(goal, sections, _fixed_headings(context, text), _relate(goal, subject, text, context), text)
    strip = context.help_strip(goal.help_box, text)
    frame = context.frame(
        text,
        announcements,
        FrameInput(
            title=fit_title(view.title, f"{words.local_goal} {goal.number}", context.parts.site_name),
            description=text.line(goal.summary),
            address=goal.address,
            colour_class=context.looks.colour_class(goal.number),
            updated=context.updated_on(goal),
            help_strip=strip,
            edit=text.ids.edit(goal.place("title")),
            is_handout=True,
            share=(f"mal-{goal.number}", words.share_words.format(number=goal.number, title=view.title)),
            terms=[context.describe_goal(goal.number, goal.address, view.title), *_describe_global_goals(view)],
        ),
    )
    return context.page("goal", frame, view, goal.text.source.path, goal.place("title"), text, document)


def _describe_global_goals(view: GoalPage) -> list[dict[str, object]]:
    """Return references to the global goals of a page, as structured data: the UN's own identifiers."""
    goals = (reason.goal for reason in view.globally.reasons) if view.globally else ()
    return [{"@id": goal.iri} for goal in goals]


def _fixed_headings(context: PageContext, text: PageText) -> FixedHeadings:
    headings, words = context.website.headings, context.words
    return FixedHeadings(
        today=text.shared_line(headings.today),
        wanted=text.shared_line(headings.wanted),
        globally=text.shared_line(headings.globally),
        connection=text.shared_line(headings.connection) or words.connection,
        reach=text.shared_line(headings.reach) or words.reach_goal,
        act=context.act_heading(text),
        partners=words.partners,
        contents=words.contents,
        contact=words.contact,
        sources=words.sources,
        undertakings=words.undertakings,
        more_undertakings=words.more_undertakings,
    )


def _relate(goal: LocalGoal, subject: str, text: PageText, context: PageContext) -> GoalRelations:
    library, blocks, setting = context.library, context.website.blocks, Setting(LocalGoal, goal)
    supports = [support for support in library.ask(find_supports) if support.goal is goal]
    text.see(*(support.tier.place("plural") for support in supports))
    return GoalRelations(
        words=context.words,
        symbol_html=context.looks.symbol(goal.number),
        tiers=build_wall(supports, context.today, library.gallery, context.language, text.marks.foreign, early=EARLY),
        make_contact=lambda text: context.own_contact(text, subject),
        picture=view_picture(goal.picture, text.line, library.gallery),
        make_sources=lambda text: context.sources(text, goal.help_box),
        global_blocks=context.find_blocks(blocks.globally if blocks else (), setting),
        last_blocks=context.find_blocks(blocks.last if blocks else (), setting),
        make_giving=context.giving,
        make_share=lambda text: _share(goal, text, context),
        wall_place=find_wall_place(library),
        undertakings=find_for_goal(goal.number, text, context),
        voice=_view_voice(goal.voice, text, context),
        become_address=context.find_address_of("become_partner"),
        before=_link_neighbour(-1, goal, context.words.goal_before, text, context),
        after=_link_neighbour(1, goal, context.words.goal_after, text, context),
    )


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
    words = PageText(context.texts.marks(Setting(LocalGoal, goal)))
    heading = plain_heading(context.words.share_heading, 3, text.ids)
    title = words.line(goal.title)
    subject = context.words.share_words.format(number=goal.number, title=title)
    return build_share(heading, subject, words.line(goal.summary), context.whole_address(goal.address))


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each visible goal as open data."""
    for goal in context.library.shown(LocalGoal):
        text = PageText(context.texts.marks(Setting(LocalGoal, goal)))
        yield {
            **context.describe_fields(goal, text),
            "url": context.whole_address(goal.address),
            "updated": updated.isoformat() if (updated := context.updated_on(goal)) else None,
            "global_goals": [_item_of_row(row, text, context.words) for row in goal.mapping],
        }


def _item_of_row(row: MappingRow, text: PageText, words: Words) -> Item:
    """Return one row of a goal's mapping as open data."""
    goal, target = GLOBAL_GOALS[row.global_goal.number], row.global_goal.target
    return {
        "number": goal.number,
        "name": view_global_goal(goal, words).name,
        "iri": goal.iri,
        "target": target,
        "target_iri": f"{IRI}{target}" if target else None,
        "reason": text.line(row.reason) or None,
        "confirmed": row.is_confirmed,
    }


def suggest_contact(library: Library) -> str | None:
    """Return the contact to write in a new goal's file: that of the first goal with one; None if no goal has any."""
    return next((str(goal.contact) for goal in library.all(LocalGoal) if goal.contact), None)
