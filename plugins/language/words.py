"""Classes of Swedish words, and functions that extract what a phrase counts.

Take words; return their stems without function words, or the period in which something is counted. The words are in `words.yaml`.
Called by the rules about figures, units and names of links.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.core.own_tables import read_table

_DATA: dict[str, Any] = read_table(Path(__file__).with_suffix(".yaml"))
SMALL_WORDS = frozenset(_DATA["small words"])
PERIODS = MappingProxyType({word: period for period, words in _DATA["periods"].items() for word in words})
NO_COUNTS = frozenset(_DATA["no counts"])
LOOKED_UP = tuple(_DATA["looked up"])
NUMBERED = tuple(_DATA["numbered"])
EMPTY_NAMES = frozenset(_DATA["empty names"])

_PERIOD = re.compile(
    rf"\b(?:om|i|per|varje|var|under ett|på en|på ett)\s+({'|'.join(PERIODS)})\b|\b(dagligen|årligen)\b", re.IGNORECASE
)


def stem(word: str) -> str:
    """Return a Swedish noun or adjective without its common endings, for comparison."""
    word = word.casefold()
    for ending in _DATA["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content_words(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, without function words and periods."""
    words = [word.casefold() for word in re.findall(r"%|[^\W\d_][\w-]*", _PERIOD.sub(" ", text))]
    words = ["procent" if word == "%" else "kronor" if word == "kr" else word for word in words]
    return [stem(word) for word in words if word not in SMALL_WORDS]


def period_of(text: str) -> str | None:
    """Return the period in which something is counted ("om dagen", "i veckan", "per år", "varje månad"); None if there is
    none.
    """
    found = _PERIOD.search(text)
    return PERIODS[(found[1] or found[2]).casefold()] if found else None


MEASURES = frozenset(_DATA["measures"]) | {stem(word) for word in _DATA["measures"]}
COUNTED = frozenset(stem(word) for word in _DATA["counted"])
