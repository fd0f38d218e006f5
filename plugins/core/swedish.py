"""Swedish: how names are compared, sorted, joined and turned into addresses, and how numbers and dates are formatted.

Pure functions on text. Sources: *Svenska skrivregler* (Språkrådet), and for numbers and the alphabet CLDR's locale sv
(https://cldr.unicode.org/).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, Literal

from plugins.core.locales import locale
from plugins.core.locales.languages import Language

SWEDISH: Final = Language(
    "sv",
    "sv",
    "Svenska",
    "sv",
    numbers=("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    less_than="mindre än {number}",
    more_than="mer än {number}",
    alphabet="abcdefghijklmnopqrstuvwxyzåäö",
    sorted_as=(("æ", "ä"), ("ø", "ö"), ("ü", "y"), ("ð", "d"), ("ß", "ss")),
    before_number=("mål", "delmål", "kl.", "klockan", "s.", "nr"),
    shortened=(
        "bl", "ca", "dvs", "etc", "ev", "f", "jfr", "k", "kl", "m", "max", "min", "nr", "osv", "resp", "s", "st", "tel",
    ),
    quotation_marks="””’’",
)  # fmt: skip
"""The language of messages to editors, and by which texts are checked, also where no word list can be read. A test compares it
with the site's own."""
MONTHS: Final = SWEDISH.customs.months
WEEKDAYS: Final = SWEDISH.customs.weekdays
SHORT_WEEKDAYS: Final = SWEDISH.customs.short_weekdays
NO_BREAK_SPACE = locale.NO_BREAK_SPACE
NUMBER_WORDS = SWEDISH.numbers
ABOUT: Final = (
    "cirka", "ca.", "ca", "ungefär", "omkring", "runt", "nära", "nästan", "drygt", "över", "minst", "mer än", "fler än",
)  # fmt: skip
"""Words before a number that is not exact."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN_LETTERS = str.maketrans("åäöéèüøæß", "aaoeeuoas")
_LATIN_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "ŋ": "n", "œ": "oe", "þ": "th"})
"""Latin letters of neighbouring languages that do not decompose into a letter and a mark, and that occur in names in Sweden."""


@lru_cache(maxsize=4096)
def compare_key(name: str) -> str:
    """Return the key by which names of all sorts in `content/` are compared: case, accents, spaces, hyphens and underscores
    do not matter.

    Names with equal keys are the same: fields, files, references, ids, organisations (`known.check_unique`). Whether a name from
    an external list matches one of ours, regardless of legal form, is decided in `commands/partners/names.py`; whether a text
    misspells one, in `language/names.py`.
    """
    words = re.split(r"[ \t_-]+", unicodedata.normalize("NFC", name).strip(" \t").casefold())
    return "_".join(words).translate(_PLAIN_LETTERS)


@lru_cache(maxsize=4096)
def slugify(text: str, letters: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the text in the form used in addresses and ids: lower-case ASCII letters, digits and hyphens.

    `letters` are those of its language, each with its replacement; other letters lose their diacritics.
    """
    if not letters and _SLUG.fullmatch(text):
        return text  # fast path for most file names
    plain = unicodedata.normalize("NFC", text).casefold()
    for letter, other in letters:
        plain = plain.replace(letter, other)
    plain = plain.translate(_PLAIN_LETTERS).translate(_LATIN_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def sort_key(name: str) -> tuple[object, ...]:
    """Return a sort key for the Swedish alphabet: å ä ö last, v and w distinct, "Hus 2" before "Hus 10"."""
    return locale.sort_key(name, SWEDISH)


def join_words(words: Sequence[str], last: Literal["och", "eller"] = "och") -> str:
    """Return "a", "a och b" or "a, b och c"; like `locale.join_words`, without importing Babel."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def number_word(number: int) -> str:
    """Return numbers up to twelve as words, as in running text; larger ones as digits."""
    return locale.number_word(number, SWEDISH)


def format_decimal(number: float, decimals: int = 1) -> str:
    """Return a number with a fixed number of decimals: "1,0"."""
    return locale.format_decimal(number, decimals, SWEDISH)


def format_money(kronor: int) -> str:
    """Return whole kronor in Swedish format: "12 352 838 kr", with no-break spaces (four digits are grouped too)."""
    return locale.format_money(kronor, SWEDISH)


def format_size(size: int) -> str:
    """Return a number of bytes in readable form: "35 kB", "1,2 MB" (SI: powers of 1,000), with a no-break space."""
    return locale.format_size(size, SWEDISH)


def format_share(part: int, whole: int) -> str:
    """Return `part` of `whole` (more than 0) as whole per cent: "38 procent"; never rounded to none or all."""
    return locale.format_share(part, whole, SWEDISH)


def format_day(day: date) -> str:
    """Return a date written out: "3 december 2026", with a no-break space after the day."""
    return locale.format_day(day, SWEDISH)


def closest(written: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word closest to `written`, for "Menade du …?"; None if none is close."""
    by_key = {compare_key(word): word for word in allowed}
    found = get_close_matches(compare_key(written), list(by_key), n=1, cutoff=0.6)
    return by_key[found[0]] if found else None


def quote(text: str, longest: int = 80) -> str:
    """Return `text` in Swedish quotation marks, with whitespace collapsed and truncated to `longest` characters."""
    text = " ".join(text.split())
    return f"”{text if len(text) <= longest else text[: longest - 1] + '…'}”"


def is_luhn_valid(digits: str) -> bool:
    """Return whether the last digit is a valid Luhn check digit (modulus 10, used by Bankgirot, Swish and Skatteverket)."""
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
