"""Supports: the agreements that a visitor meets today. The one place that decides it."""

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
    """A goal as far as agreements are concerned."""

    @property
    def number(self) -> int:
        """What agreements call it by."""
        ...


@dataclass(frozen=True, slots=True)
class Support:
    """That a partner supports a goal on a tier, and that visitors see it, today or on the days of the agreement."""

    partner: Partner
    agreement: Agreement
    goal: AgreedGoal
    tier: Tier


def find_supports(library: Library) -> tuple[Support, ...]:
    """Return the agreements that are shown today, in the order of the register: each while its days last."""
    return tuple(support for support in library.ask(find_supports_of_any_day) if support.agreement.is_current(library.today))


def find_supports_of_any_day(library: Library) -> tuple[Support, ...]:
    """Return the agreements that are shown on some day, in the order of the register.

    They are those of which neither the partner, the goal nor the tier is a draft.
    """
    goals: Known[AgreedGoal] = library.referred_by("lokalt mål")
    tiers = library.known(Tier)
    return tuple(
        Support(partner, agreement, goal, tier)
        for partner in library.shown(Partner)
        for agreement in partner.agreements
        if (goal := goals.get(agreement.goal)) and (tier := tiers.get(agreement.tier))
    )


def begin_all(partner: Partner, today: date) -> tuple[Agreement, ...]:
    """Return the agreements of a partner as they will be: what is to come has begun, where nothing else holds for its goal."""
    held = {agreement.goal.key for agreement in partner.agreements if agreement.is_current(today)}
    begun = []
    for agreement in sorted(partner.agreements, key=lambda a: a.first_day or today):
        is_next = agreement.goal.key not in held and not agreement.has_ended(today)
        held |= {agreement.goal.key} if is_next else set()
        begun.append(agreement.model_copy(update={"first_day": None}) if is_next else agreement)
    return tuple(begun)


def find_addresses(supports: Iterable[Support]) -> Mapping[str, str]:
    """Return where the name of each partner that is shown leads, by compared name."""
    partners = {support.partner: None for support in supports}
    return {compare_key(partner.name.value): partner.website for partner in partners if partner.website}
