"""The global goals, and what a local goal's row says of one.

A local goal names a global goal by number (`11`) or by target (`11.1`); names are never compared, because several
Swedish versions of them are about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, ClassVar

from plugins.core.kinds import Kind, KindError, Line, YesNo
from plugins.core.models import Model, field
from plugins.core.sources import Text
from plugins.core.swedish import quote
from plugins.global_goals.data import GOALS, IRI, PAGES


@dataclass(frozen=True, slots=True)
class GlobalGoal:
    """One of the UN's 17 goals."""

    number: int
    name: str
    address: str
    iri: str
    targets: tuple[str, ...]
    """Codes such as `11.1` and `11.a`, in the UN's order."""


def _make_goal(number: int, name: str, slug: str, last_number: int, last_letter: str) -> GlobalGoal:
    letters = [chr(code) for code in range(ord("a"), ord(last_letter) + 1)] if last_letter else []
    steps = [*map(str, range(1, last_number + 1)), *letters]
    return GlobalGoal(number, name, f"{PAGES}{slug}/", f"{IRI}{number}", tuple(f"{number}.{step}" for step in steps))


GLOBAL_GOALS: Mapping[int, GlobalGoal] = MappingProxyType({row[0]: _make_goal(*row) for row in GOALS})


@dataclass(frozen=True, slots=True)
class GlobalGoalReference:
    """A global goal as a whole (`target` is None), or one of its targets."""

    number: int
    target: str | None

    @property
    def code(self) -> str:
        """`11`, or the target's `11.1`."""
        return self.target or str(self.number)


def _parse_reference(text: Text) -> GlobalGoalReference:
    found = re.fullmatch(r"(?:mål |delmål )?0?([0-9]{1,3})(?:\.([0-9]{1,2}|[a-zA-Z]))?", text.value.strip(), re.IGNORECASE)
    if not found:
        help_line = "Skriv målets nummer, till exempel 11, eller ett delmål, till exempel 11.1."
        raise KindError(f"{quote(text.value)} är inget globalt mål.", help_line, code="okant-globalt-mal")
    number, step = int(found[1]), (found[2] or "").lower()
    goal = GLOBAL_GOALS.get(number)
    if goal is None:
        raise KindError(f"Det finns inget globalt mål {number}.", "De globala målen är 1–17.", code="okant-globalt-mal")
    if not step:
        return GlobalGoalReference(number, None)
    target = f"{number}.{step}"
    if target not in goal.targets:
        help_line = f"Delmålen i mål {number} är {', '.join(goal.targets)}."
        raise KindError(f"Det finns inget delmål {target}.", help_line, code="okant-globalt-mal")
    return GlobalGoalReference(number, target)


GlobalGoalField = Annotated[GlobalGoalReference, Kind("globalt mål", _parse_reference)]


class MappingRow(Model):
    """One row of `globala mål`: which global goal or target a local goal meets, and why."""

    CALLED: ClassVar[str] = "raden"
    SHORT_FOR: ClassVar[str | None] = "global_goal"

    global_goal: GlobalGoalField = field("globalt mål", required=True, may_be_unknown=False)
    reason: Line | None = field("varför")
    is_confirmed: YesNo = field("bekräftad", default=True)
