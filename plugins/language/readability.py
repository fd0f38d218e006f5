"""Measure how easy a text is to read: its LIX, its longest sentence and its hardest one.

LIX (Björnsson 1968) is the number of words per sentence plus the percentage of words with more than six letters. Only paragraphs
and list items count. A mark or a visible address counts as one word; tags, comments and addresses of links count as none. The
values are shown on request, and only judged in languages whose definition has a highest LIX, such as easy Swedish.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import join_words, quote
from plugins.core.texts.blocks import BLANK
from plugins.core.texts.passages import Passage

LONG_WORD = 6
"""Letters; LIX counts words that have more."""
MOST_NAMED = 6
"""Most long words quoted from the hardest sentence."""


@dataclass(frozen=True, slots=True)
class Readability:
    """The measurements of a text."""

    words: int
    lix: int
    longest: int
    """Words in the longest sentence."""
    place: Place
    """Start of the longest sentence."""
    hardest: Sentence
    """The sentence that adds most to LIX."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as LIX counts it."""

    words: tuple[str, ...]
    place: Place

    @property
    def long_words(self) -> tuple[str, ...]:
        """Return its words with more than six letters."""
        return tuple(word for word in self.words if len(word) > LONG_WORD and word[0] != BLANK)


def measure_readability(passages: Iterable[Passage]) -> Readability | None:
    """Return the measurements of a text's paragraphs and list items; None if it has no sentences."""
    sentences: list[Sentence] = []
    for passage in passages:
        if passage.sort in ("paragraph", "item"):
            for start, end in passage.sentences:
                if found := tuple(passage.find_words(start, end)):
                    sentences.append(Sentence(found, passage.place(start)))
    if not sentences:
        return None
    words, long_words = sum(len(one.words) for one in sentences), sum(len(one.long_words) for one in sentences)
    longest = max(sentences, key=lambda one: len(one.words))
    hardest = max(sentences, key=lambda one: len(one.words) / len(sentences) + 100 * len(one.long_words) / words)
    lix = round(words / len(sentences) + 100 * long_words / words)
    return Readability(words, lix, len(longest.words), longest.place, hardest)


def check_readability(passages: Iterable[Passage], language: Language) -> Iterator[Problem]:
    """A text in an easy language has no higher LIX than the language allows."""
    measured = measure_readability(passages)
    if measured is None or language.most_lix is None or measured.lix <= language.most_lix:
        return
    sentence = measured.hardest
    name = language.name[:1].lower() + language.name[1:]
    message = f"Texten har LIX {measured.lix}. På {name} ska den ha högst {language.most_lix}."
    long_words = tuple(dict.fromkeys(sentence.long_words))
    count = f"Den svåraste meningen börjar här. Den har {len(sentence.words)} ord"
    if long_words:
        shown = join_words([quote(word) for word in long_words[:MOST_NAMED]])
        count += f", och {'ett långt' if len(sentence.long_words) == 1 else f'{len(sentence.long_words)} långa'}: {shown}"
    help_lines = ("Dela långa meningar: en tanke i varje.", "Byt ord med mer än sex bokstäver mot kortare, eller förklara dem.")
    yield warning(sentence.place, "svar-text", message, f"{count}.", *help_lines)
