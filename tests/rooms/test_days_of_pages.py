"""Pages with a first or last day, in the calendar, links, menus, the sitemap, and for visitors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.building.pelican_run import Places, run_pelican
from plugins.commands.preview.live import LiveSite
from plugins.commands.run import Options, run
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.to_do.sources import list_to_do
from tests.conftest import PROJECT, TODAY
from tests.rooms.test_rules import ABOUT, SITE, changed

Prepare = Callable[..., Preparation]
JULY = date(2027, 7, 1)
LINKS = (
    "Läs [om oss och om dig](/om/#historia), och [vår historia](https://example.org/om/#historia). "
    "Se [ett annat hus](https://www.example.com/om/)."
)
"""Links to a page by path and by absolute address, and to an external page with the same path."""
MENU = """meny:
  - text: Om oss alla
    adress: /om/
  - text: Om oss hela
    adress: https://www.example.org/om/
"""
UNTIL = changed(ABOUT, ("kontakt:", "visas till: 2027-06-30\nkontakt:"))


def addresses(preparation: Preparation) -> set[str]:
    """Return the addresses of a site's pages."""
    assert preparation.site is not None
    return {page.address for page in preparation.site.pages}


def test_a_page_is_shown_until_its_last_day(prepare: Prepare) -> None:
    assert "/om/" in addresses(prepare(UNTIL, today=date(2027, 6, 30)))
    assert "/om/" not in addresses(prepare(UNTIL, today=JULY))
    assert "/om/" in addresses(prepare(UNTIL, today=JULY, shows_drafts=True))


def test_the_first_day_of_a_page_and_the_day_after_its_last_are_changes_of_the_site(prepare: Prepare) -> None:
    between = changed(ABOUT, ("kontakt:", "visas från: 2026-12-01\nvisas till: 2026-12-24\nkontakt:"))

    assert prepare(between).next_change == (date(2026, 12, 1), ("sidan ”Om oss” börjar visas",))
    assert prepare(between, today=date(2026, 12, 1)).next_change == (date(2026, 12, 25), ("sidan ”Om oss” visas inte längre",))
    last_of_all = prepare(changed(ABOUT, ("kontakt:", "visas till: 9999-12-31\nkontakt:")))
    assert last_of_all.next_change == prepare({}).next_change


def test_the_first_and_last_days_of_a_page_are_in_the_to_do_list(prepare: Prepare) -> None:
    between = changed(ABOUT, ("kontakt:", "visas från: 2026-12-01\nvisas till: 2026-12-24\nkontakt:"))
    rows = [(row.sort, row.day, row.what) for row in list_to_do(prepare(between)) if row.name == "Om oss" and row.day]

    assert rows == [
        ("changes", date(2026, 12, 1), "Sidan ”Om oss” börjar visas."),
        ("changes", date(2026, 12, 25), "Sidan ”Om oss” visas inte längre."),
    ]


def test_an_ended_page_is_listed_as_ended_and_not_as_a_draft(prepare: Prepare) -> None:
    said = [item.what for item in prepare(UNTIL, today=JULY).left_out]
    assert said == ["”Om oss” visades till 30\u00a0juni 2027."]


@pytest.mark.parametrize(
    ("field", "today", "code", "stops", "message"),
    [
        ("status: utkast", TODAY, "pekar-pa-utkast", True, "som är ett utkast och inte finns för besökaren"),
        (
            "visas från: 2026-12-01",
            TODAY,
            "pekar-pa-utkast",
            True,
            "som visas från 1 december 2026 och inte finns för besökaren än",
        ),
        (
            "visas till: 2027-06-30",
            JULY,
            "avslutad-sida",
            False,
            "som visades till 30 juni 2027. Besökaren ser orden utan länk, och i menyn och sidfoten ingenting",
        ),
    ],
)
def test_a_link_to_a_hidden_page_is_reported_with_the_reason(
    prepare: Prepare, field: str, today: date, code: str, stops: bool, message: str
) -> None:
    own = ("status: publicerad", field) if field.startswith("status") else ("kontakt:", f"{field}\nkontakt:")
    problems = [p for p in prepare(changed(ABOUT, own), today=today).problems if "/om/" in p.message]

    assert problems
    assert {(p.code, p.stops_publishing, p.is_error) for p in problems} == {(code, stops, False)}
    assert {p.message.replace("\u00a0", " ") for p in problems} == {f"Länken leder till /om/, {message}."}


