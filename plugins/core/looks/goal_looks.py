"""How local goals look: the drawing and the paint of each, by its number.

In: `theme/goals.yaml`, the one place where they stand, and the drawings it names. Out: `GoalLooks`, for the pages, the
stylesheets and the share pictures. A goal keeps its look whatever it is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from plugins.core.dataclass import dataclass
from plugins.core.looks.colours import WrongColour, is_colour
from plugins.core.system.plain_file import read_plain_text
from plugins.core.words.interface import LOADER

GOALS: Final = "goals.yaml"


class LackingColour(LookupError):
    """A goal of `goals.yaml` without some of its colours."""

    def __init__(self, number: str, side: str, names: tuple[str, ...]) -> None:
        super().__init__(f"theme/goals.yaml: goal {number} has no {', '.join(names)} in its {side}: copy the row of another goal")
        self.number, self.side, self.names = number, side, names


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a goal by name, on light and on dark pages; `goals.yaml` says what each is for."""

    number: int
    day: Mapping[str, str]
    evening: Mapping[str, str]
    is_further: bool
    """True: its colours stand in a stylesheet of their own, which few sites need."""


@dataclass(frozen=True, slots=True)
class GoalLooks:
    """Drawings and paints by a goal's number."""

    symbols: Mapping[int, str]
    """Inline SVG."""
    paints: tuple[Paint, ...]

    def symbol(self, number: int) -> str | None:
        """Return a goal's drawing; None: its number is shown in its place."""
        return self.symbols.get(number)

    def paint(self, number: int) -> Paint:
        """Return a goal's paint; with more goals than paints the row begins again."""
        return self.paints[(number - 1) % len(self.paints)]

    def colour_class(self, number: int) -> str:
        """Return the class of what has a goal's paint: `goal-1`."""
        return f"goal-{self.paint(number).number}"

    @property
    def first(self) -> tuple[Paint, ...]:
        """The paints of every page's stylesheet, of which the rug of pages of no goal is woven."""
        return tuple(paint for paint in self.paints if not paint.is_further)

    @property
    def further(self) -> tuple[Paint, ...]:
        """The others."""
        return tuple(paint for paint in self.paints if paint.is_further)


def read_goal_looks(theme: Path) -> GoalLooks:
    """Read the looks of the theme's goals."""
    read_plain_text(theme / GOALS)  # what is not UTF-8 is told as in other files
    with (theme / GOALS).open("rb") as file:  # a fault in it is told by the name of the file
        table: dict[str, dict[str, Any]] = yaml.load(file, LOADER)
    further = table["further goals"]
    rows = table["goals"] | further
    _refuse_gaps(rows)
    symbols = {int(number): row["symbol"] for number, row in rows.items() if "symbol" in row}
    return GoalLooks(
        {number: _inline(read_plain_text(theme / "symbols" / f"{name}.svg")) for number, name in symbols.items()},
        tuple(Paint(int(number), row["day"], row["evening"], number in further) for number, row in rows.items()),
    )


def _refuse_gaps(rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise `LackingColour` for the first row that has not all that the first one of the table has, or `WrongColour`."""
    wanted = next(iter(rows.values()))
    for number, row in rows.items():
        for side in ("day", "evening"):
            given = (row or {}).get(side) or {}
            if lacking := [name for name in wanted.get(side, {}) if not given.get(name)]:
                raise LackingColour(str(number), side, tuple(lacking))
            for name, value in given.items():
                if not is_colour(value):
                    raise WrongColour(GOALS, name, value, str(number))


def _inline(svg: str) -> str:
    """Return an SVG file as it stands in a page, where HTML itself says which namespace it is of.

    Without the stylesheet, which says the real size, it is no wider than 96 pixels.
    """
    return svg.strip().replace(' xmlns="http://www.w3.org/2000/svg"', ' width="96"', 1)
