"""Pages in another language: which there are, what they show, and what they keep of the original."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

import pytest

from plugins.commands.proof.subject import find_files, show_page
from plugins.core.locales.foreign import BEGIN, END, TAG, Foreign, drop_signs, fill, resolve, speak_html
from plugins.local_goals.view import GoalPage
from plugins.search.index import find_words
from plugins.site.model import Preparation
from plugins.site.prepare import prepare_site, read_content
from tests.benches import Bench
from tests.conftest import TODAY
from tests.translated import GOAL, pages_of

Prepare = Callable[..., Preparation]


def names_in(view: GoalPage) -> list[str]:
    return [partner.name for tier in view.tiers for partner in tier.partners]


def errors(preparation: Preparation) -> list[str]:
    return [f"{p.place.source.path.name}:{p.place.line} {p.code}" for p in preparation.problems if p.is_error]


def test_a_page_exists_in_the_languages_of_its_translations(prepare_translated: Prepare) -> None:
    preparation = prepare_translated()
    pages = pages_of(preparation)

    assert errors(preparation) == []
    assert {address for address in pages if address.startswith("/en/")} >= {"/en/", "/en/mal-2/", "/en/404.html"}
    assert "/en/mal-1/" not in pages
    assert "/en/om/" not in pages
    assert not any(address.startswith("/latt/") for address in pages)
    page = pages["/en/mal-2/"]
    assert isinstance(page.view, GoalPage)
    assert (page.view.title, page.view.number, page.frame.language.tag) == ("Everyone is safe", 2, "en")
    assert page.frame.title.startswith("Everyone is safe – Local goal 2")
    assert page.view.contents[0].text == "Safety"


def test_values_without_words_come_from_the_original(prepare_translated: Prepare) -> None:
    pages = pages_of(prepare_translated())
    english, swedish = pages["/en/mal-2/"].view, pages["/mal-2/"].view
    assert isinstance(english, GoalPage)
    assert isinstance(swedish, GoalPage)

    assert english.contact
    assert swedish.contact
    assert english.contact.telephone_link == swedish.contact.telephone_link
    assert names_in(english) == names_in(swedish) != []
    assert [reason.goal.number for reason in english.globally.reasons] == [r.goal.number for r in swedish.globally.reasons]


def test_untranslated_content_declares_its_language(prepare_translated: Prepare) -> None:
    view = pages_of(prepare_translated())["/en/mal-2/"].view
    assert isinstance(view, GoalPage)

    assert view.act
    assert {piece.language for block in view.act.blocks for piece in block.lead if piece.kind == "html"} == {"sv"}
    assert all(isinstance(value.text, Foreign) for line in view.lines for value in line.values)
    easy = prepare_translated(
        {"sidor/start.latt.md": "---\ntitel: Lätt\nsammanfattning: Kort.\nstatus: publicerad\n---\nKort.\n"}
    )
    assert not isinstance(pages_of(easy)["/latt/"].frame.site_name, Foreign)  # it is Swedish too


def test_a_menu_has_the_pages_of_its_language(prepare_translated: Prepare) -> None:
    frame = pages_of(prepare_translated())["/en/mal-2/"].frame

    assert [goal.number for goal in frame.own_goals] == [2]
    assert [goal.number for goal in frame.goals] == [1, 2]
    assert frame.help_link
    assert frame.help_link.address == "/en/hjalp/"


def test_each_page_links_to_its_other_languages(prepare_translated: Prepare) -> None:
    preparation = prepare_translated({"mal/mal-2-alla-ar-trygga.latt.md": GOAL.replace("Everyone", "Alla")})
    pages = pages_of(preparation)

    ways = [(way.language.name, way.address, way.is_this_page) for way in pages["/en/mal-2/"].frame.versions]
    assert ways == [("Svenska", "/mal-2/", False), ("English", "/en/mal-2/", True), ("Lätt svenska", "/latt/mal-2/", False)]
    expected = [("sv", "/mal-2/"), ("en", "/en/mal-2/"), ("sv-x-latt", "/latt/mal-2/"), ("x-default", "/mal-2/")]
    root = preparation.site.root if preparation.site else ""
    for address in ("/mal-2/", "/en/mal-2/", "/latt/mal-2/"):
        assert pages[address].frame.alternates == tuple((tag, f"{root}{path}") for tag, path in expected)
    assert pages["/om/"].frame.alternates == ()


def test_a_draft_of_a_translation_is_shown_in_preview_only(prepare_translated: Prepare) -> None:
    draft = {"mal/mal-2-alla-ar-trygga.en.md": GOAL.replace("publicerad", "utkast")}

    assert "/en/mal-2/" not in pages_of(prepare_translated(draft))
    assert pages_of(prepare_translated(draft, shows_drafts=True))["/en/mal-2/"].frame.hidden


def test_a_proof_of_a_draft_translation_shows_no_other_draft(
    prepare_translated: Prepare, translated_bench: Bench, tmp_path: Path
) -> None:
    name, content = "mal/mal-2-alla-ar-trygga", tmp_path / "content"
    draft = {f"{name}.{code}.md": GOAL.replace("publicerad", "utkast") for code in ("en", "latt")}
    files = find_files("/en/mal-2/", content, prepare_translated(draft, shows_drafts=True).site)
    reading = read_content(content).with_records(partial(show_page, files))

    assert {file.name for file in files} == {"mal-2-alla-ar-trygga.md", "mal-2-alla-ar-trygga.en.md"}
    pages = pages_of(prepare_site(reading, TODAY, translated_bench.theme))
    assert "/en/mal-2/" in pages
    assert "/latt/mal-2/" not in pages


def test_a_site_in_one_language_links_to_no_other(prepare_translated: Prepare) -> None:
    pages = pages_of(prepare_translated(whole=False))

    assert {page.frame.versions for page in pages.values()} == {()}
    assert {page.frame.translation for page in pages.values()} == {None}


def test_foreign_words_in_a_sentence_declare_their_language() -> None:
    filled = fill("Back: goal {number}, {title}", number=1, title=Foreign("Hem & <hus>", "sv"))

    assert drop_signs(filled) == "Back: goal 1, Hem & <hus>"
    assert resolve(f"<p>{escape(filled)}</p>") == '<p>Back: goal 1, <span lang="sv">Hem &amp; &lt;hus&gt;</span></p>'
    assert resolve(f'<p title="{escape(filled)}">x</p>') == '<p title="Back: goal 1, Hem &amp; &lt;hus&gt;">x</p>'
    assert list(find_words(filled)) == ["back", "goal", "hem", "hus"]


@pytest.mark.parametrize(
    ("words", "html"), [("13 500", "<dd>13 500</dd>"), ("13 %", "<dd>13 %</dd>"), ("13 hem", '<dd lang="sv">13 hem</dd>')]
)
def test_a_figure_without_words_has_the_language_of_its_page(words: str, html: str) -> None:
    foreign = Foreign(words, "sv")
    assert resolve(f"<dd>{fill('{value}', value=foreign)}</dd>") == html
    assert ("lang=" in speak_html(foreign)) is ("lang=" in html)


def test_a_link_to_an_untranslated_goal_declares_its_language(prepare_translated: Prepare) -> None:
    view = pages_of(prepare_translated())["/en/mal-2/"].view
    assert isinstance(view, GoalPage)
    assert view.before
    assert resolve(view.before.text).endswith("</span>")
    assert '<span lang="sv">' in resolve(view.before.text)


@pytest.mark.parametrize(
    ("html", "right"),
    [
        (f"<p>{BEGIN}sv{TAG}Hej{END}</p>", '<p lang="sv">Hej</p>'),
        (f"<p>Say {BEGIN}sv{TAG}Hej &amp; hå{END}!</p>", '<p>Say <span lang="sv">Hej &amp; hå</span>!</p>'),
        (f'<img alt="{BEGIN}sv{TAG}Hej{END}">', '<img alt="Hej">'),
        (f"<title>{BEGIN}sv{TAG}Hej{END} – x</title>", "<title>Hej – x</title>"),
        (f'<p lang="de">{BEGIN}sv{TAG}Hej{END}</p>', '<p lang="de"><span lang="sv">Hej</span></p>'),
        ("<p>Hej</p>", "<p>Hej</p>"),
    ],
)
def test_foreign_words_become_elements_only_where_elements_are_allowed(html: str, right: str) -> None:
    assert resolve(html) == right


def test_a_file_name_with_two_languages_or_in_capitals_is_reported_at_the_file(prepare_translated: Prepare) -> None:
    """And the good translation beside it is left in peace."""
    preparation = prepare_translated({"mal/mal-2-alla-ar-trygga.en.latt.md": GOAL, "sidor/start.EN.md": GOAL})
    found = {p.place.source.path.name: p.help[0] for p in preparation.problems if p.code == "fel-filnamn"}
    assert found == {
        "mal-2-alla-ar-trygga.en.latt.md": (
            "Döp om filen till mal-2-alla-ar-trygga.latt.md, eller ta bort den om den filen redan finns."
        ),
        "start.EN.md": "Döp om filen till start.en.md, eller ta bort den om den filen redan finns.",
    }


def test_a_repeated_language_is_reported(tmp_path: Path, prepare_translated: Prepare) -> None:
    prepare_translated()
    website = (tmp_path / "content" / "webbplats.yaml").read_text("utf-8").replace("[sv, en, latt]", "[sv, en, en]")
    preparation = prepare_translated({"webbplats.yaml": website})
    assert [p.message for p in preparation.problems if p.is_error] == ["Språket ”en” står två gånger."]


def test_pages_in_two_languages_with_the_same_tag_have_different_titles(prepare_translated: Prepare) -> None:
    easy = "---\ntitel: Om oss\nsammanfattning: Vi hjälper folk.\nstatus: publicerad\n---\nVi är en grupp.\n\n## Förr\n\nMat.\n"
    pages = pages_of(prepare_translated({"sidor/om.latt.md": easy}))
    assert pages["/latt/om/"].frame.title == f"{pages['/om/'].frame.title} – Lätt svenska"
    assert "English" not in pages["/en/"].frame.title
