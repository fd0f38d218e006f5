"""Hyphens: where long Swedish words may break, as soft hyphens that show only where a line does break.

In: text as it is shown. Out: the same with soft hyphens (U+00AD). Screen readers meet the text without them: a
template that softens a text also gives it whole. Syllables after Pyphen's Swedish dictionary (Hunspell, LibreOffice).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyphen import Pyphen

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG_WORD = 10
"""Letters of a word that may be too wide for its cell on a phone of 320 px; shorter ones stay whole."""
SHORTEST_END = 4
"""Letters that stay together at either end of a word, so that no scrap is left alone."""

_WORD = re.compile(rf"[^\W\d_]{{{LONG_WORD},}}")


def soften(text: str) -> str:
    """Return `text` with soft hyphens between the syllables of its long words."""
    return _WORD.sub(lambda found: _dictionary().inserted(found[0], SOFT_HYPHEN), text)


@cache
def _dictionary() -> Pyphen:
    from pyphen import LANGUAGES, Pyphen, hdcache, language_fallback  # noqa: PLC0415 (the dictionary is read only where a long word is shown)

    from plugins.core.hyphen_patterns import LazyDictionary  # noqa: PLC0415 (as above)

    path = LANGUAGES[language_fallback("sv_SE")]
    hdcache.setdefault(path, LazyDictionary(path))
    return Pyphen(filename=path, left=SHORTEST_END, right=SHORTEST_END)
