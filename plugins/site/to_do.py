"""The to-do list: everything that waits for the editors, by when it is to be done and what is to be done.

Stage: views. In: what waits (`site.to_do_sources`). Out: the list in groups, with their headings. The one list: the page
`/redaktion/`, the task `status` and the weekly letter show it, and the list of partners has the same sources.
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
    """What is to be done: a key of `sorts` in `to_do.yaml`."""
    name: str
    """What it is about: `Ingen hunger`."""
    value: str
    """What stands there, or the day: `31 december 2026`; empty where nothing does."""
    what: str
    """A sentence or two: what is wrong or will happen, and what to do."""
    place: Place
    """Where that is done."""
    page: str = ""
    """Address of the page where it is seen; empty where it is on none, or on many."""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ToDoGroup:
    """What is to be done in one way, at one time."""

    heading: str
    """With how many there are, where that is worth knowing at a glance."""
    rows: tuple[ToDo, ...]


@dataclass(frozen=True, slots=True)
class ToDoTime:
    """What is to be done at one time."""

    when: When
    heading: str
    groups: tuple[ToDoGroup, ...]

    @property
    def count(self) -> int:
        """How many things there are."""
        return sum(len(group.rows) for group in self.groups)


@cache
def read_words() -> Mapping[str, Any]:
    """Return the headings of the list, and which codes are for when there is time or told in another row."""
    words: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("to_do.yaml").read_text("utf-8"))
    return words


def group_to_do(rows: Iterable[ToDo]) -> tuple[ToDoTime, ...]:
    """Return the list in its order; times and kinds that have nothing are left out."""
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
