"""Views of the global goals: tiles, and the list of goals with targets and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.core.pagetext import PageText
from plugins.global_goals.model import GLOBAL_GOALS, GlobalGoal, MappingRow


@dataclass(frozen=True, slots=True)
class GlobalGoalView:
    """One of the 17 global goals, ready to show."""

    number: int
    name: str
    """Swedish name, never shown without the number."""
    address: str
    """Its page at globalamalen.se."""
    site: str
    """Where that is, as one says it: `globalamalen.se`."""
    colour_class: str
    """`sdg-11`: background and text colour stand in the stylesheet."""
    iri: str
    """The UN's linked-data name."""


@dataclass(frozen=True, slots=True)
class GlobalGoalReason:
    """Why a local goal meets a global goal."""

    goal: GlobalGoalView
    reasons: tuple[str, ...]
    """Sentences, in the order they are written; may be empty."""
    targets: tuple[str, ...]
    """Target codes such as `11.1`, in the order they are written; may be empty."""
    anchor: str
    """Id of the place on the goal's page, e.g. `globalt-mal-11`."""


def view_global_goal(goal: GlobalGoal) -> GlobalGoalView:
    """Return the view of one global goal."""
    site = urlsplit(goal.address).netloc.removeprefix("www.")
    return GlobalGoalView(goal.number, goal.name, goal.address, site, f"sdg-{goal.number}", goal.iri)


def build_reasons(rows: Iterable[MappingRow], text: PageText) -> tuple[GlobalGoalReason, ...]:
    """Group the mapping rows of one local goal by global goal, in the order goals are first named."""
    grouped: dict[int, list[MappingRow]] = {}
    for row in rows:
        grouped.setdefault(row.global_goal.number, []).append(row)
    return tuple(_reason(number, rows, text) for number, rows in grouped.items())


def _reason(number: int, rows: list[MappingRow], text: PageText) -> GlobalGoalReason:
    return GlobalGoalReason(
        goal=view_global_goal(GLOBAL_GOALS[number]),
        reasons=tuple(_unique(text.line(row.reason) for row in rows if row.reason)),
        targets=tuple(_unique(row.global_goal.target for row in rows if row.global_goal.target)),
        anchor=text.ids.take(f"Globalt mål {number}"),
    )


def _unique(values: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(values))
