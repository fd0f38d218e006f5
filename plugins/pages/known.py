"""The views of known pages that belong to no other room: home, the global goals, help, contact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from plugins.blocks.view import build_blocks
from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.contacts.view import ContactCard, HelpStrip, find_card, view_strip_line
from plugins.core.known_pages import GLOBAL_GOALS_PAGE, address_of
from plugins.core.locales.locale import number_word
from plugins.core.texts.outline import plain_heading, without_last_headings
from plugins.core.texts.pagetext import PageText
from plugins.core.words.interface import Words
from plugins.global_goals.model import GLOBAL_GOALS
from plugins.global_goals.view import GlobalGoalReason, view_global_goal
from plugins.house.context import PageContext
from plugins.house.other_rooms import (
    build_giving,
    find_act_heading_without_goal,
    find_global_blocks,
    find_help_box,
    find_last_blocks,
)
from plugins.house.plain import PlainPage, build_act, build_act_blocks
from plugins.house.undertakings import find_for_goals
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.view import GoalPage
from plugins.pages.contacts import list_page_contacts
from plugins.pages.view import ContactPage, GatheredLinks, GlobalGoalRow, GlobalGoalsPage, HelpPage, HomePage, Meeting
from plugins.partners.model import PARTNERS
from plugins.partners.supports import find_supports
from plugins.partners.view import build_wall, find_wall_place
from plugins.website.links import GoalLink


def build_home(plain: PlainPage, text: PageText, context: PageContext) -> HomePage:
    """Return the start page."""
    library, words = context.library, context.words
    goals = library.shown(LocalGoal)
    rows = [row for goal in goals for row in goal.mapping]
    met = {row.global_goal.number for row in rows if row.is_confirmed}
    proposed = {row.global_goal.number for row in rows} - met
    context.show_goals(context.parts.goals, text, "subheading")  # the start page's list of goals, which the frame has
    act_heading = find_act_heading_without_goal(context, text)
    act_blocks = build_act_blocks(find_last_blocks(context), act_heading, text)
    text.see(*(support.tier.place("plural") for support in library.ask(find_supports)))
    global_heading = plain_heading(words.home_global, 2, text.ids)
    partners_heading = plain_heading(words.home_partners, 2, text.ids, find_wall_place(library))
    tiers = build_wall(library.ask(find_supports), context.today, library.gallery, context.language, text.marks.foreign)
    if not met:
        text.ids.hide(global_heading.id)
    if not tiers:
        text.ids.hide(partners_heading.id)
    return HomePage(
        text=plain,
        meeting=_describe_meeting(len(goals), len(met), words, is_least=bool(proposed)) if met else "",
        global_heading=global_heading,
        global_address=address_of(GLOBAL_GOALS_PAGE),
        partners_heading=partners_heading,
        partners_address=f"/{PARTNERS}/",
        tiers=tiers,
        act=build_act(act_heading, act_blocks, build_giving(context, text), text),
    )


def _describe_meeting(local: int, met: int, words: Words, *, is_least: bool) -> str:
    """Return the sentence about how many local goals contribute to how many global ones; `is_least`: "at least"."""
    count = number_word(met, words.language)
    count = words.at_least.format(number=count) if is_least else count
    return str(words.home_meeting.say(local, global_goals=count))


def build_help(plain: PlainPage, text: PageText, context: PageContext) -> HelpPage:
    """Return the help page: a strip with the help lines of all boxes, each once, then the boxes.

    A box leaves out the lines that other boxes have too, unless it would be empty without them. A box with nothing to show is
    left out.
    """
    found = [find_help_box(record.id, context.library, text) for record in context.library.known(HelpBoxRecord).shown.values()]
    boxes = [box for box in found if box and (box.lines or box.text)]
    text.ids.hide(*(box.id for box in found if box and not (box.lines or box.text)))
    count = Counter(line for box in boxes for line in box.lines)
    strip_lines = tuple(view_strip_line(line, shows_role=times > 1) for line, times in count.items())
    alone = [tuple(line for line in box.lines if count[line] == 1) for box in boxes]
    own = tuple(replace(box, lines=lines) if lines or box.text else box for box, lines in zip(boxes, alone, strict=True))
    strip = HelpStrip(None, str(context.words.help_numbers), strip_lines, None) if strip_lines else None
    leave = next((box.leave_address for box in boxes if box.leave_address), None)
    return HelpPage(plain, strip, own, leave)


def build_global_goals(plain: PlainPage, text: PageText, context: PageContext) -> GlobalGoalsPage:
    """Return the page of the global goals, with the table of which local goals contribute to each."""
    columns = context.show_goals(context.parts.goals, text)
    goals = context.library.shown(LocalGoal)
    pages = [view for goal in goals if isinstance(view := context.build(goal).view, GoalPage)]
    places = [_find_places(goal, context) for goal in goals]
    text.show(*(row.reason for goal in goals for row in goal.mapping))
    cells = {
        (reason.goal.number, link.number): _meet(link, reason, view.globally.proposals, anchors)
        for link, view, anchors in zip(columns, pages, places, strict=True)
        if view.globally
        for reason in view.globally.reasons
    }
    table_heading = plain_heading(context.words.table_heading, 2, text.ids)
    reasons_heading = plain_heading(context.words.reasons_heading, 2, text.ids)
    rows = []
    for number, goal in GLOBAL_GOALS.items():
        row = tuple(cells.get((number, link.number)) for link in columns)
        met = tuple(cell for cell in row if cell)
        found = find_for_goals([cell.local_goal.number for cell in met], text, context)
        undertakings = tuple(GatheredLinks(kind, links) for kind, links in found)
        rows.append(GlobalGoalRow(view_global_goal(goal, context.words), row, met, undertakings))
    if not columns:
        text.ids.hide(table_heading.id)
    if not cells:
        text.ids.hide(reasons_heading.id)
    blocks = build_blocks(find_global_blocks(context), text, level=2)
    return GlobalGoalsPage(plain, table_heading, columns, tuple(rows), reasons_heading, blocks)


def _find_places(goal: LocalGoal, context: PageContext) -> Mapping[int, str]:
    """Return the anchor of each global goal's reason on a local goal's page, by number.

    An untranslated goal has its page in the site's own language.
    """
    there = context if context.library.is_here(goal) else context.languages[0]
    view = there.build(goal).view
    globally = view.globally if isinstance(view, GoalPage) else None
    return {reason.goal.number: reason.anchor for reason in globally.reasons} if globally else {}


def _meet(link: GoalLink, reason: GlobalGoalReason, proposals: Collection[str], anchors: Mapping[int, str]) -> Meeting:
    codes = reason.targets or (str(reason.goal.number),)
    proposed = tuple(code for code in codes if code in proposals)
    return Meeting(link, reason.targets, proposed, f"{link.address}#{anchors[reason.goal.number]}", reason.reasons)


def build_contact(plain: PlainPage, text: PageText, context: PageContext) -> ContactPage:
    """Return the contact page, which shows each contact once: contacts in its text are left out of the cards below.

    The card of its own contact has no heading; it gets the id that the heading would have.
    """
    found = (find_card(reference, context.library, text) for reference in list_page_contacts(context.library))
    shown = {plain.contact, *_list_in_text(text, context)}
    cards = dict.fromkeys(card for card in found if card and card not in shown)
    if not (cards or plain.contact or plain.picture):
        plain = replace(plain, pieces=without_last_headings(plain.pieces))  # headings of the cards, all of which have ended
    if plain.contact and plain.contact_heading:
        plain = replace(plain, contact=replace(plain.contact, own_id=plain.contact_heading.id))
    return ContactPage(plain, tuple(cards), context.parts.organisation, build_giving(context, text, level=2))


def _list_in_text(text: PageText, context: PageContext) -> Iterator[ContactCard | None]:
    """Yield the card of each contact that the text of the page shows by a mark."""
    contacts, own = context.library.known(Contact).things, context.library.registers[Contact].mark_key
    for mark, key in tuple(text.used):
        if mark == own and key in contacts:
            yield find_card(contacts[key].id, context.library, text)
