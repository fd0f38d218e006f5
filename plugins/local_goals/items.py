"""Open data of local goals: the items that `docs/open-data.md` describes."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.room import Item
from plugins.core.texts.pagetext import PageText
from plugins.core.words.interface import Words
from plugins.global_goals.data import IRI
from plugins.global_goals.model import GLOBAL_GOALS, MappingRow
from plugins.global_goals.view import view_global_goal
from plugins.house.context import PageContext
from plugins.local_goals.model import LocalGoal


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each visible goal as open data."""
    for goal in context.library.shown(LocalGoal):
        text = PageText(context.library.marks(context.library.setting_of(goal)))
        yield {
            **context.describe_fields(goal, text),
            "url": context.whole_address(goal.address),
            "updated": updated.isoformat() if (updated := context.updated_on(goal)) else None,
            "global_goals": [_item_of_row(row, text, context.words) for row in goal.mapping],
        }


def _item_of_row(row: MappingRow, text: PageText, words: Words) -> Item:
    """Return one row of a goal's mapping as open data."""
    goal, target = GLOBAL_GOALS[row.global_goal.number], row.global_goal.target
    return {
        "number": goal.number,
        "name": view_global_goal(goal, words).name,
        "iri": goal.iri,
        "target": target,
        "target_iri": f"{IRI}{target}" if target else None,
        "reason": text.line(row.reason) or None,
        "confirmed": row.is_confirmed,
    }
