"""Links to ids that a page has on some days only: one that was valid when written is not wrong later because of the day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.activities.model import Activity
from plugins.commands.run import Options, run
from plugins.core.problems import Problem
from plugins.facts.model import Fact
from plugins.site.model import Preparation
from tests.benches import Bench, Changes, write_changes
from tests.conftest import BASE, TODAY

Prepare = Callable[..., Preparation]

ABOUT = "---\ntitel: Om oss\nsammanfattning: Om lampan som vi tänder när det är mörkt.\nstatus: publicerad\n---\n\n{}"
TOMORROW = TODAY + timedelta(days=1)
PARTNERS = (BASE / "partner" / "partner.yaml").read_text("utf-8")
ENDS = {"partner/partner.yaml": PARTNERS.replace("till: 2026-12-31", f"till: {TODAY}")}
BEGINS = {"partner/partner.yaml": PARTNERS.replace("till: 2026-12-31", f"från: {TOMORROW}")}
PROJECT = (
    "---\ntitel: Cykelhjälpen\nsammanfattning: Cyklar som lagas.\nlokala mål: 2\norganisation: Sandvålla stadsmission\n"
    "från: {}\ntill: {}\nstatus: publicerad\n---\n\nVi lagar cyklar.\n"
)
WEBSITE = (BASE / "webbplats.yaml").read_text("utf-8")


def of_links(preparation: Preparation) -> list[Problem]:
    """Return the problems about links to anchors."""
    return [one for one in preparation.problems if one.code in ("bruten-lank", "annan-dag")]


def list_problems(preparation: Preparation) -> list[tuple[str, bool, str]]:
    """Return their codes, whether they stop the build, and messages."""
    return [(one.code, one.is_error or one.stops_publishing, one.message.replace("\u00a0", " ")) for one in of_links(preparation)]


def test_a_link_to_a_tier_without_current_partners_is_only_a_warning(prepare: Prepare) -> None:
    files = {**ENDS, "sidor/om.md": ABOUT.format("Tack, [vänner](/partner/#vanforetag).\n")}
    message = "Länken leder till ”#vanforetag” på /partner/, som visades till 22 november 2026. Nu leder den till sidans början."
    assert list_problems(prepare(files)) == []
    assert list_problems(prepare(files, today=TOMORROW)) == [("annan-dag", False, message)]


def test_a_link_to_a_phase_without_current_projects_is_only_a_warning(prepare: Prepare) -> None:
    text = ABOUT.format("Läs om [det som pågår](/projekt/#pagar-nu).\n")
    files = {"projekt/cykel.md": PROJECT.format("2026-12-01", "2026-12-24"), "sidor/om.md": text}
    comes = "Länken leder till ”#pagar-nu” på /projekt/, som visas från 1 december 2026. Till dess leder den till sidans början."
    gone = "Länken leder till ”#pagar-nu” på /projekt/, som visades till 24 december 2026. Nu leder den till sidans början."
    assert list_problems(prepare(files)) == [("annan-dag", False, comes)]
    assert list_problems(prepare(files, today=date(2026, 12, 24))) == []
    assert list_problems(prepare(files, today=date(2026, 12, 25))) == [("annan-dag", False, gone)]


def test_a_heading_that_returns_is_reported_with_its_next_day(prepare: Prepare) -> None:
    both = PARTNERS.replace("  lokalt mål: 2\n  nivå: vänföretag\n  till: 2026-12-31\n", AGAIN)
    files = {"partner/partner.yaml": both, "sidor/om.md": ABOUT.format("Tack, [vänner](/partner/#vanforetag).\n")}
    (problem,) = of_links(prepare(files))
    assert "visas från 1 mars 2027" in problem.message.replace("\u00a0", " ")
    assert problem.help == ("Vänta med ”#vanforetag” till den dagen.",)


AGAIN = (
    "  avtal:\n    - lokalt mål: 2\n      nivå: vänföretag\n      till: 2026-11-01\n"
    "    - lokalt mål: 2\n      nivå: vänföretag\n      från: 2027-03-01\n"
)


def test_a_link_to_an_id_that_exists_on_no_day_is_an_error(prepare: Prepare) -> None:
    text = ABOUT.format("Tack, [vänner](/partner/#vanforetagen), [andra](/partner/#andra) och [alla](#alla).\n")
    assert {one[:2] for one in list_problems(prepare({**ENDS, "sidor/om.md": text}, today=TOMORROW))} == {("bruten-lank", True)}
    assert len(of_links(prepare({**ENDS, "sidor/om.md": text}, today=TOMORROW))) == 3


def test_a_link_to_an_id_removed_by_an_editor_is_an_error(prepare: Prepare) -> None:
    text = ABOUT.format("Tack, [vänner](/partner/#vanforetag).\n")
    without = PARTNERS[PARTNERS.index("- namn: Norra") :]
    assert [one.code for one in of_links(prepare({**ENDS, "sidor/om.md": text}, today=TOMORROW))] == ["annan-dag"]
    files = {"partner/partner.yaml": without, "sidor/om.md": text}
    assert [one.code for one in of_links(prepare(files, today=TOMORROW))] == ["bruten-lank"]


def test_a_link_to_a_phase_with_only_drafts_is_an_error(prepare: Prepare) -> None:
    draft = PROJECT.format("2026-12-01", "2026-12-24").replace("status: publicerad", "status: utkast")
    files = {"projekt/cykel.md": draft, "sidor/om.md": ABOUT.format("Läs om [det som pågår](/projekt/#pagar-nu).\n")}
    assert [one.code for one in of_links(prepare(files))] == ["bruten-lank"]
    assert [one.code for one in of_links(prepare(files, shows_drafts=True))] == ["annan-dag"]


WORLD = {
    "partner/partner.yaml": PARTNERS.replace("till: 2026-12-31", "från: 2026-11-25\n  till: 2026-12-05")
    + "\n- namn: Sjöbolaget AB\n  webbplats: https://www.example.org/sjo\n  lokalt mål: 1\n  nivå: huvudpartner\n"
    "  till: 2026-11-30\n",
    "projekt/cykel.md": PROJECT.format("2026-11-24", "2026-12-03"),
    "projekt/bat.md": PROJECT.format("2026-12-02", "2026-12-10").replace("Cykelhjälpen", "Båthjälpen").replace("Cyklar", "Båtar"),
    "verksamheter/kor.md": PROJECT.format("2026-11-27", "2026-11-29")
    .replace("Cykelhjälpen", "Kören")
    .replace("Cyklar som lagas", "Sång i kyrkan varje vecka")
    .replace("Vi lagar cyklar.", "Vi sjunger.\n\n## Noter\n\nVi har noter.\n\n## Kläder\n\nVi har kläder.\n")
    .replace("status", "grupp: Musik\nkontakt: körledare\nuppdaterad: 2026-12-08\nstatus"),
    "kontakter.yaml": (BASE / "kontakter.yaml").read_text("utf-8")
    + "\n- id: körledare\n  namn: Boel Exempelsson\n  roll: Körledare\n  telefon: 070-174 06 06\n  till: 2026-12-04\n",
    "meddelanden.yaml": "- text: Nu är vi {fakta:frukostar} på frukosten.\n  länk: /projekt/#avslutade\n  från: 2026-11-26\n"
    "  till: 2026-12-06\n",
    "sidor/jul.md": ABOUT.replace("Om oss", "Julen")
    .replace("Om lampan", "Om granen")
    .format("## Granen\n\nVi har en gran.\n")
    .replace("status", "visas från: 2026-12-01\nvisas till: 2026-12-24\nstatus"),
    "webbplats.yaml": WEBSITE.replace(
        "      adress: /om/\n", "      adress: /om/\n    - text: Vänner\n      adress: /partner/#vanforetag\n"
    ).replace("språk: sv", "språk: [sv, en]")
    + "\nmeny:\n  - text: Det som pågår\n    adress: /projekt/#pagar-nu\n",
    "sidor/om.en.md": ABOUT.replace("Om oss", "About us").replace("Om lampan som vi tänder när det är mörkt", "About the lamp"),
}
"""A site with something of each kind that has days, so that some ids exist on some days only."""


@pytest.fixture
def with_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a last day to kinds of pages and records without one, as a new room would."""
    for model, field in ((Activity, "updated"), (Fact, "review")):
        monkeypatch.setattr(model, "LAST_DAY", field)


