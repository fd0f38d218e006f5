"""Words with a number: the forms for none, one and more, with the number spelt as the next word requires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from markupsafe import Markup

from plugins.core.locales.lasting import OfToday, lasting_of
from plugins.core.locales.locale import number_word
from plugins.core.problems import format_problem
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.page_ids import Ids
from plugins.core.words.lists import WordLists
from plugins.counts.markdown import make_count_mark
from tests.conftest import PROJECT

THEME = WordLists(PROJECT / "theme" / "words")
SWEDISH = """\
language:
  name: Svenska
  numbers: [noll, ett, två, tre]
people:
  none: "Ingen bor här."
  one: "En person bor i {house}."
  other: "{Number} personer bor i {house}, {number} i taget."
figures:
  one: "{count} träff"
  other: "{count} träffar"
"""
ENGLISH = """\
language:
  name: English
  locale: en_GB
  numbers: [zero, one, two, three]
people:
  none: "No people live here."
  one: "One person lives in {house}."
  other: "In {house} live {number} people."
figures:
  one: "{count} result"
  other: "{count} results"
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., WordLists]:
    def write(**lists: str) -> WordLists:
        for code, text in {"sv": SWEDISH, "en": ENGLISH, **lists}.items():
            (tmp_path / f"{code}.yaml").write_text(text, "utf-8")
        return WordLists(tmp_path)

    return write


def test_none_one_and_more_each_have_their_form(read: Callable[..., WordLists]) -> None:
    lists = read()
    assert [*lists.problems("sv"), *lists.problems("en")] == []
    assert [lists["sv"].people.say(count, house="huset") for count in (0, 1, 2, 14)] == [
        "Ingen bor här.",
        "En person bor i huset.",
        "Två personer bor i huset, två i taget.",
        "14 personer bor i huset, 14 i taget.",
    ]
    assert [lists["en"].people.say(count, house="it") for count in (0, 1, 3)] == [
        "No people live here.",
        "One person lives in it.",
        "In it live three people.",
    ]


def test_a_number_in_figures_is_formatted_for_its_language(read: Callable[..., WordLists]) -> None:
    lists = read()
    assert [lists["sv"].figures.say(count) for count in (1, 2)] == ["1 träff", "2 träffar"]
    assert lists["en"].figures.say(1200) == "1,200 results"


def test_counted_words_are_never_shown_without_their_number(read: Callable[..., WordLists]) -> None:
    people = read()["sv"].people
    for show in (str, "{}".format, Markup.escape, lambda words: f"{words}"):
        with pytest.raises(TypeError, match=r"'\{Number\} personer bor i \{house\}, .* ask for them by `say` or `of`"):
            show(people)


@pytest.mark.parametrize(("code", "said"), [("sv", ["999", "1\xa0096", "12\xa0352"]), ("en", ["999", "1,096", "12,352"])])
def test_a_number_that_has_no_word_is_written_in_figures_for_its_language(
    read: Callable[..., WordLists], code: str, said: list[str]
) -> None:
    words = read()[code]
    assert [words.figures.say(count).split(" ")[0] for count in (999, 1096, 12352)] == said
    for count, number in zip((999, 1096, 12352), said, strict=True):
        assert f" {number} " in f" {words.people.say(count, house='huset').replace('.', ' ')}"
        assert number_word(count, words.language) == number


@pytest.mark.parametrize("code", sorted(THEME))
def test_the_word_for_zero_can_stand_before_a_noun(code: str) -> None:
    """English says *none* only where no noun follows."""
    assert THEME[code].language.numbers[0] in ("noll", "zero")


@pytest.mark.parametrize(
    ("code", "counts", "said"),
    [
        ("sv", (1, 1, 1), ["ett", "en", "ett"]),
        ("sv", (0, 0, 2), ["noll", "noll", "två"]),
        ("latt", (1, 1, 13), ["ett", "en", "13"]),
        ("en", (1, 0, 2), ["one", "zero", "two"]),
    ],
)
def test_the_count_mark_gives_the_number_in_the_form_its_noun_requires(
    code: str, counts: tuple[int, int, int], said: list[str]
) -> None:
    assert list(make_count_mark(*counts, THEME[code]).values.things.values()) == said


