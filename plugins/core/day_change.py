"""A change by date: what begins to be shown on a day, or is no longer.

In: nothing. Out: the type. Yielded by what rooms declare (`core/room.py`).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from plugins.core.dataclass import dataclass
from plugins.core.places import Place

ChangeKind = Literal["seen", "staff", "daily"]
"""Who is told, and where. `seen`: the site changes on that day; a build says so, and it waits for the editors. `staff`:
the site stays as it is, so only the editors are told. `daily`: the site is another, as on each day after it; a build says so
and names what changes next but for that, and the editors are not told of it day after day."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """What happens on a day without anybody doing anything."""

    day: date
    words: str
    """As a part of a sentence: `sidan ”Jul” börjar visas`."""
    place: Place
    """Where the day is written."""
    kind: ChangeKind = "seen"
