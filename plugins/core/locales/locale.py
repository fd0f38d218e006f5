"""Format dates, numbers, amounts and lists, and sort by the alphabet, in each language.

Takes a value and a `Language`; returns text, with no-break spaces where needed. The conventions are CLDR's, from Babel; what
Babel omits, such as small numbers as words, is in each language's word list. Babel's modules are imported on demand, so that
tasks that only report problems start quickly.
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
"""Between letters and digits."""

_GROUPED = 1000
"""From here on digits are grouped, which depends on the language; smaller numbers are written without Babel."""


def month_names(language: Language) -> tuple[str, ...]:
    """Return the twelve months in the form used in dates."""
    return language.customs.months


def find_language(written: str, language: Language) -> str | None:
    """Return the code for a language name in `language` or in English, or for an older or longer code; None if unknown."""
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
    """Return a date written out: "3 december 2026", with a no-break space between day and month."""
    from babel.dates import format_date  # noqa: PLC0415

    return _DAY_AND_MONTH.sub(NO_BREAK_SPACE, format_date(day, "long", language.locale))


def format_month(day: date, language: Language) -> str:
    """Return month and year: "december 2026"."""
    from babel.dates import format_skeleton  # noqa: PLC0415

    return format_skeleton("yMMMM", day, locale=language.locale)


def format_number(number: int, language: Language) -> str:
    """Return a number in digits: "12 352", "12,352", with no-break spaces."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return format_decimal(number, locale=language.locale)


def format_decimal(number: float, decimals: int, language: Language) -> str:
    """Return a number with a fixed number of decimals: "1,0", "1.0"."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return format_decimal(number, f"#,##0.{'0' * decimals}", language.locale)


def format_money(kronor: int, language: Language) -> str:
    """Return whole Swedish kronor: "12 352 838 kr", "SEK 12,352,838", with no-break spaces.

    A currency written in letters is separated from the digits (CLDR's `currencySpacing`, which Babel omits).
    """
    from babel.numbers import format_currency  # noqa: PLC0415

    locale = language.locale
    whole = re.sub(r"\.0+", "", locale.currency_formats["standard"].pattern)
    amount = format_currency(kronor, "SEK", whole, locale, currency_digits=False).replace(" ", NO_BREAK_SPACE)
    return _LETTER_AND_DIGIT.sub(NO_BREAK_SPACE, amount)


def format_size(size: int, language: Language) -> str:
    """Return a number of bytes in readable form: "35 kB", "1,2 MB" (SI: powers of 1,000), with a no-break space."""
    if size < 999_500:
        return _unit(max(1, round(size / 1000)), "digital-kilobyte", "short", "0", language)
    millions = size / 1_000_000
    if millions < 9.95:
        return _unit(round(millions, 1), "digital-megabyte", "short", "0.0", language)
    return _unit(round(millions), "digital-megabyte", "short", "0", language)


def format_share(part: int, whole: int, language: Language) -> str:
    """Return `part` of `whole` (more than 0) as whole per cent: "38 procent"; never rounded to none or all."""
    percent = (200 * part + whole) // (2 * whole)  # rounds half up
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
    """Return a Swedish value with its number in the format of `language`: "12 352" becomes "12,352" in English.

    Years, times, telephone numbers and other strings of digits are unchanged: only groups of three or a decimal comma show that
    it is a number.
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
    """Return small numbers as words, as in running text; larger ones in digits, in the format of the language."""
    if 0 <= number < len(language.numbers):
        return language.numbers[number]
    return str(number) if 0 <= number < _GROUPED else format_number(number, language)


def join_words(words: Sequence[str], language: Language) -> str:
    """Return "a", "a och b" or "a, b och c"."""
    from babel.lists import format_list  # noqa: PLC0415

    return format_list(words, locale=language.locale)


def quote_words(words: str, language: Language) -> str:
    """Return words in the language's quotation marks: ”…”, “…”, „…“."""
    return f"{language.quotation_marks[:1]}{words}{language.quotation_marks[1:2]}"


# ---- the alphabet


def sort_key(name: str, language: Language) -> tuple[object, ...]:
    """Return a sort key for the language's alphabet: å ä ö last in Swedish, v and w distinct; "Hus 2" before "Hus 10"."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_letters(language))
    folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    folded = re.sub(rf"[^\w {_FIRST_RANK}-{_LAST_RANK}]", "", folded)
    pieces = re.findall(r"\d+|\D+", folded)
    return (
        tuple((0, int(p), "") if p.isdigit() and p.isascii() else (1, 0, p.translate(_ranks(language))) for p in pieces),
        name,
    )


_FIRST_RANK, _LAST_RANK = "\ue000", "\ue0ff"
"""Private use characters that stand for letters in sort keys."""


@cache
def _letters(language: Language) -> dict[int, str]:
    """Return the letters that must not lose their diacritics in sorting, with the private use characters that replace them."""
    ranks = {letter: chr(ord(_FIRST_RANK) + place) for place, letter in enumerate(language.alphabet)}
    own = {letter: rank for letter, rank in ranks.items() if unicodedata.normalize("NFD", letter) != letter}
    alike = {letter: "".join(ranks.get(c, c) for c in other) for letter, other in language.sorted_as}
    return {ord(letter): sign for letter, sign in (own | alike).items() if len(letter) == 1}


@cache
def _ranks(language: Language) -> dict[int, str]:
    """Return the rank of every letter of the alphabet, as a character; other letters come after it, in Unicode order."""
    return {ord(letter): chr(ord(_FIRST_RANK) + place) for place, letter in enumerate(language.alphabet)}
