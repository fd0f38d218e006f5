"""A date on which something appears on the site or disappears from it, without an edit.

Rooms yield these (`changes` in `core/room.py`).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from plugins.core.dataclass import dataclass
from plugins.core.places import Place

ChangeKind = Literal["seen", "staff", "daily"]
"""Who is informed of the change, and where. `seen`: the site changes on that day; builds report it, and it is listed for the
editors. `staff`: the site does not change, so only the editors see it. `daily`: the site changes on this and every following day;
builds report it together with the next other change, and the editors are not reminded every day."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """Something that happens on a given day without an edit."""

    day: date
    words: str
    """The change as part of a sentence: `sidan ”Jul” börjar visas`."""
    place: Place
    """Where the date is written."""
    kind: ChangeKind = "seen"
