"""Search in another language: its pages, with their own words, in an index of their own."""

from __future__ import annotations

import json
from collections.abc import Callable

from plugins.search.page import SearchPage
from plugins.site.model import Preparation
from tests.conftest import BASE
from tests.translated import pages_of

Prepare = Callable[..., Preparation]


def test_search_in_a_language_finds_its_own_pages(prepare_translated: Prepare) -> None:
    preparation = prepare_translated()
    pages = pages_of(preparation)
    english, swedish = pages["/en/sok/"].view, pages["/sok/"].view
    assert isinstance(english, SearchPage)
    assert isinstance(swedish, SearchPage)
    found = {entry.address for group in english.groups for entry in group.entries}
    assert "/en/mal-2/" in found
    assert all(address.startswith("/en/") for address in found)
    assert not any(entry.address.startswith("/en/") for group in swedish.groups for entry in group.entries)

    assert english.index_address.startswith("/en/sok/index.")
    assert preparation.site is not None
    index = json.loads(preparation.site.files[english.index_address.lstrip("/")])
    assert "breakfast" in index["words"]
    assert "breakfast" not in json.loads(preparation.site.files[swedish.index_address.lstrip("/")])["words"]
    assert all(word.isalnum() for word in index["words"])


def test_the_masthead_links_to_search_in_its_language(prepare_translated: Prepare) -> None:
    link = pages_of(prepare_translated())["/en/mal-2/"].frame.search_link
    assert link
    assert link.address == "/en/sok/"


def test_a_contact_placed_by_a_mark_is_found_in_each_language_that_shows_it(prepare_translated: Prepare) -> None:
    contacts = (BASE / "kontakter.yaml").read_text("utf-8")
    alva = "- id: alva\n  namn: Alva Sökdotter\n  roll: Lyktmästare\n  telefon: 070-174 06 06\n"
    page = "---\ntitel: {}\nsammanfattning: {}\nstatus: publicerad\n---\n{}\n\n{{kontakt:alva}}\n"
    swedish = {"kontakter.yaml": f"{contacts}\n{alva}", "sidor/lykta.md": page.format("Lyktor", "Om lyktor.", "Text.")}
    english = {"sidor/lykta.en.md": page.format("Lamps", "About lamps.", "Words.")}
    both = ("/sok/", "/lykta/"), ("/en/sok/", "/en/lykta/")
    for changes, found in ((swedish, both[:1]), (swedish | english, both)):
        pages = pages_of(prepare_translated(changes))
        for search, address in found:
            view = pages[search].view
            assert isinstance(view, SearchPage)
            entries = {str(entry.title): entry.address for entry in view.groups[-1].entries}
            assert entries.get("Alva Sökdotter") == address
