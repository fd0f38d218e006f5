"""The looks of local goals: the symbol and the colours of each, by its number.

Read from `theme/goals.yaml`, where they are defined, and the drawings named there; `GoalLooks` is used for pages, stylesheets and
share pictures. The look of a goal does not depend on its name.
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
    """A goal in `goals.yaml` lacks some of its colours."""

    def __init__(self, number: str, side: str, names: tuple[str, ...]) -> None:
        super().__init__(f"theme/goals.yaml: goal {number} has no {', '.join(names)} in its {side}: copy the row of another goal")
        self.number, self.side, self.names = number, side, names


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a goal by name, for light and dark pages; `goals.yaml` says what each is for."""

    number: int
    day: Mapping[str, str]
    evening: Mapping[str, str]
    is_further: bool
    """Whether its colours are in a separate stylesheet, which few sites need."""


@dataclass(frozen=True, slots=True)
class GoalLooks:
    """Symbols and paints by the number of a goal."""

    symbols: Mapping[int, str]
    """Inline SVG."""
    paints: tuple[Paint, ...]

    def symbol(self, number: int) -> str | None:
        """Return the symbol of a goal; None: its number is shown instead."""
        return self.symbols.get(number)

    def paint(self, number: int) -> Paint:
        """Return the paint of a goal; if there are more goals than paints, they repeat."""
        return self.paints[(number - 1) % len(self.paints)]

    def colour_class(self, number: int) -> str:
        """Return the CSS class with the paint of a goal: `goal-1`."""
        return f"goal-{self.paint(number).number}"

    @property
    def first(self) -> tuple[Paint, ...]:
        """The paints in every page's stylesheet, which are also used in the pattern on pages of no goal."""
        return tuple(paint for paint in self.paints if not paint.is_further)

    @property
    def further(self) -> tuple[Paint, ...]:
        """The paints in the separate stylesheet."""
        return tuple(paint for paint in self.paints if paint.is_further)


def read_goal_looks(theme: Path) -> GoalLooks:
    """Read the looks of the goals from the theme."""
    read_plain_text(theme / GOALS)  # reports a wrong encoding as for other files
    with (theme / GOALS).open("rb") as file:  # so that YAML errors contain the file name
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
    """Raise `LackingColour` for a row without some colour of the first row, or `WrongColour` for an invalid colour."""
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
    """Return an SVG file for inclusion in HTML, which needs no namespace declaration.

    If the stylesheet, which sets the real size, is missing, it is 96 pixels wide.
    """
    return svg.strip().replace(' xmlns="http://www.w3.org/2000/svg"', ' width="96"', 1)
