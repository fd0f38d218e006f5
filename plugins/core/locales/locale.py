"""Days, numbers, amounts, lists and the alphabet, as each language writes them.

In: a value and a `Language`. Out: text, with fixed spaces where a line must not break. The customs are CLDR's, which
Babel carries; what CLDR has and Babel does not, such as small numbers as words, each language's list of words has.
Babel's modules are loaded where they are needed: a task that only tells faults shall not wait for the calendar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache

from plugins.core.locales.customs import read_customs
from plugins.core.locales.languages import Language

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_DAY_AND_MONTH = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=\d\.) (?=[^\W\d_])|(?<=[^\W\d_]) (?=\d{1,2}\b)")
"""The space between a day and its month, in either order."""

_LETTER_AND_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Where letters and figures meet."""

_GROUPED = 1000
"""From here on digits stand in groups, and the language is asked how; what is less needs no calendar to be written."""


def month_names(language: Language) -> tuple[str, ...]:
    """Return the twelve months as they stand in a date."""
    return language.customs.months


def find_language(written: str, language: Language) -> str | None:
    """Return the code of a language that is named in `language` or in English, or whose older or longer code is written."""
    own, word = language.customs.languages, written.casefold()
    if word in own:
        return word
    for names in (own, read_customs("en").languages):
        if found := next((code for code, name in names.items() if name.casefold() == word), None):
            return found.replace("_", "-")
    from babel.core import get_global  # noqa: PLC0415

    alias = get_global("language_aliases").get(word)
    return str(alias) if alias else None


def format_day(day: date, language: Language) -> str:
    """Return a day written out: "3 december 2026", with a fixed space between day and month."""
    from babel.dates import format_date  # noqa: PLC0415

    return _DAY_AND_MONTH.sub(NO_BREAK_SPACE, format_date(day, "long", language.locale))


def format_month(day: date, language: Language) -> str:
    """Return the month and the year of a day: "december 2026"."""
    from babel.dates import format_skeleton  # noqa: PLC0415

    return format_skeleton("yMMMM", day, locale=language.locale)


def format_number(number: int, language: Language) -> str:
    """Return a number in digits: "12 352", "12,352", with fixed spaces."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return format_decimal(number, locale=language.locale)


def format_decimal(number: float, decimals: int, language: Language) -> str:
    """Return a number with so many decimals, also where they are none: "1,0", "1.0"."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return format_decimal(number, f"#,##0.{'0' * decimals}", language.locale)


def format_money(kronor: int, language: Language) -> str:
    """Return whole Swedish kronor: "12 352 838 kr", "SEK 12,352,838", with fixed spaces.

    A currency that is written with letters stands apart from the figures (CLDR's `currencySpacing`, which Babel leaves out).
    """
    from babel.numbers import format_currency  # noqa: PLC0415

    locale = language.locale
    whole = re.sub(r"\.0+", "", locale.currency_formats["standard"].pattern)
    amount = format_currency(kronor, "SEK", whole, locale, currency_digits=False).replace(" ", NO_BREAK_SPACE)
    return _LETTER_AND_DIGIT.sub(NO_BREAK_SPACE, amount)


def format_size(size: int, language: Language) -> str:
    """Return a number of bytes as one reads it: "35 kB", "1,2 MB" (SI: a thousand and a million bytes), with a fixed space."""
    if size < 999_500:
        return _unit(max(1, round(size / 1000)), "digital-kilobyte", "short", "0", language)
    millions = size / 1_000_000
    if millions < 9.95:
        return _unit(round(millions, 1), "digital-megabyte", "short", "0.0", language)
    return _unit(round(millions), "digital-megabyte", "short", "0", language)


def format_share(part: int, whole: int, language: Language) -> str:
    """Return how much `part` is of `whole` (more than 0) in whole percent: "38 procent"; never a rounded none or all."""
    percent = (200 * part + whole) // (2 * whole)  # half is rounded up
    if percent == 0 and part:
        return language.less_than.format(number=_percent(1, language))
    if percent == 100 and part < whole:
        return language.more_than.format(number=_percent(99, language))
    return _percent(percent, language)


