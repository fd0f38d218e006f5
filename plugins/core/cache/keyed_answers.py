"""A cache of values that depend on their keys alone, kept from one run to the next as one table.

Stage: any. In: keys that say all that their answers are made of, such as the digest of a page and what is asked of it. Out: the
answers. An answer rests on nothing else, so none has to be checked; the table is read and written as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
Table = tuple[Mapping[Hashable, Any], Mapping[Hashable, Any]]
"""Answers that the last run has asked for, and others, which the one before asked for: the next may be of that sort again."""


@lru_cache(maxsize=1024)
def share(names: frozenset[str]) -> frozenset[str]:
    """Return the set that is equal and came first: what many answers have in common is written, and read again, once."""
    return names


class KeyedAnswers:
    """Answers by key, from this run and from earlier ones."""

    def __init__(self, find_earlier: Callable[[], Table | None]) -> None:
        """Begin; `find_earlier` returns the table of earlier runs, and is asked when that is needed."""
        self._find_earlier = find_earlier
        self._earlier: Table | None = None
        self._asked: dict[Hashable, Any] = {}

    def find(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return an answer, made where no run has made it."""
        if key not in self._asked:
            last, other = self._take_up()
            self._asked[key] = last[key] if key in last else other[key] if key in other else make()
        return cast("T", self._asked[key])

    @property
    def asked(self) -> Table | None:
        """The table for the next run; None where nothing was asked for, so that the one that is there may stay."""
        if not self._asked:
            return None
        return self._asked, {key: answer for key, answer in self._take_up()[0].items() if key not in self._asked}

    def _take_up(self) -> Table:
        if self._earlier is None:
            self._earlier = self._find_earlier() or ({}, {})
        return self._earlier
