"""Computed parts: what the known pages show after the editors' text.

Stage: views. In: a page's text so far, and what the builder can make. Out: the view for the page's template.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from plugins.activities.model import ACTIVITIES
from plugins.core.lines import Writing
from plugins.core.marks import FoundMark, find_marks
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.prose import Piece
from plugins.core.swedish import number_word
from plugins.global_goals.model import GLOBAL_GOALS
from plugins.global_goals.view import GlobalGoalReason, view_global_goal
from plugins.local_goals.view import GoalPage, build_act, build_act_blocks
from plugins.pages.model import BECOME_PARTNER, CONTACT, GLOBAL_GOALS_PAGE, HELP, HOME, PARTNERS
from plugins.pages.view import (
    BecomePartnerPage,
    ContactPage,
    GlobalGoalRow,
    GlobalGoalsPage,
    HelpPage,
    HomePage,
    Meeting,
    PartnerEntry,
    PartnersPage,
    PlainPage,
    SupportedGoal,
    TierEntries,
    TierMeaning,
)
from plugins.partners.model import Partner, Tier
from plugins.partners.view import build_whole_wall, tier_title, view_partners
from plugins.projects.model import PROJECTS
from plugins.site.undertakings import (
    build_activities_page,
    build_projects_page,
    find_undertakings_of_goals,
    find_undertakings_of_partner,
    undertakings_marks_ahead,
)
from plugins.website.view import GoalLink

if TYPE_CHECKING:
    from plugins.site.build import Builder


def compute_page(name: str, plain: PlainPage, text: PageText, builder: Builder) -> tuple[str, object]:
    """Return the template of a page and its view; a page of its own name is shown as it is."""
    match name:
        case _ if name == HOME:
            return "home", _home(plain, text, builder)
        case _ if name == HELP:
            return "help", _help(plain, text, builder)
        case _ if name == PARTNERS:
            return "partner", _partners(plain, text, builder)
        case _ if name == BECOME_PARTNER:
            return "become_partner", _become_partner(plain, text, builder)
        case _ if name == GLOBAL_GOALS_PAGE:
            return "global_goals", _global_goals(plain, text, builder)
        case _ if name == CONTACT:
            return "contact", _contact(plain, text, builder)
        case _ if name == ACTIVITIES:
            return "activities", build_activities_page(plain, text, builder)
        case _ if name == PROJECTS:
            return "projects", build_projects_page(plain, text, builder)
    return "page", plain


def marks_ahead(name: str, builder: Builder) -> Iterator[FoundMark]:
    """Yield the marks that a page's computed part will show, so that the page's sources name their figures too."""
    if name == HOME:
        for goal in builder.library.shown_goals:
            yield from find_marks(goal.subheading) if goal.subheading else ()
    if name in (HOME, BECOME_PARTNER):
        for _, document in builder.blocks_for_any_page():
            yield from document.marks
    if name == GLOBAL_GOALS_PAGE:
        for block in builder.global_blocks_for_any_page():
            yield from builder.texts.block(block, None).marks
        for row in (row for goal in builder.library.shown_goals for row in goal.mapping):
            yield from find_marks(row.reason) if row.reason else ()
    yield from undertakings_marks_ahead(name, builder)
    if name == PARTNERS:
        for partner in builder.library.shown_partners:
            if partner.presentation and partner in builder.library.current_partners:
                yield from builder.texts.read(partner.presentation)[0].marks
    if name == HELP:
        for record in builder.library.help_boxes.shown.values():
            yield from builder.texts.read(record.text)[0].marks


def _home(plain: PlainPage, text: PageText, builder: Builder) -> HomePage:
    library, words = builder.library, builder.words
    goals = library.shown_goals
    met = {row.global_goal.number for goal in goals for row in goal.mapping}
    numbers = [str(goal.number) for goal in goals]
    act_words = builder.headings.act
    act_blocks = build_act_blocks(builder.blocks_for_any_page(), act_words, text)
    return HomePage(
        text=plain,
        global_count=number_word(len(met)) if met else "",
        local_count=number_word(len(goals)).capitalize(),
        global_heading=plain_heading(words.home_global, 2, text.ids),
        global_address=f"/{GLOBAL_GOALS_PAGE}/",
        partners_heading=plain_heading(words.home_partners, 2, text.ids, builder.wall_place),
        partners_address=f"/{PARTNERS}/",
        tiers=build_whole_wall(library.shown_partners, numbers, library.tiers, library.today, library.gallery),
        act=build_act(act_words, act_blocks, builder.giving(text), text),
    )


def _help(plain: PlainPage, text: PageText, builder: Builder) -> HelpPage:
    lead, rest = split_at_heading(plain.pieces)
    boxes = [builder.help_box(record.id, text) for record in builder.library.help_boxes.shown.values()]
    shown = tuple(box for box in boxes if box)
    leave = next((box.leave_address for box in shown if box.leave_address), None)
    return HelpPage(plain, lead, shown, rest, leave)


def split_at_heading(pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return what stands before the first heading, and the rest."""
    pieces = tuple(pieces)
    first = next((place for place, piece in enumerate(pieces) if piece.kind == "heading"), len(pieces))
    return pieces[:first], pieces[first:]


