"""The global goals, and the rows by which local goals refer to them.

A row names a global goal by number (`11`), or one of its targets (`11.1`). Names only serve as suggestions, because
several Swedish translations of them are in use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

from plugins.core.dataclass import dataclass
from plugins.core.kinds.annotations import Line, YesNo
from plugins.core.kinds.kind import ONE_EACH, Kind, KindError, find_several
from plugins.core.models.model import Model, field
from plugins.core.source.sources import Text
from plugins.core.swedish import SWEDISH, closest, quote
from plugins.global_goals.data import GOALS, IRI, PAGES


@dataclass(frozen=True, slots=True)
class GlobalGoal:
    """One of the UN's 17 goals."""

    number: int
    names: Mapping[str, str]
    """Official names, by language code (CLDR)."""
    addresses: Mapping[str, str]
    """Addresses of its page, by language code."""
    iri: str
    targets: tuple[str, ...]
    """Codes such as `11.1` and `11.a`, in the UN's order."""

    @property
    def name(self) -> str:
        """The Swedish name, as editors know it."""
        return self.names[SWEDISH.code]


def _make_goal(row: Mapping[str, Any]) -> GlobalGoal:
    number, (last_number, last_letter) = row["number"], row["targets"]
    letters = [chr(code) for code in range(ord("a"), ord(last_letter) + 1)] if last_letter else []
    targets = tuple(f"{number}.{step}" for step in (*range(1, int(last_number) + 1), *letters))
    addresses = {language: page.format(number=number, slug=row["slug"]) for language, page in PAGES.items()}
    return GlobalGoal(int(number), row["names"], addresses, f"{IRI}{number}", targets)


GLOBAL_GOALS: Mapping[int, GlobalGoal] = MappingProxyType({int(row["number"]): _make_goal(row) for row in GOALS})


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
        right = _guess_reference(text.value)
        is_row = not right and len(find_several(text.value)) > 1
        help_lines = (ONE_EACH, help_line) if is_row else (help_line,)
        raise KindError(f"{quote(text.value)} är inget globalt mål.", *help_lines, code="okant-globalt-mal", right=right)
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


_LOOSE_REFERENCE = re.compile(
    r"(?:sdg|fn-mål|globalt mål|mål|delmål|nr)?\s*+(?:#\s*+)?(\d{1,2})(?:[.,]?\s?([a-z])|[.,](\d{1,2}))?[.,]?"
)


def _guess_reference(written: str) -> str | None:
    """Return the code that is meant by "16,1", "#16", "16 a", "SDG 16" or (about) the name of a goal; None if unclear."""
    found = _LOOSE_REFERENCE.fullmatch(written.casefold())
    if found and int(found[1]) in GLOBAL_GOALS:
        step = found[2] or found[3]
        guess = f"{int(found[1])}.{step}" if step else str(int(found[1]))
        return guess if not step or guess in GLOBAL_GOALS[int(found[1])].targets else None
    name = closest(written, [goal.name for goal in GLOBAL_GOALS.values()]) if len(written) > 8 else None
    return next((str(goal.number) for goal in GLOBAL_GOALS.values() if goal.name == name), None)


GlobalGoalField = Annotated[GlobalGoalReference, Kind("globalt mål", _parse_reference, "11.1")]


class MappingRow(Model):
    """One row of `globala mål`: a global goal or target that a local goal contributes to, and why."""

    CALLED: ClassVar[str] = "raden"
    SHORT_FOR: ClassVar[str | None] = "global_goal"
    EXAMPLES: ClassVar[Mapping[str, str]] = MappingProxyType({"globalt mål": "11.1", "varför": "Skriv här hur de hänger ihop."})

    global_goal: GlobalGoalField = field(
        "globalt mål", "Målets nummer, 11, eller ett delmål, 11.1.", required=True, may_be_unknown=False
    )
    reason: Line | None = field("varför", "Hur det lokala målet bidrar. En mening.")
    is_confirmed: YesNo = field("bekräftad", "Nej betyder att kopplingen är ett förslag.", default=True)
