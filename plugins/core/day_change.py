"""A change by date: what begins to be shown on a day, or is no longer.

In: nothing. Out: the type. Yielded by what rooms declare (`core/room.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.core.places import Place


@dataclass(frozen=True, slots=True)
class DayChange:
    """What happens to the site on a day without anybody doing anything."""

    day: date
    words: str
    """As a part of a sentence: `sidan ”Jul” börjar visas`."""
    place: Place
    """Where the day is written."""
