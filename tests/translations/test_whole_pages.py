"""Whole files of a site in two languages, compared: the sitemap, share pictures, and redirects."""

from __future__ import annotations

from collections.abc import Callable

from plugins.core.locales.foreign import Foreign
from plugins.core.looks.share_picture import SharePicture
from plugins.core.words.lists import WordLists
from plugins.discovery.beside import make_sitemap
from plugins.site.model import Preparation
from plugins.site.rooms import KNOWN_PAGES
from tests.conftest import BASE, PROJECT

Prepare = Callable[..., Preparation]
SWEDISH = WordLists(PROJECT / "theme" / "words")["sv"].language
ROOT = "https://www.example.org"
GOAL = "mal/mal-2-alla-ar-trygga.md"
IN_BOTH = sorted({"/mal-2/", *(page.address for page in KNOWN_PAGES if page.is_indexed)})
"""Pages that are in English too; the others are in Swedish only."""


def write_entry(page: str, ways: str = "") -> str:
    return f"<url><loc>{ROOT}{page}</loc>{ways}</url>"


def list_entries() -> list[str]:
    """Return the entries of the sitemap: a page in English too lists both versions, and Swedish as `x-default`."""
    entries = {page: write_entry(page) for page in ("/mal-1/", "/om/")}
    for page in IN_BOTH:
        alternates = (("sv", page), ("en", f"/en{page}"), ("x-default", page))
        ways = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{ROOT}{way}"/>' for tag, way in alternates)
        entries |= {page: write_entry(page, ways), f"/en{page}": write_entry(f"/en{page}", ways)}
    return [entries[page] for page in sorted(entries)]


def test_the_sitemap_lists_the_languages_of_every_page(prepare_translated: Prepare) -> None:
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {names}>"]
    assert make_sitemap(prepare_translated().site).splitlines() == [*head, *list_entries(), "</urlset>"]


def test_a_page_is_shared_with_a_picture_in_its_language(prepare_translated: Prepare) -> None:
    site = prepare_translated().site
    assert site is not None
    english = next(page.frame.language for page in site.pages if page.address == "/en/")
    name, hunger = (Foreign(words, "sv") for words in ("Lokala målen i Sandvålla", "Ingen hunger"))
    assert site.pictures == (
        SharePicture("lokalamalen", "Sandvålla stadsmission", "Lokala målen i Sandvålla", None, SWEDISH),
        SharePicture("mal-1", "Lokalt mål 1", "Ingen hunger", 1, SWEDISH),
        SharePicture("mal-2", "Lokalt mål 2", "Alla är trygga", 2, SWEDISH),
        SharePicture("en-lokalamalen", "Sandvålla stadsmission", name, None, english),
        SharePicture("en-mal-1", "Local goal 1", hunger, 1, english),
        SharePicture("en-mal-2", "Local goal 2", "Everyone is safe", 2, english),
    )
    assert {page.frame.share_image.removeprefix(f"{ROOT}/delning/") for page in site.pages} == {
        f"{picture.name}.png" for picture in site.pictures if picture.name != "en-mal-1"
    }


def test_a_former_address_redirects_in_each_language_of_the_page(prepare_translated: Prepare) -> None:
    """What a translation says of its old addresses is its original's; a page that is not translated has none in English."""
    changes = {
        name: (BASE / name).read_text("utf-8").replace("status: publicerad", f"tidigare adresser: {old}\nstatus: publicerad")
        for name, old in ((GOAL, "/trygga/"), ("sidor/om.md", "/om-oss/"))
    }
    site = prepare_translated(changes).site
    assert site is not None
    assert site.redirects == {"/trygga/": "/mal-2/", "/en/trygga/": "/en/mal-2/", "/om-oss/": "/om/"}
