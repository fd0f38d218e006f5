"""Links to addresses that exist on some days only: one that was valid when written never stops a build later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.core.beside import FileBeside
from plugins.core.problems import Problem
from plugins.discovery import room as discovery
from plugins.finishing.plugin import finish
from plugins.house.front import SiteFront
from plugins.house.page import SitePage
from plugins.publishing.lost_addresses import OldSite, find_lost_addresses
from plugins.site.days.other_days import _Other
from plugins.site.model import Preparation
from plugins.site.rooms import ROOMS
from tests.benches import Bench, Changes, write_changes
from tests.conftest import BASE, TODAY
from tests.rooms.test_other_days import WORLD as OF_DAYS

Prepare = Callable[..., Preparation]

FIRST, LAST = TODAY - timedelta(days=5), TODAY + timedelta(days=5)
BEFORE, AFTER = FIRST - timedelta(days=1), LAST + timedelta(days=1)
WEBSITE = (BASE / "webbplats.yaml").read_text("utf-8")
IN_TWO = WEBSITE.replace("språk: sv", "språk: [sv, en]")
ABOUT = "---\ntitel: Om oss\nsammanfattning: Om lampan som vi tänder när det är mörkt.\nstatus: publicerad\n---\n\n{}\n"
CHRISTMAS = ABOUT.replace("Om oss", "Julen").replace("Om lampan", "Om granen").format("Vi har en gran.")
DAYS = CHRISTMAS.replace("status", f"visas från: {FIRST}\nvisas till: {LAST}\nstatus")
IN_ENGLISH = "---\ntitel: Christmas\nsammanfattning: When the tree is there.\nstatus: publicerad\n---\n\nCome.\n"
US = IN_ENGLISH.replace("Christmas", "Us").replace("tree", "lamp")
WORLD = {"webbplats.yaml": IN_TWO, "sidor/jul.md": DAYS, "sidor/jul.en.md": IN_ENGLISH}
"""The English page has a first and last day, and so has all that the site has in English because of it."""


def say(link: str) -> dict[str, str]:
    """Return the same site with a page that links to something."""
    return {**WORLD, "sidor/om.md": ABOUT.format(f"Läs [mer om det]({link}).")}


def of_links(preparation: Preparation) -> list[Problem]:
    """Return the problems about links."""
    codes = ("bruten-lank", "annan-dag", "avslutad-sida", "pekar-pa-utkast")
    return [one for one in preparation.problems if one.code in codes]


def list_problems(preparation: Preparation) -> list[tuple[str, bool]]:
    """Return their codes, and whether they stop the build; each place once, as editors read them."""
    found = {one.place: (one.code, one.is_error or one.stops_publishing) for one in of_links(preparation)}
    return [*found.values()]


def find_page(preparation: Preparation, address: str) -> SitePage:
    """Return the page at an address."""
    assert preparation.site is not None
    return preparation.site.by_address[address]


def show(preparation: Preparation, written: str, address: str = "/om/") -> str:
    """Return HTML as it is on a finished page."""
    assert preparation.site is not None
    return finish(f"<html><body><main>{written}</main></body></html>", find_page(preparation, address), preparation.site)


@pytest.mark.parametrize("address", ["/en/", "/en/partner/", "/en/404.html", "/en/sok/"])
def test_a_link_to_a_language_whose_last_page_has_ended_is_only_a_warning(prepare: Prepare, address: str) -> None:
    files = {**say(address), "sidor/start.md": None}
    assert list_problems(prepare(files)) == []
    found = prepare(files, today=AFTER)
    (problem,) = of_links(found)
    assert list_problems(found) == [("annan-dag", False)]
    assert problem.message.replace("\u00a0", " ") == (
        f"Länken leder till {address}, som fanns till 27 november 2026. "
        "Nu ser besökaren orden utan länk, och i menyn och sidfoten ingenting."
    )
    assert "<a" not in show(found, f'<p>Läs <a href="{address}">mer</a>.</p>')
    assert "Läs mer." in show(found, f'<p>Läs <a href="{address}">mer</a>.</p>')


def test_a_link_to_a_heading_in_an_ended_language_is_a_warning_if_the_heading_existed(prepare: Prepare) -> None:
    for anchor, codes in (("vanforetag", ["annan-dag"]), ("alla", ["bruten-lank"])):
        files = say(f"/en/partner/#{anchor}")
        assert [one.code for one in of_links(prepare(files))] == codes[: anchor == "alla"]
        assert [one.code for one in of_links(prepare(files, today=AFTER))] == codes


def test_a_link_to_a_language_before_its_first_page_is_only_a_warning(prepare: Prepare) -> None:
    found = prepare(say("/en/partner/"), today=BEFORE)
    (problem,) = of_links(found)
    assert list_problems(found) == [("annan-dag", False)]
    assert "som finns från 17 november 2026." in problem.message.replace("\u00a0", " ")
    assert problem.help == ("Vänta med länken till den dagen.",)
    assert "<a" not in show(found, '<p>Läs <a href="/en/partner/">mer</a>.</p>')


def test_a_page_in_another_language_has_the_days_of_its_original(prepare: Prepare) -> None:
    assert list_problems(prepare(say("/en/jul/"))) == []
    for address in ("/jul/", "/en/jul/"):
        assert list_problems(prepare(say(address), today=AFTER)) == [("avslutad-sida", False)]
        assert list_problems(prepare(say(address), today=BEFORE)) == [("pekar-pa-utkast", True)]


def test_a_link_to_an_ended_page_is_a_warning_if_the_language_has_other_pages(prepare: Prepare) -> None:
    files = {**say("/en/jul/"), "sidor/om.en.md": US}
    assert list_problems(prepare(files, today=AFTER)) == [("avslutad-sida", False)]
    assert list_problems(prepare({**files, "sidor/om.md": say("/en/partner/")["sidor/om.md"]}, today=AFTER)) == []


@pytest.mark.parametrize("is_over", [True, False])
def test_a_link_to_a_known_page_replaced_on_some_days_is_only_a_warning(prepare: Prepare, *, is_over: bool) -> None:
    """It is in one language, and the page that stood there without a file was in all."""
    day = f"visas till: {LAST}" if is_over else f"visas från: {FIRST}"
    own = ABOUT.replace("Om oss", "Våra partner").replace("Om lampan", "Om dem").replace("status", f"{day}\nstatus")
    files = {**say("/en/partner/"), "sidor/om.en.md": US, "sidor/partner.md": own.format("Tack, alla.")}
    for today, is_there in ((BEFORE, not is_over), (AFTER, is_over)):
        found = prepare(files, today=today)
        assert list_problems(found) == ([] if is_there else [("annan-dag", False)])
        assert ("<a" in show(found, '<p>Läs <a href="/en/partner/">mer</a>.</p>')) is is_there
    always = {**files, "sidor/partner.md": own.replace(f"{day}\n", "").format("Tack, alla.")}
    assert list_problems(prepare(always)) == [("bruten-lank", True)]


@pytest.mark.parametrize(
    "link", ["/en/", "/en/partner/", "https://www.example.org/en/partner/", "https://www.example.org/en/partner"]
)
def test_menu_and_footer_omit_a_page_in_an_ended_language(prepare: Prepare, link: str) -> None:
    menu = f"meny:\n  - text: In English\n    adress: {link}\n  - text: Sök\n    adress: /sok/\n"
    footer = f"      adress: /om/\n    - text: English\n      adress: {link}\n"
    files = {**WORLD, "webbplats.yaml": IN_TWO.replace("      adress: /om/\n", footer) + menu, "sidor/start.md": None}
    today, later = prepare(files), prepare(files, today=AFTER)
    for found, is_there in ((today, True), (later, False)):
        frame = find_page(found, "/").frame
        assert ("In English" in [link.text for link in frame.menu]) is is_there
        assert ("English" in [link.text for column in frame.footer for link in column.links]) is is_there
    if link.startswith("/"):
        assert list_problems(later) == [("annan-dag", False)] * 2


def test_the_ways_to_give_omit_a_page_in_an_ended_language(prepare: Prepare) -> None:
    files = {**WORLD, "webbplats.yaml": IN_TWO + "\nstöd oss:\n  volontär: /en/kontakt/\n"}
    for day, is_there in ((TODAY, True), (AFTER, False)):
        found = prepare(files, today=day)
        shown = {link.address for column in find_page(found, "/").frame.footer for link in column.links}
        assert ("/en/kontakt/" in shown) is is_there
        assert list_problems(found) == ([] if is_there else [("annan-dag", False)])


def test_an_absolute_link_to_a_page_in_an_ended_language_is_only_a_warning(prepare: Prepare) -> None:
    website = IN_TWO.replace("www.example.org", "www.lampan.example")
    files = {**say("https://www.lampan.example/en/partner/"), "webbplats.yaml": website}
    assert [one for one in list_problems(prepare(files)) if one[0] != "fel-adress"] == []
    assert list_problems(prepare(files, today=AFTER)) == [("annan-dag", False)]
    without_slash = {name: text.replace("/en/partner/)", "/en/partner)") for name, text in files.items()}
    assert list_problems(prepare(without_slash, today=AFTER)) == [("annan-dag", False)]
    found = prepare(files, today=AFTER)
    assert "<a" not in show(found, '<p>Läs <a href="https://www.lampan.example/en/partner/">mer</a>.</p>')


@pytest.mark.parametrize("address", ["/en/partnr/", "/en/partner", "/en/mal-9/", "/de/partner/", "/en/om/", "/latt/partner/"])
def test_a_link_to_an_address_that_exists_on_no_day_is_an_error(prepare: Prepare, address: str) -> None:
    for day in (TODAY, AFTER):
        assert list_problems(prepare(say(address), today=day)) == [("bruten-lank", True)]


def test_a_link_to_an_address_removed_by_an_editor_is_an_error(prepare: Prepare) -> None:
    assert list_problems(prepare(say("/en/partner/"), today=AFTER)) == [("annan-dag", False)]
    assert list_problems(prepare({**say("/en/partner/"), "sidor/jul.en.md": None}, today=AFTER)) == [("bruten-lank", True)]


def test_a_draft_makes_no_language(prepare: Prepare) -> None:
    draft = {**say("/en/partner/"), "sidor/jul.en.md": IN_ENGLISH.replace("publicerad", "utkast")}
    assert list_problems(prepare(draft, today=AFTER)) == [("bruten-lank", True)]


def find_lost(prepare: Prepare, files: dict[str, str], after: dict[str, str], day: date) -> set[str]:
    """Return the files of pages reported as lost if a site replaces the one of today."""
    before, now = prepare(files).site, prepare(after, today=day).site
    assert before is not None
    assert now is not None
    page = b"<main><h1>X</h1></main>"
    old = OldSite(frozenset(page.file for page in before.pages), lambda names: dict.fromkeys(names, page))
    found = find_lost_addresses(old, Path("new"), now, Path("content"))
    return {one.message.split()[1] for one in found}


def test_an_address_that_the_day_removes_is_not_lost(prepare: Prepare) -> None:
    """Nobody has taken anything away, and the addresses are nobody else's."""
    assert find_lost(prepare, WORLD, WORLD, AFTER) == set()
    draft = {**WORLD, "sidor/jul.md": DAYS.replace("publicerad", "utkast"), "sidor/om.en.md": US}
    assert find_lost(prepare, {**WORLD, "sidor/om.en.md": US}, draft, TODAY) == set()


