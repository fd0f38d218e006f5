"""Partners, their tiers and logos, and the walls that show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from plugins.core.day_change import DayChange
from plugins.core.kinds.keys import Key
from plugins.core.library import Library, Register
from plugins.core.models.model import Model
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.house.context import KnownPage
from plugins.house.room import PageRoom
from plugins.partners.items import list_items
from plugins.partners.model import BECOME_PARTNER, PARTNERS, SHELVES, Partner, Tier
from plugins.partners.page import build_become_partner_page, build_partners_page
from plugins.partners.rules import (
    check_approvals,
    check_logo_names,
    check_logos,
    check_partners,
    check_tiers,
    check_unused_logos,
    find_hidden_agreements,
)
from plugins.partners.supports import find_supports

DAY: Final = timedelta(days=1)


def _find_page(partner: Partner, library: Library) -> str:
    """Return the address of the first existing goal among a partner's agreements; empty if there is none."""
    goals = library.referred_by("lokalt mål").things
    return next((goals[one.goal.key].address for one in partner.agreements if one.goal.key in goals), "")


TIERS = Register(
    model=Tier,
    code="okand-niva",
    missing="Det finns ingen nivå som heter {}.",
    listing="Nivåerna är",
    order=lambda tier: tier.order,
    also_called=lambda tier: [tier.plural.value],
    fields=("nivå",),
    seen_on=lambda _tier, _library: f"/{PARTNERS}/",
)
PARTNER_REGISTER = Register(
    model=Partner,
    instead="Ska samarbetet sluta? Skriv till: och den sista dagen i avtalet, så försvinner partnern från alla sidor.",
    seen_on=_find_page,
    has_organisations=True,
)


def _check(library: Library) -> Iterator[Problem]:
    shelves, partners = library.shelves, library.all(Partner)
    tiers, goals = library.known(Tier), library.referred_by("lokalt mål")
    yield from check_tiers(library.shelves.all(Tier))
    yield from check_partners(partners, goals, tiers, shelves)
    yield from check_logos(partners, tiers, library.gallery, library.today)
    if shelves.is_complete(Partner):
        yield from check_unused_logos(partners, shelves.files)
    yield from check_logo_names(shelves.files)
    yield from check_approvals(library.ask(find_supports), library.today)


def _changes(library: Library) -> Iterator[DayChange]:
    goals, tiers = library.referred_by("lokalt mål"), library.known(Tier)
    for partner in library.shown(Partner):
        name = quote(partner.name.value)
        for agreement in partner.agreements:
            if not (goals.get(agreement.goal) and tiers.get(agreement.tier)):
                continue
            if agreement.first_day:
                words = f"{name} börjar visas på mål {agreement.goal}"
                yield DayChange(agreement.first_day, words, agreement.place("first_day"))
            if agreement.last_day:
                words = f"{name} visas inte längre på mål {agreement.goal}"
                yield DayChange(agreement.last_day + DAY, words, agreement.place("last_day"))
        if partner.new_logo:
            yield DayChange(partner.new_logo.first_day, f"{name} byter logotyp", partner.new_logo.place("first_day"))


def _find_left_out(library: Library) -> Iterator[tuple[Model, Place, Key]]:
    """Yield each current agreement that is hidden because its goal is a draft: the partner, the place, and the goal."""
    goals = library.referred_by("lokalt mål")
    for partner in library.all(Partner):
        if not partner.is_draft:
            for agreement, goal in find_hidden_agreements(partner, goals, library.today):
                yield partner, agreement.place(), goal


ROOM = PageRoom(
    shelves=SHELVES,
    registers=(TIERS, PARTNER_REGISTER),
    check=_check,
    left_out=_find_left_out,
    changes=_changes,
    known=(
        KnownPage(
            name=PARTNERS,
            words="partners",
            template="partner",
            view=build_partners_page,
            menu=lambda context: bool(context.library.ask(find_supports)),
        ),
        KnownPage(
            name=BECOME_PARTNER,
            words="become_partner",
            template="become_partner",
            view=build_become_partner_page,
            is_handout=True,
            menu=lambda context: bool(context.library.known(Tier).shown),
        ),
    ),
    data={"partners": list_items},
)