@pytest.mark.parametrize(
    ("day", "today", "helped"),
    [
        ("visas från: 2026-12-01", TODAY, "Vänta med länken till den dagen, eller ändra visas från i sidor/om.md."),
        ("visas till: 2027-06-30", JULY, "Ta bort länken, eller skriv en senare dag på raden visas till i sidor/om.md."),
    ],
)
def test_the_advice_about_a_link_to_a_hidden_page_names_the_field_to_change(
    prepare: Prepare, day: str, today: date, helped: str
) -> None:
    problems = [p for p in prepare(changed(ABOUT, ("kontakt:", f"{day}\nkontakt:")), today=today).problems if "/om/" in p.message]
    assert {p.help for p in problems} == {(helped,)}


def test_an_absolute_link_without_its_last_slash_is_a_warning_when_the_page_has_ended(
    prepare: Prepare, make_content: Callable[..., Path]
) -> None:
    goal = next(make_content({}).glob("mal/mal-1*.md"))
    text = f"{goal.read_text('utf-8')}\nLäs [om oss och om dig](https://lyktstad.se/om).\n"
    own = changed(SITE, ("adress: https://www.example.org\ntids", "adress: https://lyktstad.se\ntids"))
    for today, code in ((date(2027, 6, 30), "egen-adress"), (JULY, "avslutad-sida")):
        problems = prepare(UNTIL | own | {f"mal/{goal.name}": text}, today=today).problems
        assert [p.code for p in problems if p.place.source.path.name == goal.name and "/om" in p.message] == [code]


def test_a_page_whose_last_day_precedes_its_first_is_reported(prepare: Prepare) -> None:
    never = changed(ABOUT, ("kontakt:", "visas från: 2026-12-24\nvisas till: 2026-12-01\nkontakt:"))
    problems = [(p.code, p.place.line, p.severity) for p in prepare(never).problems if p.code != "pekar-pa-utkast"]
    assert problems == [("slutar-fore-start", 5, "warning")]  # as all that is wrong in what is not shown


