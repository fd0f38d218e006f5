"""Swedish: comparison, sorting, addresses, lists, quotation marks; and the ids of a page."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from babel.lists import format_list

from plugins.core.locales import locale
from plugins.core.markdown.nodes import HeadingNode
from plugins.core.places import Place, SourceFile
from plugins.core.swedish import (
    MONTHS,
    SHORT_WEEKDAYS,
    SWEDISH,
    WEEKDAYS,
    closest,
    compare_key,
    format_day,
    format_decimal,
    format_money,
    format_share,
    join_words,
    number_word,
    quote,
    slugify,
    sort_key,
)
from plugins.core.texts.outline import group_by_heading, node_heading, plain_heading
from plugins.core.texts.page_ids import Ids


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Globala mål", "globala_mal", True),
        ("lämna-knapp", "LAMNA KNAPP", True),
        ("Vänföretag", "vanforetag", True),
        ("a  b", "a-b", True),
        ("å", "a\u030a", True),
        ("nivå", "niva ", True),
        ("é", "e", True),
        ("partner", "parter", False),
        ("a b", "ab", False),
        ("mål 1", "mål 2", False),
    ],
)
def test_names_are_compared_without_case_dots_and_word_marks(one: str, other: str, alike: bool) -> None:
    assert (compare_key(one) == compare_key(other)) is alike


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Det här gör vi idag", "det-har-gor-vi-idag"),
        ("Tänk globalt – agera lokalt", "tank-globalt-agera-lokalt"),
        ("Åsa é ü Ø ß", "asa-e-u-o-ss"),
        ("100 % & mer!", "100-mer"),
        ("o\u0308l", "ol"),
        ("Łukasz, Đorđe, Þórður och Iş\u0131l", "lukasz-dorde-thordur-och-isil"),
        ("---", ""),
        ("🎈", ""),
        ("Vad kan jag göra?", "vad-kan-jag-gora"),
    ],
)
def test_a_slug_is_lower_case_ascii_with_hyphens(text: str, slug: str) -> None:
    assert slugify(text) == slug


ORDER = [
    "Abel",
    "Adam",
    "Bo 2",
    "Bo 10",
    "Café",
    "Cafeterian",
    "Norra & Södra",
    "Norra Vägen",
    "Vera",
    "Wera",
    "Ülo",
    "Yngve",
    "Zeta",
    "Åkeriet",
    "åsen",
    "Äpplet",
    "Ögat",
    "Örat",
]


def test_names_are_sorted_by_the_swedish_alphabet() -> None:
    shuffled = random.Random(1).sample(ORDER, len(ORDER))

    assert sorted(shuffled, key=sort_key) == ORDER


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Z", "Å"),
        ("Å", "Ä"),
        ("Ä", "Ö"),
        ("ab", "B"),
        ("Hus 2", "Hus 10"),
        ("v", "w"),
        ("a", "é"),
        ("Öst", "öster"),
    ],
)
def test_the_first_name_is_sorted_before_the_second(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


@pytest.mark.parametrize(("words", "listed"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")])
def test_words_are_listed(words: list[str], listed: str) -> None:
    assert join_words(words) == listed


def test_days_and_months_are_in_swedish() -> None:
    assert (MONTHS[0], MONTHS[11], WEEKDAYS[0], SHORT_WEEKDAYS[6]) == ("januari", "december", "måndag", "sön")


def test_words_are_listed_as_in_cldr() -> None:
    """`plugins.core.swedish` does it without the rest of Babel, which is slow to load."""
    for words in (["a", "b", "c", "d", "e"][:count] for count in range(6)):
        assert join_words(words) == locale.join_words(words, SWEDISH)
        assert join_words(words, "eller") == format_list(words, "or", "sv")


def test_small_numbers_are_words() -> None:
    assert [number_word(n) for n in (0, 1, 12, 13, -1)] == ["noll", "ett", "tolv", "13", "-1"]


def test_a_day_is_written_out_with_a_no_break_space() -> None:
    assert format_day(date(2026, 12, 3)) == "3\u00a0december 2026"


@pytest.mark.parametrize(("number", "decimals", "shown"), [(1, 1, "1,0"), (13.94, 1, "13,9"), (14.004, 3, "14,004")])
def test_a_number_has_the_given_number_of_decimals(number: float, decimals: int, shown: str) -> None:
    assert format_decimal(number, decimals) == shown


@pytest.mark.parametrize(("kronor", "shown"), [(0, "0 kr"), (900, "900 kr"), (4719, "4 719 kr"), (12352838, "12 352 838 kr")])
def test_money_is_grouped_with_no_break_spaces(kronor: int, shown: str) -> None:
    assert format_money(kronor) == shown.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (4719182, 12352838, "38"),
        (0, 7, "0"),
        (1, 1000, "mindre än 1"),
        (1, 200, "1"),
        (385, 1000, "39"),
        (384, 1000, "38"),
        (999, 1000, "mer än 99"),
        (7, 7, "100"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(part: int, whole: int, shown: str) -> None:
    assert format_share(part, whole) == f"{shown}\u00a0procent"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("vänföretg", "Vänföretag"), ("VANFORETAG", "Vänföretag"), ("guld", None), ("", None)],
)
def test_a_guess_is_close_to_the_written_word(written: str, meant: str | None) -> None:
    assert closest(written, ["Huvudpartner", "Partner", "Vänföretag"]) == meant


def test_quotation_marks_are_swedish_and_long_texts_are_cut() -> None:
    assert quote("a\n b") == "”a b”"
    assert quote("x" * 100, 10) == f"”{'x' * 9}…”"


def test_ids_are_unique_on_a_page() -> None:
    ids = Ids()

    assert [ids.take(words) for words in ("Hej då", "Hej då", "hej-då!", "🎈", "?", "Meny")] == [
        "hej-da",
        "hej-da-2",
        "hej-da-3",
        "avsnitt",
        "avsnitt-2",
        "meny-2",
    ]
    assert {"hej-da", "avsnitt-2", "meny"} <= ids.shown


def test_a_heading_that_looks_like_a_repeat_gets_its_own_id() -> None:
    ids = Ids()

    assert [ids.take(words) for words in ("A 2", "A", "A")] == ["a-2", "a", "a-3"]


def test_headings_are_moved_down_but_never_below_six() -> None:
    node = HeadingNode(5, "A", "<em>A</em>", Place(SourceFile(Path("a.md"))))
    heading = node_heading(node, Ids(), shift=3)

    assert (heading.id, heading.level, heading.html) == ("a", 6, "<em>A</em>")
    assert plain_heading("a < b & c", 2, Ids()).html == "a &lt; b &amp; c"


def test_a_heading_of_plain_words_is_never_below_level_six() -> None:
    """A component in a text asks for a step below the heading above it (`context.level + 1`), which may be `######`."""
    assert [plain_heading("Under", level, Ids()).level for level in (2, 6, 7)] == [2, 6, 6]


def test_nodes_are_grouped_below_their_heading() -> None:
    place = Place(SourceFile(Path("a.md")))
    one, inner, two = (HeadingNode(level, "x", "x", place) for level in (3, 4, 3))
    lead, groups = group_by_heading([inner, one, inner, two], 3)

    assert lead == [inner]
    assert groups == [(one, [inner]), (two, [])]
