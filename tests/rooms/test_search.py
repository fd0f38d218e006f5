"""Search: the entries and the index."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.contacts.view import ContactCard
from plugins.core.dataclass import dataclass
from plugins.core.words.lists import WordLists
from plugins.search.index import SEPARATORS, find_words, format_language, index_entries, make_index, weigh_words
from plugins.search.model import SearchEntry
from plugins.search.page import SearchPage, read_card_texts
from plugins.site.assembly.frame import open_context
from plugins.site.model import Preparation, Theme
from plugins.site.rooms import KNOWN_PAGES
from tests.conftest import PROJECT

Prepare = Callable[..., Preparation]


def search_of(preparation: Preparation) -> tuple[SearchPage, dict[str, Any]]:
    """Return the search page and its index."""
    assert preparation.site is not None
    view = next(page.view for page in preparation.site.pages if page.address == "/sok/")
    assert isinstance(view, SearchPage)
    data = preparation.site.files[view.index_address.lstrip("/")]
    assert isinstance(data, bytes)
    return view, json.loads(data)


def weights(preparation: Preparation, word: str) -> dict[str, int]:
    """Return the weights of a word, by title of entry."""
    view, index = search_of(preparation)
    titles = [entry.title for group in view.groups for entry in group.entries]
    pairs = index["words"].get(word, [])
    return {titles[number]: weight for number, weight in zip(pairs[::2], pairs[1::2], strict=True)}


def test_search_lists_every_page_partner_and_contact_once(prepare: Prepare) -> None:
    preparation = prepare()
    view, _ = search_of(preparation)
    assert preparation.site is not None
    listed = [entry.address for group in view.groups for entry in group.entries]
    pages = {page.address for page in preparation.site.pages if page.frame.is_indexed} - {"/sok/"}
    context = open_context(preparation.library)
    empty = {known.address for known in KNOWN_PAGES if not known.has_something(context)}
    pages -= empty  # overviews that have nothing to show yet
    assert {"/verksamheter/", "/projekt/"} <= empty
    assert empty.isdisjoint({"/partner/", "/hjalp/", "/kontakt/", "/globala-malen/"})
    assert set(listed) == pages
    assert view.groups[0].heading.text == "Lokala mål"
    for address in pages - {"/partner/", "/hjalp/", "/kontakt/"}:
        assert listed.count(address) == 1


def test_a_draft_and_an_ended_partner_are_not_found(prepare: Prepare) -> None:
    changes = {
        "sidor/hemlig.md": "---\ntitel: Hemligheten\nsammanfattning: Kvarnhjulet.\nstatus: utkast\n---\nText.\n",
        "partner/slut.yaml": "- namn: Slutbolaget AB\n  lokalt mål: 2\n  nivå: partner\n  till: 2026-01-01\n",
    }
    preparation = prepare(changes)
    assert weights(preparation, "kvarnhjulet") == weights(preparation, "slutbolaget") == {}
    assert "kvarnhjulet" in search_of(prepare({}, shows_drafts=True))[1]["words"]


def test_a_word_weighs_more_in_a_title_than_in_a_text(prepare: Prepare) -> None:
    page = "---\ntitel: Om kvarnhjulet\nsammanfattning: Kort.\nstatus: publicerad\n---\nHär står rosenbladet.\n"
    found = prepare({"sidor/kvarn.md": page})
    assert weights(found, "kvarnhjulet") == {"Om kvarnhjulet": 16}
    assert weights(found, "rosenbladet") == {"Om kvarnhjulet": 2}


def test_everything_shown_on_a_page_is_indexed_but_no_address(prepare: Prepare) -> None:
    preparation = prepare({})
    _, index = search_of(preparation)
    assert {"https", "href", "class", "mailto", "svg"}.isdisjoint(index["words"])
    assert weights(preparation, "inkluderande")["Alla är trygga"] == 1, "the name of a global goal, which its text does not have"


def test_what_a_known_page_without_a_file_shows_is_indexed(prepare: Prepare) -> None:
    """It may be the only page that shows a record."""
    preparation = prepare({})
    assert preparation.site is not None
    assert preparation.site.by_address["/kontakt/"].source is None
    assert weights(preparation, "alva")["Kontakt"] == 1, "a contact"
    assert weights(preparation, "bära")["Behöver du hjälp?"] == 1, "a word of a help box"


def test_values_of_a_view_about_its_looks_are_not_indexed(prepare: Prepare) -> None:
    project = "---\ntitel: Lyktor\nsammanfattning: Vi tänder dem.\nlokala mål: 2\norganisation: Lyktan\nfrån: 2025-03-01\n"
    text = "Text.\n\n## Rubrik\n\nMer.\n\n{kontakt:partnerskap}\n\n{block:vad-kan-jag-gora}\n"
    preparation = prepare({"projekt/lyktor.md": f"{project}till: 2029-01-01\nstatus: publicerad\n---\n{text}"})
    index = search_of(preparation)[1]
    assert "rubrik" in index["words"]
    assert sorted({"html", "heading", "contact", "block", "goal", "under", "way", "large", "names"} & {*index["words"]}) == []


def test_the_search_page_may_have_a_text_of_its_own(prepare: Prepare) -> None:
    own = "---\ntitel: Hitta på sidan\nsammanfattning: Allt på ett ställe.\nstatus: publicerad\n---\nSkriv vad du söker.\n"
    preparation = prepare({"sidor/sok.md": own})
    view, _ = search_of(preparation)
    assert view.text.title == "Hitta på sidan"
    assert "/sok/" not in {entry.address for group in view.groups for entry in group.entries}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Räddade 250 ton, i snitt", ["räddade", "250", "ton", "snitt"]),
        ("kvinno\N{SOFT HYPHEN}frids-linjen", ["kvinnofrids", "linjen"]),
        ("Vra\N{COMBINING DIAERESIS}kning", ["vräkning"]),
    ],
)
def test_words_are_split_as_the_script_splits_them(text: str, words: list[str]) -> None:
    """By `cut` in `theme/static/js/search.js`. Composed and decomposed characters are equal."""
    assert list(find_words(text)) == words


def test_a_word_in_nearly_all_entries_is_left_out_of_a_large_index(theme: Theme) -> None:
    entries = [weigh_words(SearchEntry("/", "", ""), (f"och ord{number}",)) for number in range(25)]
    words = theme.words["sv"]
    assert "och" not in json.loads(make_index([index_entries(entries, 0)], format_language(words)))["words"]
    assert "och" in json.loads(make_index([index_entries(entries[:5], 0)], format_language(words)))["words"]


def test_the_index_is_valid_json_for_any_characters_in_a_text(theme: Theme) -> None:
    texts = ('hem "citat" bak\\streck', "hem\x00mål \x7fljud hem", "åäö \u2028rad ord\u200dord مرحبا 😀x 12")
    entries = [weigh_words(SearchEntry("/", "Hem", text), (text, text)) for text in texts]
    data = make_index([index_entries(entries[:1], 0), index_entries(entries[1:], 1)], format_language(theme.words["sv"]))
    index = json.loads(data)
    assert json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode() == data
    assert index["words"]["hem"] == [0, 16, 1, 16, 2, 16]
    assert list(index["words"]) == sorted(index["words"])


def test_the_same_content_gives_the_same_index(prepare: Prepare) -> None:
    assert search_of(prepare())[0].index_address == search_of(prepare())[0].index_address


def test_the_index_has_the_spellings_for_keyboards_without_a_letter(tmp_path: Path) -> None:
    german = "language: {name: Deutsch}\nsearch_none: Nichts\nsearch_found: {one: '{count} da', other: '{count} da'}\n"
    (tmp_path / "sv.yaml").write_text(german, "utf-8")
    assert "letters" not in json.loads(make_index((), format_language(WordLists(tmp_path)["sv"])))
    (tmp_path / "sv.yaml").write_text(f"{german}search_words: {{letters: {{ä: ae, ü: ue}}, empty: [Sie, und]}}\n", "utf-8")
    index = json.loads(make_index((), format_language(WordLists(tmp_path)["sv"])))
    assert index["letters"] == [["ä", "ae"], ["ü", "ue"]]
    assert index["empty"] == ["sie", "und"]


def test_words_of_every_script_are_split_as_queries_are() -> None:
    assert list(find_words("मुझे मदद चाहिए, الهِجْرَة och m² – ★★ 2030")) == ["मुझे", "मदद", "चाहिए", "الهِجْرَة", "och", "2030"]
    script = (PROJECT / "theme" / "static" / "js" / "search.js").read_text("utf-8")
    assert f"/{SEPARATORS}/" in script


def test_a_contact_is_found_on_a_page_that_shows_it(prepare: Prepare) -> None:
    """The contact page shows those of the organisation and the goals; others are only on their own pages."""
    contact = "- id: snickaren\n  namn: Alva Snickare\n  e-post: alva@example.org\n"
    page = "---\ntitel: Verkstan\nsammanfattning: Här snickras det.\nkontakt: snickaren\nstatus: publicerad\n---\nVälkommen.\n"
    base = (PROJECT / "tests" / "sites" / "_base" / "kontakter.yaml").read_text("utf-8")
    view, _ = search_of(prepare({"sidor/verkstan.md": page, "kontakter.yaml": f"{base}\n{contact}"}))
    assert [entry.address for group in view.groups for entry in group.entries if entry.title == "Alva Snickare"] == ["/verkstan/"]


# ---- contacts that only a text names

ALVA = "- id: alva\n  namn: Alva Sökdotter\n  roll: Lyktmästare\n  telefon: 070-174 06 06\n"
BO = "- id: bo\n  namn: Bo Sökson\n  roll: Lyktmästare\n  telefon: 070-174 06 07\n"
LAMP = "---\ntitel: Lyktor\nsammanfattning: Om lyktor.\nstatus: publicerad\n---\nText.\n\n{}\n\nMer.\n"
MARK = "{kontakt:alva}"


@dataclass(frozen=True, slots=True)
class ToyCard(ContactCard):
    """A card with one more field, as a new room may have."""

    languages: tuple[str, ...]


def draw_portrait() -> bytes:
    """Return a portrait."""
    written = BytesIO()
    Image.new("RGB", (400, 400), "#8899aa").save(written, "JPEG")
    return written.getvalue()


def with_contacts(*contacts: str) -> dict[str, str]:
    """Return the file of contacts with these added."""
    base = (PROJECT / "tests" / "sites" / "_base" / "kontakter.yaml").read_text("utf-8")
    return {"kontakter.yaml": "\n".join([base, *contacts])}


def contacts_of(preparation: Preparation) -> dict[str, str]:
    """Return the address at which each contact is found, by name."""
    assert [problem for problem in preparation.problems if problem.is_error] == []
    group = search_of(preparation)[0].groups[-1]
    assert group.heading.text in ("Kontakter", "Contacts")
    return {entry.title: entry.address for entry in group.entries}


def test_a_contact_named_only_by_a_mark_is_found_by_name_and_role(prepare: Prepare) -> None:
    found = prepare(with_contacts(ALVA) | {"sidor/lykta.md": LAMP.format(MARK)})
    assert contacts_of(found)["Alva Sökdotter"] == "/lykta/"
    assert weights(found, "sökdotter") == {"Lyktor": 1, "Alva Sökdotter": 16}
    assert weights(found, "lyktmästare") == {"Lyktor": 1, "Alva Sökdotter": 5}


def test_a_contact_is_found_by_everything_that_its_card_shows(prepare: Prepare) -> None:
    """But not by the focus of its picture or by the addresses of its links, which visitors do not read."""
    ways = "  organisation: Lyktverket\n  webbplats: https://www.lyktan.example.org/om\n"
    portrait = "  bild:\n    fil: alva.jpg\n    fokus: uppe\n"
    found = prepare(
        with_contacts(ALVA + ways + portrait) | {"sidor/lykta.md": LAMP.format(MARK), "bilder/alva.jpg": draw_portrait()}
    )
    for word in ("lyktverket", "174", "lyktan"):
        assert weights(found, word).keys() >= {"Lyktor", "Alva Sökdotter"}, word
    for word in ("top", "tel", "https"):
        assert weights(found, word) == {}, word


def test_a_new_field_of_a_card_is_indexed_without_a_change_of_search() -> None:
    ways = (None, None, None, None, (), None, None)
    card = ToyCard("Alva", None, None, None, *ways, "kontakt", ("dari", "/bilder/alva.jpg", "finska"))
    assert [*read_card_texts(card)] == ["Alva", "dari", "finska"]


def test_a_contact_on_the_contact_or_help_page_is_found_there(prepare: Prepare) -> None:
    found = prepare({"sidor/aa.md": LAMP.format("{kontakt:partnerskap}\n\n{kontakt:nodnummer}")})
    assert contacts_of(found) == {"Alva Exempelsson": "/kontakt/", "Larmcentralen": "/hjalp/"}


def test_a_contact_in_a_block_is_found_on_a_page_that_shows_the_block(prepare: Prepare) -> None:
    block = {"block/lyktblock.md": f"---\nrubrik: Lyktblocket\n---\nText.\n\n{MARK}\n"}
    assert "Alva Sökdotter" not in contacts_of(prepare(with_contacts(ALVA) | block))
    page = {"sidor/lykta.md": LAMP.format("{block:lyktblock}")}
    assert contacts_of(prepare(with_contacts(ALVA) | block | page))["Alva Sökdotter"] == "/lykta/"
    of_goals = {"block/vad-kan-jag-gora.md": f"---\nrubrik: Ge en slant\n---\nText.\n\n{MARK}\n", "sidor/lykta.md": None}
    assert contacts_of(prepare(with_contacts(ALVA) | of_goals))["Alva Sökdotter"] == "/mal-1/"


def test_a_contact_in_the_text_of_a_help_box_is_found_on_the_help_page(prepare: Prepare) -> None:
    boxes = (PROJECT / "tests" / "sites" / "_base" / "stodrutor.yaml").read_text("utf-8")
    box = f"\n- id: lyktor\n  rubrik: Är det mörkt?\n  text: |\n    Vi tänder.\n\n    {MARK}\n  kontakter:\n    - nodnummer\n"
    assert contacts_of(prepare(with_contacts(ALVA) | {"stodrutor.yaml": boxes + box}))["Alva Sökdotter"] == "/hjalp/"


def test_a_successor_is_found_and_a_contact_that_has_ended_is_not(prepare: Prepare) -> None:
    ended = f"{ALVA}  till: 2026-01-01\n  ersätts av: bo\n"
    for page in (LAMP.format(MARK), LAMP.format("Text.").replace("status:", "kontakt: alva\nstatus:")):
        found = prepare(with_contacts(ended, BO) | {"sidor/lykta.md": page})
        assert contacts_of(found)["Bo Sökson"] == "/lykta/"
        assert "Alva Sökdotter" not in contacts_of(found)
        assert weights(found, "sökdotter") == {}


def test_a_contact_named_only_in_a_draft_is_not_found(prepare: Prepare) -> None:
    draft = with_contacts(ALVA) | {"sidor/lykta.md": LAMP.format(MARK).replace("publicerad", "utkast")}
    assert "Alva Sökdotter" not in contacts_of(prepare(draft))
    assert contacts_of(prepare(draft, shows_drafts=True))["Alva Sökdotter"] == "/lykta/"


def test_no_contact_is_found_on_the_page_for_404(prepare: Prepare) -> None:
    for lost in (LAMP.format(MARK), LAMP.format("Text.").replace("status:", "kontakt: alva\nstatus:")):
        assert "Alva Sökdotter" not in contacts_of(prepare(with_contacts(ALVA) | {"sidor/404.md": lost}))


def test_two_records_of_the_same_person_are_found_once(prepare: Prepare) -> None:
    twice = with_contacts(ALVA, ALVA.replace("id: alva", "id: alva-igen"))
    page = LAMP.format(f"{MARK}\n\n{{kontakt:alva-igen}}")
    assert list(contacts_of(prepare(twice | {"sidor/lykta.md": page}))).count("Alva Sökdotter") == 1
    group = search_of(prepare(twice | {"sidor/lykta.md": page}))[0].groups[-1]
    assert [entry.title for entry in group.entries].count("Alva Sökdotter") == 1


@pytest.mark.slow
def test_the_incremental_index_equals_that_of_a_fresh_run(prepare_at_bench: Prepare, prepare_afresh: Prepare) -> None:
    ended = f"{ALVA}  till: 2026-01-01\n  ersätts av: bo\n"
    contacts, away = with_contacts(ALVA, BO), LAMP.format("Text.")
    steps: list[dict[str, str | None]] = [
        {**contacts, "sidor/lykta.md": LAMP.format(MARK)},
        {"sidor/lykta.md": away, "sidor/veke.md": LAMP.format(MARK)},
        {**with_contacts(ended, BO)},
        {"sidor/veke.md": LAMP.format(MARK).replace("publicerad", "utkast")},
        {**contacts, "sidor/aa.md": LAMP.format("{kontakt:bo}")},
        {"sidor/aa.md": None, "sidor/veke.md": LAMP.format("{kontakt:bo}")},
    ]
    for shows_drafts in (False, True):
        for step in steps:
            now = search_of(prepare_at_bench(step, shows_drafts=shows_drafts))
            assert now == search_of(prepare_afresh(step, shows_drafts=shows_drafts))
            assert now[0].groups[-1].heading.text == "Kontakter"
