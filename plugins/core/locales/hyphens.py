"""Insert soft hyphens into long words: a line may break there, and only then a hyphen is shown.

Takes text as displayed; returns it with soft hyphens (U+00AD). Templates also provide the text without them, for screen readers.
Syllables come from Pyphen's dictionaries (Hunspell, LibreOffice); in languages without one, words are not broken.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from plugins.core.locales.languages import Language

if TYPE_CHECKING:
    from pyphen import Pyphen

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG_WORD = 10
"""Letters of a word that may be too wide for its cell on a phone of 320 px; shorter words are not broken."""
SHORTEST_END = 4
"""Letters that stay together at both ends of a word."""

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"@|://|[^\W_]\.[^\W\d_]{2}")
"""Matches in web addresses, e-mail addresses and file names, but not in ordinary words."""


@lru_cache(maxsize=4096)  # menus and footers have the same words on every page
def soften(text: str, language: Language, shortest: int = LONG_WORD) -> str:
    """Return `text` with soft hyphens in words of at least `shortest` letters.

    Words of an easy language are not broken, nor are addresses, where a hyphen could be mistaken for a part.
    """
    if not _find_long(shortest).search(text):
        return text  # fast path for most headings
    dictionary = None if language.is_easy else _dictionary(language.locale_name)
    if dictionary is None:
        return text

    def part(found: re.Match[str]) -> str:
        return dictionary.inserted(found[0], SOFT_HYPHEN) if len(found[0]) >= shortest else found[0]

    return _TOKEN.sub(lambda token: token[0] if _ADDRESS.search(token[0]) else _WORD.sub(part, token[0]), text)


@cache
def _find_long(shortest: int) -> re.Pattern[str]:
    """Return a pattern for words of at least `shortest` letters."""
    return re.compile(rf"[^\W\d_]{{{shortest},}}")


@cache
def _dictionary(locale: str) -> Pyphen | None:
    from pyphen import LANGUAGES, Pyphen, hdcache, language_fallback  # noqa: PLC0415 (only if a long word is shown)

    from plugins.core.locales.hyphen_patterns import read_dictionary  # noqa: PLC0415 (same)

    name = language_fallback(locale)
    if name is None:
        return None
    path = LANGUAGES[name]
    hdcache.setdefault(path, read_dictionary(path))
    return Pyphen(filename=path, left=SHORTEST_END, right=SHORTEST_END)
