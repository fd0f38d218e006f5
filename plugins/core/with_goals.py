"""Pages that belong to local goals, whatever else they are, and texts that speak of the goal on whose page they stand.

Stage: check. In: nothing. Out: the model that such pages have their goals from, and the goals on which they are not shown; the
name of the mark by which a text speaks of its page's goal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import ClassVar, Final

from plugins.core.kinds.annotations import Reference
from plugins.core.marks.known import HasStatus, Known, check_list
from plugins.core.marks.marks import find_marks
from plugins.core.models.model import field
from plugins.core.pages import AddressedPage
from plugins.core.problems import Problem
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key

GOAL_MARK: Final = "mål"
"""The mark of the page's own goal, as editors write its name: `{mål:nummer}`."""
GOAL_KEY: Final = compare_key(GOAL_MARK)
"""The mark's name in the form in which names of marks are compared."""


class WithGoals(AddressedPage):
    """A page that belongs to local goals: where its kind has a card, their pages lead to it."""

    LED_TO_BY_HEADINGS: ClassVar[bool] = False
    """A heading in the text of its goal that names it leads to it, as what is done there; else it stands in a list alone."""

    goals: tuple[Reference, ...] = field(
        "lokala mål",
        "Numren på de lokala mål som det hör till.",
        required=True,
        may_be_unknown=False,
        default=(),
        after="summary",
    )


ENDS: Final = (",", ":", " –", " -")
"""What may follow a title in a heading that says more."""


def is_named(title: str, heading: str) -> bool:
    """Tell whether a heading names a page: with its whole title, or before a comma, colon or dash
    (`Frida, en plats för kvinnor`).
    """
    return any(f"{heading.casefold()}{end}".startswith(f"{title.casefold()}{end}") for end in ENDS)


def speaks_of_goal(text: Text) -> bool:
    """Tell whether a text speaks of the goal on whose page it stands, so that it says something else on each."""
    return any(mark.name == GOAL_KEY for mark in find_marks(text))


def check_goals(references: Iterable[Reference], goals: Known[HasStatus]) -> Iterator[Problem]:
    """A record belongs to goals that are there, draft or not, and to none twice."""
    # a page is not shown on a draft until that is published, which is told by itself (`site/left_out.py`)
    yield from check_list(references, partial(goals.check_exists, is_list=True))


def find_draft_goals(page: WithGoals, goals: Known[HasStatus]) -> Iterator[Reference]:
    """Yield the goals of a page that are drafts, on which it is not shown."""
    yield from (goal for goal in page.goals if goal.key in goals.drafts)
