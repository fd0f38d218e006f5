"""Announcements without room on their days are reported, in time linear in their number."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from plugins.announcements.model import MOST
from plugins.announcements.rules import find_crowded_days
from tests.growth import is_linear

TODAY = date(2026, 11, 22)


def announce(first: int | None, last: int) -> Any:
    """Return an announcement from one day to another, given as offsets from today."""
    return SimpleNamespace(
        first_day=None if first is None else TODAY + timedelta(days=first), last_day=TODAY + timedelta(days=last)
    )


def is_on(one: Any, day: date) -> bool:
    return (one.first_day or TODAY) <= day <= one.last_day


def test_the_first_crowded_day_is_the_one_found_by_checking_every_day() -> None:
    rng = random.Random(7)
    for _ in range(300):
        firsts = [rng.choice([None, rng.randrange(-5, 12)]) for _ in range(rng.randrange(1, 12))]
        some = [announce(first, (first or 0) + rng.randrange(-2, 9)) for first in firsts]
        wanted = []
        for number, one in enumerate(some):
            days = [TODAY + timedelta(days=day) for day in range(30)]
            crowded = (day for day in days if is_on(one, day) and sum(is_on(other, day) for other in some[:number]) >= MOST)
            wanted.append(next(crowded, None))

        assert list(find_crowded_days(some, TODAY)) == wanted


def test_crowded_days_are_found_in_linear_time() -> None:
    def find(size: int) -> Callable[[], object]:
        some = [announce(number % 97, number % 97 + number % 13) for number in range(size)]
        return lambda: list(find_crowded_days(some, TODAY))

    assert is_linear(find, 500)
