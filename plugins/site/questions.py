"""Writes the questions of a memo as rows of numbers: their keys, what each depends on, and the answers that are short.

Stage: around all from reading to views. In: the answers of a memo. Out: pieces, which are written one after the other
(`plugins/site/site_cache.py`); and the answers again, of pieces that were read.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import Any, Final, TypeVar

from plugins.core.cache.memo_nodes import NO_FILES, Forgotten, KeptAnswer
from plugins.core.models.model import Model
from plugins.house.page import SitePage

ANSWERS: Final = 2_000
"""Answers that are a piece of the head: what it holds is held until it is written."""
SHORT: Final = 60
"""Most characters of an answer that stands with its question."""
FEW: Final = 4
"""Records that an answer is of which stands with its question."""
_FORGOTTEN: Final = Forgotten.FORGOTTEN
T = TypeVar("T")


class Reads:
    """What answers rest on, and when they were found: as rows of numbers, for a thousand pages have fifty thousand answers."""

    def __init__(self) -> None:
        self.rests_on = array("I")
        """The numbers of what each answer rests on, one answer after the other."""
        self.ends = array("I")
        """Where those of each answer end."""
        self.changed = array("Q")
        self.verified = array("Q")
        self.files: dict[int, frozenset[str]] = {}
        """The files that an answer needs written, for those answers that need any."""
        self.inputs: set[int] = set()

    def add(self, one: KeptAnswer) -> None:
        """Take them from an answer."""
        at = len(self.ends)
        self.rests_on.extend(one.rests_on or ())
        self.ends.append(len(self.rests_on))
        self.changed.append(one.changed)
        self.verified.append(one.verified)
        if one.files:
            self.files[at] = one.files
        if one.is_input:
            self.inputs.add(at)

    def join(self, keys: Sequence[Hashable], values: Sequence[Any]) -> tuple[KeptAnswer, ...]:
        """Return the answers, of their keys and values; all of it in C, for `KeptAnswer._make` alone takes as long."""
        rested, numbers = tuple(self.rests_on), range(len(keys))
        rests_on = map(rested.__getitem__, map(slice, (0, *self.ends), self.ends))
        files = map(self.files.get, numbers, repeat(NO_FILES))
        rows = zip(
            keys, values, rests_on, self.changed, self.verified, files, map(self.inputs.__contains__, numbers), strict=True
        )
        return tuple(map(tuple.__new__, repeat(KeptAnswer), rows))


class Questions:
    """Questions in rows, as they are written."""

    def __init__(self, answers: Iterable[KeptAnswer]) -> None:
        self.keys: list[Hashable] = []
        self.inline: dict[int, Any] = {}
        """Answers that stand with their questions, by number,"""
        self.values: dict[int, Any] = {}
        """those that are parts,"""
        self.pages: dict[int, SitePage] = {}
        """and those of which the rest alone is a part."""
        self.reads = Reads()
        for at, one in enumerate(answers):
            self.keys.append(one.key)
            self.reads.add(one)
            if one.is_input or _is_short(one.value):
                self.inline[at] = one.value
            elif isinstance(one.value, SitePage):
                self.pages[at] = one.value
            elif one.value is not _FORGOTTEN:
                self.values[at] = one.value

    def cut(self) -> list[list[list[Any]]]:
        """Return the pieces of the keys, and of the answers that stand with them."""
        return [[*cut(self.keys, ANSWERS)], [*cut(self.inline.items(), ANSWERS)]]


def list_pieces(pieces: Sequence[Sequence[list[Any]]]) -> Iterator[list[Any]]:
    """Yield how many pieces there are of each sort, and then all of them."""
    yield [len(some) for some in pieces]
    yield from chain.from_iterable(pieces)


def read_pieces(read: Callable[[], Any]) -> list[list[Any]]:
    """Return what stood in the pieces of each sort, which `list_pieces` has listed; `read` returns the next one."""
    counts = read()
    return [[*chain.from_iterable(read() for _ in range(count))] for count in counts]


def cut(things: Iterable[T], most: int) -> Iterator[list[T]]:
    """Yield things by so many."""
    rest = iter(things)
    while piece := list(islice(rest, most)):
        yield piece


def _is_short(value: Any) -> bool:
    """Tell whether an answer is so short that it stands with its question."""
    if isinstance(value, str | bytes | tuple | frozenset) and type(value) in (str, bytes, tuple, frozenset):
        if isinstance(value, tuple) and len(value) <= FEW:
            return all(isinstance(one, Model) for one in value)  # which stand in the head too
        return not value or (isinstance(value, str | bytes) and len(value) <= SHORT)
    return value is None or isinstance(value, bool | int)
