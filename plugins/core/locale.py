"""Days, numbers, amounts and lists, as each language writes them.

In: a value and a language tag. Out: text, with fixed spaces where a line must not break. The customs are CLDR's, which
Babel carries; what CLDR has and Babel does not, small numbers as words, stands here by language.
Babel's modules are loaded where they are needed: a task that only tells faults shall not wait for the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from babel import Locale
from babel.core import get_global

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

NUMBER_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sv": ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    }
)
"""Small numbers, from none up, as running text has them (CLDR's spelled-out numbers, which Babel leaves out)."""

_BOUNDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({"sv": ("mindre än {}", "mer än {}")})
"""Less and more than a number."""

_DAY_AND_MONTH = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=[^\W\d_]) (?=\d{1,2}\b)")
"""The space between a day and its month, in either order."""


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def month_names(language: str) -> tuple[str, ...]:
    """Return the twelve months as they stand in a date."""
    names = _locale(language).months["format"]["wide"]
    return tuple(str(names[number]) for number in range(1, 13))


def weekday_names(language: str, width: Literal["wide", "abbreviated"] = "wide") -> tuple[str, ...]:
    """Return the seven days from Monday, as they stand in a sentence: "måndag", or "mån"."""
    names = _locale(language).days["format"][width]
    return tuple(str(names[number]) for number in range(7))


def language_names(language: str) -> Mapping[str, str]:
    """Return what `language` calls other languages, by their codes (BCP 47: two or three letters, and parts after them)."""
    return _locale(language).languages


def find_language(written: str, language: str) -> str | None:
    """Return the code of a language that is named in `language` or in English, or whose older or longer code is written."""
    word = written.casefold()
    if word in language_names(language):
        return word
    for names in (language_names(language), language_names("en")):
        if found := next((code for code, name in names.items() if name.casefold() == word), None):
            return found.replace("_", "-")
    return get_global("language_aliases").get(word)


def format_day(day: date, language: str) -> str:
    """Return a day written out: "3 december 2026", with a fixed space between day and month."""
    from babel.dates import format_date  # noqa: PLC0415

    return _DAY_AND_MONTH.sub(NO_BREAK_SPACE, format_date(day, "long", _locale(language)))


def format_money(kronor: int, language: str) -> str:
    """Return whole Swedish kronor: "12 352 838 kr", with fixed spaces."""
    from babel.numbers import format_currency  # noqa: PLC0415

    locale = _locale(language)
    whole = re.sub(r"\.0+", "", locale.currency_formats["standard"].pattern)
    return format_currency(kronor, "SEK", whole, locale, currency_digits=False).replace(" ", NO_BREAK_SPACE)


def format_size(size: int, language: str) -> str:
    """Return a number of bytes as one reads it: "35 kB", "1,2 MB" (SI: a thousand and a million bytes), with a fixed space."""
    if size < 999_500:
        return _unit(max(1, round(size / 1000)), "digital-kilobyte", "short", "0", language)
    millions = size / 1_000_000
    if millions < 9.95:
        return _unit(round(millions, 1), "digital-megabyte", "short", "0.0", language)
    return _unit(round(millions), "digital-megabyte", "short", "0", language)


def format_share(part: int, whole: int, language: str) -> str:
    """Return how much `part` is of `whole` (more than 0) in whole percent: "38 procent"; never a rounded none or all."""
    percent = (200 * part + whole) // (2 * whole)  # half is rounded up
    less, more = _BOUNDS[language]
    if percent == 0 and part:
        return less.format(_percent(1, language))
    if percent == 100 and part < whole:
        return more.format(_percent(99, language))
    return _percent(percent, language)


def _percent(percent: int, language: str) -> str:
    return _unit(percent, "concentr-percent", "long", "0", language)


def _unit(number: float, unit: str, length: str, pattern: str, language: str) -> str:
    from babel.units import format_unit  # noqa: PLC0415

    shown = format_unit(number, unit, "short" if length == "short" else "long", pattern, _locale(language))
    return shown.replace(" ", NO_BREAK_SPACE)


def number_word(number: int, language: str) -> str:
    """Return small numbers as words, as running text has them up to twelve; larger ones as digits."""
    words = NUMBER_WORDS.get(language, ())
    return words[number] if 0 <= number < len(words) else str(number)


def join_words(words: Sequence[str], language: str, *, is_choice: bool = False) -> str:
    """Return "a", "a och b" or "a, b och c"; a choice among them has "eller"."""
    from babel.lists import format_list  # noqa: PLC0415

    return format_list(words, "or" if is_choice else "standard", _locale(language))
