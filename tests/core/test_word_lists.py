"""Word lists: what each must have, and what is reported of one that does not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plugins.core.problems import format_problem
from plugins.core.words.copies import FEW, check_copied
from plugins.core.words.lists import WordLists
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from tests.conftest import BASE, PROJECT, TODAY

FIRST = """\
language:
  name: Svenska
menu: Meny
more_on: "Mer på sidan {title}"
goals:
  one: "{count} mål"
  other: "{count} mål på {site}"
"""
GERMAN = """\
language:
  name: Deutsch
menu: Menü
more_on: "Mehr auf der Seite {title}"
goals:
  one: Ein Ziel
  other: "{count} Ziele auf {site}"
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., WordLists]:
    def write(**lists: str) -> WordLists:
        for code, text in {"sv": FIRST, **lists}.items():
            (tmp_path / f"{code}.yaml").write_text(text, "utf-8")
        return WordLists(tmp_path)

    return write


def format_problems(lists: WordLists, code: str, tmp_path: Path) -> list[str]:
    return [format_problem(problem, tmp_path) for problem in lists.problems(code)]


def test_a_language_is_defined_by_its_word_list(read: Callable[..., WordLists]) -> None:
    lists = read(de=GERMAN)

    assert list(lists) == ["sv", "de"]
    assert lists.problems("de") == ()
    assert lists["de"].menu == "Menü"
    language = lists["de"].language
    assert (language.code, language.tag, language.name, language.dir) == ("de", "de", "Deutsch", "ltr")
    assert (language.prefix("sv"), language.prefix("de")) == ("/de", "")


def test_two_languages_may_share_a_language_tag(read: Callable[..., WordLists]) -> None:
    lists = read(latt=FIRST.replace("name: Svenska", "name: Lätt svenska\n  tag: sv"))

    assert lists["latt"].language.tag == "sv"
    assert lists["latt"].language.prefix("sv") == "/latt"
    assert lists.problems("latt") == ()


def test_words_have_the_plural_form_of_the_count(read: Callable[..., WordLists]) -> None:
    polish = """\
language: {name: Polski}
menu: Menu
more_on: "Więcej na stronie {title}"
goals: {one: "Jeden cel", few: "{count} cele na {site}", many: "{count} celów na {site}", other: "{count} celu na {site}"}
"""
    lists = read(pl=polish)

    assert lists.problems("pl") == ()
    assert [lists["pl"].goals.of(count).split()[1] for count in (1, 2, 5, 22, 25)] == ["cel", "cele", "celów", "cele", "celów"]
    assert [lists["sv"].goals.of(count) for count in (1, 2)] == ["{count} mål", "{count} mål på {site}"]


