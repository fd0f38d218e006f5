"""Rules of the rooms: each reports its fault, and not the near miss beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import ClassVar

import pytest

from plugins.core.kinds.annotations import ID, AnyYear, Day, Year
from plugins.core.kinds.kind import Kind
from plugins.core.models.binding import bind_all
from plugins.core.models.model import Model, RegisterModel, field, fields_of, shape_of
from plugins.core.places import Place, SourceFile
from plugins.core.records.read import read_records
from plugins.core.shelf import Shelf
from plugins.core.source.sources import text_of_lines
from plugins.site.checks.records import check_record
from plugins.site.model import Preparation
from plugins.site.rooms import REGISTERS, SHELVES
from tests.rooms.rich import RICH

BASE = Path(__file__).resolve().parents[1] / "sites" / "_base"
GOAL, TRUST, PARTNERS = "mal/mal-1-ingen-hunger.md", "mal/mal-2-alla-ar-trygga.md", "partner/partner.yaml"
CONTACTS, BOXES, FACTS, TIERS, SITE, ABOUT = (
    "kontakter.yaml",
    "stodrutor.yaml",
    "fakta.yaml",
    "nivaer.yaml",
    "webbplats.yaml",
    "sidor/om.md",
)
Prepare = Callable[..., Preparation]


def kinds_of_names(model: type[Model]) -> list[Kind | None]:
    """Return the kinds of the fields by which a model's records are named."""
    return [info.kind for info in fields_of(model).values() if info.english in model.NAMED_BY]


@pytest.fixture
def prepare(prepare_at_bench: Prepare) -> Prepare:
    """Return the fixture with the bench: most tests here change one file."""
    return prepare_at_bench


LOGO = "partner/logotyper/exempelbolaget.svg"


