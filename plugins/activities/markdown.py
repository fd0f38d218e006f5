"""The mark `{antal-verksamheter:1}`: the number of activities of a local goal that are under way today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from plugins.activities.model import Activity
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.named_records import CountMark
from plugins.local_goals.model import LocalGoal


def find_under_way(library: Library) -> Iterator[tuple[Model, Model]]:
    """Yield pairs of a goal and an activity of it that is known to be under way; `changes` of the room has the days."""
    goals, today = library.known(LocalGoal), library.today
    for activity in library.shown(Activity):
        if activity.known_phase(today) == "under_way":
            named = dict.fromkeys(goal for reference in activity.goals if (goal := goals.get(reference)))
            yield from ((goal, activity) for goal in named)


COUNT_MARK: Final = CountMark(
    "antal-verksamheter", LocalGoal, find_under_way, say=lambda count, words: str(words.alone.activity.say(count))
)
"""The mark; a goal without such activities has zero."""
