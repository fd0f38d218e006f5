"""Decide which answers of the memo are cached for other processes, and when they are loaded.

A function that answers questions is decorated with an `AnswerSort` (`@not_cached`). A question with a word as its key is
registered by calling the sort with the word (`not_cached("pages by file")`).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, TypeVar

from plugins.core.cache.asking import ASKED, GATHERED, gather_chunk, gather_whole
from plugins.core.inputs import LOOKS, WORDS
from plugins.core.library import IN, MARKS
from plugins.core.texts.documents import DOCUMENT
from plugins.house.context import OF_CONTEXT

Q = TypeVar("Q", bound=Hashable)
"""A function that answers questions, or the word that begins a question's key."""


class AnswerSort:
    """A set of questions whose answers are treated in the same way. Call it to add a question."""

    def __init__(self) -> None:
        self.questions: set[Hashable] = set()

    def __call__(self, question: Q) -> Q:
        """Add a question to this sort, and return it."""
        self.questions.add(question)
        return question

    def has(self, key: Hashable) -> bool:
        """Return whether the memo key belongs to a question of this sort."""
        return find_question(key) in self.questions


not_cached: Final = AnswerSort()
"""Not cached: answers that are large, bound to this process, or made of other answers that are cached themselves."""
used_once: Final = AnswerSort()
"""Not held in memory after use: answers that are large, compared by value, and used once in a run."""
only_for_checks: Final = AnswerSort()
"""Only needed by checks. These are most of what is cached, so they are loaded separately; a run that only shows a site skips
them."""
for_link_checks: Final = AnswerSort()
"""Needed to check links, and loaded at once: link checks need no other answers about texts."""
for_comparison: Final = AnswerSort()
"""Large, and only used by the rules that compare all texts. Not needed when a forked process has run those."""

for _word in (DOCUMENT, MARKS):  # questions of the kernel, which knows nothing of this cache
    not_cached(_word)

OF_THE_THEME: Final = (WORDS.key, LOOKS.key)
"""Inputs that are part of the cache's name, and so need not be cached."""


def is_held(key: Hashable) -> bool:
    """Return whether an answer is held in memory after it has been used."""
    return not (isinstance(key, tuple) and used_once.has(key))


def is_cached(key: Hashable) -> bool:
    """Return whether an answer is cached."""
    return key not in OF_THE_THEME and not not_cached.has(key)


def is_loaded_first(key: Hashable) -> bool:
    """Return whether an answer is loaded at once although only checks use it."""
    return for_link_checks.has(key)


def is_loaded_last(key: Hashable) -> bool:
    """Return whether an answer is loaded only when something is checked."""
    return only_for_checks.has(key)


def is_for_comparison(key: Hashable) -> bool:
    """Return whether only the rules that compare all texts use an answer."""
    return for_comparison.has(key)


def find_question(key: Hashable) -> Hashable:
    """Return what a memo key asks: the answering function, the rule that is applied in chunks, or the word that begins the
    key.
    """
    if not isinstance(key, tuple):
        return key
    first: Hashable = key[0]
    if first == IN:  # a question in another language (`MemoIn`)
        return find_question(key[2])
    if first in (ASKED, GATHERED, OF_CONTEXT):
        first = key[2] if key[1] in (gather_chunk, gather_whole) else key[1]
    return first