def changed(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """Return a file of the base site with some text replaced."""
    text = (BASE / name).read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {name: text}


def found(preparation: Preparation) -> list[tuple[str, str, int, int]]:
    """Return code, file, line and column of every problem."""
    return sorted((p.code, p.place.source.path.name, p.place.line, p.place.column) for p in preparation.problems)


CONTACT = "\n- id: bo\n  namn: Bo Exempelman\n  telefon: 08-465 004 00\n"


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        # tiers
        (changed(TIERS, ("ordning: 2", "ordning: 1")), [("dubbel-ordning", "nivaer.yaml", 9, 12)]),
        (changed(TIERS, ("ordning: 2", "ordning: 22")), []),
        (
            changed(TIERS, ("namn: Huvudpartner", "namn: PARTNER")) | changed(PARTNERS, ("huvudpartner", "partner")),
            [("dubbelt-namn", "nivaer.yaml", 7, 9)],
        ),
        # partners
        (
            changed(PARTNERS, ("namn: Norra & Södra", "namn: exempelbolaget ab")),
            [("dubbelt-namn", "partner.yaml", 8, 9)],
        ),
        (changed(PARTNERS, ("namn: Norra & Södra", "namn: Exempelbolaget")), []),
        (changed(PARTNERS, ("  nivå: vänföretag\n", "")), [("saknar-falt", "partner.yaml", 1, 9)]),
        (changed(PARTNERS, ("  lokalt mål: 2\n  nivå: vänföretag\n", "  status: utkast\n")), []),
        (
            changed(PARTNERS, ("  avtal:", "  nivå: partner\n  avtal:")),
            [("dubbelt-avtal", "partner.yaml", 8, 9)],
        ),
        (
            changed(PARTNERS, ("  lokalt mål: 2\n  nivå: vän", "  lokalt mål: 3\n  nivå: vän")),
            [("okant-mal", "partner.yaml", 4, 15)],
        ),
        (changed(PARTNERS, ("nivå: vänföretag", "nivå: vän")), [("okand-niva", "partner.yaml", 5, 9)]),
        (changed(PARTNERS, ("nivå: vänföretag", "nivå: VANFORETAG")), []),
        (
            changed(PARTNERS, ("från: 2026-03-01", "från: 2026-03-01\n      till: 2026-02-28")),
            [("slutar-fore-start", "partner.yaml", 15, 13)],
        ),
        (changed(PARTNERS, ("från: 2026-03-01", "från: 2026-03-01\n      till: 2026-03-01")), []),
        (
            changed(PARTNERS, ("    - lokalt mål: 1\n", "    - lokalt mål: 2\n")),
            [("dubbelt-avtal", "partner.yaml", 12, 19)],
        ),
        (
            changed(
                PARTNERS,
                (
                    "    - lokalt mål: 1\n      nivå: partner\n",
                    "    - lokalt mål: 2\n      nivå: partner\n      till: 2026-03-01\n",
                ),
            ),
            [("dubbelt-avtal", "partner.yaml", 13, 19)],
        ),
        (
            changed(
                PARTNERS,
                (
                    "    - lokalt mål: 1\n      nivå: partner\n",
                    "    - lokalt mål: 2\n      nivå: partner\n      till: 2026-02-28\n",
                ),
            ),
            [],
        ),
        (
            changed(PARTNERS, ("logotyp: exempelbolaget.svg", "logotyp: Exempelbolaget.svg")),
            [("saknar-logotyp", "partner.yaml", 3, 12)],
        ),
        (
            changed(PARTNERS, ("logotyp: exempelbolaget.svg", "logotyp mörk: x.svg")) | {LOGO: None},
            [("saknar-logotyp", "partner.yaml", 3, 17)],
        ),
        (
            changed(PARTNERS, ("logotyp: exempelbolaget.svg", "ny logotyp:\n    fil: x.svg\n    från: 2027-01-01"))
            | {LOGO: None},
            [("saknar-logotyp", "partner.yaml", 4, 10)],
        ),
        # contacts and help boxes
        (
            changed(CONTACTS, ("- id: nodnummer", "- id: Partnerskap")) | changed(BOXES, ("nodnummer", "partnerskap")),
            [("dubbelt-namn", "kontakter.yaml", 8, 7)],
        ),
        (
            changed(CONTACTS, ("  namn: Larmcentralen\n  roll: Ring om någons liv är i fara.\n", "")),
            [("saknar-falt", "kontakter.yaml", 8, 7)],
        ),
        (changed(CONTACTS, ("  namn: Larmcentralen\n", "")), []),
        (changed(CONTACTS, ("  telefon: 112\n", "")), [("saknar-falt", "kontakter.yaml", 8, 7)]),
        (changed(CONTACTS, ("  telefon: 112\n", "  webbplats: https://www.example.org/\n")), []),
        (
            changed(CONTACTS, ("  telefon: 112\n", "  telefon: saknas\n")),
            [("saknas", "kontakter.yaml", 11, 12)],
        ),
        (
            changed(CONTACTS, ("  telefon: 112\n", "  telefon: 112\n  ersätts av: bo\n")),
            [("okand-kontakt", "kontakter.yaml", 12, 15)],
        ),
        (
            changed(CONTACTS, ("granska senast: 2027-05-22", "granska senast: 2026-11-21")),
            [("granskning-forfallen", "kontakter.yaml", 6, 19)],
        ),
        (changed(CONTACTS, ("granska senast: 2027-05-22", "granska senast: 2026-11-22")), []),
        (
            changed(CONTACTS, ("  telefon: 112\n", "  telefon: 112\n  till: 2026-11-21\n")),
            [("avslutad-kontakt", "kontakter.yaml", 12, 9)],
        ),
        (
            changed(CONTACTS, ("  telefon: 112\n", "  telefon: 112\n  till: 2026-11-22\n")),
            [("kontakt-slutar", "kontakter.yaml", 12, 9)],
        ),
        (
            changed(CONTACTS, ("  telefon: 112\n", "  telefon: 112\n  till: 2027-01-21\n")),
            [("kontakt-slutar", "kontakter.yaml", 12, 9)],
        ),
        (changed(CONTACTS, ("  telefon: 112\n", "  telefon: 112\n  till: 2027-01-22\n")), []),
        (changed(BOXES, ("- nodnummer", "- bo")), [("okand-kontakt", "stodrutor.yaml", 5, 7)]),
        ({BOXES: (BASE / BOXES).read_text("utf-8") * 2}, [("dubbelt-namn", "stodrutor.yaml", 7, 7)]),
        # facts
        ({FACTS: (BASE / FACTS).read_text("utf-8") * 2}, [("dubbelt-namn", "fakta.yaml", 7, 7)]),
        (
            changed(FACTS, ("granska senast: 2027-12-31", "granska senast: 2026-11-21")),
            [("granskning-forfallen", "fakta.yaml", 6, 19)],
        ),
        (changed(FACTS, ("granska senast: 2027-12-31", "granska senast: 2026-11-22")), []),
        # mapping
        (
            changed(GOAL, ("globalt mål: 2.1", "globalt mål: mål 2")),
            [("dubbelt-globalt-mal", "mal-1-ingen-hunger.md", 9, 18)],
        ),
        (changed(GOAL, ("globalt mål: 2.1", "globalt mål: 2.2")), []),
        (
            changed(GOAL, ("globalt mål: 2.1", "globalt mål: 2.1\n    bekräftad: nej")),
            [("obekraftad-koppling", "mal-1-ingen-hunger.md", 10, 16)],
        ),
        # goals
        (
            changed(TRUST, ("nummer: 2", "nummer: 3"))
            | changed(
                PARTNERS,
                ("  lokalt mål: 2\n  nivå: v", "  lokalt mål: 3\n  nivå: v"),
                ("- lokalt mål: 2", "- lokalt mål: 3"),
            ),
            [("fel-nummer", "mal-2-alla-ar-trygga.md", 3, 9)],
        ),
        ({"mal/mal-1-b.md": (BASE / GOAL).read_text("utf-8"), GOAL: None}, []),
        (
            {"mal/mal1-b.md": (BASE / GOAL).read_text("utf-8"), GOAL: None},
            [("fel-filnamn", "mal1-b.md", 3, 9)],
        ),
        (
            {"mal/mal-1-b.md": (BASE / GOAL).read_text("utf-8")},
            [("dubbelt-nummer", "mal-1-ingen-hunger.md", 3, 9)],
        ),
        (
            changed(GOAL, ("kontakt: partnerskap", "kontakt: bo")),
            [("okand-kontakt", "mal-1-ingen-hunger.md", 10, 10)],
        ),
        (
            changed(TRUST, ("stödruta: våld", "stödruta: vold")),
            [("okand-stodruta", "mal-2-alla-ar-trygga.md", 8, 11)],
        ),
        (changed(TRUST, ("stödruta: våld", "stödruta: Vald")), []),
        (
            changed(GOAL, ("titel: Ingen hunger", "titel: {fakta:x}")),
            [("okand-uppgift", "mal-1-ingen-hunger.md", 2, 15)],
        ),
        (
            changed(
                GOAL,
                ("sammanfattning: Ingen i Sandvålla ska gå hungrig till skolan.", "sammanfattning: saknas"),
            ),
            [("saknas", "mal-1-ingen-hunger.md", 5, 17)],
        ),
        # blocks and contacts in lists
        (
            changed(SITE, ("    - vad-kan-jag-gora", "    - vad-kan-jag-gora\n    - vad-kan-jag-gora")),
            [("dubbel-hanvisning", SITE, 21, 7)],
        ),
        (changed(SITE, ("    - vad-kan-jag-gora", "    - vad-kan-jag-gora\n    - om-globala-malen")), []),
        (changed(BOXES, ("    - nodnummer", "    - nodnummer\n    - nodnummer")), [("dubbel-hanvisning", BOXES, 6, 7)]),
        # blocks
        (
            changed("block/om-globala-malen.md", ("Världens", "{block:vad-kan-jag-gora}\n\nVärldens")),
            [("fel-markering", "om-globala-malen.md", 4, 1)],
        ),
        (changed(ABOUT, ("Vi är", "{block:vad-kan-jag-gora}\n\nVi är")), [("fel-markering", "om.md", 7, 1)]),
        (changed(ABOUT, ("Vi är", "{block:om-globala-malen}\n\nVi är")), []),
        (
            changed("block/om-globala-malen.md", ("Världens", "# Hej\n\nVärldens")),
            [("fel-rubrik", "om-globala-malen.md", 4, 1)],
        ),
        (
            changed("block/om-globala-malen.md", ("rubrik: Om de", "rubrik: {fakta:x} Om de")),
            [("okand-uppgift", "om-globala-malen.md", 2, 16)],
        ),
        # the website's record
        (changed(SITE, ("- om-globala-malen", "- om-malen")), [("okant-block", "webbplats.yaml", 18, 7)]),
        (
            changed(SITE, ("  kontakt: partnerskap", "  kontakt: bo")),
            [("okand-kontakt", "webbplats.yaml", 9, 12)],
        ),
        (
            changed(SITE, ("framåt: Det här vill vi göra mer av", "framåt: Det här gör vi i dag")),
            [("dubbelt-avsnitt", "webbplats.yaml", 13, 11)],
        ),
        (
            changed(SITE, ("namn: Lokala målen", "namn: {fakta:x}")),
            [("okand-uppgift", "webbplats.yaml", 1, 14)],
        ),
        (
            changed(SITE, ("  text: Sandvålla", "  text: <font>S</font>")),
            [("otillaten-html", "webbplats.yaml", 23, 9)],
        ),
        # pages
        (changed(ABOUT, ("kontakt: partnerskap", "kontakt: bo")), [("okand-kontakt", "om.md", 4, 10)]),
        (changed(ABOUT, ("## Historia", "#### Historia")), [("fel-rubrik", "om.md", 9, 1)]),
        (
            changed(ABOUT, ("titel: Om oss", "titel: {kontakt:partnerskap}")),
            [("fel-markering", "om.md", 2, 8)],
        ),
        (
            changed(ABOUT, ("Vi är", "{kontakt:bo}\n\nVi är"))
            | {CONTACTS: (BASE / CONTACTS).read_text("utf-8") + CONTACT + "  till: 2026-11-21\n"},
            [("avslutad-kontakt", "kontakter.yaml", 16, 9)],
        ),
        # links
        (changed(ABOUT, ("(/mal-1/#hunger)", "(/mal-1/#hungern)")), [("bruten-lank", "om.md", 11, 26)]),
        (changed(ABOUT, ("(/mal-1/#hunger)", "(/mal-1)")), [("bruten-lank", "om.md", 11, 26)]),
        (changed(ABOUT, ("(/mal-1/#hunger)", "(/bilder/frukost.png)")), []),
        (changed(ABOUT, ("/bilder/frukost.png", "/bilder/Frukost.png")), [("saknar-bild", "om.md", 13, 19)]),
        (
            changed(ABOUT, ("kontakt:", "tidigare adresser: /mal-1\nkontakt:")),
            [("upptagen-adress", "om.md", 4, 20)],
        ),
        (changed(ABOUT, ("kontakt:", "tidigare adresser: /mal-11/\nkontakt:")), []),
        ({"sidor/mal-1.md": (BASE / ABOUT).read_text("utf-8")}, [("dubbel-adress", "mal-1.md", 2, 8)]),
    ],
)
def test_a_rule_reports_its_fault_and_not_a_near_miss(
    prepare: Prepare, changes: dict[str, str | None], problems: list[tuple[str, str, int, int]]
) -> None:
    assert found(prepare(changes)) == problems


