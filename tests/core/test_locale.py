"""Days, numbers and lists by language: CLDR's customs, with fixed spaces where a line must not break."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.core.locale import format_day, format_money, format_size, join_words, month_names, number_word

DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("language", "day", "money", "size", "listing"),
    [
        ("sv", "3~december 2026", "1~234~567~kr", "1,2~MB", "a, b och c"),
        ("en", "December~3, 2026", "SEK1,234,567", "1.2~MB", "a, b, and c"),
        ("en-GB", "3~December 2026", "SEK1,234,567", "1.2~MB", "a, b and c"),
        ("fi", "3. joulukuuta 2026", "1~234~567~SEK", "1,2~Mt", "a, b ja c"),
    ],
)
def test_each_language_has_its_customs(language: str, day: str, money: str, size: str, listing: str) -> None:
    shown = (format_day(DAY, language), format_money(1_234_567, language), format_size(1_240_000, language))
    assert [text.replace("\N{NO-BREAK SPACE}", "~") for text in shown] == [day, money, size]
    assert join_words(["a", "b", "c"], language) == listing


def test_what_stands_in_a_list_is_shown_as_it_is() -> None:
    assert join_words(["{0}", "{fakta:x}"], "sv") == "{0} och {fakta:x}"
    assert join_words(["a", "b", "c"], "sv", is_choice=True) == "a, b eller c"


def test_a_language_without_number_words_has_digits() -> None:
    assert [number_word(5, language) for language in ("sv", "en")] == ["fem", "5"]


def test_months_are_in_the_order_of_the_year() -> None:
    assert month_names("sv")[0::11] == ("januari", "december")
    assert month_names("en")[4] == "May"
