"""The marks `{mål:nummer}` and `{mål:titel}`: of the page's own goal, and in blocks on it."""

from __future__ import annotations

from plugins.core.library import Library, Setting
from plugins.core.locales.lasting import find_lasting
from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark
from plugins.core.with_goals import GOAL_MARK
from plugins.local_goals.model import LocalGoal

NO_GOAL_HERE = "Markeringarna {mål:nummer} och {mål:titel} kan bara stå i ett lokalt måls egen fil, och i block på målets sida."
WRITE_IT = (
    "En text i en annan fil hör inte till ett visst mål, också om den visas på ett måls sida.",
    "Skriv målets nummer eller namn som det ska läsas, till exempel: mål 2",
)

NO_TITLE_HERE = "{} kan inte stå i målets titel."

_CODE = "okand-markering"
_MISSING = "Det finns inget som heter {} att visa om målet."


TITLE = "title"
"""The part of a goal's setting in which its own title cannot be shown."""


def title_of(goal: LocalGoal, library: Library) -> str:
    """Return the title of a goal as it is shown."""
    return goal.title.fill(library.marks(Setting(LocalGoal, goal, TITLE)))


def make_goal_mark(goal: LocalGoal | None, title: str = "") -> ValueMark:
    """Return the mark on the page of `goal`, whose `title` is filled in; None: a page without a goal, where it is refused."""
    values = {"nummer": str(goal.number), "titel": title} if goal else {"nummer": "", "titel": ""}
    known = Known(values, {key: key for key in values}, _CODE, _MISSING, "Det som kan visas är")
    if goal is None:
        return ValueMark(GOAL_MARK, known, NO_GOAL_HERE, instead=WRITE_IT)
    return ValueMark(GOAL_MARK, known, lasting={"titel": find_lasting(title)})


def make_goal_mark_in_title(goal: LocalGoal) -> ValueMark:
    """Return the mark in the title of `goal`, which cannot show itself."""
    known = Known({"nummer": str(goal.number)}, {"nummer": "nummer"}, _CODE, NO_TITLE_HERE, "Det som kan visas är")
    return ValueMark(GOAL_MARK, known)


def make_goal_mark_in_blocks() -> ValueMark:
    """Return the mark as a block may use it: which goal it is about is known only where the block stands."""
    known = Known({"nummer": "", "titel": ""}, {"nummer": "nummer", "titel": "titel"}, _CODE, _MISSING, "Det som kan visas är")
    return ValueMark(GOAL_MARK, known)