DRAFT = ("status: publicerad", "status: utkast")


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            changed(CONTACTS, ("- id: nodnummer", "- id: nodnummer\n  status: utkast")),
            [("pekar-pa-utkast", "kontakter.yaml", 9, 11)],
        ),
        (
            {
                **changed(CONTACTS, ("- id: nodnummer", "- id: nodnummer\n  status: utkast")),
                **changed(ABOUT, ("\n---\n", "\n---\n{kontakt:nodnummer}\n\n")),
            },
            [("pekar-pa-utkast", "kontakter.yaml", 9, 11)],
        ),
        (
            changed(BOXES, ("- id: våld", "- id: våld\n  status: utkast")),
            [("pekar-pa-utkast", "mal-2-alla-ar-trygga.md", 8, 11)],
        ),
        (
            changed("block/om-globala-malen.md", ("---\nV", "status: utkast\n---\nV")),
            [("pekar-pa-utkast", "webbplats.yaml", 18, 7)],
        ),
        (changed(GOAL, DRAFT), [("pekar-pa-utkast", "om.md", 11, 26)]),
        (
            changed(FACTS, ("- id: frukostar", "- id: frukostar\n  status: utkast")),
            [
                ("pekar-pa-utkast", "mal-1-ingen-hunger.md", 4, 21),
                ("pekar-pa-utkast", "mal-1-ingen-hunger.md", 17, 33),
            ],
        ),
        (
            changed(TIERS, ("- namn: Vänföretag", "- namn: Vänföretag\n  status: utkast")),
            [("pekar-pa-utkast", "partner.yaml", 5, 9)],
        ),
    ],
)
def test_a_reference_to_a_draft_is_a_warning_that_stops_publishing(
    prepare: Prepare, changes: dict[str, str], problems: list[tuple[str, str, int, int]]
) -> None:
    preparation = prepare(changes)

    assert found(preparation) == problems
    assert all(p.stops_publishing and not p.is_error for p in preparation.problems)


