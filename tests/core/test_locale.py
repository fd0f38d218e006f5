"""Days, numbers and lists by language: CLDR's customs, with no-break spaces."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from plugins.core.kinds.periods import ROUGH_TIME, format_period
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import (
    format_day,
    format_money,
    format_number,
    format_share,
    format_size,
    join_words,
    month_names,
    number_word,
    quote_words,
    sort_key,
    translate_number,
)
from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines
from plugins.core.swedish import SWEDISH
from plugins.core.words.lists import WordLists
from tests.conftest import PROJECT

DAY = date(2026, 12, 3)
LISTS = WordLists(PROJECT / "theme" / "words")


def speak(locale: str, **customs: object) -> Language:
    """Return a language with CLDR's customs and these."""
    return Language(locale, locale.replace("_", "-"), locale, locale, **customs)  # type: ignore[arg-type]


def test_the_swedish_of_messages_equals_the_swedish_of_the_site() -> None:
    assert replace(LISTS["sv"].language, units=()) == SWEDISH


@pytest.mark.parametrize(
    ("locale", "day", "money", "size", "listing"),
    [
        ("sv", "3~december 2026", "1~234~567~kr", "1,2~MB", "a, b och c"),
        ("en", "December~3, 2026", "SEK~1,234,567", "1.2~MB", "a, b, and c"),
        ("en_GB", "3~December 2026", "SEK~1,234,567", "1.2~MB", "a, b and c"),
        ("fi", "3.~joulukuuta 2026", "1~234~567~SEK", "1,2~Mt", "a, b ja c"),
        ("de", "3.~Dezember 2026", "1.234.567~SEK", "1,2~MB", "a, b und c"),
    ],
)
def test_days_money_sizes_and_lists_follow_the_language(locale: str, day: str, money: str, size: str, listing: str) -> None:
    language = speak(locale)
    shown = (format_day(DAY, language), format_money(1_234_567, language), format_size(1_240_000, language))
    assert [text.replace("\N{NO-BREAK SPACE}", "~") for text in shown] == [day, money, size]
    assert join_words(["a", "b", "c"], language) == listing


def test_braces_in_a_listed_word_are_shown_as_written() -> None:
    assert join_words(["{0}", "{fakta:x}"], SWEDISH) == "{0} och {fakta:x}"


@pytest.mark.parametrize(
    ("locale", "shown"), [("sv", "1~234~567"), ("en", "1,234,567"), ("de", "1.234.567"), ("fr", "1\u202f234\u202f567")]
)
def test_a_number_is_grouped_with_no_break_spaces(locale: str, shown: str) -> None:
    assert format_number(1_234_567, speak(locale)) == shown.replace("~", "\N{NO-BREAK SPACE}")
    assert format_number(7, speak(locale)) == "7"


def test_a_language_without_number_words_uses_digits() -> None:
    assert [number_word(5, language) for language in (SWEDISH, speak("en"))] == ["fem", "5"]


def test_months_are_in_calendar_order() -> None:
    assert month_names(SWEDISH)[0::11] == ("januari", "december")
    assert month_names(speak("en"))[4] == "May"


def test_a_share_is_never_rounded_to_none() -> None:
    english = speak("en_GB", less_than="less than {number}")
    assert format_share(1, 1000, english).replace("\N{NO-BREAK SPACE}", " ") == "less than 1 per cent"


@pytest.mark.parametrize(
    ("locale", "written", "shown"),
    [
        ("en", "12 352", "12,352"),
        ("en", "drygt 4,5", "drygt 4.5"),
        ("de", "1 200 000", "1.200.000"),
        ("en", "2024", "2024"),
        ("en", "070-174 06 05", "070-174 06 05"),
        ("en", "8.00–15.00", "8.00–15.00"),
        ("sv", "12 352,5", "12 352,5"),
    ],
)
def test_a_number_in_a_text_is_formatted_for_the_language(locale: str, written: str, shown: str) -> None:
    assert translate_number(written, speak(locale)) == shown


def test_letters_of_other_alphabets_are_sorted_among_the_english_ones() -> None:
    names = ["Adam", "Ægir", "Ava", "Łódź", "Lund", "Olle", "Øystein", "Þór", "Zeta"]
    shuffled = random.Random(1).sample(names, len(names))
    assert sorted(shuffled, key=lambda name: sort_key(name, LISTS["en"].language)) == names


ALPHABETS = {
    "sv": ["Anna", "Café 2", "Café 10", "Ülo", "Yngve", "Zeta", "Åsa", "Ärla", "Östen"],
    "de": ["Anna", "Ärla", "Åsa", "Östen", "Ülo", "Zeta"],
}


@pytest.mark.parametrize("locale", ALPHABETS)
def test_names_are_sorted_by_the_alphabet_of_the_language(locale: str) -> None:
    language = SWEDISH if locale == "sv" else speak(locale)
    names = ALPHABETS[locale]
    assert sorted(random.Random(1).sample(names, len(names)), key=lambda name: sort_key(name, language)) == names


def test_quotation_marks_are_those_of_the_language() -> None:
    assert quote_words("a", SWEDISH) == "”a”"
    assert quote_words("a", speak("en")) == "“a”"
    assert quote_words("a", speak("de", quotation_marks="„“")) == "„a“"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("våren 2017", "spring 2017"),
        ("2009–2011", "2009–2011"),
        ("juli 2022–början av 2024", "July 2022–early 2024"),
        ("tidigast hösten 2017", "autumn 2017 at the earliest"),
        ("31 december 2026", "31\N{NO-BREAK SPACE}December 2026"),
        ("okänt", "not known"),
    ],
)
def test_a_rough_time_is_shown_in_the_language_of_the_page(written: str, shown: str) -> None:
    period = ROUGH_TIME.parse(text_of_lines(SourceFile(PROJECT / "x"), 1, written))
    assert format_period(period, LISTS["sv"]) == written
    assert format_period(period, LISTS["en"]) == shown
