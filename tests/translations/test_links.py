"""Links between languages: to the page in the visitor's language if it exists, and to the right anchor on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plugins.commands.run import Options, run
from plugins.core.locales.languages import Language
from plugins.core.pictures.linked import OWN_PLACE
from plugins.core.words.lists import WordLists
from plugins.finishing.steps import finish_page
from plugins.pages.view import GlobalGoalsPage
from plugins.site.model import Preparation
from tests.conftest import BASE, PROJECT, TODAY
from tests.translated import GOAL, TRANSLATED, pages_of

Prepare = Callable[..., Preparation]
SWEDISH, ENGLISH = (WordLists(PROJECT / "theme" / "words")[code].language for code in ("sv", "en"))
ARABIC = replace(ENGLISH, code="ar", tag="ar", locale_name="ar")


@dataclass(frozen=True)
class Led:
    """What an English page knows of the site's own language."""

    prefix: str = "/en"
    translated: frozenset[str] = frozenset({"/mal-2/"})
    own_language: Language = SWEDISH
    other_language: str = "in Swedish"


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("/mal-2/#safety", 'href="/en/mal-2/#safety"'),
        ("/mal-1/#hunger", 'href="/mal-1/#hunger" hreflang="sv"'),
        (f"/mal-1/#{OWN_PLACE}hunger", 'href="/mal-1/#hunger" hreflang="sv"'),
        (f"/mal-2/#{OWN_PLACE}otrygghet", 'href="/en/mal-2/"'),
        (f"/en/mal-2/#{OWN_PLACE}otrygghet", 'href="/en/mal-2/"'),
        ("/data/goals.json", 'href="/data/goals.json"'),
        ("/bilder/a.png#b", 'href="/bilder/a.png#b"'),
        ("#here", 'href="#here"'),
    ],
)
def test_a_link_keeps_its_place_unless_the_page_has_other_headings(written: str, led: str) -> None:
    html = f'<!doctype html><html lang="en"><head><title>x</title></head><body><a href="{written}">x</a></body></html>'
    assert led in finish_page(html, ENGLISH, Led())


NOTE = '<span lang="{}"{}> ({})</span></a>'


@pytest.mark.parametrize(
    ("written", "language", "note"),
    [
        ("<a {}>Parken</a>", ENGLISH, "Parken (in Swedish)</a>"),
        ("<a {}><span lang='sv'>Parken</span></a>", ENGLISH, "</span> (in Swedish)</a>"),
        ("<a {} lang='sv'>Parken</a>", ENGLISH, NOTE.format("en", "", "in Swedish")),
        ("<div lang='sv'><p><a {}>Parken</a></p></div>", ENGLISH, NOTE.format("en", "", "in Swedish")),
        ("<a {} lang='sv'>Parken</a>", ARABIC, NOTE.format("ar", ' dir="rtl"', "in Swedish")),
        ("<div lang='fa'><a {}>Parken</a></div>", ARABIC, NOTE.format("ar", "", "in Swedish")),
    ],
)
def test_the_note_at_a_link_to_an_untranslated_page_is_in_the_language_of_the_page(
    written: str, language: Language, note: str
) -> None:
    """A screen reader reads words in another language with another voice."""
    body = written.format('href="/mal-1/"')
    html = f'<!doctype html><html lang="{language.tag}"><head><title>x</title></head><body>{body}</body></html>'
    assert note in finish_page(html, language, Led())


def test_a_link_in_an_untranslated_block_leads_to_an_existing_place(prepare_translated: Prepare) -> None:
    """The block is in Swedish on both pages; its link knows the headings of the Swedish one."""
    block = "---\nrubrik: Ge\n---\nSe [otrygghet](/mal-2/#otrygghet), [mat](/mal-1/#hunger) och [oss](/om/).\n"
    preparation = prepare_translated({"block/vad-kan-jag-gora.md": block})
    assert [problem for problem in preparation.problems if problem.is_error] == []
    pages = pages_of(preparation)

    def html_of(address: str) -> str:
        act = getattr(pages[address].view, "act")  # noqa: B009 (a view of any kind)
        return "".join(piece.html for block in act.blocks for piece in block.lead)

    assert f"/mal-2/#{OWN_PLACE}otrygghet" in html_of("/en/mal-2/")
    assert OWN_PLACE not in html_of("/mal-2/")
    assert "/mal-2/#otrygghet" in html_of("/mal-2/")


