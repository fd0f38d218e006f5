"""A change by date: what begins to be shown on a day, or is no longer.

In: nothing. Out: the type. Yielded by what rooms declare (`core/room.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.core.places import Place


@dataclass(frozen=True, slots=True)
class DayChange:
    """What happens on a day without anybody doing anything."""

    day: date
    words: str
    """As a part of a sentence: `sidan ”Jul” börjar visas`."""
    place: Place
    """Where the day is written."""
    is_seen: bool = True
    """The site is another from that day, and a build says so; False: only the editors are told, where things wait for them."""