def _partners(plain: PlainPage, text: PageText, builder: Builder) -> PartnersPage:
    links = {str(link.number): link for link in builder.parts.goals}
    library, tiers = builder.library, builder.library.tiers
    members: dict[str, list[Partner]] = {}
    supported: dict[str, list[tuple[Tier, GoalLink]]] = {}
    presented: dict[str, Writing] = {}
    for partner in library.shown_partners:
        supports = sorted(_supports(partner, links, builder), key=lambda pair: pair[0].order)
        if supports:
            members.setdefault(supports[0][0].name.key, []).append(partner)
            supported[partner.name.value] = supports
            if partner.presentation:
                presented[partner.name.value] = partner.presentation
    filled = sorted(((tiers.things[key], found) for key, found in members.items()), key=lambda pair: pair[0].order)
    entries = tuple(
        TierEntries(
            heading=plain_heading(tier_title(tier, len(views)), 2, text.ids, tier.place("name")),
            display=tier.display,
            entries=tuple(
                PartnerEntry(
                    partner=view,
                    presentation=_present(presented.get(view.name), text, builder),
                    goals=_supported(supported[view.name], tier),
                    undertakings=find_undertakings_of_partner(view.name, text, builder),
                )
                for view in views
            ),
        )
        for tier, views in view_partners(filled, library.today, library.gallery)
    )
    return PartnersPage(plain, entries, f"/{BECOME_PARTNER}/")


def _present(presentation: Writing | None, text: PageText, builder: Builder) -> tuple[Piece, ...]:
    if presentation is None:
        return ()
    return text.pieces(text.open(builder.texts.read(presentation)[0]).nodes, shift=1, level=3)


def _supports(partner: Partner, links: Mapping[str, GoalLink], builder: Builder) -> Iterator[tuple[Tier, GoalLink]]:
    """Yield tier and goal of each agreement that is shown today."""
    for agreement in partner.agreements:
        tier = builder.library.tiers.get(agreement.tier)
        if tier and agreement.is_current(builder.library.today) and agreement.goal.key in links:
            yield tier, links[agreement.goal.key]


def _supported(supports: list[tuple[Tier, GoalLink]], shown: Tier) -> tuple[SupportedGoal, ...]:
    by_goal = sorted(supports, key=lambda pair: pair[1].number)
    return tuple(SupportedGoal(goal, str(tier.name).lower() if tier is not shown else None) for tier, goal in by_goal)


def _become_partner(plain: PlainPage, text: PageText, builder: Builder) -> BecomePartnerPage:
    tiers_heading = plain_heading(builder.words.tiers_heading, 2, text.ids)
    tiers = builder.library.tiers.shown.values()
    meanings = tuple(
        TierMeaning(
            plain_heading(tier_title(tier, 1), 3, text.ids, tier.place("name")),
            text.pieces(text.open(builder.texts.read(tier.meaning)[0]).nodes, shift=2, level=3),
        )
        for tier in sorted(tiers, key=lambda tier: tier.order)
    )
    said = tuple(meaning for meaning in meanings if meaning.pieces)
    others = tuple(meaning.heading for meaning in meanings if not meaning.pieces)
    act_words = builder.headings.act
    act_blocks = build_act_blocks(builder.blocks_for_any_page(), act_words, text)
    act = build_act(act_words, act_blocks, builder.giving(text), text)
    return BecomePartnerPage(plain, tiers_heading, said, others, act)


def _global_goals(plain: PlainPage, text: PageText, builder: Builder) -> GlobalGoalsPage:
    columns = builder.parts.goals
    pages = [view for view in builder.goal_views() if isinstance(view, GoalPage)]
    cells = {
        (reason.goal.number, link.number): _meet(link, reason, view.globally.proposals)
        for link, view in zip(columns, pages, strict=True)
        for reason in view.globally.reasons
    }
    table_heading = plain_heading(builder.words.table_heading, 2, text.ids)
    reasons_heading = plain_heading(builder.words.reasons_heading, 2, text.ids)
    rows = []
    for number, goal in GLOBAL_GOALS.items():
        row = tuple(cells.get((number, link.number)) for link in columns)
        met = tuple(cell for cell in row if cell)
        undertakings = find_undertakings_of_goals([cell.local_goal for cell in met], text, builder)
        rows.append(GlobalGoalRow(view_global_goal(goal), row, met, undertakings))
    blocks = tuple(builder.block(block, text, level=2) for block in builder.global_blocks_for_any_page())
    return GlobalGoalsPage(plain, table_heading, columns, tuple(rows), reasons_heading, blocks)


def _meet(link: GoalLink, reason: GlobalGoalReason, proposals: Collection[str]) -> Meeting:
    codes = reason.targets or (str(reason.goal.number),)
    proposed = tuple(code for code in codes if code in proposals)
    return Meeting(link, reason.targets, proposed, f"{link.address}#{reason.anchor}", reason.reasons)


def _contact(plain: PlainPage, text: PageText, builder: Builder) -> ContactPage:
    asked = [builder.website.organisation.contact, *(goal.contact for goal in builder.library.shown_goals)]
    cards = dict.fromkeys(card for reference in asked if (card := builder.contact(reference, text)) and card != plain.contact)
    return ContactPage(plain, tuple(cards), builder.parts.organisation, builder.giving(text, level=2))
