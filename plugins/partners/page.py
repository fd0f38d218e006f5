"""The pages of partners: `/partner/` and `/bli-partner/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.locales.foreign import speak_html
from plugins.core.markdown.nodes import HeadingNode
from plugins.core.source.lines import Writing
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import Detail, list_details
from plugins.core.texts.shown import list_rows
from plugins.house.context import PageContext
from plugins.house.other_rooms import build_giving, find_act_heading_without_goal, find_last_blocks
from plugins.house.plain import ActSection, PlainPage, build_act, build_act_blocks
from plugins.house.undertakings import find_for_partner
from plugins.partners.model import BECOME_PARTNER, Tier
from plugins.partners.supports import Support, find_supports, find_supports_of_any_day, group_by_partner, group_by_tier
from plugins.partners.view import PartnerView, find_display, tier_title, view_partners
from plugins.website.links import GoalLink, Link

EARLY: Final = 8
"""The most partners in the first screenful of `/partner/`: four rows of large logos, or two of smaller ones."""


@dataclass(frozen=True, slots=True)
class SupportedGoal:
    """A goal that a partner supports today."""

    goal: GoalLink
    tier: str | None
    """The tier's name if it is not the tier under which the partner is listed; else None."""


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    """A partner on the page of all partners."""

    partner: PartnerView
    presentation: tuple[Piece, ...]
    """Its own presentation; may be empty."""
    details: tuple[Detail, ...]
    """Its fields that are declared with a label."""
    goals: tuple[SupportedGoal, ...]
    undertakings: tuple[Link, ...]
    """Links to activities and projects that name it."""


@dataclass(frozen=True, slots=True)
class TierEntries:
    """One tier on the partner page; never empty."""

    heading: Heading
    display: str
    """`large`, `normal`, `small` or `names`, as on the wall."""
    entries: tuple[PartnerEntry, ...]


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """`/partner/`: every current partner by tier, with the goals each supports."""

    text: PlainPage
    tiers: tuple[TierEntries, ...]
    """Empty if there is no current partner; then the page links to `become_address`."""
    become_address: str


@dataclass(frozen=True, slots=True)
class TierMeaning:
    """What support on a tier means."""

    heading: Heading
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class BecomePartnerPage:
    """`/bli-partner/`: what each tier means, the goals to choose from, and what companies can do."""

    text: PlainPage
    tiers_heading: Heading
    tiers: tuple[TierMeaning, ...]
    other_tiers: tuple[Heading, ...]
    """Tiers without a description; only their names are listed."""
    goals_heading: Heading
    goals: tuple[GoalLink, ...]
    """The goals that a partner can support."""
    act: ActSection | None
    """What companies and their employees can do."""


def build_partners_page(plain: PlainPage, text: PageText, context: PageContext) -> PartnersPage:
    """Return the page of all partners."""
    ids = _Ids(text, context)
    supports = group_by_partner(context.library.ask(find_supports))
    filled = group_by_tier(supports)
    text.see(*(tier.place("plural") for tier, _ in filled))
    entries = tuple(
        TierEntries(
            heading=ids.head(tier, len(pairs)),
            display=find_display(tier, (view for _, view in pairs)),
            entries=tuple(
                PartnerEntry(
                    partner=view,
                    presentation=_present(partner.presentation, text, context),
                    details=list_details(list_rows(partner, text, context.words)),
                    goals=_goals(supports[partner], tier, text, context),
                    undertakings=find_for_partner(view.name, text, context),
                )
                for partner, view in pairs
            ),
        )
        for tier, pairs in view_partners(filled, context.today, context.library.gallery, context.language, EARLY)
    )
    ids.hide_unused()
    return PartnersPage(plain, entries, f"/{BECOME_PARTNER}/")


class _Ids:
    """The ids of tiers and of headings in presentations, which do not depend on who is partner today."""

    def __init__(self, text: PageText, context: PageContext) -> None:
        """Take the ids of all tiers and partners that are shown on some day, in the order of tiers and of the register."""
        self._text = text
        found = context.library.ask(find_supports_of_any_day)
        tiers = sorted(dict.fromkeys(support.tier for support in found), key=lambda tier: tier.order)
        self._tiers = {tier: text.ids.take(tier_title(tier, 1, {})) for tier in tiers}
        self._several = {tier: self._take_several(tier) for tier in tiers}
        for partner in dict.fromkeys(support.partner for support in found):
            for node in read_document(partner.presentation, context.library)[0].nodes if partner.presentation else ():
                if isinstance(node, HeadingNode):
                    text.ids.keep_for(node)

    def _take_several(self, tier: Tier) -> str | None:
        """Take the id made of a tier's plural; return None if a tier's name has that id."""
        several, ids = tier_title(tier, 2, {}), self._text.ids
        return None if any(ids.is_one(tier_title(one, 1, {}), several) for one in self._tiers) else ids.take(several)

    def head(self, tier: Tier, count: int) -> Heading:
        """Return the heading of a tier with `count` partners; its id is made of the name, and the plural is an id there too."""
        words, name = tier_title(tier, count, self._text.marks.foreign), self._tiers.pop(tier)
        other = self._several.pop(tier)
        place = f'<span id="{other}"></span>' if other else ""
        return Heading(name, words, f"{place}{speak_html(words)}", 2, self._text.ids.edit(tier.place("name")))

    def hide_unused(self) -> None:
        """Hide the ids of tiers without partners today: no link leads to them, and nothing else gets them."""
        self._text.ids.hide(*self._tiers.values(), *filter(None, self._several.values()))


def _present(presentation: Writing | None, text: PageText, context: PageContext) -> tuple[Piece, ...]:
    if presentation is None:
        return ()
    return text.pieces(text.open(read_document(presentation, context.library)[0]).nodes, shift=1, level=2)


def _goals(supports: Iterable[Support], shown: Tier, text: PageText, context: PageContext) -> tuple[SupportedGoal, ...]:
    """Return the goals that a partner supports, by number, each with its tier if that is not `shown`."""
    links = {link.number: link for link in context.parts.goals}
    in_order = sorted(supports, key=lambda one: one.goal.number)
    goals = context.show_goals((links[one.goal.number] for one in in_order), text)
    tiers = (str(one.tier.name).lower() if one.tier is not shown else None for one in in_order)
    return tuple(map(SupportedGoal, goals, tiers))


def build_become_partner_page(plain: PlainPage, text: PageText, context: PageContext) -> BecomePartnerPage:
    """Return the page about how to become a partner."""
    tiers_heading = plain_heading(context.words.tiers_heading, 2, text.ids)
    meanings = tuple(
        TierMeaning(
            plain_heading(tier_title(tier, 1, text.marks.foreign), 3, text.ids, tier.place("name")),
            text.pieces(text.open(read_document(tier.meaning, context.library)[0]).nodes, shift=2, level=3),
        )
        for tier in context.library.shown(Tier)
    )
    said = tuple(meaning for meaning in meanings if meaning.pieces)
    others = tuple(meaning.heading for meaning in meanings if not meaning.pieces)
    goals = context.show_goals(context.parts.goals, text, "subheading")
    act_heading = find_act_heading_without_goal(context, text)
    act_blocks = build_act_blocks(find_last_blocks(context), act_heading, text)
    act = build_act(act_heading, act_blocks, build_giving(context, text), text)
    goals_heading = plain_heading(context.words.goals_to_choose, 2, text.ids)
    if not meanings:
        text.ids.hide(tiers_heading.id)
    if not goals:
        text.ids.hide(goals_heading.id)
    return BecomePartnerPage(plain, tiers_heading, said, others, goals_heading, goals, act)
