"""Hyphens: where long words may break, as soft hyphens that show only where a line does break.

In: text as it is shown. Out: the same with soft hyphens (U+00AD). Screen readers meet the text without them: a
template that softens a text also gives it whole. Syllables after Pyphen's dictionaries (Hunspell, LibreOffice); in a
language that it has none for, words stay whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from plugins.core.languages import Language

if TYPE_CHECKING:
    from pyphen import Pyphen

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG_WORD = 10
"""Letters of a word that may be too wide for its cell on a phone of 320 px; shorter ones stay whole."""
SHORTEST_END = 4
"""Letters that stay together at either end of a word, so that no scrap is left alone."""

_WORD = re.compile(rf"[^\W\d_]{{{LONG_WORD},}}")


def soften(text: str, language: Language) -> str:
    """Return `text` with soft hyphens between the syllables of its long words; in an easy language words stay whole."""
    dictionary = None if language.is_easy else _dictionary(language.locale_name)
    return text if dictionary is None else _WORD.sub(lambda found: dictionary.inserted(found[0], SOFT_HYPHEN), text)


@cache
def _dictionary(locale: str) -> Pyphen | None:
    from pyphen import LANGUAGES, Pyphen, hdcache, language_fallback  # noqa: PLC0415 (the dictionary is read only where a long word is shown)

    from plugins.core.hyphen_patterns import LazyDictionary  # noqa: PLC0415 (as above)

    name = language_fallback(locale)
    if name is None:
        return None
    path = LANGUAGES[name]
    hdcache.setdefault(path, LazyDictionary(path))
    return Pyphen(filename=path, left=SHORTEST_END, right=SHORTEST_END)
