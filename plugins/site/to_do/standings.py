"""Standings: the state of every agreement on a day, what each partner lacks, and coming changes.

Takes the library of one day, without drafts. The list of partners and the to-do list both come from here, so they cannot
disagree. What counts as shown is decided as for the walls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, Literal

from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.places import Place
from plugins.core.swedish import format_day, sort_key
from plugins.local_goals.model import LocalGoal
from plugins.partners.model import Agreement, Partner, Tier
from plugins.partners.supports import find_supports

SOON: Final = timedelta(days=60)
"""How far ahead changes are listed: enough for a proof, an answer and an invoice."""

StandingState = Literal["shown", "coming", "draft", "ended"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement on one day; a draft partner may have none yet."""

    partner: Partner
    agreement: Agreement | None
    goal: LocalGoal | None
    tier: Tier | None
    state: StandingState

    @property
    def where(self) -> str:
        """Return the place in words: "mål 2 Alla är trygga, vänföretag"."""
        if self.agreement is None:
            return "inget mål är valt"
        title = f" {self.goal.title.typed}" if self.goal else ""
        return f"mål {self.agreement.goal}{title}, {self.tier.name if self.tier else self.agreement.tier}"

    @property
    def period(self) -> str:
        """Return the days in words: "1 mars 2026–31 december 2026"."""
        first, last = (self.agreement.first_day, self.agreement.last_day) if self.agreement else (None, None)
        begins = f"från {format_day(first)} " if first else ""
        return f"{begins}till och med {format_day(last)}" if last else f"{begins}tills vidare"


def find_standings(library: Library) -> tuple[Standing, ...]:
    """Return every agreement of every partner, sorted by goal, tier and name."""
    found = [standing for partner in library.all(Partner) for standing in _standings_of(partner, library)]

    def order(standing: Standing) -> tuple[object, ...]:
        goal = standing.goal.number if standing.goal else 0
        tier = standing.tier.order if standing.tier else 0
        return (goal, tier, sort_key(standing.partner.name.value), standing.agreement is not None and standing.period)

    return tuple(sorted(found, key=order))


def _standings_of(partner: Partner, library: Library) -> Iterator[Standing]:
    goals, tiers = library.known(LocalGoal).things, library.known(Tier).things
    shown = {support.agreement for support in library.ask(find_supports)}
    for agreement in partner.agreements:
        goal, tier = goals.get(agreement.goal.key), tiers.get(agreement.tier.key)
        state: StandingState = "draft"
        if agreement.has_ended(library.today):
            state = "ended"
        elif agreement in shown:
            state = "shown"
        elif not (partner.is_draft or goal is None or goal.is_draft or tier is None or tier.is_draft):
            state = "coming"
        yield Standing(partner, agreement, goal, tier, state)
    if not partner.agreements:
        yield Standing(partner, None, None, None, "draft")


def find_missing(partner: Partner, standings: Iterable[Standing], today: date) -> list[str]:
    """Return what a partner that is or will be shown still lacks, in Swedish words."""
    live = [standing for standing in standings if standing.partner is partner and standing.state != "ended"]
    if not live:
        return []
    missing = []
    if partner.logo is None and partner.logo_file(today) is None:
        only_names = all(standing.tier is not None and standing.tier.display == "names" for standing in live)
        missing.append("logotyp (nivån visar bara namn)" if only_names else "logotyp")
    if partner.website is None:
        missing.append("webbadress")
    if not partner.is_approved(today):
        missing.append("godkännande")
    return missing


@dataclass(frozen=True, slots=True)
class UpcomingChange:
    """Something about a partner that begins, ends or changes on a later day."""

    day: date
    words: str
    partner: Partner
    standing: Standing | None
    """The agreement concerned; None for a logo."""
    place: Place
    """Where the date is written."""


def find_soon(library: Library, standings: Iterable[Standing]) -> list[UpcomingChange]:
    """Return what begins, ends or changes within `SOON` of the library's day, nearest first."""
    return sorted(_find_soon(library.today, tuple(standings)), key=lambda soon: (soon.day, soon.words))


def _find_soon(today: date, standings: tuple[Standing, ...]) -> Iterator[UpcomingChange]:
    for standing in standings:
        if standing.agreement is None or standing.state == "ended":
            continue
        name, where = standing.partner.name.value, standing.where
        note = " (utkast)" if standing.state == "draft" else ""
        first, last = standing.agreement.first_day, standing.agreement.last_day
        if first and today < first <= today + SOON:
            words = f"{name} börjar visas {format_day(first)}: {where}{note}"
            yield UpcomingChange(first, words, standing.partner, standing, standing.agreement.place("first_day"))
        if last and today <= last <= today + SOON:
            words = f"{name} visas för sista gången {format_day(last)}: {where}{note}"
            yield UpcomingChange(last, words, standing.partner, standing, standing.agreement.place("last_day"))
    for partner in {standing.partner: None for standing in standings if standing.state == "shown"}:
        if partner.new_logo and today < partner.new_logo.first_day <= today + SOON:
            day = partner.new_logo.first_day
            words = f"{partner.name.value} byter logotyp {format_day(day)}"
            yield UpcomingChange(day, words, partner, None, partner.new_logo.place("first_day"))
