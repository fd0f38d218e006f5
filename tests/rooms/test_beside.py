"""Files beside the pages: their functions get fronts only, and declare the file for each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from plugins.core.beside import FileBeside
from plugins.discovery import room as discovery
from plugins.house.front import OF_FRAME, OF_PAGE, NotInFront, SiteFront
from plugins.house.page import WholeSite
from plugins.site.model import Preparation, Site
from plugins.site.rooms import ROOMS
from tests.conftest import BASE

Prepare = Callable[..., Preparation]


def make(prepare: Prepare, monkeypatch: pytest.MonkeyPatch, find_files: Callable[[SiteFront], Iterator[FileBeside]]) -> None:
    """Prepare and check the base site with a room that has a file for each of many things."""
    rooms = tuple(replace(room, beside_each=find_files) if room is discovery.ROOM else room for room in ROOMS)
    monkeypatch.setattr("plugins.site.assembly.build.ROOMS", rooms)
    assert prepare().problems is not None


def give_lists(preparation: Preparation) -> Site:
    """Return a site with the files of `find_lists`."""
    assert preparation.site is not None
    return replace(preparation.site, beside=(*preparation.site.beside, *find_lists(preparation.site.front)))


def list_goals(addresses: list[str], site: WholeSite) -> str:
    return "\n".join(f"{address}: {site.by_address[address].frame.summary}" for address in addresses)


def find_lists(site: SiteFront) -> Iterator[FileBeside]:
    for own in site.languages:
        found = [page.address for page in own.visible_pages if page.folder == "mal"]
        what = f"målen ({own.language.name})"
        yield FileBeside(own.path("mal.txt"), what, partial(list_goals, found), speaks_of_pages=bool(found))


def test_a_file_beside_the_pages_exists_in_each_language_with_pages(prepare_translated: Prepare) -> None:
    site = give_lists(prepare_translated())
    found = {file.path: file for file in site.files_beside if file.path.endswith("mal.txt")}
    assert [*found] == ["mal.txt", "en/mal.txt"], "no page is in easy Swedish"
    assert {"mal.txt", "en/mal.txt", "sitemap.xml"} < site.late
    assert [own.prefix for own in site.front.languages] == ["", "/en"]


@pytest.mark.slow
def test_a_language_with_only_drafts_is_not_visible(prepare_translated: Prepare) -> None:
    """In a preview it has pages, and among them known ones that have no file, such as the overviews."""
    site = prepare_translated({"sidor/om.latt.md": "---\nstatus: utkast\ntitel: Om oss\n---\nText.\n"}, shows_drafts=True).site
    assert site is not None
    drafted = [page for page in site.pages if page.frame.language.code == "latt"]
    assert len(drafted) > 1
    assert all(page.frame.hidden and not page.frame.is_indexed for page in drafted)
    assert [language.code for language in site.visible_languages] == ["sv", "en"]


def test_a_file_beside_the_pages_is_written_from_the_whole_site(prepare_translated: Prepare) -> None:
    site = give_lists(prepare_translated())
    (english,) = (file for file in site.files_beside if file.path == "en/mal.txt")
    assert english.write
    assert "/en/mal-2/: Nobody should live in fear." in str(english.write(site))


WHOLE: dict[str, Callable[[Any], object]] = {
    "site.by_address[page.address].view": lambda site: site.pages[0].view,
    "site.by_address[page.address].html": lambda site: getattr(site.languages[0].pages[0], "html", ""),
    "site.by_address[page.address].frame.summary": lambda site: site.pages[0].frame.summary,
    "site.by_address[page.address].frame.site_name": lambda site: hasattr(site.pages[0].frame, "site_name"),
    "site.home": lambda site: site.home.site_name,
}


@pytest.mark.parametrize("whole", WHOLE)
def test_reading_more_than_a_front_in_beside_each_is_refused_with_advice(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch, whole: str
) -> None:
    def find_files(site: SiteFront) -> Iterator[FileBeside]:
        yield FileBeside(f"{WHOLE[whole](site)}.txt", "en fil")

    with pytest.raises(NotInFront) as raised:
        make(prepare, monkeypatch, find_files)
    assert str(raised.value).startswith("beside_each and is_there are asked at every build")
    assert str(raised.value).endswith(f"write, which is given the whole site: {whole}")


@pytest.mark.parametrize("whole", WHOLE)
def test_reading_more_than_a_front_in_is_there_is_refused(prepare: Prepare, monkeypatch: pytest.MonkeyPatch, whole: str) -> None:
    file = FileBeside("a.txt", "en fil", is_there=lambda site: bool(WHOLE[whole](site)))
    with pytest.raises(NotInFront):
        make(prepare, monkeypatch, lambda _: iter([file]))


def test_a_front_has_the_same_values_as_its_page(prepare: Prepare) -> None:
    site = prepare().site
    assert site is not None
    for page, front in zip(site.pages, site.front.pages, strict=True):
        assert [getattr(front, name) for name in OF_PAGE if name != "frame"] == [
            getattr(page, name) for name in OF_PAGE if name != "frame"
        ]
        assert [getattr(front.frame, name) for name in OF_FRAME] == [getattr(page.frame, name) for name in OF_FRAME]
        assert front.folder == page.folder
    assert {page.folder for page in site.front.pages} > {"mal", "sidor"}


EASY = "- id: partnerskap\n  roll: Hjälper företag\n"
PAGE = "---\ntitel: Kontakt\nstatus: publicerad\nkontakt: partnerskap\n---\n\nSkriv gärna till oss.\n"


def test_the_contact_of_the_organisation_is_available_in_languages_without_pages(prepare_translated: Prepare) -> None:
    site = prepare_translated({"kontakter.latt.yaml": EASY}).site
    assert site is not None
    assert [str(own.language.code) for own in site.front.languages] == ["sv", "en"]
    assert [*site.contacts] == ["sv", "en", "latt"]
    assert str(site.contacts["latt"].role) == "Hjälper företag" != str(site.contacts["sv"].role)
    assert site.front.contacts == site.contacts


def test_the_contact_of_the_organisation_is_the_same_if_the_contact_page_has_it_too(prepare: Prepare) -> None:
    plain, named = prepare().site, prepare({"sidor/kontakt.md": PAGE}).site
    assert plain
    assert named
    assert named.contacts == plain.contacts
    assert named.contacts["sv"].email


def test_the_contact_of_a_page_is_found_wherever_its_card_is_shown(prepare_translated: Prepare) -> None:
    contacts = (BASE / "kontakter.yaml").read_text("utf-8")
    own = "- id: leken\n  roll: Leder leken\n  telefon: 070-174 06 50\n"
    page = "---\ntitel: {}\nsammanfattning: {}\nkontakt: leken\nstatus: publicerad\n---\n\n{}.\n\n{{kontakt:leken}}\n"
    spoken = "---\ntitel: Play\nsammanfattning: How.\nstatus: publicerad\n---\n\nPlay.\n\n{kontakt:leken}\n"
    files = {"sidor/lek.md": page.format("Lek", "Hur.", "Lek"), "sidor/lek.en.md": spoken}
    site = prepare_translated(
        {"kontakter.yaml": contacts + own, "kontakter.en.yaml": "- id: leken\n  roll: Leads\n", **files}
    ).site
    assert site
    asked = {address: site.contact_of(site.by_address[address]) for address in ("/lek/", "/en/lek/", "/")}
    assert [str(card and card.name) for card in asked.values()] == ["Leder leken", "Leads", site.contacts["sv"].name]


def test_a_site_without_a_contact_of_the_organisation_has_none(prepare: Prepare) -> None:
    site = prepare({"webbplats.yaml": (BASE / "webbplats.yaml").read_text("utf-8").replace("  kontakt: partnerskap\n", "")}).site
    assert site
    assert site.contacts == {}


def test_a_link_to_a_file_in_another_language_is_checked_in_that_language(
    prepare_translated: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found there, and one that is not there is told: no link to a file is led to another."""
    rooms = tuple(replace(room, beside_each=find_lists) if room is discovery.ROOM else room for room in ROOMS)
    monkeypatch.setattr("plugins.site.assembly.build.ROOMS", rooms)
    links = "[in English](/en/mal.txt), [in Swedish](/mal.txt) and [in German](/de/mal.txt)"
    about = "---\ntitel: {}\nsammanfattning: {}\nstatus: publicerad\n---\n\n{}\n"
    pages = {
        "sidor/om.md": about.format("Om oss", "Vilka vi är.", "Vi finns."),
        "sidor/om.en.md": about.format("Us", "Who.", links),
    }
    problems = [one for one in prepare_translated(pages).problems if one.code == "bruten-lank"]
    assert [(one.place.source.path.name, one.place.line) for one in problems] == [("om.en.md", 7)]
    assert "/de/mal.txt" in problems[0].message
