"""Pages that belong to local goals, whatever else they are.

Stage: check. In: nothing. Out: the model that such pages have their goals from, and the goals on which they are not shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.kinds.annotations import Reference
from plugins.core.known import HasStatus, Known
from plugins.core.models.model import field
from plugins.core.pages import AddressedPage


class WithGoals(AddressedPage):
    """A page that belongs to local goals: where its kind has a card, their pages lead to it."""

    goals: tuple[Reference, ...] = field(
        "lokala mål",
        "Numren på de lokala mål som det hör till.",
        required=True,
        may_be_unknown=False,
        default=(),
        after="summary",
    )


def find_draft_goals(page: WithGoals, goals: Known[HasStatus]) -> Iterator[Reference]:
    """Yield the goals of a page that are drafts, on which it is not shown."""
    yield from (goal for goal in page.goals if goal.key in goals.drafts)
