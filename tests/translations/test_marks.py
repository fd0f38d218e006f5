"""Marks in untranslated texts are in the language of that text, not of the page."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.core.library import Library, Setting
from plugins.core.locales.foreign import Finalize, Foreign, Mixed, resolve
from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark, make_marks
from plugins.core.room import Room
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.local_goals.view import GoalPage
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import ROOMS
from tests.benches import write_changes
from tests.conftest import BASE, TODAY
from tests.rooms.rich import RICH
from tests.rooms.test_marks_everywhere import KINDS, everything_of, is_refused, places_of_fields, write_at
from tests.translated import GOAL, pages_of

Prepare = Callable[..., Preparation]

ORIGINAL = "mal/mal-2-alla-ar-trygga.md"
SWEDISH = (BASE / ORIGINAL).read_text("utf-8")
HEADINGS = "målsidans rubriker:\n  nuläge: What we do today\n  framåt: What we want\n  globalt: Think globally\n"
FACTS = "- id: frukostar\n  värde: cirka 1 500\n  enhet: frukostar\n  avser: 2024\n  källa: Kansliet\n"
FACTS_SAID = "- id: frukostar\n  värde: about 1,500\n  enhet: breakfasts\n"


def goal_view(preparation: Preparation, address: str = "/en/mal-2/") -> GoalPage:
    """Return the view of the second goal's page."""
    assert [p.message for p in preparation.problems if p.is_error] == []
    view = pages_of(preparation)[address].view
    assert isinstance(view, GoalPage)
    return view


def subheading(preparation: Preparation, address: str = "/en/mal-2/") -> str:
    """Return the line under its title."""
    ((line,),) = [line.values for line in goal_view(preparation, address).lines]
    return line.text


def with_subheading(words: str) -> str:
    """Return the Swedish goal with an untranslated line."""
    return SWEDISH.replace("\nsammanfattning:", f"\nunderrubrik: {words}\nsammanfattning:", 1)


def test_a_count_in_an_untranslated_line_is_in_the_language_of_the_line(prepare_translated: Prepare) -> None:
    preparation = prepare_translated({ORIGINAL: with_subheading("Alla {antal:mål} mål hör ihop")})

    assert subheading(preparation) == Foreign("Alla två mål hör ihop", "sv")  # their own list has no such words
    assert subheading(preparation, "/mal-2/") == "Alla två mål hör ihop"
    said = prepare_translated(
        {"mal/mal-2-alla-ar-trygga.en.md": GOAL.replace("\nstatus", "\nunderrubrik: All {antal:mål} goals\nstatus", 1)}
    )
    assert subheading(said) == "All 2 goals"


def test_a_figure_in_an_untranslated_line_is_in_the_language_of_the_line(prepare_translated: Prepare) -> None:
    facts = {"fakta.yaml": FACTS, "fakta.en.yaml": FACTS_SAID}
    view = goal_view(prepare_translated({**facts, ORIGINAL: with_subheading("Vi dukar {fakta:frukostar} gånger")}))

    assert view.lines[0].values[0].text == Foreign("Vi dukar cirka 1 500 gånger", "sv")
    assert [source.figures for source in view.sources] == [("About 1,500 breakfasts",)]  # the list is the page's own words


def test_an_untranslated_figure_in_a_translated_line_declares_its_language(prepare_translated: Prepare) -> None:
    own = GOAL.replace("\nstatus", "\nunderrubrik: We serve {fakta:frukostar} times\nstatus", 1)
    said = subheading(prepare_translated({"fakta.yaml": FACTS, "mal/mal-2-alla-ar-trygga.en.md": own}))

    assert str(said) == "We serve cirka 1 500 times"  # so it is in what has no elements: titles, data
    assert isinstance(said, Mixed)
    html = resolve(f"<p>{Finalize()(said)}</p>")
    assert html == '<p>We serve <span lang="sv">cirka 1 500</span> times</p>'
    assert plain_heading(said, 2, PageText(make_marks()).ids).html == 'We serve <span lang="sv">cirka 1 500</span> times'
    assert pickle.loads(pickle.dumps(said)) == said


def test_a_mark_in_an_untranslated_line_changes_with_the_original_alone(prepare_translated: Prepare) -> None:
    """The figure's translation is as it was, so nothing else on the page has changed."""
    prepare_translated(
        {"fakta.yaml": FACTS, "fakta.en.yaml": FACTS_SAID, ORIGINAL: with_subheading("Vi dukar {fakta:frukostar} gånger")}
    )
    preparation = prepare_translated({"fakta.yaml": FACTS.replace("1 500", "1 600")})

    assert str(subheading(preparation)) == "Vi dukar cirka 1 600 gånger"


def test_a_mark_in_a_borrowed_line_of_the_same_language_has_the_words_of_the_page(prepare_translated: Prepare) -> None:
    easy = GOAL.replace("Everyone is safe", "Alla är trygga")
    translated = {"mal/mal-2-alla-ar-trygga.latt.md": easy, "webbplats.latt.yaml": HEADINGS}
    preparation = prepare_translated({**translated, ORIGINAL: with_subheading("Alla {antal:mål} mål hör ihop")})

    said = subheading(preparation, "/latt/mal-2/")
    assert said == "Alla 2 mål hör ihop"
    assert not isinstance(said, Foreign)


def test_a_mark_in_an_untranslated_block_is_in_the_language_of_the_block(prepare_translated: Prepare) -> None:
    block = (
        "---\nrubrik: Bli en av {antal:mål}\n---\nVi har {antal:mål} mål. Det här är {mål:titel}: {fakta:frukostar} frukostar.\n"
    )
    facts = {"fakta.yaml": FACTS, "fakta.en.yaml": FACTS_SAID}
    view = goal_view(prepare_translated({**facts, "block/vad-kan-jag-gora.md": block}))

    assert view.act
    (shown,) = view.act.blocks
    assert (str(shown.heading.text), shown.heading.text.tag) == ("Bli en av två", "sv")
    (piece,) = shown.lead
    assert piece.language == "sv"
    assert piece.html == "<p>Vi har två mål. Det här är Alla är trygga: cirka 1 500 frukostar.</p>"