@pytest.mark.parametrize("name", [TRUST, "sidor/start.md"])
def test_a_draft_may_be_unfinished(prepare: Prepare, name: str) -> None:
    changes = changed(name, DRAFT)
    changes[name] += "\n[bruten](om)\n\n#nej\n"
    preparation = prepare(changes)

    assert preparation.problems
    assert not any(p.is_error or p.stops_publishing for p in preparation.problems)


def test_drafts_are_shown_in_preview_and_otherwise_listed_as_left_out(prepare: Prepare) -> None:
    changes = changed(TRUST, DRAFT) | changed(ABOUT, ("kontakt:", "visas från: 2026-11-23\nkontakt:"))
    preparation, preview = prepare(changes), prepare(changes, shows_drafts=True)

    assert preparation.site is not None
    assert preview.site is not None
    assert {p.address for p in preview.site.pages} - {p.address for p in preparation.site.pages} == {"/mal-2/", "/om/"}
    assert [item.what for item in preparation.left_out] == [
        "”Alla är trygga” är ett utkast och inte med på webbplatsen.",
        "”Om oss” visas från 23\u00a0november 2026.",
        "”Exempelbolaget AB” visas inte på mål 2, för målet är ett utkast.",
        "”Norra & Södra” visas inte på mål 2, för målet är ett utkast.",
    ]