@pytest.mark.usefixtures("with_days")
@pytest.mark.slow
def test_a_link_to_an_id_valid_on_any_day_is_never_an_error(make_bench: Callable[[Changes], Bench]) -> None:
    """Of every id that any page has on any day, a link to it is judged on each of the days."""
    written = {date.fromisoformat(day) for text in WORLD.values() for day in re.findall("2026-1[12]-[0-9]{2}", text)}
    days = sorted({TODAY, *written, *(day + timedelta(days=1) for day in written)})
    bench = make_bench({**WORLD, "sidor/om.md": ABOUT.format("Vi är en förening.\n")})
    ids: dict[date, set[str]] = {}
    for day in days:
        site = bench.make_site(day)
        assert site is not None
        ids[day] = {f"{page.address}#{name}" for page in site.pages for name in page.ids}
    moving = sorted(set.union(*ids.values()) - set.intersection(*ids.values()))
    assert {
        "/partner/#vanforetag",
        "/projekt/#pagar-nu",
        "/en/projekt/#ended",
        "/verksamheter/kor/#kontakt",
        "/mal-2/#kallor",
    } < {*moving}
    links = "".join(f"- Läs [ett {number}](/{one.lstrip('/')}).\n" for number, one in enumerate(moving))
    write_changes(bench.content, {"sidor/om.md": ABOUT.format(links)})
    for day in days:
        found = of_links(bench.prepare(day))
        assert [one.message for one in found if one.is_error or one.stops_publishing] == []


@pytest.mark.slow
def test_the_site_is_built_on_days_without_the_targets_of_its_links(make_content: Callable[..., Path], tmp_path: Path) -> None:
    """Those of a text, in each language, of the menu, the footer, an announcement and the ways to give."""
    text = "Tack, [vänner](/partner/#vanforetag).\n"
    ways = "\nstöd oss:\n  volontär: /projekt/#borjar-senare\n  företag: /verksamheter/#mal-2\n"
    files = {
        **WORLD,
        "webbplats.yaml": WORLD["webbplats.yaml"] + ways,
        "sidor/om.md": ABOUT.format(text),
        "sidor/om.en.md": WORLD["sidor/om.en.md"].format(text.replace("vänner", "friends")),
    }
    content = make_content(files)
    for day in ("2026-11-23", "2026-11-26", "2026-12-03"):
        assert run("build", Options(content=str(content), output=str(tmp_path / "output"), date=day)) == 0
