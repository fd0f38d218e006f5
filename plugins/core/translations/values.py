"""Find Swedish words in values that contain no sentence: a figure, an address or a source that has to be translated.

Figures and units are the same in all languages. A name, which begins with a capital letter, is left alone even if it contains
other words (`Stora gatan 12`), unless it is a figure at the beginning of a line (`Minst 70`).
"""

from __future__ import annotations

import re
from typing import Final

from plugins.core.swedish import ABOUT, NUMBER_WORDS

_UNIT = "mm²?|cm²?|dm²?|km²?|m[²³]?|ml|cl|dl|l|mg|hg|kg|g|t|ha|min|h|s|k?b|mb|gb|tb|[kmgt]?wh?|hz|kr"
"""Units that are the same in every language, as part of a pattern."""
_ALONE: Final = (*NUMBER_WORDS, "en", "alla", "samtliga", "flera", "hälften", "ingen", "inga", "inget", "många", "några")
"""Words that stand for a number or quantity by themselves."""
_LIMITS: Final = ("högst", "knappt", "mindre än", "färre än", "upp till")
_MARKS = re.compile(r"\{[^{}]*+\}")
_ADDRESS = re.compile(r"(?:[\w-]++\.)+[a-z]{2,}(?:/.*)?")
_UNITS = re.compile(rf"(?<=\d)\s?(?:{_UNIT})(?:/(?:{_UNIT}))?(?![\w-])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_BEGINS_AS_FIGURE = re.compile(rf"(?i:{'|'.join(map(re.escape, (*ABOUT, *_LIMITS, *_ALONE)))})(?=\s+[\da-zåäö]|$)")
_DENIES = re.compile(r"\b(?:inte|ej)\b")


def has_words(value: str) -> bool:
    """Return whether a value contains Swedish words: `cirka 250`, `tre`, `lämnas inte ut`."""
    plain = " ".join(piece for piece in _MARKS.sub(" ", value).split() if not _is_address(piece))
    if plain[:1].isupper():
        return bool(_BEGINS_AS_FIGURE.match(plain) or _DENIES.search(plain))
    return any(word[0].islower() for word in _WORD.findall(_UNITS.sub(" ", plain)))


def _is_address(piece: str) -> bool:
    """Return whether a string without spaces is a web or e-mail address, or `c/o`."""
    return "@" in piece or "://" in piece or piece == "c/o" or _ADDRESS.fullmatch(piece) is not None
