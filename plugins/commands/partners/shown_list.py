"""The list of partners: who is shown where today, who comes and goes, and what is missing.

Text in Swedish, one sentence or item on a line so that screen readers read it well; or a JSON object for each agreement. What is
shown is decided as on the walls.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from plugins.core.library import Library
from plugins.core.places import show_path
from plugins.core.problems import Problem
from plugins.core.swedish import NO_BREAK_SPACE, format_day, join_words, sort_key
from plugins.partners.model import Partner, Tier
from plugins.site.rooms import SHELF_OF
from plugins.site.to_do.standings import SOON, Standing, find_missing, find_soon, find_standings


def problems_of_register(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """Return the errors that would make the list wrong: in partners, tiers, or in a file that could not be read."""
    folder = library.shelves.folder
    own = {folder / SHELF_OF[Tier].pattern, *library.shelves.torn_files}
    partners = (folder / SHELF_OF[Partner].pattern).parent
    return [p for p in problems if p.is_error and (p.place.source.path in own or partners in p.place.source.path.parents)]


def format_partners(library: Library) -> str:
    """Return the whole list as text."""
    standings = find_standings(library)
    lines = [f"Partner den {format_day(library.today)}.", ""]
    lines += [*_format_shown(standings), ""]
    lines += [*_format_soon(library, standings), ""]
    lines += _format_missing(library, standings)
    for state, heading in (
        ("coming", "Börjar visas längre fram"),
        ("draft", "Utkast, visas inte"),
        ("ended", "Avslutade, visas inte"),
    ):
        rows = [s for s in standings if s.state == state]
        if rows:
            lines += ["", f"{heading}:", *(f"- {s.partner.name.value}: {_format_where(s)} ({_place(s)})" for s in rows)]
    return "\n".join(lines).replace(NO_BREAK_SPACE, " ")


def _format_where(standing: Standing) -> str:
    return f"{standing.where}, {standing.period}" if standing.agreement else standing.where


def _format_shown(standings: tuple[Standing, ...]) -> Iterator[str]:
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


def _format_soon(library: Library, standings: tuple[Standing, ...]) -> Iterator[str]:
    soon = find_soon(library, standings)
    until = format_day(library.today + SOON)
    yield (
        f"Börjar, slutar eller ändras inom {SOON.days} dagar, till och med {until}:"
        if soon
        else (f"Inget börjar eller slutar inom {SOON.days} dagar, till och med {until}.")
    )
    yield from (f"- {one.words}" for one in soon)


def _format_missing(library: Library, standings: tuple[Standing, ...]) -> Iterator[str]:
    lacking = [
        (p, find_missing(p, standings, library.today)) for p in sorted(library.all(Partner), key=lambda p: sort_key(p.name.value))
    ]
    rows = [f"- {p.name.value}: {join_words(missing)} ({_place_of(p)})" for p, missing in lacking if missing]
    yield "Det här saknas:" if rows else "Logotyp, webbadress och godkännande finns för alla."
    yield from rows


def format_partners_json(library: Library) -> Iterator[str]:
    """Yield one JSON object for each agreement; days in ISO 8601, null for missing values."""
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
            "path": show_path(place.source.path),
            "line": place.line,
        }
        yield json.dumps(record, ensure_ascii=False)


def _place(standing: Standing) -> str:
    place = (standing.agreement or standing.partner).place()
    return f"{show_path(place.source.path)}, rad {place.line}"


def _place_of(partner: Partner) -> str:
    place = partner.place()
    return f"{show_path(place.source.path)}, rad {place.line}"
