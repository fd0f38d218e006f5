"""Soft hyphens in long words: where a line may break, and a hyphen shows only there.

In: text as it is shown. Out: the same with soft hyphens (U+00AD). Screen readers meet the text without them: a
template that softens a text also gives it whole. Syllables after Pyphen's dictionaries (Hunspell, LibreOffice); in a
language that it has none for, words stay whole.
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
"""Letters of a word that may be too wide for its cell on a phone of 320 px; shorter ones stay whole."""
SHORTEST_END = 4
"""Letters that stay together at either end of a word, so that no scrap is left alone."""

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"@|://|[^\W_]\.[^\W\d_]{2}")
"""What a web address, a mail address or the name of a file has in it, and no word of a sentence."""


@lru_cache(maxsize=4096)  # menus and footers have the same words on every page
def soften(text: str, language: Language, shortest: int = LONG_WORD) -> str:
    """Return `text` with soft hyphens between the syllables of words that have `shortest` letters or more.

    In an easy language words stay whole, and in each the addresses: a hyphen within one would be read as a part of it.
    """
    if not _find_long(shortest).search(text):
        return text  # as most headings
    dictionary = None if language.is_easy else _dictionary(language.locale_name)
    if dictionary is None:
        return text

    def part(found: re.Match[str]) -> str:
        return dictionary.inserted(found[0], SOFT_HYPHEN) if len(found[0]) >= shortest else found[0]

    return _TOKEN.sub(lambda token: token[0] if _ADDRESS.search(token[0]) else _WORD.sub(part, token[0]), text)


@cache
def _find_long(shortest: int) -> re.Pattern[str]:
    """Return what finds a word of so many letters or more."""
    return re.compile(rf"[^\W\d_]{{{shortest},}}")


@cache
def _dictionary(locale: str) -> Pyphen | None:
    from pyphen import LANGUAGES, Pyphen, hdcache, language_fallback  # noqa: PLC0415 (the dictionary is read only where a long word is shown)

    from plugins.core.locales.hyphen_patterns import read_dictionary  # noqa: PLC0415 (as above)

    name = language_fallback(locale)
    if name is None:
        return None
    path = LANGUAGES[name]
    hdcache.setdefault(path, read_dictionary(path))
    return Pyphen(filename=path, left=SHORTEST_END, right=SHORTEST_END)
