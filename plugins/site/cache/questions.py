"""Serialise the questions of a memo in columns: keys, dependencies and short answers.

Takes the answers of a memo; returns pieces that are written one after the other (`plugins/site/cache/site_cache.py`), and from
pieces the answers.
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
"""Answers in a piece of the head: a piece is in memory until it is written."""
SHORT: Final = 60
"""Most characters of an answer that is stored beside its key."""
FEW: Final = 4
"""Most records in an answer that is stored beside its key."""
_FORGOTTEN: Final = Forgotten.FORGOTTEN
T = TypeVar("T")


class Reads:
    """Dependencies and revisions of answers, in arrays: a thousand pages have fifty thousand answers."""

    def __init__(self) -> None:
        self.dependencies = array("I")
        """Numbers of the dependencies, answer after answer."""
        self.ends = array("I")
        """End of each answer's dependencies."""
        self.changed = array("Q")
        self.verified = array("Q")
        self.files: dict[int, frozenset[str]] = {}
        """The files that an answer needs written, by the answer's number; most need none."""
        self.inputs: set[int] = set()

    def add(self, one: KeptAnswer) -> None:
        """Append those of an answer."""
        at = len(self.ends)
        self.dependencies.extend(one.dependencies or ())
        self.ends.append(len(self.dependencies))
        self.changed.append(one.changed)
        self.verified.append(one.verified)
        if one.files:
            self.files[at] = one.files
        if one.is_input:
            self.inputs.add(at)

    def join(self, keys: Sequence[Hashable], values: Sequence[Any]) -> tuple[KeptAnswer, ...]:
        """Return the answers with these keys and values. Without Python calls for each, as `KeptAnswer._make` would take twice
        the time.
        """
        rested, numbers = tuple(self.dependencies), range(len(keys))
        dependencies = map(rested.__getitem__, map(slice, (0, *self.ends), self.ends))
        files = map(self.files.get, numbers, repeat(NO_FILES))
        rows = zip(
            keys, values, dependencies, self.changed, self.verified, files, map(self.inputs.__contains__, numbers), strict=True
        )
        return tuple(map(tuple.__new__, repeat(KeptAnswer), rows))


class Questions:
    """Questions in columns, ready to be written."""

    def __init__(self, answers: Iterable[KeptAnswer]) -> None:
        self.keys: list[Hashable] = []
        self.inline: dict[int, Any] = {}
        """Answers stored beside their keys, by number."""
        self.values: dict[int, Any] = {}
        """Answers stored as parts."""
        self.pages: dict[int, SitePage] = {}
        """Pages, of which only the rest is stored as a part."""
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
        """Return the pieces of the keys, and of the answers beside them."""
        return [[*cut(self.keys, ANSWERS)], [*cut(self.inline.items(), ANSWERS)]]


def list_pieces(pieces: Sequence[Sequence[list[Any]]]) -> Iterator[list[Any]]:
    """Yield the number of pieces of each sort, and then all pieces."""
    yield [len(some) for some in pieces]
    yield from chain.from_iterable(pieces)


def read_pieces(read: Callable[[], Any]) -> list[list[Any]]:
    """Return the contents of the pieces of each sort, as `list_pieces` has yielded them; `read` returns the next piece."""
    counts = read()
    return [[*chain.from_iterable(read() for _ in range(count))] for count in counts]


def cut(things: Iterable[T], most: int) -> Iterator[list[T]]:
    """Yield lists of at most so many things."""
    rest = iter(things)
    while piece := list(islice(rest, most)):
        yield piece


def _is_short(value: Any) -> bool:
    """Return whether an answer is stored beside its key."""
    if isinstance(value, str | bytes | tuple | frozenset) and type(value) in (str, bytes, tuple, frozenset):
        if isinstance(value, tuple) and len(value) <= FEW:
            return all(isinstance(one, Model) for one in value)  # records are in the head too
        return not value or (isinstance(value, str | bytes) and len(value) <= SHORT)
    return value is None or isinstance(value, bool | int)
