"""The list of partners: who is shown where today, who comes and goes, and what is missing.

In: the library of one day. Out: text in plain Swedish, a sentence or a point a line so that it reads well aloud, or one
JSON object a line for each agreement. Called by `commands.run`. What is shown is judged as the walls judge it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from plugins.core.library import Library
from plugins.core.problems import Problem
from plugins.core.swedish import NO_BREAK_SPACE, format_day, join_words, sort_key
from plugins.local_goals.model import LocalGoal
from plugins.partners.model import Agreement, Partner, Tier
from plugins.partners.supports import find_supports

SOON: Final = timedelta(days=60)
"""How far ahead the list looks: time enough for a proof, an answer and an invoice."""

State = Literal["shown", "coming", "draft", "ended"]

STATE_WORDS: Final = {"shown": "visas nu", "coming": "kommer längre fram", "draft": "utkast", "ended": "avslutat"}


@dataclass(frozen=True, slots=True)
class Standing:
    """One agreement as it stands on a day; a draft may have none yet."""

    partner: Partner
    agreement: Agreement | None
    goal: LocalGoal | None
    tier: Tier | None
    state: State

    @property
    def where(self) -> str:
        """The place in words: "mål 2 Alla är trygga, vänföretag"."""
        if self.agreement is None:
            return "inget mål är valt"
        title = f" {self.goal.title.typed}" if self.goal else ""
        return f"mål {self.agreement.goal}{title}, {self.tier.name if self.tier else self.agreement.tier}"

    @property
    def period(self) -> str:
        """The days in words: "1 mars 2026–31 december 2026"."""
        first, last = (self.agreement.first_day, self.agreement.last_day) if self.agreement else (None, None)
        begins = f"från {format_day(first)} " if first else ""
        return f"{begins}till och med {format_day(last)}" if last else f"{begins}tills vidare"


def find_standings(library: Library) -> tuple[Standing, ...]:
    """Return every agreement of every partner, in the order of goals, tiers and names."""
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
        state: State = "draft"
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
    """Return what a partner that is shown, or will be, still lacks, in the words of the list."""
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


def find_soon(library: Library, standings: Iterable[Standing]) -> list[tuple[date, str]]:
    """Return what begins, ends or changes within `SOON` from the library's day, the nearest first."""
    today, found = library.today, []
    standings = tuple(standings)
    for standing in standings:
        if standing.agreement is None or standing.state == "ended":
            continue
        name, where = standing.partner.name.value, standing.where
        note = " (utkast)" if standing.state == "draft" else ""
        first, last = standing.agreement.first_day, standing.agreement.last_day
        if first and today < first <= today + SOON:
            found.append((first, f"{name} börjar visas {format_day(first)}: {where}{note}"))
        if last and today <= last <= today + SOON:
            found.append((last, f"{name} visas för sista gången {format_day(last)}: {where}{note}"))
    for partner in {standing.partner: None for standing in standings if standing.state == "shown"}:
        if partner.new_logo and today < partner.new_logo.first_day <= today + SOON:
            day = partner.new_logo.first_day
            found.append((day, f"{partner.name.value} byter logotyp {format_day(day)}"))
    return sorted(found)


def problems_of_register(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """Return the errors that would make the list untrue: in partners, tiers, or in a file that could not be read."""
    folder = library.shelves.folder
    own = {folder / "nivaer.yaml", *library.shelves.torn_files}
    return [
        p for p in problems if p.is_error and (p.place.source.path in own or folder / "partner" in p.place.source.path.parents)
    ]


def tell_list(library: Library) -> str:
    """Return the whole list as text."""
    standings = find_standings(library)
    lines = [f"Partner den {format_day(library.today)}.", ""]
    lines += [*_tell_shown(standings), ""]
    lines += [*_tell_soon(library, standings), ""]
    lines += _tell_missing(library, standings)
    for state, heading in (
        ("coming", "Börjar visas längre fram"),
        ("draft", "Utkast, visas inte"),
        ("ended", "Avslutade, visas inte"),
    ):
        rows = [s for s in standings if s.state == state]
        if rows:
            lines += ["", f"{heading}:", *(f"- {s.partner.name.value}: {_tell_where(s)} ({_place(s)})" for s in rows)]
    return "\n".join(lines).replace(NO_BREAK_SPACE, " ")


def _tell_where(standing: Standing) -> str:
    return f"{standing.where}, {standing.period}" if standing.agreement else standing.where


def _tell_shown(standings: tuple[Standing, ...]) -> Iterator[str]:
    shown = [standing for standing in standings if standing.state == "shown"]
    if not shown:
        yield "Ingen partner visas."
        return
    count = len({standing.partner for standing in shown})
    yield f"Visas nu: {count} partner."
    goals = {standing.goal: None for standing in shown if standing.goal}
    for goal in goals:
        yield ""
        yield f"Mål {goal.number} {goal.title.typed}:"
        for s in shown:
            if s.goal is goal and s.tier:
                yield f"- {s.partner.name.value}, {s.tier.name}, {s.period}"


def _tell_soon(library: Library, standings: tuple[Standing, ...]) -> Iterator[str]:
    soon = find_soon(library, standings)
    until = format_day(library.today + SOON)
    yield (
        f"Börjar, slutar eller ändras inom {SOON.days} dagar, till och med {until}:"
        if soon
        else (f"Inget börjar eller slutar inom {SOON.days} dagar, till och med {until}.")
    )
    yield from (f"- {what}" for _, what in soon)


def _tell_missing(library: Library, standings: tuple[Standing, ...]) -> Iterator[str]:
    lacking = [
        (p, find_missing(p, standings, library.today)) for p in sorted(library.all(Partner), key=lambda p: sort_key(p.name.value))
    ]
    rows = [f"- {p.name.value}: {join_words(missing)} ({_place_of(p)})" for p, missing in lacking if missing]
    yield "Det här saknas:" if rows else "Logotyp, webbadress och godkännande finns för alla."
    yield from rows


def tell_list_json(library: Library) -> Iterator[str]:
    """Yield one JSON object for each agreement; days as ISO 8601, what is not there as null."""
    standings = find_standings(library)
    for s in standings:
        first, last = (s.agreement.first_day, s.agreement.last_day) if s.agreement else (None, None)
        place = (s.agreement or s.partner).place()
        record = {
            "partner": s.partner.name.value,
            "goal": str(s.agreement.goal) if s.agreement else None,
            "tier": str(s.agreement.tier) if s.agreement else None,
            "from": first.isoformat() if first else None,
            "until": last.isoformat() if last else None,
            "state": s.state,
            "approved": s.partner.approved.isoformat() if s.partner.approved else None,
            "missing": find_missing(s.partner, standings, library.today),
            "path": _shown(place.source.path),
            "line": place.line,
        }
        yield json.dumps(record, ensure_ascii=False)


def _place(standing: Standing) -> str:
    place = (standing.agreement or standing.partner).place()
    return f"{_shown(place.source.path)}, rad {place.line}"


def _place_of(partner: Partner) -> str:
    place = partner.place()
    return f"{_shown(place.source.path)}, rad {place.line}"


def _shown(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # Windows: another drive has no relative path
        return path.as_posix()