def test_a_link_to_an_ended_page_becomes_plain_words(
    make_content: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = make_content(UNTIL | changed(SITE, ("sidfot:\n", f"{MENU}sidfot:\n")))
    goal = next(content.glob("mal/mal-1*.md"))
    goal.write_text(f"{goal.read_text('utf-8')}\n{LINKS}\n", "utf-8")
    pages: dict[str, BeautifulSoup] = {}
    for day in ("2027-06-30", "2027-07-01"):
        output = tmp_path / day
        status = run("build", Options(content=str(content), output=str(output), date=day))
        assert status == 0, capsys.readouterr().out
        pages[day] = BeautifulSoup((output / "mal-1" / "index.html").read_text("utf-8"), "html.parser")
        assert ("/om/" in (output / "sitemap.xml").read_text("utf-8")) is (day == "2027-06-30")

    before, after = pages.values()
    assert {"Om oss alla", "om oss och om dig"} <= {link.get_text() for link in before.select('a[href^="/om/"]')}
    assert {"Om oss hela", "vår historia"} <= {link.get_text() for link in before.select('a[href*="example.org/om"]')}
    assert not after.select('a[href^="/om/"], a[href*="example.org/om"]')
    assert "Läs om oss och om dig, och vår historia." in after.main.get_text()
    assert after.select('a[href^="https://www.example.com/om/"]')
    assert not {"Om oss alla", "Om oss hela"} & {*after.stripped_strings}


DATED = "---\ntitel: {0}\nsammanfattning: Sidan {0}.\n{1}status: {2}\n---\nOrden på {0}.\n"
IN_PREVIEW = UNTIL | {
    "sidor/slutat.md": DATED.format("Slutat", "visas till: 2027-06-30\n", "publicerad"),
    "sidor/kommer.md": DATED.format("Kommer", "visas från: 2027-08-01\n", "publicerad"),
    "sidor/vantar.md": DATED.format("Väntar", "visas från: 2027-08-01\n", "utkast"),
    "sidor/forsent.md": DATED.format("Försent", "visas till: 2027-06-30\n", "utkast"),
    "sidor/visas.md": DATED.format("Visas", "visas till: 2027-07-01\n", "publicerad")
    + "\nLäs [slutat](/slutat/), [kommer](/kommer/) och [väntar](/vantar/).\n",
}
HIDDEN = {
    "kommer": "visas från 1 augusti 2027",
    "vantar": "utkast",
    "slutat": "visades till 30 juni 2027",
    "forsent": "utkast, sista dagen var 30 juni 2027",
}
"""What the staff overview says of each hidden page."""


@pytest.fixture
def preview(make_content: Callable[..., Path]) -> dict[str, BeautifulSoup]:
    """Return the pages of a preview on a day after the last day of some."""
    menu = changed(SITE, ("sidfot:\n", "meny:\n  - text: Slutat här\n    adress: /slutat/\nsidfot:\n"))
    files = LiveSite(make_content(IN_PREVIEW | menu), PROJECT / "theme", PROJECT, lambda: JULY).files()
    assert b"/slutat/" not in files["sitemap.xml"]
    return {path: BeautifulSoup(page, "html.parser") for path, page in files.items() if path.endswith(".html")}


def test_the_preview_shows_an_ended_page_only_at_its_address(preview: dict[str, BeautifulSoup]) -> None:
    for name in ("slutat", "forsent"):
        assert "Orden på" in preview[f"{name}/index.html"].get_text()
        others = {
            path for path, page in preview.items() if page.select(f'a[href="/{name}/"]') and not path.startswith("redaktion")
        }
        assert not others, f"leads to {name}, which is over"
    assert "Läs slutat, kommer (visas från 1 augusti 2027)" in preview["visas/index.html"].get_text().replace("\u00a0", " ")
    assert "Slutat" not in preview["sok/index.html"].get_text()


def test_the_preview_marks_each_hidden_page_with_the_reason(preview: dict[str, BeautifulSoup]) -> None:
    marks = {name: preview[f"{name}/index.html"].select_one(".draft") for name in (*HIDDEN, "visas")}
    reasons = {name: mark.get_text().replace("\u00a0", " ") for name, mark in marks.items() if mark}
    assert reasons == {
        name: f"{why[0].upper()}{why[1:]} – syns inte på den publicerade webbplatsen" for name, why in HIDDEN.items()
    }
    for name in HIDDEN:
        assert preview[f"{name}/index.html"].select_one('meta[name=robots][content*="noindex"]')
    found = {link["href"]: link.get_text().replace("\u00a0", " ") for link in preview["sok/index.html"].select("main a[href]")}
    assert found["/kommer/"] == "Kommer (visas från 1 augusti 2027)"
    assert found["/vantar/"] == "Väntar (utkast)"
    assert found["/visas/"] == "Visas"


def test_pelican_writes_pages_with_days_as_the_preview_shows_them(
    make_content: Callable[..., Path], theme: Theme, tmp_path: Path
) -> None:
    content = make_content(IN_PREVIEW)
    site = prepare_site(content, JULY, theme, shows_drafts=True).site
    assert site is not None
    assert run_pelican(site, Places(content, tmp_path, theme, PROJECT), keeper=None) == []
    shown = LiveSite(content, PROJECT / "theme", PROJECT, lambda: JULY).files()
    written = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*.html")}
    assert {"slutat/index.html", "kommer/index.html"} <= written.keys()
    assert [name for name, page in written.items() if shown[name] != page] == []


def test_an_ended_file_of_a_known_page_gives_way_in_preview_too(prepare: Prepare) -> None:
    """To what the site has there without a file, as on the site."""
    own = {"sidor/hjalp.md": DATED.format("Vår hjälp", "visas till: 2027-06-30\n", "publicerad")}
    preparation = prepare(own, today=JULY, shows_drafts=True)
    assert preparation.site is not None
    (page,) = (page for page in preparation.site.pages if page.address == "/hjalp/")
    assert page.source is None
    assert "dubbel-adress" not in {problem.code for problem in preparation.problems}


def test_an_ended_page_is_not_checked_in_preview(prepare: Prepare) -> None:
    wrong = "[dit](/finns-inte/) och titta på på det.\n"
    own = {"sidor/slutat.md": DATED.format("Slutat", "visas till: 2027-06-30\n", "publicerad") + wrong}
    codes = {
        (today, shows): {
            p.code for p in prepare(own, today=today, shows_drafts=shows).problems if p.place.source.path.stem == "slutat"
        }
        for today in (date(2027, 6, 30), JULY)
        for shows in (False, True)
    }
    assert "bruten-lank" in codes[date(2027, 6, 30), False]
    assert codes[date(2027, 6, 30), True] == codes[date(2027, 6, 30), False]
    assert codes[JULY, True] == codes[JULY, False]


LONG = "Vi äter frukost tillsammans varje morgon, och alla som vill är välkomna hit."
WORK = {
    "sidor/slutat.md": DATED.format("Slutat", "visas till: 2027-06-30\nbild:\n  fil: frukost.png\n", "publicerad").replace(
        "Orden på", f"<!-- tillåt: skrivregel – så heter det -->\n{LONG}\n\n![Ett bord](/bilder/frukost.png)\n\nOrden på"
    ),
    "sidor/slutat.en.md": f"---\ntitel: Over\nstatus: publicerad\n---\n{LONG}\n",
    "sidor/tomt.md": DATED.format("Tomt", "visas till: 2027-06-30\n", "publicerad"),
    "sidor/tomt.en.md": "---\ntitel: Empty\nsammanfattning: Nothing.\nstatus: publicerad\n---\n",
    "meddelanden.yaml": f"""# tillåt: skrivregel – så heter det
- text: {LONG}
  till: 2027-06-30
""",
    "meddelanden.en.yaml": f"- till: 2027-06-30\n  text: {LONG}\n",
}
"""Content of every kind that would cause to-dos, in pages, records and translations that have ended after June."""


@pytest.mark.parametrize("shows_drafts", [False, True])
def test_an_ended_page_or_record_causes_no_work(prepare: Prepare, shows_drafts: bool) -> None:
    site = changed(SITE, ("språk: sv", "språk: [sv, en]"))
    reported: dict[date, set[tuple[str, str]]] = {}
    asked: dict[date, set[str]] = {}
    for today in (date(2027, 6, 30), JULY):
        preparation = prepare(WORK | site, today=today, shows_drafts=shows_drafts)
        own = {*WORK}
        found = (
            (p.place.source.path.relative_to(preparation.library.shelves.folder).as_posix(), p.code) for p in preparation.problems
        )
        reported[today] = {one for one in found if one[0] in own}
        asked[today] = {row.sort for row in list_to_do(preparation) if row.name in ("Slutat", "Tomt", "Over", "Empty")}
    assert reported[date(2027, 6, 30)] == {
        ("sidor/slutat.md", "saknar-beskrivning"),
        ("sidor/slutat.md", "saknar-samtycke"),
        ("sidor/slutat.md", "onodigt-tillat"),
        ("sidor/slutat.en.md", "gammal-oversattning"),
        ("sidor/slutat.en.md", "saknar-oversattning"),
        ("sidor/tomt.en.md", "gammal-oversattning"),
        ("sidor/tomt.en.md", "saknar-oversattning"),
        ("meddelanden.yaml", "onodigt-tillat"),
        ("meddelanden.en.yaml", "gammal-oversattning"),
        ("meddelanden.en.yaml", "saknar-oversattning"),
    }
    assert reported[JULY] == set()
    assert asked[JULY] == {"drafts"}, "they are listed as what they are"
