"""Asks the library questions through its memo, about everything at once or in chunks of many things.

Stage: check and views. In: functions of the library, and what they are about. Out: their answers, each worked out once and kept
with what was read for it (`core.cache.memo`). What an earlier process has asked is found again by the key of its question.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from typing import Any, Final, TypeVar

from plugins.core.cache.memo import Memo

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)

ASKED, GATHERED = "asked of the library", "gathered from the library"
"""What the keys of questions begin with."""

Reviver = Callable[[tuple[Any, ...]], Callable[[], Any] | None]
"""Returns a function that answers the question with a key; None where only whoever asks can answer it."""

CHUNK: Final = 32
"""How many things are asked about in one question. About the root of a thousand: after a change a rule asks once for each chunk,
and, of the one that has changed, once for each thing in it."""
SMALL_CHUNK: Final = 8
"""The size of chunks where each answer reads whole pages, which takes long: where one has changed, all of its chunk are read."""


class Asking:
    """Whatever has a memo that questions can be asked of: the library, in whichever language."""

    memo: Memo
    revivers: dict[str, Reviver]
    """How questions are answered, by what their keys begin with."""

    def ask(self, question: Callable[..., T], *about: Hashable) -> T:
        """Return the answer to a question about the whole library, or about some things in it; worked out once."""
        return self.memo.ask((ASKED, question, *about), partial(question, self, *about))

    def gather(self, rule: Callable[..., Iterable[T]], *about: Hashable) -> tuple[T, ...]:
        """Return all that a rule yields of the library, or of some things in it; worked out once."""
        return self.memo.ask((GATHERED, rule, *about), partial(self._gather, rule, *about))

    def _gather(self, rule: Callable[..., Iterable[T]], *about: Hashable) -> tuple[T, ...]:
        return tuple(rule(self, *about))

    def gather_each(self, rule: Callable[..., Iterable[T]], things: Iterable[Hashable]) -> Iterator[T]:
        """Yield all that a rule yields of each of many things; it is asked chunk by chunk, and most chunks are as they were."""
        for chunk in cut_chunks(tuple(things)):
            yield from self.gather(gather_chunk, rule, chunk)

    def gather_together(self, rule: Callable[..., Iterable[T]], things: Iterable[Hashable]) -> Iterator[T]:
        """Yield the same, with no question for each thing: for rules whose answer is found again sooner than remembered."""
        for chunk in cut_chunks(tuple(things)):
            yield from self.gather(gather_whole, rule, chunk)

    def ask_each(self, question: Callable[..., T], things: Iterable[Hashable]) -> Iterator[T]:
        """Yield the answer about each chunk of many things: most chunks are as they were."""
        for chunk in cut_chunks(tuple(things)):
            yield self.ask(question, chunk)

    def list_revivers(self) -> dict[str, Reviver]:
        """Return how questions are answered, by what their keys in the memo begin with.

        What an earlier process has asked can so be answered again before anybody asks for it here, to see whether what rests on
        it still holds.
        """
        return {
            ASKED: lambda key: partial(key[1], self, *key[2:]),
            GATHERED: lambda key: partial(self._gather, *key[1:]),
        }

    def revive(self, key: Hashable) -> Callable[[], Any] | None:
        """Return what answers a question, by its key in the memo; None where only the one who asks knows."""
        if not isinstance(key, tuple) or not isinstance(key[0], str):
            return None
        reviver = self.revivers.get(key[0])
        return reviver(key) if reviver else None


def cut_chunks(things: tuple[H, ...], size: int = CHUNK) -> Iterator[tuple[H, ...]]:
    """Yield many things in chunks: each is asked about in one question, which is not put again while nothing in it changes."""
    yield from (things[at : at + size] for at in range(0, len(things), size))


def gather_chunk(library: Asking, rule: Callable[..., Iterable[T]], things: tuple[Hashable, ...]) -> Iterator[T]:
    """Yield all that a rule yields of each thing of a chunk."""
    for thing in things:
        yield from library.gather(rule, thing)


def gather_whole(library: Asking, rule: Callable[..., Iterable[T]], things: tuple[Hashable, ...]) -> Iterator[T]:
    """Yield the same, without a question for each thing."""
    for thing in things:
        yield from rule(library, thing)
