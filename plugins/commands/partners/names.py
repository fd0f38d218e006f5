"""Compare names of organisations as registers and invoices spell them.

Only for text from outside: within `content/` names are equal if their `compare_key` is (`core/swedish.py`). Called by
`commands.partners.payers` and `commands.proof.subject`.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

from plugins.commands.partners.bookkeeping import BESIDE_A_FORM, JOINING_WORDS, SAME_FORM
from plugins.core.dataclass import dataclass

LIKELY_WORD: Final = 0.8
"""Similarity of two words from which one may be a misspelling; tuned on swapped, doubled and missing letters."""
LIKELY_NAME: Final = 0.9
"""Similarity of two whole names from which they may be the same, split otherwise; "Västra Bolaget" and "Östra Bolaget" are
below.
"""
SHORTEST: Final = 4
"""Fewest letters of a name that may be an abbreviation of a longer one that begins with it."""


@dataclass(frozen=True, slots=True)
class OrganisationKey:
    """Key by which names are compared: the words without legal form, "och", punctuation and accents; and the legal form."""

    words: tuple[str, ...]
    forms: frozenset[str]

    @property
    def joined(self) -> str:
        """The words as one: "Ljus 2 Alla" and "Ljus2Alla" are equal."""
        return "".join(self.words)


def organisation_key(name: str) -> OrganisationKey:
    """Return the key of a name."""
    text = unicodedata.normalize("NFKD", name.casefold()).replace("ø", "o").replace("æ", "a").replace("ß", "ss")
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"\bek\.?\s*for\.?(?=\W|$)|\bekonomisk forening\b", " ekfor ", text)
    text = re.sub(r"\ba/s\b", "as", text)
    text = re.sub("[.'’\N{ACUTE ACCENT}`]", "", text)
    words = re.findall(r"[^\W_]+", text)
    own = tuple(word for word in words if not _is_form(word) and word not in JOINING_WORDS)
    if not own:  # a name of nothing but such words
        return OrganisationKey(tuple(words), frozenset())
    return OrganisationKey(own, frozenset(SAME_FORM[word] for word in words if word in SAME_FORM))


def _is_form(word: str) -> bool:
    return word in SAME_FORM or word in BESIDE_A_FORM


def is_same(one: OrganisationKey, other: OrganisationKey) -> bool:
    """Return whether two names are the same except in form; a limited company is not a partnership of the same name."""
    return one.joined == other.joined and (not one.forms or not other.forms or one.forms == other.forms)


def likeness(one: OrganisationKey, other: OrganisationKey) -> float:
    """Return how likely two names are the same organisation: from 0 (no need to ask) to 1."""
    if _digits(one) != _digits(other):
        return 0.0
    if one.joined == other.joined:
        return 1.0
    score = _ratio(one.joined, other.joined)
    if score >= LIKELY_NAME:
        return score
    short, long = sorted((one, other), key=lambda key: len(key.joined))
    begins = any("".join(long.words[:count]) == short.joined for count in range(1, len(long.words)))
    if begins and len(short.joined) >= SHORTEST:
        return LIKELY_WORD
    if len(one.words) != len(other.words):
        return 0.0
    return score if all(_ratio(a, b) >= LIKELY_WORD for a, b in zip(one.words, other.words, strict=True)) else 0.0


def _ratio(one: str, other: str) -> float:
    first, second = sorted((one, other))  # ratio() depends on the order
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _digits(key: OrganisationKey) -> list[str]:
    return re.findall(r"\d+", key.joined)