def test_the_addresses_of_a_language_removed_by_an_editor_are_lost(prepare: Prepare) -> None:
    lost = find_lost(prepare, WORLD, {**WORLD, "sidor/jul.en.md": None}, TODAY)  # type: ignore[dict-item]
    assert {"/en/jul/", "/en/partner/"} < lost


# ---- files beside the pages


def write_something(_site: object) -> str:
    return "Något."


def find_lists(site: SiteFront) -> Iterator[FileBeside]:
    """Yield a file for each visible page of a language, and one for the language."""
    for own in site.languages:
        yield FileBeside(own.path("sidor.txt"), f"sidorna ({own.language.name})", write_something)
        for page in own.visible_pages:
            if page.folder == "sidor":
                yield FileBeside(f"{page.address.strip('/')}.txt", "en sida som text", write_something)


@pytest.fixture
def with_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a room a file for each of many things, as a new room may have."""
    rooms = tuple(replace(room, beside_each=find_lists) if room is discovery.ROOM else room for room in ROOMS)
    for module in ("assembly.build", "days.other_days"):
        monkeypatch.setattr(f"plugins.site.{module}.ROOMS", rooms)


@pytest.mark.usefixtures("with_lists")
@pytest.mark.parametrize("address", ["/en/sidor.txt", "/jul.txt", "/en/jul.txt"])
def test_a_link_to_a_file_of_an_ended_page_or_language_is_only_a_warning(prepare: Prepare, address: str) -> None:
    menu = f"\nmeny:\n  - text: Lista\n    adress: {address}\n"
    files = {**say(address), "webbplats.yaml": IN_TWO + menu}
    for day, is_there in ((BEFORE, False), (TODAY, True), (AFTER, False)):
        found = prepare(files, today=day)
        assert list_problems(found) == ([] if is_there else [("annan-dag", False)] * 2)
        assert ("<a" in show(found, f'<p>Läs <a href="{address}">mer</a>.</p>')) is is_there
        for page in ("/", "/om/", "/sok/"):
            assert (address in [link.address for link in find_page(found, page).frame.menu]) is is_there


@pytest.mark.usefixtures("with_lists")
def test_a_link_to_a_file_that_exists_on_no_day_is_an_error(prepare: Prepare) -> None:
    assert list_problems(prepare(say("/en/sidr.txt"), today=AFTER)) == [("bruten-lank", True)]


# ---- on every day


MANY = {**OF_DAYS, "sidor/om.en.md": None, "sidor/jul.en.md": IN_ENGLISH}
"""A site with something of each kind that has days, and an English page with days."""


@pytest.mark.usefixtures("with_lists")
@pytest.mark.slow
def test_a_link_to_an_address_valid_on_any_day_is_never_an_error(make_bench: Callable[[Changes], Bench]) -> None:
    """A link to every address that the site has on any day is judged on each of the days, and stands where it leads somewhere."""
    written = {date.fromisoformat(day) for text in MANY.values() for day in re.findall("2026-1[12]-[0-9]{2}", text or "")}
    days = sorted({TODAY, *written, *(day + timedelta(days=1) for day in written)})
    bench = make_bench({**MANY, "sidor/om.md": ABOUT.format("Vi är en förening.")})
    there: dict[date, set[str]] = {}
    for day in days:
        site = bench.make_site(day)
        assert site is not None
        there[day] = {*site.by_address, *site.linkable}
    moving = sorted(set.union(*there.values()) - set.intersection(*there.values()))
    assert {"/en/partner/", "/en/404.html", "/en/sidor.txt", "/jul.txt", "/en/jul/", "/jul/"} < {*moving}
    links = "".join(f"- Läs [ett {number}](/{one.lstrip('/')}).\n" for number, one in enumerate(moving))
    items = "".join(f"  - text: Nummer {number}\n    adress: {one}\n" for number, one in enumerate(moving))
    menu = str(MANY["webbplats.yaml"]).partition("\nmeny:")[0] + f"\nmeny:\n{items}"
    write_changes(bench.content, {"sidor/om.md": ABOUT.format(links), "webbplats.yaml": menu})
    for day in days:
        found = bench.prepare(day)
        wrong = [one for one in of_links(found) if one.is_error or one.stops_publishing]
        assert {one.code for one in wrong} <= {"pekar-pa-utkast"}
        assert all("jul/, som visas från" in one.message for one in wrong), "whoever wrote it too early"
        html = "".join(f'<a href="{address}">mer</a>' for address in moving)
        shown = {
            *re.findall('href="([^"]+)"', show(found, html)),
            *(link.address for link in find_page(found, "/om/").frame.menu),
        }
        early = {address for address in ("/jul/", "/en/jul/") if wrong}
        assert shown - early == there[day] & {*moving}


# ---- what it costs


def test_the_days_are_searched_once_for_all_missing_addresses(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[date] = []
    go = _Other._go_to

    def note(other: _Other, day: date) -> None:
        asked.append(day)
        go(other, day)

    monkeypatch.setattr(_Other, "_go_to", note)
    one = prepare(say("/en/partner/"), today=AFTER)
    assert list_problems(one) == [("annan-dag", False)]
    count = len(asked)
    assert count
    links = "/en/) och [fler](/en/partner/) och [än](/partner/#alla) och [fler](/mal-1/#alla) och [fler](/mal-2/#alla"
    assert len(list_problems(prepare(say(links), today=AFTER))) == 5
    assert len(asked) == 2 * count


@pytest.mark.parametrize("day", [BEFORE, TODAY, AFTER])
def test_a_former_address_of_a_page_that_exists_on_another_day_is_reported(prepare: Prepare, day: date) -> None:
    """Else the day on which it comes would make an error of what was right when it was written."""
    old = ABOUT.format("Om oss.").replace("status", "tidigare adresser:\n  - /en/partner/\n  - /en/stod-oss/\nstatus")
    taken = [one for one in prepare({**WORLD, "sidor/om.md": old}, today=day).problems if one.code == "upptagen-adress"]
    assert [one.place.line for one in taken] == [5]
