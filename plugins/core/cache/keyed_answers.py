"""A cache of values that depend on their keys only, saved from one run to the next as one table.

A key contains everything that its answer depends on, such as the digest of a page and what is asked about it, so no answer ever
has to be verified. The table is read and written as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
Table = tuple[Mapping[Hashable, Any], Mapping[Hashable, Any]]
"""Answers requested in the last run, and other answers requested in the run before it, which the next run may need again."""


@lru_cache(maxsize=1024)
def share(names: frozenset[str]) -> frozenset[str]:
    """Return the first set that was equal to this one, so that a set which many answers share is pickled and loaded once."""
    return names


class KeyedAnswers:
    """Answers by key, from this and earlier runs."""

    def __init__(self, find_earlier: Callable[[], Table | None]) -> None:
        """`find_earlier` returns the table of earlier runs; it is called when first needed."""
        self._find_earlier = find_earlier
        self._earlier: Table | None = None
        self._asked: dict[Hashable, Any] = {}

    def find(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return an answer, computed only if no run has computed it."""
        if key not in self._asked:
            last, other = self._take_up()
            self._asked[key] = last[key] if key in last else other[key] if key in other else make()
        return cast("T", self._asked[key])

    @property
    def asked(self) -> Table | None:
        """The table for the next run; None if nothing was requested, so that the existing table can stay."""
        if not self._asked:
            return None
        return self._asked, {key: answer for key, answer in self._take_up()[0].items() if key not in self._asked}

    def _take_up(self) -> Table:
        if self._earlier is None:
            self._earlier = self._find_earlier() or ({}, {})
        return self._earlier
