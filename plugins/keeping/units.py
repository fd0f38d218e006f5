"""Merges rows of things that have names: records of a register, fields of a record, sections of a page.

In: three rows (before, mine, theirs) of `Unit`s. Out: one row, in the order that somebody gave it. Called by the join of
registers and of pages. A thing that was renamed is still the same thing where it stands between the same neighbours.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final, Generic, TypeVar

from plugins.core.dataclass import dataclass

LIKE: Final = 0.6
"""The part of two texts that must be the same for them to be one thing under two names (difflib's own `close match`)."""


class Ambiguous(Exception):
    """Two things of a row have one name, so that nobody can tell which is which."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A named thing in a row: its name, its text, and what stands before it (comments, empty lines)."""

    key: str
    text: str
    lead: str = ""
    inside: object = None
    """What the one who joins two texts of it needs to look into it."""


T = TypeVar("T")
JoinOne = Callable[[Unit | None, Unit | None, Unit | None], T | None]


@dataclass(frozen=True, slots=True)
class JoinedUnit(Generic[T]):
    """A named thing in the merged row."""

    key: str
    value: T


def join_units(
    before: Sequence[Unit], mine: Sequence[Unit], theirs: Sequence[Unit], join_one: JoinOne[T], *, is_loose: bool = False
) -> list[JoinedUnit[T]]:
    """Return the row that holds both changes; `join_one` says what becomes of a thing, None where it goes.

    `is_loose`: what stands in the place of a thing has taken its place, however unlike it is (items of a list).
    """
    for row in (before, mine, theirs):
        if len({unit.key for unit in row}) != len(row):
            raise Ambiguous
    mine, theirs = _pair(before, mine, is_loose=is_loose), _pair(before, theirs, is_loose=is_loose)
    old, own, other = ({unit.key: unit for unit in row} for row in (before, mine, theirs))
    kept: dict[str, T] = {}
    for key in dict.fromkeys([*own, *other]):
        value = join_one(old.get(key), own.get(key), other.get(key))
        if value is not None:
            kept[key] = value
    return [JoinedUnit(key, kept[key]) for key in _order(list(old), list(own), list(other), kept)]


def _order(before: list[str], mine: list[str], theirs: list[str], kept: Mapping[str, object]) -> Iterator[str]:
    """Yield the names in the order of the side that has changed it; what only the other has follows what it follows there."""
    first, second = mine, theirs
    if not _is_moved(before, mine) and _is_moved(before, theirs):
        first, second = theirs, mine
    order = list(first)
    for place, key in enumerate(second):
        if key in order:
            continue
        at = 0
        for earlier in reversed(second[:place]):
            if earlier in order:
                at = order.index(earlier) + 1
                break
        while at < len(order) and order[at] not in before and order[at] not in second:
            at += 1  # new in both: mine first
        order.insert(at, key)
    yield from (key for key in order if key in kept)


def _is_moved(before: list[str], after: list[str]) -> bool:
    """Tell whether what is in both stands in another order."""
    return [key for key in before if key in after] != [key for key in after if key in before]


def _pair(before: Sequence[Unit], after: Sequence[Unit], *, is_loose: bool) -> list[Unit]:
    """Give what was renamed the name it had, so that it is joined with itself."""
    old, new = [unit.key for unit in before], [unit.key for unit in after]
    renamed: dict[str, str] = {}
    for lost, fresh in _gaps(old, new):
        lone = [before[at] for at in lost]
        come = [after[at] for at in fresh]
        if is_loose and len(lone) == len(come):
            renamed |= {unit.key: gone.key for gone, unit in zip(lone, come, strict=True)}
            continue
        for gone in lone:
            likeness = {unit.key: _likeness(gone.text, unit.text) for unit in come if unit.key not in renamed}
            best = max(likeness, key=lambda key: likeness[key], default=None)
            if best is not None and likeness[best] >= LIKE:
                renamed[best] = gone.key
    return [replace(unit, key=renamed.get(unit.key, unit.key)) for unit in after]


def _gaps(old: list[str], new: list[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield what is lost and what is fresh between neighbours that stand in both rows."""
    there, here = set(old), set(new)
    edges = [(-1, -1)]
    for at, key in enumerate(old):
        if key in here and new.index(key) > edges[-1][1]:
            edges.append((at, new.index(key)))
    edges.append((len(old), len(new)))
    for (old_from, new_from), (old_to, new_to) in itertools.pairwise(edges):
        lost = [at for at in range(old_from + 1, old_to) if old[at] not in here]
        fresh = [at for at in range(new_from + 1, new_to) if new[at] not in there]
        if lost and fresh:
            yield lost, fresh


def _likeness(one: str, other: str) -> float:
    """Return the part of two texts that is the same, line by line; of short texts word by word."""
    parts = [text.split("\n") if "\n" in text.strip() else text.split() for text in (one, other)]
    return SequenceMatcher(None, parts[0], parts[1], autojunk=False).ratio()