def test_a_page_is_shown_from_its_first_day(prepare: Prepare) -> None:
    changes = changed(ABOUT, ("kontakt:", "visas från: 2026-11-23\nkontakt:"))
    before, after = prepare(changes), prepare(changes, today=date(2026, 11, 23))

    assert before.site is not None
    assert after.site is not None
    assert "/om/" not in {page.address for page in before.site.pages}
    assert "/om/" in {page.address for page in after.site.pages}


@pytest.mark.parametrize("name", [PARTNERS, CONTACTS, BOXES, FACTS, TIERS, GOAL, ABOUT, "block/om-globala-malen.md"])
def test_a_reference_to_an_unreadable_file_is_not_reported_too(prepare: Prepare, name: str) -> None:
    preparation = prepare({name: b"\xff\xfe\x00"})

    assert [p.code for p in preparation.problems] == ["fel-teckenkodning"]


def test_a_mark_for_its_own_title_in_the_title_of_a_goal_is_reported(prepare, make_content) -> None:
    goal = (make_content({}) / "mal" / "mal-1-ingen-hunger.md").read_text("utf-8")
    problems = prepare({"mal/mal-1-ingen-hunger.md": goal.replace("titel: Ingen hunger", "titel: Ingen {mål:titel}")}).problems
    assert [(problem.code, problem.message) for problem in problems] == [
        ("okand-markering", "”titel” kan inte stå i målets titel.")
    ]


def test_logo_files_that_differ_only_in_letter_case_are_reported(prepare, make_content) -> None:
    logo = (make_content({}) / "partner" / "logotyper" / "exempelbolaget.svg").read_bytes()
    problems = prepare({"partner/logotyper/Exempelbolaget.svg": logo}).problems
    assert "Filerna ”Exempelbolaget.svg” och ”exempelbolaget.svg” skiljer sig bara i stora och små bokstäver." in [
        problem.message for problem in problems if problem.code == "samma-filnamn"
    ]


class Held(Model):
    """A part of a record that has days of its own, as an agreement of a partner."""

    FIRST_DAY: ClassVar[str] = "first_day"

    first_day: Day | None = field("från", "")


