"""Views of partners: the wall, tier by tier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plugins.core.known import Known
from plugins.core.swedish import sort_key
from plugins.partners.model import LOGO_FOLDER, Partner, Tier


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo file as it stands in the output."""

    address: str
    """`/partner/logotyper/exempelbolaget.svg`."""
    width: int | None
    """Width in CSS pixels at which it is shown; None where the file does not tell its size."""
    height: int | None


@dataclass(frozen=True, slots=True)
class PartnerView:
    """One organisation on the wall."""

    name: str
    address: str | None
    """Its own site; None where it has none or it is not known."""
    rel: str | None
    """`sponsored` where the tier says so."""
    logo: Logo | None
    """None: the name is set in its place."""


@dataclass(frozen=True, slots=True)
class TierView:
    """One tier with its partners; never empty."""

    title: str
    """Singular or plural by count."""
    display: Literal["large", "normal", "small", "names"]
    partners: tuple[PartnerView, ...]
    """In the order of the Swedish alphabet."""


def build_goal_wall(partners: Iterable[Partner], goal: str, tiers: Known[Tier], today: date) -> tuple[TierView, ...]:
    """Return the tiers of one goal (`goal` is its compared number), each with the partners that support it today."""
    members: dict[str, list[Partner]] = {}
    for partner in partners:
        for agreement in partner.agreements:
            if agreement.goal.key == goal and agreement.is_current(today) and tiers.get(agreement.tier):
                members.setdefault(agreement.tier.key, []).append(partner)
    return _build_wall(members, tiers, today)


def build_whole_wall(partners: Iterable[Partner], goals: Iterable[str], tiers: Known[Tier], today: date) -> tuple[TierView, ...]:
    """Return every current partner of the shown `goals` once, on its highest tier."""
    shown = set(goals)
    members: dict[str, list[Partner]] = {}
    for partner in partners:
        current = [
            (tier.order, agreement.tier.key)
            for agreement in partner.agreements
            if agreement.goal.key in shown and agreement.is_current(today) and (tier := tiers.get(agreement.tier))
        ]
        if current:
            members.setdefault(min(current)[1], []).append(partner)
    return _build_wall(members, tiers, today)


def _build_wall(members: dict[str, list[Partner]], tiers: Known[Tier], today: date) -> tuple[TierView, ...]:
    """Tiers by their order, partners by the Swedish alphabet; a tier without partners has no heading."""
    filled = sorted(((tiers.things[key], found) for key, found in members.items()), key=lambda pair: pair[0].order)
    return tuple(
        TierView(
            title=tier_title(tier, len(found)),
            display=tier.display,
            partners=tuple(view_partner(partner, tier, today) for partner in sorted(found, key=lambda p: sort_key(p.name.value))),
        )
        for tier, found in filled
    )


def view_partner(partner: Partner, tier: Tier, today: date) -> PartnerView:
    """Return a partner as it is shown on a tier: with the logo of today, and the link that the tier allows."""
    file = partner.logo_file(today)
    return PartnerView(
        name=partner.name.value,
        address=partner.website,
        rel="sponsored" if tier.is_sponsored and partner.website else None,
        logo=Logo(f"/{LOGO_FOLDER}/{file}", None, None) if file else None,
    )


def tier_title(tier: Tier, count: int) -> str:
    """Return the words over a tier: singular or plural by count, with a capital. They stand in `nivaer.yaml`."""
    words = str(tier.name) if count == 1 else tier.plural.value
    return words[:1].upper() + words[1:]
