"""Supports: the agreements that are shown. Only this module decides which they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
