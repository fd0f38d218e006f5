"""Parts of a page that come from the local goals it belongs to: a row of its fact table, and fields of its frame.

Takes links to goals that `PageContext.show_goals` has returned, so that the page has recorded them.
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
    """The fields of `FrameInput` that follow from a page's goals."""

    colour_class: str | None
    share: tuple[str, str] | None
    terms: Sequence[Mapping[str, object]]


def list_goal_row(goals: Sequence[GoalLink], words: Words) -> DetailRow:
    """Return the row of the fact table with links to goals; without goals it has no values."""
    values = [
        DetailValue(fill(words.goal_named, number=goal.number, title=goal.title), goal.address, colour_class=goal.colour_class)
        for goal in goals
    ]
    return (words.local_goal if len(goals) == 1 else words.local_goals, values)


def frame_goals(goals: Sequence[GoalLink], context: PageContext) -> GoalFrame:
    """Return the frame's colour class (one goal only), share picture (of the first goal) and structured data."""
    first = next(iter(goals), None)
    return {
        "colour_class": first.colour_class if first and len(goals) == 1 else None,
        "share": (f"mal-{first.number}", context.words.share_words.format(number=first.number, title=first.title))
        if first
        else None,
        "terms": [context.describe_goal(goal.number, goal.address, goal.title) for goal in goals],
    }
