"""Merge sequences of named things: records of a register, fields of a record, sections of a page.

A thing that was renamed is recognised where it stands between the same neighbours with similar text.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final, Generic, TypeVar

from plugins.core.dataclass import dataclass

LIKE: Final = 0.6
"""Similarity of two texts from which they are one thing that was renamed (the cutoff of `difflib.get_close_matches`)."""


class Ambiguous(Exception):
    """Two things in a sequence have the same name, and cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A named thing in a sequence: its key, its text, and the comments and empty lines before it."""

    key: str
    text: str
    lead: str = ""
    inside: object = None
    """What `merge_one` needs to merge the parts of the thing."""


T = TypeVar("T")
MergeOne = Callable[[Unit | None, Unit | None, Unit | None], T | None]


@dataclass(frozen=True, slots=True)
class MergedUnit(Generic[T]):
    """A named thing in the merged sequence."""

    key: str
    value: T


def merge_units(
    before: Sequence[Unit], mine: Sequence[Unit], theirs: Sequence[Unit], merge_one: MergeOne[T], *, is_loose: bool = False
) -> list[MergedUnit[T]]:
    """Merge three sequences; `merge_one` merges one thing and returns None where it is removed.

    With `is_loose`, a thing that stands between the same neighbours as a removed one replaces it, however different (list
    items).
    """
    for row in (before, mine, theirs):
        if len({unit.key for unit in row}) != len(row):
            raise Ambiguous
    mine, theirs = _pair(before, mine, is_loose=is_loose), _pair(before, theirs, is_loose=is_loose)
    old, own, other = ({unit.key: unit for unit in row} for row in (before, mine, theirs))
    kept: dict[str, T] = {}
    for key in dict.fromkeys([*own, *other]):
        value = merge_one(old.get(key), own.get(key), other.get(key))
        if value is not None:
            kept[key] = value
    return [MergedUnit(key, kept[key]) for key in _order(list(old), list(own), list(other), kept)]


def _order(before: list[str], mine: list[str], theirs: list[str], kept: Mapping[str, object]) -> Iterator[str]:
    """Yield the keys in the order of the side that changed it; those of the other side only come after their predecessor
    there.
    """
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
            at += 1  # added on both sides: mine first
        order.insert(at, key)
    yield from (key for key in order if key in kept)


def _is_moved(before: list[str], after: list[str]) -> bool:
    """Return whether the keys that are in both have another order."""
    return [key for key in before if key in after] != [key for key in after if key in before]


def _pair(before: Sequence[Unit], after: Sequence[Unit], *, is_loose: bool) -> list[Unit]:
    """Give each renamed thing its old key, so that it is merged with its old version."""
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
    """Yield the indices of removed and of added things between neighbours that are in both sequences."""
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
    """Return the similarity of two texts, by lines, or of a single line by words."""
    parts = [text.split("\n") if "\n" in text.strip() else text.split() for text in (one, other)]
    return SequenceMatcher(None, parts[0], parts[1], autojunk=False).ratio()
