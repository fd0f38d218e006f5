"""Words in a value that holds no sentence: what of a figure, an address or a source is read in one language alone.

Stage: check and views. In: a value, as an editor wrote it in Swedish. Out: whether another language needs other words. Figures
and units are read in all; a name, which begins with a capital, is left as it is, also where it has small words (`Stora gatan
12`), but not a figure that only begins its line (`Minst 70`).
"""

from __future__ import annotations

import re
from typing import Final

from plugins.core.swedish import ABOUT, NUMBER_WORDS

_UNIT = "mm²?|cm²?|dm²?|km²?|m[²³]?|ml|cl|dl|l|mg|hg|kg|g|t|ha|min|h|s|k?b|mb|gb|tb|[kmgt]?wh?|hz|kr"
"""Characters that stand beside a figure, and are the same in every language."""
_ALONE: Final = (*NUMBER_WORDS, "en", "alla", "samtliga", "flera", "hälften", "ingen", "inga", "inget", "många", "några")
"""Words that say a number by themselves."""
_LIMITS: Final = ("högst", "knappt", "mindre än", "färre än", "upp till")
_MARKS = re.compile(r"\{[^{}]*+\}")
_ADDRESS = re.compile(r"(?:[\w-]++\.)+[a-z]{2,}(?:/.*)?")
_UNITS = re.compile(rf"(?<=\d)\s?(?:{_UNIT})(?:/(?:{_UNIT}))?(?![\w-])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_BEGINS_AS_FIGURE = re.compile(rf"(?i:{'|'.join(map(re.escape, (*ABOUT, *_LIMITS, *_ALONE)))})(?=\s+[\da-zåäö]|$)")
_DENIES = re.compile(r"\b(?:inte|ej)\b")


def has_words(value: str) -> bool:
    """Tell whether a value has words of its own language: `cirka 250`, `tre`, `lämnas inte ut`."""
    plain = " ".join(piece for piece in _MARKS.sub(" ", value).split() if not _is_address(piece))
    if plain[:1].isupper():
        return bool(_BEGINS_AS_FIGURE.match(plain) or _DENIES.search(plain))
    return any(word[0].islower() for word in _WORD.findall(_UNITS.sub(" ", plain)))


def _is_address(piece: str) -> bool:
    """Tell whether what stands between spaces is an address of the web or of e-mail, or the sign before a name (`c/o`)."""
    return "@" in piece or "://" in piece or piece == "c/o" or _ADDRESS.fullmatch(piece) is not None