ENGLISH_ABOUT = "---\ntitel: About us\nsammanfattning: Us.\nstatus: publicerad\n---\nUs.\n\n## History\n\nLong.\n"
FIELDS = """meny:
  - text: Historien
    adress: /om/#historia
stöd oss:
  volontär: /om/#historia
  företag: /om/#historia
"""


def test_a_link_in_a_field_keeps_its_place_only_in_the_original_language(make_content: Callable[..., Path]) -> None:
    """The menu, what is going on and ways to give name the heading of the original; its translation has another."""
    website = (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, en]")
    content = make_content(
        {
            **TRANSLATED,
            "webbplats.yaml": website + FIELDS,
            "meddelanden.yaml": "- text: Vi firar.\n  länk: /om/#historia\n  till: 2026-12-31\n",
            "sidor/om.en.md": ENGLISH_ABOUT,
        }
    )
    output = content.parent / "output"
    assert run("build", Options(content=str(content), output=str(output), date=str(TODAY))) == 0

    def links(file: str) -> list[str]:
        return re.findall(r'href="([^"]*/om/[^"]*)"', (output / file).read_text("utf-8"))

    assert set(links("mal-2/index.html")) == {"/om/", "/om/#historia"}
    assert set(links("en/mal-2/index.html")) == {"/en/om/"}
    assert len(links("en/mal-2/index.html")) > len(links("mal-2/index.html")) - 3


def test_a_link_to_an_ended_contact_is_reported_only_at_the_contact(prepare: Callable[..., Preparation]) -> None:
    """In each language, whose word for it is another place."""
    website, contacts = ((BASE / name).read_text("utf-8") for name in ("webbplats.yaml", "kontakter.yaml"))
    changes = {
        **TRANSLATED,
        "webbplats.yaml": website.replace("språk: sv", "språk: [sv, en]"),
        "kontakter.yaml": contacts.replace("  namn: Alva", "  till: 2026-11-21\n  namn: Alva"),
        "mal/mal-2-alla-ar-trygga.en.md": GOAL.replace("We help.", "We help: [get in touch](#contact)."),
        "sidor/om.en.md": "---\ntitel: About us\nsammanfattning: Us.\nstatus: publicerad\n---\n[Get in touch](#contact).\n",
    }
    assert [(one.code, one.place.source.path.name) for one in prepare(changes).problems if one.is_error] == [
        ("avslutad-kontakt", "kontakter.yaml")
    ]


def test_a_translation_may_link_to_a_heading_of_an_untranslated_page(prepare_translated: Prepare) -> None:
    goal = GOAL.replace("[about us](/om/)", "[the history](/om/#historia)")
    assert [p.message for p in prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": goal}).problems if p.is_error] == []
    goal = GOAL.replace("[about us](/om/)", "[the history](/om/#history)")
    wrong = [p for p in prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": goal}).problems if p.is_error]
    assert [p.code for p in wrong] == ["bruten-lank"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_advice_about_a_dead_link_lists_the_pages_of_the_language(prepare_translated: Prepare, prefix: str) -> None:
    goal = GOAL.replace("[about us](/om/)", f"[about us]({prefix}/qqqqqqqq/)")
    (wrong,) = [p for p in prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": goal}).problems if p.is_error]
    pages = wrong.help[0].removeprefix("Sidorna är ").removesuffix(".").split(", ")
    assert {page.startswith("/en/") for page in pages} == {bool(prefix)}
    assert f"{prefix}/mal-2/" in pages
    assert not [page for page in pages if page.endswith(".html")]


def test_the_table_of_global_goals_links_to_reasons_on_untranslated_pages(prepare_translated: Prepare) -> None:
    pages = pages_of(prepare_translated())
    view = pages["/en/globala-malen/"].view
    assert isinstance(view, GlobalGoalsPage)
    led = {cell.address for row in view.rows for cell in row.meetings}
    assert led
    for address in led:
        path, _, anchor = address.partition("#")
        assert anchor in pages[path].ids, address
