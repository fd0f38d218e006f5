"""Says which answers of the memo are worth keeping for another process or a later one.

In: the key of a question in the memo. Out: whether its answer is kept, or made anew where it is asked for, and when it is read.
A function that answers questions is marked with the sort of its answers (`@made_anew`); a question that is known by a word is
marked where that word stands (`made_anew("pages by file")`).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, TypeVar

from plugins.core.cache.asking import ASKED, GATHERED, gather_chunk, gather_whole
from plugins.core.library import IN, MARKS
from plugins.core.texts.texts import DOCUMENT
from plugins.house.given import GIVEN

Q = TypeVar("Q", bound=Hashable)
"""What answers a question, or the word that it is known by."""


class AnswerSort:
    """A set of questions whose answers are kept in the same way; calling it adds a question."""

    def __init__(self) -> None:
        self.questions: set[Hashable] = set()

    def __call__(self, question: Q) -> Q:
        """Say of a question that it is of this sort."""
        self.questions.add(question)
        return question

    def has(self, key: Hashable) -> bool:
        """Tell whether a question is of this sort, by its key in the memo."""
        return find_asked(key) in self.questions


made_anew: Final = AnswerSort()
"""Not kept: what is large, or can be held by this process alone, and what holds many others, each of which is kept by itself."""
asked_once: Final = AnswerSort()
"""Not held when it has been asked for: what is long, equal by what it holds, and asked for once in a run."""
only_judges: Final = AnswerSort()
"""Asked for by itself, and yet only to judge: most of what is known of a site is what these rest on, and who only shows it asks
for none. So are the texts of each file, which are found ahead for these."""
judges_links: Final = AnswerSort()
"""Asked for to judge the links of pages, and at hand from the start: who judges these takes up none of what is known of texts."""
for_the_join: Final = AnswerSort()
"""Long, and asked for only by the rules that join all texts: where that was done aside, nobody does."""

for _word in (DOCUMENT, MARKS):  # of the kernel, which knows nothing of what is kept
    made_anew(_word)

OF_THE_THEME: Final = (("input", "words"), ("input", "looks"))
"""Inputs that the name of what is kept vouches for."""


def stays(key: Hashable) -> bool:
    """Tell whether the answer to a question is held when it has been asked for."""
    return not (isinstance(key, tuple) and asked_once.has(key))


def is_kept(key: Hashable) -> bool:
    """Tell whether the answer to a question is kept."""
    return key not in OF_THE_THEME and not made_anew.has(key)


def comes_first(key: Hashable) -> bool:
    """Tell whether a question has to be at hand from the start, though only judging asks for it."""
    return judges_links.has(key)


def comes_last(key: Hashable) -> bool:
    """Tell whether only judging asks for a question, though it has been asked for by itself."""
    return only_judges.has(key)


def is_for_the_join(key: Hashable) -> bool:
    """Tell whether the answer to a question is of those that only the rules ask for which join all texts."""
    return for_the_join.has(key)


def find_asked(key: Hashable) -> Hashable:
    """Return what is asked: what answers it, the rule that is asked chunk by chunk, or the word that begins its key."""
    if not isinstance(key, tuple):
        return key
    first: Hashable = key[0]
    if first == IN:  # in another language: `MemoIn`
        return find_asked(key[2])
    if first in (ASKED, GATHERED, GIVEN):
        first = key[2] if key[1] in (gather_chunk, gather_whole) else key[1]
    return first
