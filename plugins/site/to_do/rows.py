"""The to-do list: everything that waits for the editors, by time and sort.

Takes the rows (`site.to_do.sources`); returns them grouped, with headings. The page `/redaktion/`, the task `status` and the
weekly letter all show this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from plugins.core.dataclass import dataclass
from plugins.core.places import Place

When = Literal["now", "month", "later", "spare"]


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do."""

    when: When
    sort: str
    """What to do: a key of `sorts` in `to_do.yaml`."""
    name: str
    """What it is about: `Ingen hunger`."""
    value: str
    """The present value, or the date: `31 december 2026`; may be empty."""
    what: str
    """A sentence or two: what is wrong or will happen, and what to do."""
    place: Place
    """Where to do it."""
    page: str = ""
    """Address of the page that shows it; empty if none or many do."""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ToDoGroup:
    """Things of one sort to do at one time."""

    heading: str
    """With their number, for sorts where that is useful."""
    rows: tuple[ToDo, ...]


@dataclass(frozen=True, slots=True)
class ToDoTime:
    """Everything to do at one time."""

    when: When
    heading: str
    groups: tuple[ToDoGroup, ...]

    @property
    def count(self) -> int:
        """Return the number of things."""
        return sum(len(group.rows) for group in self.groups)


@cache
def read_words() -> Mapping[str, Any]:
    """Return the headings of the list, and the codes that are not urgent or are covered by other rows."""
    words: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("to_do.yaml").read_text("utf-8"))
    return words


def group_to_do(rows: Iterable[ToDo]) -> tuple[ToDoTime, ...]:
    """Return the list in order, without times and groups that are empty."""
    words, rows = read_words(), tuple(rows)
    times = []
    for when, heading in words["times"].items():
        own = [row for row in rows if row.when == when]
        groups = [_group(sort, tuple(row for row in own if row.sort == sort)) for sort in words["sorts"]]
        times.append(ToDoTime(when, heading, tuple(group for group in groups if group.rows)))
    return tuple(time for time in times if time.groups)


def _group(sort: str, rows: tuple[ToDo, ...]) -> ToDoGroup:
    words = read_words()
    count = f" ({len(rows)})" if sort in words["counted"] else ""
    return ToDoGroup(f"{words['sorts'][sort]}{count}", rows)
