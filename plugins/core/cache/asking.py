"""Ask the library questions through its memo, about everything or about chunks of many things.

A question is a function of the library and what it is about. Each answer is computed once and stored with everything that was
read for it (`core.cache.memo`). Answers from an earlier process are found by the key of the question.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from typing import Any, Final, TypeVar

from plugins.core.cache.memo import Memo

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)

ASKED, GATHERED = "asked of the library", "gathered from the library"
"""First parts of the memo keys of questions."""

Reviver = Callable[[tuple[Any, ...]], Callable[[], Any] | None]
"""Returns a function that answers the question with a given key; None where only the caller can answer it."""

CHUNK: Final = 32
"""How many things one question is about. Roughly the square root of a thousand: after a change, a rule is asked once for each
chunk, and once for each thing in the chunk that has changed."""
SMALL_CHUNK: Final = 8
"""Chunk size for slow questions that read whole pages: when one thing has changed, all of its chunk are read again."""


class Asking:
    """Base of objects with a memo that answers questions: the library in each language."""

    memo: Memo
    revivers: dict[str, Reviver]
    """How questions are answered, by the first part of their keys."""

    def ask(self, question: Callable[..., T], *about: Hashable) -> T:
        """Return the answer to a question about the whole library or about some things in it; computed once."""
        return self.memo.ask((ASKED, question, *about), partial(question, self, *about))

    def gather(self, rule: Callable[..., Iterable[T]], *about: Hashable) -> tuple[T, ...]:
        """Return everything a rule yields about the library or about some things in it; computed once."""
        return self.memo.ask((GATHERED, rule, *about), partial(self._gather, rule, *about))

    def _gather(self, rule: Callable[..., Iterable[T]], *about: Hashable) -> tuple[T, ...]:
        return tuple(rule(self, *about))

    def gather_each(self, rule: Callable[..., Iterable[T]], things: Iterable[Hashable]) -> Iterator[T]:
        """Yield everything a rule yields for each of many things, one question per chunk and per thing."""
        for chunk in cut_chunks(tuple(things)):
            yield from self.gather(gather_chunk, rule, chunk)

    def gather_together(self, rule: Callable[..., Iterable[T]], things: Iterable[Hashable]) -> Iterator[T]:
        """Yield the same, with one question per chunk only: for rules that are cheaper to run than to remember for each thing."""
        for chunk in cut_chunks(tuple(things)):
            yield from self.gather(gather_whole, rule, chunk)

    def ask_each(self, question: Callable[..., T], things: Iterable[Hashable]) -> Iterator[T]:
        """Yield the answer for each chunk of many things, one question per chunk."""
        for chunk in cut_chunks(tuple(things)):
            yield self.ask(question, chunk)

    def list_revivers(self) -> dict[str, Reviver]:
        """Return how questions are answered, by the first part of their keys.

        This makes it possible to recompute an answer from an earlier process before anyone asks for it in this one, to see
        whether what depends on it is still valid.
        """
        return {
            ASKED: lambda key: partial(key[1], self, *key[2:]),
            GATHERED: lambda key: partial(self._gather, *key[1:]),
        }

    def revive(self, key: Hashable) -> Callable[[], Any] | None:
        """Return a function that answers the question with this key; None where only the caller can answer it."""
        if not isinstance(key, tuple) or not isinstance(key[0], str):
            return None
        reviver = self.revivers.get(key[0])
        return reviver(key) if reviver else None


def cut_chunks(things: tuple[H, ...], size: int = CHUNK) -> Iterator[tuple[H, ...]]:
    """Yield many things in chunks of at most `size`, each of which becomes one question to the memo."""
    yield from (things[at : at + size] for at in range(0, len(things), size))


def gather_chunk(library: Asking, rule: Callable[..., Iterable[T]], things: tuple[Hashable, ...]) -> Iterator[T]:
    """Yield everything a rule yields for each thing in a chunk, with a question for each."""
    for thing in things:
        yield from library.gather(rule, thing)


def gather_whole(library: Asking, rule: Callable[..., Iterable[T]], things: tuple[Hashable, ...]) -> Iterator[T]:
    """Yield everything a rule yields for each thing in a chunk, without a question for each."""
    for thing in things:
        yield from rule(library, thing)