class Founded(RegisterModel):
    """A record with years and days, and parts with days of their own."""

    CALLED: ClassVar[str] = "föreningen"
    FIRST_DAY: ClassVar[str] = "first_day"

    first_day: Day | None = field("från", "")
    founded: Year | None = field("grundad", "")
    held: tuple[Year, ...] = field("ordnat", "", default=())
    planned: AnyYear | None = field("planerat", "")
    parts: tuple[Held, ...] = field("delar", "", default=())


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("- grundad: 2027", [1]),
        ("- grundad: 2026", []),
        ("- planerat: 2031\n  grundad: 1994", []),
        ("- ordnat:\n    - 2025\n    - 2030", [2]),
        ("- grundad: 2027\n  status: utkast", []),
        ("- grundad: 2027\n  från: 2027-03-01", []),
        ("- grundad: 2028\n  från: 2027-03-01", [1]),
        ("- grundad: 2027\n  delar:\n    - från: 2027-03-01\n    - från: 2028-03-01", []),
        ("- grundad: 2028\n  delar:\n    - från: 2027-03-01\n    - från: 2028-03-01", [1]),
        ("- grundad: 2027\n  delar:\n    - från: 2027-03-01\n    - från: 2026-03-01", [1]),
        ("- grundad: saknas", [1]),
    ],
)
def test_a_future_year_in_a_field_about_the_past_is_reported(written: str, lines: list[int], prepare: Prepare) -> None:
    source = SourceFile(Path("a.yaml"), written)
    root, _ = read_records(text_of_lines(source, 1, written), shape_of(Founded), is_list=True)
    (record,), problems = bind_all(Founded, root, Place(source))
    assert problems == []
    library = prepare().library
    reported = check_record(record, library)
    assert [one.code for one in reported] == (["saknas"] if "saknas" in written else ["dag-i-framtiden"] * len(lines))
    assert [one.place.line for one in reported] == lines
    assert not any(one.is_error for one in reported)


def test_a_value_that_is_too_long_is_reported_at_its_line(prepare: Prepare) -> None:
    for length, expected in ((1900, []), (2001, [("fel-varde", 3)])):
        address = f"https://www.example.org/{'a' * (length - 24)}"
        entry = f"- namn: Ekbolaget\n  lokalt mål: 1\n  webbplats: {address}\n  nivå: partner\n"
        found = [one for one in prepare({"partner/ek.yaml": entry}).problems if one.place.source.path.name == "ek.yaml"]
        assert [(one.code, one.place.line) for one in found] == expected


def test_the_website_of_the_organisation_may_be_on_the_same_host_as_the_site(prepare: Prepare) -> None:
    website = (BASE / "webbplats.yaml").read_text("utf-8").replace("www.example.org", "www.sandvalla.example")
    links = (
        "[Sandvålla stadsmission](https://www.sandvalla.example/stadsmissionen/om/)",
        "[kören](https://www.sandvalla.example/kor/)",
    )
    about = f"---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\nVi är med i {' och '.join(links)}.\n"
    problems = prepare({"webbplats.yaml": website, "sidor/om.md": about}).problems
    assert [one.message for one in problems if one.code == "bruten-lank"] == ["Länken leder till /kor/, som inte finns."]


@pytest.mark.parametrize(("written", "meant"), [("/inte-dar/", None), ("/nyhter/", "/nyheter/")])
def test_a_page_is_not_suggested_only_because_of_equal_slashes(prepare: Prepare, written: str, meant: str | None) -> None:
    page = "---\ntitel: Nyheter\nsammanfattning: Vad som är nytt.\nstatus: publicerad\n---\n{}\n"
    problems = prepare(
        {"sidor/nyheter.md": page.format("Text."), "sidor/annat.md": page.format(f"Läs [här]({written}).")}
    ).problems
    problem = next(one for one in problems if one.code == "bruten-lank")
    assert problem.suggestion == (f"Läs [här]({meant})." if meant else None)


NAMED = [shelf for shelf in SHELVES if shelf.form == "list" and shelf.model in REGISTERS and ID in kinds_of_names(shelf.model)]


@pytest.mark.parametrize("shelf", NAMED, ids=lambda shelf: shelf.pattern)
def test_two_records_of_any_register_with_the_same_id_are_reported(shelf: Shelf, prepare_afresh: Prepare) -> None:
    """Who refers to it would get either."""
    name, text = next((name, text) for name, text in sorted(RICH.items()) if text and PurePosixPath(name).match(shelf.pattern))
    reported = {(p.code, p.place.source.path.name) for p in prepare_afresh({**RICH, name: f"{text}\n{text}"}).problems}
    assert ("dubbelt-namn", PurePosixPath(name).name) in reported, (
        "call check_unique in _check of its room (plugins/core/marks/known.py)"
    )
