"""Compare the partners that are shown with a table of those who pay, from the bookkeeping.

Returns text in Swedish, or JSON lines. Called by `commands.partners.task`. Nothing from the table is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from plugins.commands.partners.names import OrganisationKey, is_same, likeness, organisation_key
from plugins.commands.partners.table import NameColumn, NamedRow
from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.swedish import NO_BREAK_SPACE, format_day, quote, sort_key
from plugins.partners.model import Partner
from plugins.site.to_do.standings import Standing, find_standings


@dataclass(frozen=True, slots=True)
class Payer:
    """A name of the table, once, however many rows it has."""

    row: NamedRow
    key: OrganisationKey


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between a table from the bookkeeping and the register of partners."""

    paid_and_shown: tuple[tuple[Payer, Partner], ...]
    spelt_otherwise: tuple[tuple[Payer, Partner], ...]
    """Those whose name is spelt in two ways."""
    may_be_same: tuple[tuple[Payer, Partner], ...]
    paid_not_shown: tuple[tuple[Payer, Partner | None], ...]
    """With the partner in the register, where there is one: a draft, or one with agreements of other days."""
    shown_not_paid: tuple[Partner, ...]


def compare_payers(partners: Sequence[Partner], standings: Sequence[Standing], names: NameColumn) -> Comparison:
    """Match the names of a table with the partners of the register."""
    shown = {standing.partner for standing in standings if standing.state == "shown"}
    keys = {partner: organisation_key(partner.name.value) for partner in partners}
    payers = _unique(names)
    pairs = {payer: _same(payer, partners, keys) for payer in payers}
    paired = {partner for partner in pairs.values() if partner}
    likely = _likely([p for p in payers if pairs[p] is None], [p for p in partners if p not in paired], keys)
    both = tuple((payer, partner) for payer, partner in pairs.items() if partner in shown and partner)
    return Comparison(
        paid_and_shown=both,
        spelt_otherwise=tuple((payer, partner) for payer, partner in both if payer.row.name != partner.name.value),
        may_be_same=tuple(likely.items()),
        paid_not_shown=tuple((p, partner) for p, partner in pairs.items() if partner not in shown and p not in likely),
        shown_not_paid=tuple(sorted(shown - paired - set(likely.values()), key=lambda partner: sort_key(partner.name.value))),
    )


def _unique(names: NameColumn) -> list[Payer]:
    payers: list[Payer] = []
    for row in names.rows:
        key = organisation_key(row.name)
        if key.joined and not any(is_same(payer.key, key) for payer in payers):
            payers.append(Payer(row, key))
    return payers


def _same(payer: Payer, partners: Sequence[Partner], keys: dict[Partner, OrganisationKey]) -> Partner | None:
    """Return the partner with the same name; of several, the one with exactly the same spelling."""
    same = [partner for partner in partners if is_same(payer.key, keys[partner])]
    return next((p for p in same if p.name.value == payer.row.name), same[0] if same else None)


def _likely(payers: list[Payer], partners: list[Partner], keys: dict[Partner, OrganisationKey]) -> dict[Payer, Partner]:
    """Return likely matches for a person to check, the most likely first, each name once."""
    scores = [(likeness(payer.key, keys[partner]), payer, partner) for payer in payers for partner in partners]
    pairs: dict[Payer, Partner] = {}
    for score, payer, partner in sorted(scores, key=lambda found: -found[0]):
        if score and payer not in pairs and partner not in pairs.values():
            pairs[payer] = partner
    return dict(sorted(pairs.items(), key=lambda pair: pair[0].row.line))


def why_not_shown(partner: Partner | None, standings: Sequence[Standing], today: date) -> str:
    """Return in words why a partner is not shown."""
    if partner is None:
        return "finns inte i registret"
    own = [standing for standing in standings if standing.partner is partner]
    if any(standing.state == "draft" for standing in own):
        return "är ett utkast" if partner.is_draft else "målet eller nivån är ett utkast"
    first = min(
        (s.agreement.first_day for s in own if s.state == "coming" and s.agreement and s.agreement.first_day), default=None
    )
    if first:
        return f"börjar visas {format_day(first)}"
    last = max((s.agreement.last_day for s in own if s.agreement and s.agreement.last_day), default=today)
    return f"avtalet slutade {format_day(last)}"


def format_comparison(library: Library, names: NameColumn, file: str) -> str:
    """Return the comparison as text."""
    standings = find_standings(library)
    found = compare_payers(library.all(Partner), standings, names)
    lines = [f"Partner den {format_day(library.today)}, jämförda med {file}."]
    if found.paid_not_shown:
        lines += ["", "Betalar men visas inte:"]
        for payer, partner in found.paid_not_shown:
            where = f", {_place(partner)}" if partner else ""
            lines.append(f"- {payer.row.name} (rad {payer.row.line}): {why_not_shown(partner, standings, library.today)}{where}")
    if found.shown_not_paid:
        lines += ["", "Visas men betalar inte, enligt filen:"]
        lines += [f"- {partner.name.value} ({_place(partner)})" for partner in found.shown_not_paid]
    if found.may_be_same:
        lines += ["", "Kan vara samma, se efter:"]
        for payer, partner in found.may_be_same:
            shown = any(s.partner is partner and s.state == "shown" for s in standings)
            state = "visas" if shown else why_not_shown(partner, standings, library.today)
            names_of_both = f"{quote(payer.row.name)} (rad {payer.row.line}) och {quote(partner.name.value)}"
            lines.append(f"- {names_of_both}, som {state} ({_place(partner)})")
    if found.spelt_otherwise:
        lines += ["", "Räknas som samma, fast de skrivs på två sätt:"]
        lines += [
            f"- {quote(payer.row.name)} (rad {payer.row.line}) och {quote(p.name.value)}" for payer, p in found.spelt_otherwise
        ]
    lines += ["", f"Betalar och visas: {len(found.paid_and_shown)} av de {len(_unique(names))} namnen i filen."]
    return "\n".join(lines).replace(NO_BREAK_SPACE, " ")


def format_comparison_json(library: Library, names: NameColumn) -> Iterator[str]:
    """Yield one JSON object for each name: `finding`, the name in the file and its line, the partner in the register."""
    found = compare_payers(library.all(Partner), find_standings(library), names)
    yield from (_json("paid_and_shown", payer, partner) for payer, partner in found.paid_and_shown)
    yield from (_json("paid_not_shown", payer, partner) for payer, partner in found.paid_not_shown)
    yield from (_json("shown_not_paid", None, partner) for partner in found.shown_not_paid)
    yield from (_json("may_be_same", payer, partner) for payer, partner in found.may_be_same)


def _json(finding: str, payer: Payer | None, partner: Partner | None) -> str:
    record = {
        "finding": finding,
        "name": payer.row.name if payer else None,
        "row": payer.row.line if payer else None,
        "partner": partner.name.value if partner else None,
    }
    return json.dumps(record, ensure_ascii=False)


def _place(partner: Partner) -> str:
    place = partner.place()
    return f"{place.source.path.name}, rad {place.line}"
