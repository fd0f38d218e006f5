"""Pages that belong to local goals, and texts that mention the goal on whose page they are shown.

Has the model from which such pages inherit their goals, the goals on which a page is hidden, and the name of the mark for the
page's own goal.
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
"""The mark for the page's own goal, as editors write its name: `{mål:nummer}`."""
GOAL_KEY: Final = compare_key(GOAL_MARK)
"""The name of the mark as it is compared."""


class WithGoals(AddressedPage):
    """A page that belongs to local goals, whose pages link to it if its kind has a card."""

    LED_TO_BY_HEADINGS: ClassVar[bool] = False
    """Whether a heading that names the page, in the text of its goal, links to it; otherwise only a list does."""

    goals: tuple[Reference, ...] = field(
        "lokala mål",
        "Numren på de lokala mål som det hör till.",
        required=True,
        may_be_unknown=False,
        default=(),
        after="summary",
    )


ENDS: Final = (",", ":", " –", " -")
"""What may follow the title in a heading that says more."""


def is_named(title: str, heading: str) -> bool:
    """Return whether a heading names a page: by its whole title, alone or followed by a comma, colon or dash
    (`Frida, en plats för kvinnor`).
    """
    return any(f"{heading.casefold()}{end}".startswith(f"{title.casefold()}{end}") for end in ENDS)


def speaks_of_goal(text: Text) -> bool:
    """Return whether a text has a mark for the goal on whose page it is shown, so that it differs from page to page."""
    return any(mark.name == GOAL_KEY for mark in find_marks(text))


def check_goals(references: Iterable[Reference], goals: Known[HasStatus]) -> Iterator[Problem]:
    """A record belongs to existing goals, drafts included, and to none of them twice."""
    # that a page is hidden on a draft goal is reported elsewhere (`site/unfinished.py`)
    yield from check_list(references, partial(goals.check_exists, is_list=True))


def find_draft_goals(page: WithGoals, goals: Known[HasStatus]) -> Iterator[Reference]:
    """Yield the goals of a page that are drafts, on which it is hidden."""
    yield from (goal for goal in page.goals if goal.key in goals.drafts)