FORMS = GERMAN[GERMAN.index("\n  one:") :]
FAULTS: Mapping[str, tuple[str, str, str]] = {
    "a word is missing": ("menu: Menü\n", "", "de.yaml:1:1: fel: Ordet ”menu” saknas på språket ”Deutsch”. [saknat-ord]"),
    "a word is empty": ("menu: Menü", "menu:", "de.yaml:1:1: fel: Ordet ”menu” saknas på språket ”Deutsch”. [saknat-ord]"),
    "a word is unknown": ("menu:", "mneu: x\nmenu:", "de.yaml:3:1: fel: Det finns inget ord som heter ”mneu”. [okant-ord]"),
    "a word is repeated": ("menu:", "menu: x\nmenu:", "de.yaml:4:1: fel: Ordet ”menu” står två gånger. [dubbelt-falt]"),
    "a place is missing": ("Seite {title}", "Seite", "de.yaml:4:1: fel: Ordet ”more_on” saknar {title}. [fel-lucka]"),
    "a place is unknown": ("{title}", "{title} {x}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {x} i sig. [fel-lucka]"),
    "a place has another name": (
        "{title}", "{titel}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {titel} i sig. [fel-lucka]",
    ),
    "a place by number": ("{title}", "{0}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {0} i sig. [fel-lucka]"),
    "a place without a name": ("{title}", "{title} {}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {} i sig. [fel-lucka]"),
    "a converted place": ("{title}", "{title!r}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {title!r} i sig. [fel-lucka]"),
    "a conversion alone": ("{title}", "{!r}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {!r} i sig. [fel-lucka]"),
    "a formatted place": ("{title}", "{title:d}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {title:d} i sig. [fel-lucka]"),
    "a place's attribute": ("{title}", "{title.b}", "de.yaml:4:1: fel: Ordet ”more_on” kan inte ha {title.b} i sig. [fel-lucka]"),
    "a lone closing brace": ("{title}", "title}", "de.yaml:4:1: fel: Klamrarna i ordet ”more_on” hör inte ihop. [fel-lucka]"),
    "a list": ("menu: Menü", "menu: [Menü]", "de.yaml:3:1: fel: Ordet ”menu” ska ha samma form som på svenska. [fel-ord]"),
    "an empty list": ("menu: Menü", "menu: []", "de.yaml:1:1: fel: Ordet ”menu” saknas på språket ”Deutsch”. [saknat-ord]"),
    "null": ("menu: Menü", "menu: null", "de.yaml:1:1: fel: Ordet ”menu” saknas på språket ”Deutsch”. [saknat-ord]"),
    "a form is a list": (
        "one: Ein Ziel", "one: [x]", "de.yaml:6:3: fel: Formen ”one” av ordet ”goals” ska vara en text. [fel-ord]",
    ),
    "a form is empty": ("one: Ein Ziel", "one:", "de.yaml:6:3: fel: Formen ”one” av ordet ”goals” ska vara en text. [fel-ord]"),
    "a custom has a wrong place": (
        "name:", "less_than: '{x}'\n  name:", "de.yaml:2:3: fel: Ordet ”less_than” kan inte ha {x} i sig. [fel-lucka]",
    ),
    "a lone opening brace": ("{title}", "{title", "de.yaml:4:1: fel: Klamrarna i ordet ”more_on” hör inte ihop. [fel-lucka]"),
    "a form is missing": ("  one: Ein Ziel\n", "", "de.yaml:5:1: fel: Ordet ”goals” saknar formen one. [saknat-ord]"),
    "a form is unknown": ("  one:", "  few: x\n  one:", "de.yaml:6:3: fel: Formen ”few” finns inte på Deutsch. [okant-ord]"),
    "a form lacks its place": ("{count} Z", "Z", "de.yaml:7:3: fel: Ordet ”goals” saknar {count}. [fel-lucka]"),
    "no forms": (FORMS, " x\n", "de.yaml:5:1: fel: Ordet ”goals” ska ha samma form som på svenska. [fel-ord]"),
    "no name": ("language:\n  name: Deutsch\n", "", "de.yaml:1:1: fel: Filen säger inte vad språket ”de” heter. [fel-ord]"),
    "no such language": ("name:", "locale: tlhx\n  name:", "de.yaml:2:3: fel: Det finns inget språk med koden ”tlhx”. [fel-ord]"),
    "a custom is unknown": ("name:", "nmae: x\n  name:", "de.yaml:2:3: fel: Det finns inget ord som heter ”nmae”. [okant-ord]"),
    "no YAML": ("menu:", 'menu: "', "de.yaml:4:11: fel: Raden går inte att läsa. [olaslig-rad]"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_at_its_line(fault: str, read: Callable[..., WordLists], tmp_path: Path) -> None:
    right, wrong, first_line = FAULTS[fault]
    assert right in GERMAN

    found = format_problems(read(de=GERMAN.replace(right, wrong, 1)), "de", tmp_path)

    assert [text.split("\n")[0] for text in found] == [first_line]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_word_is_replaced_from_the_first_list(fault: str, read: Callable[..., WordLists]) -> None:
    right, wrong, _ = FAULTS[fault]
    words = read(de=GERMAN.replace(right, wrong, 1))["de"]

    assert isinstance(words.menu, str)
    assert "Hem" in words.more_on.format(title="Hem")
    assert all(
        "ål" in words.goals.of(count).format(count=count, site="x") or "Ziel" in words.goals.of(count) for count in range(3)
    )
    assert "5" in words.language.less_than.format(number=5)


@pytest.mark.parametrize("word", ["1", "<b>Menü</b>", "Menü" * 700, "{{}}"])
def test_an_odd_word_is_accepted(word: str, read: Callable[..., WordLists]) -> None:
    lists = read(de=GERMAN.replace("menu: Menü", f"menu: '{word}'"))
    assert lists.problems("de") == ()
    assert lists["de"].menu == word


def test_a_word_missing_in_a_group_is_reported(read: Callable[..., WordLists]) -> None:
    lists = read(sv=f"{FIRST}times: {{early: tidigt, late: sent}}\n", de=f"{GERMAN}times: {{early: Anfang}}\n")
    assert [problem.code for problem in lists.problems("de")] == ["saknat-ord"]
    assert (lists["de"].times.early, lists["de"].times.late) == ("Anfang", "sent")


def test_a_missing_word_is_reported_with_the_word_in_the_first_language(read: Callable[..., WordLists], tmp_path: Path) -> None:
    (found,) = format_problems(read(de=GERMAN.replace("menu: Menü\n", "")), "de", tmp_path)

    assert found.endswith("    Så står det på svenska:\n    sv.yaml, rad 3: menu: Meny")


def test_a_language_without_words_stops_the_build(
    prepare: Callable[..., Preparation], format_all: Callable[..., list[str]]
) -> None:
    website = (PROJECT / "tests/sites/_base/webbplats.yaml").read_text("utf-8")
    preparation = prepare({"webbplats.yaml": website.replace("språk: sv", "språk: tlh")}, today=date(2026, 11, 22))

    (found,) = format_all(list(preparation.problems))
    assert "Språket ”tlh” har inga ord: filen theme/words/tlh.yaml finns inte. [okant-sprak]" in found
    assert "    4 | språk: tlh\n    Skriv ett språk som har sina ord där: " in found


@pytest.mark.parametrize("path", sorted((PROJECT / "theme" / "words").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_word_lists_of_the_theme_have_no_problems(path: Path) -> None:
    assert [format_problem(problem) for problem in WordLists(path.parent).problems(path.stem)] == []


SEARCHED = """\
search_words:
  endings: [heit, en]
  empty: [und]
  alike:
    - Haus, Wohnung
"""


@pytest.mark.parametrize(
    ("words", "line", "message", "written"),
    [
        ("search_words:\n  endings: heit, en\n", 7, "”endings” ska vara en lista", "endings: [heit, en]"),
        ("search_words:\n  alike:\n    haus: Wohnung\n", 7, "”alike” ska vara en lista", "alike: ["),
        ("search_words:\n  empty: [[und]]\n", 7, "”empty” ska vara en lista", "empty: ["),
        ("search_words:\n  ending: [heit]\n", 7, "Det finns inget ord som heter ”ending”", "endings: [heit]"),
        ("search_words:\n  letters: [ä, ö]\n", 7, "”letters” ska vara par av bokstäver", "letters: {ä: ae"),
        ("search_words:\n  letters: {äh: ae}\n", 7, "”letters” ska vara par av bokstäver", "letters: {ä: ae"),
        ("search_words: heit\n", 6, "”search_words” ska vara en grupp", "endings, empty och alike"),
    ],
)
def test_search_words_that_are_not_lists_are_reported(
    read: Callable[..., WordLists], tmp_path: Path, words: str, line: int, message: str, written: str
) -> None:
    lists = read(sv=FIRST.partition("goals:")[0] + SEARCHED, de=GERMAN.partition("goals:")[0] + words)
    (problem,) = lists.problems("de")
    assert problem.place.line == line - 1
    assert message in problem.message
    assert written in " ".join((*problem.help, problem.suggestion or ""))
    assert lists["de"].search_words.alike == []


@pytest.mark.parametrize("custom", ["numbers: eins", "units: km", "before_number: Ziel", "sorted_as: ss", "alphabet: [a, b]"])
def test_customs_of_the_wrong_type_are_reported(read: Callable[..., WordLists], custom: str) -> None:
    lists = read(de=GERMAN.replace("  name: Deutsch\n", f"  name: Deutsch\n  {custom}\n"))
    (problem,) = lists.problems("de")
    assert (problem.code, problem.place.line) == ("fel-ord", 3)


def test_search_words_may_be_missing(read: Callable[..., WordLists]) -> None:
    lists = read(sv=FIRST + SEARCHED, de=GERMAN)
    assert lists.problems("de") == ()
    assert lists["sv"].search_words.endings == ["heit", "en"]
    assert lists["de"].search_words.endings == lists["de"].search_words.empty == []


def test_words_left_in_the_language_they_were_copied_from_are_reported(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "theme" / "words", tmp_path / "words")
    english = (tmp_path / "words" / "en.yaml").read_text("utf-8")
    german = english.replace("name: English\n  locale: en_GB", "name: Deutsch\n  locale: de")
    (tmp_path / "words" / "de.yaml").write_text(german, "utf-8")
    lists = WordLists(tmp_path / "words")
    assert [list(check_copied(lists, code)) for code in ("sv", "en", "latt")] == [[], [], []]
    [problem] = check_copied(lists, "de")
    assert not problem.is_error
    assert problem.message.endswith("ord är desamma på engelska och tyska. Är de inte översatta?")
    line = next(at for at, row in enumerate(german.split("\n"), 1) if row.startswith("skip_link: "))  # and the words after it
    sentences = dict(re.findall(r"(?m)^([a-z_]+): (\w+(?: \w+)+)$", german))
    for kept, is_reported in (
        (FEW, False),
        (FEW + 1, True),
    ):  # however many words the theme has, this many sentences are the same
        rows = [f"{key}: {text if at < kept else 'Wortwort'}" for at, (key, text) in enumerate(sentences.items())]
        (tmp_path / "words" / "de.yaml").write_text("\n".join(["language:\n  name: Deutsch", *rows, ""]), "utf-8")
        assert bool([*check_copied(WordLists(tmp_path / "words"), "de")]) is is_reported, "a few sentences may be the same"
    (tmp_path / "words" / "de.yaml").write_text("\n" * (line - 1) + "\n".join(german.split("\n")[line - 1 : line + 6]), "utf-8")
    [problem] = check_copied(WordLists(tmp_path / "words"), "de")
    assert problem.place.line == line
    assert problem.help[0] == f"rad {line}: {german.split(chr(10))[line - 1]}"


@pytest.mark.parametrize(("missing", "expected"), [((3,), ["3"]), ((3, 17), ["3 och 17"]), ((), [])])
def test_a_list_that_names_some_global_goals_must_name_all(
    make_content: Callable[..., Path], theme: Theme, tmp_path: Path, missing: tuple[int, ...], expected: list[str]
) -> None:
    words = shutil.copytree(PROJECT / "theme" / "words", tmp_path / "words")
    names = "".join(f"    {number}: Ziel {number}\n" for number in range(1, 18) if number not in missing)
    swedish = (words / "sv.yaml").read_text("utf-8")
    (words / "de.yaml").write_text(f"{swedish}global_goals:\n  page: https://example.org/{{number}}\n  names:\n{names}", "utf-8")
    website = (BASE / "webbplats.yaml").read_text("utf-8").replace("språk: sv", "språk: [sv, de]")
    content = make_content({"webbplats.yaml": website})
    problems = prepare_site(content, TODAY, replace(theme, words=WordLists(words))).problems
    found = [one.message for one in problems if one.message.startswith("De globala målen")]
    assert found == [f"De globala målen {which} saknar namn på språket ”Svenska”." for which in expected]
