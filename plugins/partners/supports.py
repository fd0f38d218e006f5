"""Supports: the agreements that are shown. Only this module decides which they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.marks.known import Known
from plugins.core.swedish import compare_key
from plugins.partners.model import Agreement, Partner, Tier


class AgreedGoal(Protocol):
    """What agreements need to know of a goal."""

    @property
    def number(self) -> int:
        """The number by which agreements refer to it."""
        ...


@dataclass(frozen=True, slots=True)
class Support:
    """An agreement that visitors see on its days, with the records to which it refers."""

    partner: Partner
    agreement: Agreement
    goal: AgreedGoal
    tier: Tier


def find_supports(library: Library) -> tuple[Support, ...]:
    """Return the agreements that are shown today, in the order of the register."""
    return tuple(support for support in library.ask(find_supports_of_any_day) if support.agreement.is_current(library.today))


def find_supports_of_any_day(library: Library) -> tuple[Support, ...]:
    """Return the agreements that are shown on some day: those whose partner, goal and tier are published.

    They are in the order of the register.
    """
    goals: Known[AgreedGoal] = library.referred_by("lokalt mål")
    tiers = library.known(Tier)
    return tuple(
        Support(partner, agreement, goal, tier)
        for partner in library.shown(Partner)
        for agreement in partner.agreements
        if (goal := goals.get(agreement.goal)) and (tier := tiers.get(agreement.tier))
    )


def group_by_partner(supports: Iterable[Support]) -> Mapping[Partner, Sequence[Support]]:
    """Return the supports of each partner; partners and supports keep their order."""
    grouped: dict[Partner, list[Support]] = {}
    for support in supports:
        grouped.setdefault(support.partner, []).append(support)
    return grouped


def group_by_tier(supports: Mapping[Partner, Iterable[Support]]) -> Sequence[tuple[Tier, Sequence[Partner]]]:
    """Return the partners of `group_by_partner`, each on the highest tier of its supports, from the highest tier down."""
    members: dict[Tier, list[Partner]] = {}
    for partner, own in supports.items():
        members.setdefault(find_highest_tier(own), []).append(partner)
    return sorted(members.items(), key=lambda pair: pair[0].order)


def find_highest_tier(supports: Iterable[Support]) -> Tier:
    """Return the highest tier of some supports, of which there must be at least one."""
    return min((support.tier for support in supports), key=lambda tier: tier.order)


def make_next_current(partner: Partner, today: date) -> tuple[Agreement, ...]:
    """Return a partner's agreements, with the next one of each goal without a current agreement made current.

    Proofs show what is coming so.
    """
    held = {agreement.goal.key for agreement in partner.agreements if agreement.is_current(today)}
    begun = []
    for agreement in sorted(partner.agreements, key=lambda a: a.first_day or today):
        is_next = agreement.goal.key not in held and not agreement.has_ended(today)
        held |= {agreement.goal.key} if is_next else set()
        begun.append(agreement.model_copy(update={"first_day": None}) if is_next else agreement)
    return tuple(begun)


def find_addresses(supports: Iterable[Support]) -> Mapping[str, str]:
    """Return the website of each current partner that has one, by the `compare_key` of its name."""
    partners = {support.partner: None for support in supports}
    return {compare_key(partner.name.value): partner.website for partner in partners if partner.website}
