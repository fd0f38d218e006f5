"""The note of changes between two small sites."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from plugins.publishing.change_note import WrittenSite, format_note

DAY = date(2026, 11, 22)


def page(title: str, text: str) -> str:
    return f"<title>{title} – X</title><link href=/theme/a.css><h1>{title}</h1><main>{text}</main>"


def leads(to: str) -> str:
    return f'<meta http-equiv="refresh" content="0; url={to}"><h1>Flyttad</h1>'


def site(files: Mapping[str, str | list[object]]) -> WrittenSite:
    texts = {
        path: (text if isinstance(text, str) else json.dumps({"version": 1, "items": text})).encode()
        for path, text in files.items()
    }
    return WrittenSite({path: str(hash(text)) for path, text in texts.items()}, texts.get)


def partner(name: str, *supports: tuple[int, str]) -> object:
    return {"name": name, "website": None, "supports": [{"goal": goal, "tier": tier} for goal, tier in supports]}


def fact(name: str, value: str, unit: str | None = None) -> object:
    return {"id": name, "value": value, "unit": unit, "period": None, "source": None}


BEFORE = {
    "index.html": page("Start", "Välkommen"),
    "mal-1/index.html": page("Ingen hunger", "40 frukostar"),
    "om/index.html": page("Om oss", "Vi finns"),
    "borta/index.html": page("Gammal", "Gammal text"),
    "kvar/index.html": page("Kvar", "Oförändrad") + "<footer>a</footer>",
    "data/goals.json": [{"number": 1, "title": "Ingen hunger"}, {"number": 2, "title": "Alla är trygga"}],
    "data/partners.json": [
        partner("Ängens Bageri", (1, "partner")),
        partner("Norra", (1, "sponsor"), (2, "partner")),
        partner("Ö", (1, "vänföretag")),
    ],
    "data/facts.json": [fact("frukostar", "40", "frukostar om dagen"), fact("annat", "1")],
    "bilder/a.jpg": "a",
    "theme/a.css": "a",
}
AFTER = {
    **BEFORE,
    "mal-1/index.html": page("Ingen hunger", "50 frukostar"),
    "om/index.html": leads("/om-oss/"),
    "om-oss/index.html": page("Om oss", "Vi finns"),
    "kvar/index.html": page("Kvar", "Oförändrad") + "<footer>b</footer>",
    "data/partners.json": [
        partner("Norra", (1, "huvudpartner"), (2, "partner")),
        partner("Ö", (1, "vänföretag"), (2, "sponsor")),
        partner("Ny AB", (2, "partner")),
    ],
    "data/facts.json": [fact("frukostar", "50", "frukostar om dagen"), fact("ny", "2")],
    "bilder/b.jpg": "b",
    "theme/b.css": "b",
}
del AFTER["borta/index.html"], AFTER["bilder/a.jpg"]


def test_a_note_of_changes_lists_partners_pages_figures_and_files() -> None:
    assert (
        format_note(site(BEFORE), site(AFTER), DAY)
        == """\
Ändringar på webbplatsen 22 november 2026

Partner
- Norra har bytt nivå i mål 1 Ingen hunger: sponsor → huvudpartner
- Ny: Ny AB (mål 2 Alla är trygga, nivån partner)
- Inte längre partner: Ängens Bageri (mål 1 Ingen hunger, nivån partner)
- Ö är nu också partner i mål 2 Alla är trygga, på nivån sponsor

Sidor
- Ny: Om oss (/om-oss/)
- Ändrad: Ingen hunger (/mal-1/)
- Borta: Om oss (/om/). Adressen leder till /om-oss/
- Borta: Gammal (/borta/). Adressen leder ingenstans

Siffror
- Frukostar om dagen: 40 → 50
- Ny: 2 (ny)
- Annat: 1 (visas inte längre)

Filer
- Ny: /bilder/b.jpg
- Borta: /bilder/a.jpg
"""
    )


def test_a_change_that_no_visitor_sees_is_not_listed() -> None:
    after = {**BEFORE, "kvar/index.html": page("Kvar", "Oförändrad") + "<footer>b</footer>", "theme/b.css": "b"}
    after |= {"sok/index.0123456789.json": "{}", "en/.htaccess": "x", "nyheter/flode.xml": "x", "lyktor.txt": "x"}
    assert format_note(site(BEFORE), site(after), DAY) == "Webbplatsen 22 november 2026: inget är ändrat för besökaren.\n"


def test_everything_on_a_first_site_is_new() -> None:
    note = format_note(WrittenSite({}, lambda _path: None), site(BEFORE), DAY)
    assert "- Ny: Ängens Bageri (mål 1 Ingen hunger, nivån partner)" in note
    assert "- Ny: Start (/)" in note


def test_an_unreadable_page_is_listed_by_its_address() -> None:
    old = site(BEFORE)
    assert "- Ändrad: Ingen hunger (/mal-1/)" in format_note(WrittenSite(old.files, lambda _path: None), site(AFTER), DAY)
