"""How easy a text is to read: LIX, and its longest sentence. Told to those who ask, and judged by nobody.

LIX (Björnsson 1968): words for each sentence, plus the percentage of words longer than six letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.core.places import Place
from plugins.language.passages import BLANK, Passage

_WORD = re.compile(rf"[^\W_]+(?:[-’'][^\W_]+)*|{BLANK}+")
LONG_WORD = 6
"""Letters: LIX counts words that have more."""


@dataclass(frozen=True, slots=True)
class Readability:
    """What can be counted in a text."""

    words: int
    lix: int
    longest: int
    """Words of the longest sentence."""
    place: Place
    """Where that sentence begins."""


def measure_readability(passages: Iterable[Passage]) -> Readability | None:
    """Return the figures of a text's paragraphs and lists; None for one without sentences."""
    sentences: list[tuple[list[str], Place]] = []
    for passage in passages:
        if passage.sort in ("paragraph", "item"):
            for start, end in passage.sentences:
                words = _WORD.findall(passage.prose[start:end])
                if words:
                    sentences.append((words, passage.place(start)))
    if not sentences:
        return None
    words = [word for sentence, _ in sentences for word in sentence]
    long_words = sum(len(word) > LONG_WORD and word[0] != BLANK for word in words)
    longest, place = max(sentences, key=lambda sentence: len(sentence[0]))
    return Readability(len(words), round(len(words) / len(sentences) + 100 * long_words / len(words)), len(longest), place)
