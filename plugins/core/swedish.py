"""Swedish: how names are compared, sorted, listed and made into addresses, and how numbers and days are written.

Plain functions on text; they know nothing of the site. Rules: *Svenska skrivregler* (Språkrådet), and for
numbers and the alphabet CLDR's locale sv (https://cldr.unicode.org/).
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
"""The language of what editors are told and of what their texts are judged by, also where no list of words can be read. A test
holds it against the site's."""
MONTHS: Final = SWEDISH.customs.months
WEEKDAYS: Final = SWEDISH.customs.weekdays
SHORT_WEEKDAYS: Final = SWEDISH.customs.short_weekdays
NO_BREAK_SPACE = locale.NO_BREAK_SPACE
NUMBER_WORDS = SWEDISH.numbers
ABOUT: Final = (
    "cirka", "ca.", "ca", "ungefär", "omkring", "runt", "nära", "nästan", "drygt", "över", "minst", "mer än", "fler än",
)  # fmt: skip
"""What stands before a figure that is not exact."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN_LETTERS = str.maketrans("åäöéèüøæß", "aaoeeuoas")
_LATIN_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "ŋ": "n", "œ": "oe", "þ": "th"})
"""Latin letters of our neighbours that are not another letter with a mark, and that names in Sweden have."""


@lru_cache(maxsize=4096)
def compare_key(name: str) -> str:
    """Return what names in `content/` are compared by, of whatever sort: case, dots and word marks do not matter.

    Two that are equal so are one: fields, files, references, ids, organisations (`known.check_unique`). Whether a name from
    outside is one of ours, with or without its legal form, is asked of `commands/partners/names.py`; whether a text has misspelt
    one, of `language/names.py`.
    """
    words = re.split(r"[ \t_-]+", unicodedata.normalize("NFC", name).strip(" \t").casefold())
    return "_".join(words).translate(_PLAIN_LETTERS)


@lru_cache(maxsize=4096)
def slugify(text: str, letters: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the text as it stands in an address or id: lower-case ASCII letters, digits and hyphens.

    `letters` are those of its language, each with what is written in its place; others lose their marks.
    """
    if not letters and _SLUG.fullmatch(text):
        return text  # as most names of files are
    plain = unicodedata.normalize("NFC", text).casefold()
    for letter, other in letters:
        plain = plain.replace(letter, other)
    plain = plain.translate(_PLAIN_LETTERS).translate(_LATIN_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def sort_key(name: str) -> tuple[object, ...]:
    """Return a key for the Swedish alphabet: å ä ö last, v and w apart, "Hus 2" before "Hus 10"."""
    return locale.sort_key(name, SWEDISH)


def join_words(words: Sequence[str], last: Literal["och", "eller"] = "och") -> str:
    """Return "a", "a och b" or "a, b och c", as `locale.join_words` does, without its calendar and currencies."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def number_word(number: int) -> str:
    """Return small numbers as words, as running text has them up to twelve; larger ones as digits."""
    return locale.number_word(number, SWEDISH)


def format_decimal(number: float, decimals: int = 1) -> str:
    """Return a number with so many decimals: "1,0"."""
    return locale.format_decimal(number, decimals, SWEDISH)


def format_money(kronor: int) -> str:
    """Return whole kronor as Swedish writes them: "12 352 838 kr", with fixed spaces (four digits are grouped too)."""
    return locale.format_money(kronor, SWEDISH)


def format_size(size: int) -> str:
    """Return a number of bytes as one reads it: "35 kB", "1,2 MB" (SI: a thousand and a million bytes), with a fixed space."""
    return locale.format_size(size, SWEDISH)


def format_share(part: int, whole: int) -> str:
    """Return how much `part` is of `whole` (more than 0) in whole percent: "38 procent"; never a rounded none or all."""
    return locale.format_share(part, whole, SWEDISH)


def format_day(day: date) -> str:
    """Return a day written out: "3 december 2026", with a fixed space after the day."""
    return locale.format_day(day, SWEDISH)


def closest(written: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word that `written` most likely meant, for "Menade du …?"; None if nothing is near."""
    by_key = {compare_key(word): word for word in allowed}
    found = get_close_matches(compare_key(written), list(by_key), n=1, cutoff=0.6)
    return by_key[found[0]] if found else None


def quote(text: str, longest: int = 80) -> str:
    """Return `text` in Swedish quotation marks, cut if it is very long."""
    text = " ".join(text.split())
    return f"”{text if len(text) <= longest else text[: longest - 1] + '…'}”"


def luhn_fits(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others (modulus 10, as Bankgirot, Swish and Skatteverket use it)."""
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
