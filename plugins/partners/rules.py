"""Rules of tiers, partners and agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Protocol

from plugins.core.kinds import Key
from plugins.core.known import Known, check_unique
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.sources import Text
from plugins.core.swedish import closest, compare_key, quote
from plugins.partners.model import LOGO_FOLDER, Agreement, Partner, Tier


class _HasStatus(Protocol):
    @property
    def is_draft(self) -> bool: ...


def check_tiers(tiers: Iterable[Tier]) -> Iterator[Problem]:
    """Each tier has a name and a place in the order of its own."""
    tiers = tuple(tiers)
    yield from check_unique((tier.name for tier in tiers), "nivå")
    seen: dict[int, Tier] = {}
    for tier in tiers:
        first = seen.setdefault(tier.order, tier)
        if first is not tier:
            message = f"Nivåerna {quote(str(first.name))} och {quote(str(tier.name))} har samma ordning, {tier.order}."
            yield Problem(tier.place("order"), "dubbel-ordning", message, help=("Ge dem var sitt nummer.",))


def check_partners(
    partners: Iterable[Partner], goals: Known[_HasStatus], tiers: Known[Tier], files: Collection[str], *, is_whole: bool = True
) -> Iterator[Problem]:
    """A partner has agreements that point to goals and tiers, days in order, and a logo file that is there.

    `is_whole` is false where a register could not be read whole: half an agreement may then have its other half there.
    """
    partners = tuple(partners)
    yield from _check_names(partners)
    for partner in partners:
        form = [*_check_form(partner)]
        yield from form if is_whole else ()
        for agreement in partner.agreements:
            yield from goals.check_exists(agreement.goal)
            yield from tiers.check(agreement.tier)
            yield from _check_days(agreement)
        yield from () if form else _check_overlap(partner)
        logos = [partner.logo, partner.dark_logo, partner.new_logo.file if partner.new_logo else None]
        for logo in filter(None, logos):
            yield from _check_logo(logo, files)


def _check_names(partners: Iterable[Partner]) -> Iterator[Problem]:
    """An organisation stands once in the register, with all its agreements."""
    seen: dict[str, Place] = {}
    for partner in partners:
        place = partner.place("name")
        first = seen.setdefault(compare_key(partner.name.value), place)
        if first is not place:
            where = "" if first.source is place.source else f" i {first.source.path.name}"
            message = f"{quote(partner.name.value)} finns redan, på rad {first.line}{where}."
            help_line = "Samla organisationens avtal i en post, under ”avtal:”."
            yield Problem(place, "dubbelt-namn", message, help=(help_line,))


def _check_form(partner: Partner) -> Iterator[Problem]:
    """Goal and tier stand in the record itself, or in its list of agreements; not halves, not both."""
    own = {"lokalt mål": partner.goal, "nivå": partner.tier}
    missing = [name for name, value in own.items() if value is None]
    if partner.agreement_list and len(missing) < 2:
        message = f"{quote(partner.name.value)} har både en lista ”avtal” och ett eget mål eller en egen nivå."
        yield Problem(partner.place("name"), "dubbelt-avtal", message, help=("Flytta in raderna i listan ”avtal”.",))
    elif not partner.agreement_list and missing and not partner.is_draft:
        message = f"{quote(partner.name.value)} saknar {' och '.join(missing)}, så ingen vet var den ska visas."
        help_lines = tuple(f"Lägg till raden {name}: …" for name in missing)
        yield Problem(partner.place("name"), "saknar-falt", message, help=help_lines)


def _check_days(agreement: Agreement) -> Iterator[Problem]:
    """An agreement does not end before it begins."""
    if agreement.first_day and agreement.last_day and agreement.last_day < agreement.first_day:
        message = f"Avtalet slutar {agreement.last_day}, innan det börjar {agreement.first_day}."
        yield Problem(agreement.place("last_day"), "slutar-fore-start", message, help=("Rätta en av dagarna.",))


def _check_overlap(partner: Partner) -> Iterator[Problem]:
    """A partner has one tier at a time on a goal."""
    seen: list[Agreement] = []
    for agreement in partner.agreements:
        clash = next((a for a in seen if a.goal.key == agreement.goal.key and _meet(a, agreement)), None)
        if clash:
            first = clash.place("goal").line
            message = (
                f"{quote(partner.name.value)} har två avtal på samma gång för mål {agreement.goal}, det första på rad {first}."
            )
            yield Problem(agreement.place("goal"), "dubbelt-avtal", message, help=("Ta bort det ena, eller ge dem olika dagar.",))
        seen.append(agreement)


def _meet(one: Agreement, other: Agreement) -> bool:
    def begins_by(a: Agreement, b: Agreement) -> bool:
        return a.first_day is None or b.last_day is None or a.first_day <= b.last_day

    return begins_by(one, other) and begins_by(other, one)


def _check_logo(logo: Text, files: Collection[str]) -> Iterator[Problem]:
    """A logo file that is named is there, written as it is."""
    if f"{LOGO_FOLDER}/{logo.value}" in files:
        return
    there = [name.removeprefix(f"{LOGO_FOLDER}/") for name in files if name.startswith(f"{LOGO_FOLDER}/")]
    place = logo.place()
    guess = next((name for name in there if name.casefold() == logo.value.casefold()), None) or closest(logo.value, there)
    yield Problem(
        place,
        "saknar-logotyp",
        f"Filen {quote(logo.value)} finns inte i mappen content/{LOGO_FOLDER}/.",
        suggestion=place.rewritten(logo.value, guess) if guess else None,
        help=("Lägg filen där, eller ta bort raden så visas namnet i text.",),
    )


def left_out_today(partner: Partner, goals: Known[_HasStatus], today: date) -> Iterator[tuple[Agreement, Key]]:
    """Yield agreements that are not shown because their goal is a draft, each with its goal."""
    for agreement in partner.agreements:
        if agreement.goal.key in goals.drafts and agreement.is_current(today):
            yield agreement, agreement.goal