def _percent(percent: int, language: Language) -> str:
    return _unit(percent, "concentr-percent", "long", "0", language)


def _unit(number: float, unit: str, length: str, pattern: str, language: Language) -> str:
    from babel.units import format_unit  # noqa: PLC0415

    shown = format_unit(number, unit, "short" if length == "short" else "long", pattern, language.locale)
    return shown.replace(" ", NO_BREAK_SPACE)


_WRITTEN_NUMBER = re.compile(
    rf"(?<![\w.,:/-])(?P<whole>[0-9]{{1,3}}(?:[ {NO_BREAK_SPACE}\u202f][0-9]{{3}})+|[0-9]+)(?:,(?P<part>[0-9]+))?"
    r"(?![\w.,:/-]|[ ][0-9])"
)


def translate_number(written: str, language: Language) -> str:
    """Return a value with its number as `language` writes it, from Swedish: "12 352" is "12,352" in English.

    A year, a time, a telephone number and whatever else is no plain number stay as they are: only groups of three and a
    decimal comma tell a number from a name.
    """
    if language.is_swedish:
        return written

    def write(found: re.Match[str]) -> str:
        digits, part = re.sub(r"\D", "", found["whole"]), found["part"]
        if not part and digits == found["whole"]:
            return found[0]
        shown = format_number(int(digits), language)
        return shown + (language.locale.number_symbols["latn"]["decimal"] + part if part else "")

    return _WRITTEN_NUMBER.sub(write, written)


def number_word(number: int, language: Language) -> str:
    """Return small numbers as words, as running text has them; larger ones in digits, as the language writes them."""
    if 0 <= number < len(language.numbers):
        return language.numbers[number]
    return str(number) if 0 <= number < _GROUPED else format_number(number, language)


def join_words(words: Sequence[str], language: Language) -> str:
    """Return "a", "a och b" or "a, b och c"."""
    from babel.lists import format_list  # noqa: PLC0415

    return format_list(words, locale=language.locale)


def quote_words(words: str, language: Language) -> str:
    """Return words within the quotation marks of the language: ”…”, “…”, „…“."""
    return f"{language.quotation_marks[:1]}{words}{language.quotation_marks[1:2]}"


# ---- the alphabet


def sort_key(name: str, language: Language) -> tuple[object, ...]:
    """Return a key for the alphabet of the language: å ä ö last in Swedish, v and w apart; "Hus 2" before "Hus 10"."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_letters(language))
    folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    folded = re.sub(rf"[^\w {_FIRST_RANK}-{_LAST_RANK}]", "", folded)
    pieces = re.findall(r"\d+|\D+", folded)
    return (
        tuple((0, int(p), "") if p.isdigit() and p.isascii() else (1, 0, p.translate(_ranks(language))) for p in pieces),
        name,
    )


_FIRST_RANK, _LAST_RANK = "\ue000", "\ue0ff"
"""Private signs that stand for letters while they are sorted: those of no name."""


@cache
def _letters(language: Language) -> dict[int, str]:
    """Return the letters that are letters of their own, though they look like another with a mark, as private signs."""
    ranks = {letter: chr(ord(_FIRST_RANK) + place) for place, letter in enumerate(language.alphabet)}
    own = {letter: rank for letter, rank in ranks.items() if unicodedata.normalize("NFD", letter) != letter}
    alike = {letter: "".join(ranks.get(c, c) for c in other) for letter, other in language.sorted_as}
    return {ord(letter): sign for letter, sign in (own | alike).items() if len(letter) == 1}


@cache
def _ranks(language: Language) -> dict[int, str]:
    """Return the place of every letter of the alphabet; other letters come after it, as Unicode has them."""
    return {ord(letter): chr(ord(_FIRST_RANK) + place) for place, letter in enumerate(language.alphabet)}
