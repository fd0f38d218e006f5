"""Names of organisations, as registers and invoices spell them: when two are the same, and when they may be.

Plain functions on text. Called by `commands.payers` and `commands.proof`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

LEGAL_FORMS: Final = frozenset(
    [
        "ab",
        "aktiebolag",
        "aktiebolaget",
        "publ",
        "hb",
        "handelsbolag",
        "handelsbolaget",
        "kb",
        "kommanditbolag",
        "kommanditbolaget",
        "ef",
        "ekfor",
        "stiftelse",
        "stiftelsen",
        "as",
        "asa",
        "oy",
        "oyj",
        "gmbh",
        "ltd",
        "inc",
    ]
)
"""Legal forms, and what surrounds them (Bolagsverket's abbreviations; the neighbours' that Swedish invoices meet)."""

SAME_FORM: Final = {"aktiebolag": "ab", "aktiebolaget": "ab", "handelsbolag": "hb", "handelsbolaget": "hb",
                    "kommanditbolag": "kb", "kommanditbolaget": "kb", "ekfor": "ef", "stiftelsen": "stiftelse"}  # fmt: skip

LIKELY_WORD: Final = 0.8
"""How alike two words are that one hand may have spelt both ways; tried on swapped, doubled and lost letters."""
LIKELY_NAME: Final = 0.9
"""The same for whole names, whose words may be split otherwise; "Västra Bolaget" and "Östra Bolaget" stay below."""
SHORTEST: Final = 4
"""Letters that a first word must have before it alone may stand for a longer name."""


@dataclass(frozen=True, slots=True)
class NameKey:
    """What names are compared by: words without legal form, "och", signs and accents; and the form beside them."""

    words: tuple[str, ...]
    forms: frozenset[str]

    @property
    def joined(self) -> str:
        """The words as one: "Hear 2 Unite" and "Hear2Unite" are the same."""
        return "".join(self.words)


def name_key(name: str) -> NameKey:
    """Return what `name` is compared by."""
    text = unicodedata.normalize("NFKD", name.casefold()).replace("ø", "o").replace("æ", "a").replace("ß", "ss")
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"\bek\.?\s*for\.?(?=\W|$)|\bekonomisk forening\b", " ekfor ", text)
    text = re.sub(r"\ba/s\b", "as", text)
    text = re.sub("[.'’\N{ACUTE ACCENT}`]", "", text)
    words = re.findall(r"[^\W_]+", text)
    own = tuple(word for word in words if word not in LEGAL_FORMS and word not in ("och", "and"))
    if not own:  # a name that is nothing but such words
        return NameKey(tuple(words), frozenset())
    return NameKey(own, frozenset(SAME_FORM.get(word, word) for word in words if word in LEGAL_FORMS and word != "publ"))


def is_same(one: NameKey, other: NameKey) -> bool:
    """Tell whether two names differ in nothing but dress; a limited company is not a partnership of the same name."""
    return one.joined == other.joined and (not one.forms or not other.forms or one.forms == other.forms)


def likeness(one: NameKey, other: NameKey) -> float:
    """Return how likely two names are the same organisation: 0 where a person need not be asked, at most 1."""
    if _digits(one) != _digits(other):
        return 0.0
    if one.joined == other.joined:
        return 1.0
    score = SequenceMatcher(None, one.joined, other.joined, autojunk=False).ratio()
    short, long = sorted((one.words, other.words), key=len)
    if len(short) < len(long):
        begins = long[: len(short)] == short and len("".join(short)) >= SHORTEST
        return max(score, LIKELY_WORD) if begins or score >= LIKELY_NAME else 0.0
    alike = all(
        SequenceMatcher(None, a, b, autojunk=False).ratio() >= LIKELY_WORD for a, b in zip(one.words, other.words, strict=True)
    )
    return score if alike or score >= LIKELY_NAME else 0.0


def _digits(key: NameKey) -> list[str]:
    return re.findall(r"\d+", key.joined)
