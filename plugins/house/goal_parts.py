"""What a page that belongs to local goals shows of them: a row of its fact table, and what its frame says.

Stage: views. In: links to the goals, which the page has noted (`PageContext.show_goals`). Out: a row, and fields of `FrameInput`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from plugins.core.locales.foreign import fill
from plugins.core.texts.sheets import DetailRow, DetailValue
from plugins.core.words.interface import Words
from plugins.house.context import PageContext
from plugins.website.links import GoalLink


class GoalFrame(TypedDict):
    """The fields of `FrameInput` that goals give."""

    colour_class: str | None
    share: tuple[str, str] | None
    terms: Sequence[Mapping[str, object]]


def list_goal_row(goals: Sequence[GoalLink], words: Words) -> DetailRow:
    """Return the row with links to goals, which has no values where there are none."""
    values = [
        DetailValue(fill(words.goal_named, number=goal.number, title=goal.title), goal.address, colour_class=goal.colour_class)
        for goal in goals
    ]
    return (words.local_goal if len(goals) == 1 else words.local_goals, values)


def frame_goals(goals: Sequence[GoalLink], context: PageContext) -> GoalFrame:
    """Return the colour of a single goal, the share picture of the first, and what the page is about."""
    first = next(iter(goals), None)
    return {
        "colour_class": first.colour_class if first and len(goals) == 1 else None,
        "share": (f"mal-{first.number}", context.words.share_words.format(number=first.number, title=first.title))
        if first
        else None,
        "terms": [context.describe_goal(goal.number, goal.address, goal.title) for goal in goals],
    }