FAULTS: Mapping[str, tuple[str, str, str, str]] = {
    "the number before one alone, in the first list": (
        "sv",
        "En person",
        "{Number} person",
        "sv.yaml:6:3: fel: Formen ”one” av ordet ”people” kan inte ha {Number} i sig. [fel-lucka]",
    ),
    "the number before one alone": (
        "en",
        "One person",
        "{number} person",
        "en.yaml:7:3: fel: Formen ”one” av ordet ”people” kan inte ha {number} i sig. [fel-lucka]",
    ),
    "the number before none": (
        "en",
        "No people",
        "{number} people",
        "en.yaml:6:3: fel: Formen ”none” av ordet ”people” kan inte ha {number} i sig. [fel-lucka]",
    ),
    "the form for none is missing": (
        "en",
        '  none: "No people live here."\n',
        "",
        "en.yaml:5:1: fel: Ordet ”people” saknar formen none. [saknat-ord]",
    ),
    "no form of one, in the first list": (
        "sv",
        '  one: "En person bor i {house}."\n',
        "",
        "sv.yaml:4:1: fel: Ordet ”people” saknar formen one. [saknat-ord]",
    ),
    "the number is missing": (
        "en",
        "live {number} people",
        "live people",
        "en.yaml:8:3: fel: Ordet ”people” saknar {number}. [fel-lucka]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_number_form_is_reported_with_what_to_write(fault: str, read: Callable[..., WordLists], tmp_path: Path) -> None:
    code, right, wrong, first_line = FAULTS[fault]
    written = {"sv": SWEDISH, "en": ENGLISH}[code]
    assert right in written

    lists = read(**{code: written.replace(right, wrong, 1)})

    messages = [format_problem(problem, tmp_path) for problem in lists.problems(code)]
    assert [text.split("\n")[0] for text in messages] == [first_line]
    if "kan inte ha" in first_line:
        assert "Skriv räkneordet" in messages[0]


def test_a_form_used_for_several_numbers_must_contain_the_number(read: Callable[..., WordLists]) -> None:
    """In French one form covers none and one, unless none has a form of its own; in Arabic none always has."""
    french = "language: {name: Français, locale: fr, numbers: [zéro, un, deux]}\n"
    figures = 'figures: {one: "{count} page", many: "{count} de pages", other: "{count} pages"}\n'
    more = 'many: "{Number} de gens à {house}.", other: "{Number} gens à {house}."}\n'
    none = 'none: "Personne à {house}.", one: "Une personne à {house}."'
    lists = read(fr=f"{french}{figures}people: {{{none}, {more}")
    assert lists.problems("fr") == ()
    said = [lists["fr"].people.say(count, house="X") for count in (0, 1, 2)]
    assert said == ["Personne à X.", "Une personne à X.", "Deux gens à X."]
    without = SWEDISH.replace('  none: "Ingen bor här."\n', "")
    lists = read(sv=without, fr=french + figures + 'people: {one: "Une personne à {house}.", ' + more)
    assert [problem.message for problem in lists.problems("fr")] == ["Ordet ”people” saknar {number}."]
    arabic = "language:\n  name: العربية\n  locale: ar\npeople:\n"
    six = ("zero", "one", "two", "few", "many", "other")
    people = "".join(f'  {form}: "{"" if form in ("zero", "one") else "{number} "}{{house}}"\n' for form in six)
    figures = "".join(f'  {form}: "{{count}}"\n' for form in six)
    lists = read(ar=f"{arabic}{people}figures:\n{figures}")
    assert [problem.message for problem in lists.problems("ar")] == []


GOALS = """
partners: {none: Inga partner i målet, one: En partner i målet, other: "{number} partner i {house}, {count} av {most}"}
alone: {one: ett, other: "{number}"}
"""


def test_a_heading_of_counted_words_has_the_same_id_whatever_the_number(read: Callable[..., WordLists]) -> None:
    words = read(sv=SWEDISH + GOALS)["sv"]
    said = [words.partners.say(count, house="målet", most=1000 + count) for count in (0, 1, 2, 1200)]
    assert len(set(said)) == 4
    assert {plain_heading(one, 2, Ids()).id for one in said} == {"partner-i-malet-av"}
    assert {plain_heading(words.alone.say(count), 2, Ids()).id for count in (1, 2, 30)} == {"avsnitt"}
    other = read()["en"].people
    assert {plain_heading(other.say(count, house="it"), 2, Ids()).id for count in (0, 1, 2)} == {"in-it-live-people"}


def test_the_lasting_form_of_counted_words_leaves_out_the_count_and_the_day(read: Callable[..., WordLists]) -> None:
    words = read()["sv"].people
    assert lasting_of(words.say(2, house=OfToday("huset om 3 dagar", "huset"))) == lasting_of(words.say(9, house="huset"))
