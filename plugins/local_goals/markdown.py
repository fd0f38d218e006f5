"""The marks `{mål:nummer}` and `{mål:titel}`, for texts of a goal and for blocks shown on its page."""

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
"""The part of a goal's setting in which `{mål:titel}` is refused: the title itself."""


def title_of(goal: LocalGoal, library: Library) -> str:
    """Return a goal's title with its marks filled in."""
    return goal.title.fill(library.marks(Setting(LocalGoal, goal, TITLE)))


def make_goal_mark(goal: LocalGoal | None, title: str = "") -> ValueMark:
    """Return the mark for texts of `goal`, whose filled-in title is `title`; for None, one that is refused everywhere."""
    values = {"nummer": str(goal.number), "titel": title} if goal else {"nummer": "", "titel": ""}
    known = Known(values, {key: key for key in values}, _CODE, _MISSING, "Det som kan visas är")
    if goal is None:
        return ValueMark(GOAL_MARK, known, NO_GOAL_HERE, instead=WRITE_IT)
    return ValueMark(GOAL_MARK, known, lasting={"titel": find_lasting(title)})


def make_goal_mark_in_title(goal: LocalGoal) -> ValueMark:
    """Return the mark for the title of `goal`, which cannot contain itself."""
    known = Known({"nummer": str(goal.number)}, {"nummer": "nummer"}, _CODE, NO_TITLE_HERE, "Det som kan visas är")
    return ValueMark(GOAL_MARK, known)


def make_goal_mark_in_blocks() -> ValueMark:
    """Return the mark for checking blocks: it accepts the same arguments, with no values, which depend on the page."""
    known = Known({"nummer": "", "titel": ""}, {"nummer": "nummer", "titel": "titel"}, _CODE, _MISSING, "Det som kan visas är")
    return ValueMark(GOAL_MARK, known)