def test_words_composed_of_untranslated_lines_declare_their_language(prepare_translated: Prepare) -> None:
    """So a mark in them is in the language with which it is shown."""
    website = (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, en, latt]")
    website = website.replace("målsidans rubriker:\n", "målsidans rubriker:\n  vad kan jag göra: Gör ett av {antal:mål}\n")
    voice = "röst:\n  citat: Vi är {antal:mål}\n  namn: Alva\n  roll: en av {antal:mål}\n  samtycke: ja\n"
    goal = SWEDISH.replace("\nstatus:", f"\n{voice}status:", 1)
    view = goal_view(prepare_translated({"webbplats.yaml": website, ORIGINAL: goal}))

    assert view.act
    assert view.act.heading.html == '<span lang="sv">Gör ett av två</span>'
    assert view.voice
    assert view.voice.quotation == Foreign("“Vi är två”", "sv")
    assert view.voice.who == Foreign("Alva, en av två", "sv")


def test_an_untranslated_measure_declares_its_language(prepare_translated: Prepare) -> None:
    head = "---\ntitel: {}\nsammanfattning: {}.\n{}status: publicerad\n---\nOrd.\n"
    rows = "  - mått: Deltagare\n    värde: minst 1 400\n    enhet: av {antal:mål}\n  - mått: Ord\n    värde: 1 500\n"
    own = f"lokala mål: 2\norganisation: Björkbolaget\nfrån: 2024-01-01\ntill: 2024-12-31\nmål i siffror:\n{rows}"
    project = {"projekt/huset.md": head.format("Huset", "Ett hus", own), "projekt/huset.en.md": head.format("The house", "A", "")}
    preparation = prepare_translated(project)
    assert [p.message for p in preparation.problems if p.is_error] == []
    view = pages_of(preparation)["/en/projekt/huset/"].view

    assert [value.text for row in view.measures for value in row.values] == [Foreign("minst 1 400 av två", "sv"), "1,500"]


# ---- every field that takes marks

EXAMPLE = "---\ntitel: Title {number}\nsammanfattning: Summary {number}.\nstatus: publicerad\n---\nWords.\n"
FOLDERS = ("sidor", "verksamheter", "projekt")
GOAL_SAID = GOAL.replace("We help. See [about us](/om/) and [the first goal](/mal-1/).", "We help.")
TRANSLATED = {
    "mal/mal-1-ingen-hunger.en.md": GOAL_SAID,
    "mal/mal-2-alla-ar-trygga.en.md": GOAL_SAID,
    "webbplats.en.yaml": HEADINGS,
}


def _make_marks(library: Library, _setting: Setting) -> Iterator[ValueMark]:
    """Yield a mark with the language in which it was asked: `{ord:7}` is `7xsv` or `7xen`."""
    tag = library.language.tag
    names = {str(number): str(number) for number in range(200)}
    yield ValueMark("ord", Known(names, names, "okand-markering", "Inget {}.", "Här finns").map(lambda name: f"{name}x{tag}"))


def _write_rich(content: Path) -> int:
    """Write the rich site in Swedish and English with `{ord:…}` in each field that takes marks; return the number of fields.

    Only a few texts of its pages, and of the fixed headings of goals, are translated.
    """
    shutil.copytree(BASE, content)
    write_changes(content, {**RICH, **TRANSLATED})
    for folder in FOLDERS:
        for number, path in enumerate(sorted((content / folder).glob("*.md"))):
            if not path.name.endswith(".en.md"):
                write_changes(content, {f"{folder}/{path.stem}.en.md": EXAMPLE.format(number=number)})
    website = content / "webbplats.yaml"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    fields = [field for field in sorted(KINDS) if not is_refused(field)]
    places = places_of_fields(content)
    for number, field in enumerate(fields):
        write_at(places[field], f"{{ord:{number}}} ")
    return len(fields)


def test_a_mark_in_any_untranslated_field_is_in_the_language_of_the_field(
    tmp_path: Path, translated_theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.site.rooms.ROOMS", (*ROOMS, Room(shelves=(), marks=_make_marks)))
    number = _write_rich(tmp_path / "content")
    preparation = prepare_site(tmp_path / "content", TODAY, translated_theme)

    assert [p.message for p in preparation.problems if p.is_error] == []
    assert set(re.findall(r"\d+xen", everything_of(preparation))) == set()
    english = [repr(page) for page in pages_of(preparation).values() if page.address.startswith("/en/")]
    borrowed = set(re.findall(r"\d+xsv", "".join(english)))
    assert len(borrowed) > number / 2  # but for titles, summaries and headings, which are translated


@pytest.mark.slow
def test_a_mark_in_a_translation_is_in_the_language_of_the_page(
    tmp_path: Path, translated_theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.site.rooms.ROOMS", (*ROOMS, Room(shelves=(), marks=_make_marks)))
    _write_rich(tmp_path / "content")
    about = EXAMPLE.replace("Summary {number}.", "Summary {{ord:1}}.").replace("Words.", "Words {{ord:2}}.").format(number=0)
    write_changes(tmp_path / "content", {"sidor/om.en.md": about})
    page = pages_of(prepare_site(tmp_path / "content", TODAY, translated_theme))["/en/om/"]

    assert "Summary 1xen." in repr(page.frame)
    assert "Words 2xen." in repr(page.view)
