"""Rules of notices."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.known import HasStatus, Known
from plugins.core.problems import Problem
from plugins.core.swedish import format_day
from plugins.core.with_goals import check_goals
from plugins.toy_notices.model import ToyNotice


def check_item(item: ToyNotice, goals: Known[HasStatus]) -> Iterator[Problem]:
    """Notices belong to goals that are there, and are not over before they are shown (a `LAST_DAY` is compared by itself)."""
    yield from check_goals(item.goals, goals)
    if item.last_day and item.last_day < item.day:
        message = f"Sista dagen, {format_day(item.last_day)}, kommer före notisdagen, {format_day(item.day)}."
        yield Problem(item.place("last_day"), "slutar-fore-start", message, help=("Rätta en av dagarna.",))
