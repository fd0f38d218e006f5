"""Events (händelser), with a day; past events keep their pages, and leave the lists."""

from __future__ import annotations

from typing import ClassVar

from plugins.core import hints
from plugins.core.kinds.annotations import Day, DocumentAddress, Line, Reference, Status, Title, ValueLine
from plugins.core.models.model import field
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify
from plugins.core.with_goals import WithGoals

EVENTS = "leksakstraffar"
"""Name of the overview page and of the folder in `content/`."""


class ToyEvent(WithGoals):
    """An event, one page in `leksakstraffar/`."""

    CALLED: ClassVar[str] = "leksaksträffen"
    LAST_LISTED_DAY: ClassVar[str] = "day"

    title: Title = field("titel", "Vad det är.", required=True, may_be_unknown=False)
    summary: Line | None = field("sammanfattning", hints.INGRESS, required=True)
    day: Day = field("dag", "Dagen då det är.", required=True, may_be_unknown=False, label="toy_events_day", data="day")
    venue: ValueLine | None = field("plats", "Var det är.", translated=True, label="toy_events_venue", data="venue")
    poster: DocumentAddress | None = field("affisch", "En affisch att skriva ut.", translated=True, data="poster")
    contact: Reference | None = field("kontakt", hints.CONTACT)
    help_box: Reference | None = field("stödruta", hints.HELP_BOX)
    updated: Day | None = field("uppdaterad", hints.UPDATED)
    status: Status = field("status", "", required=True, may_be_unknown=False)

    @property
    def address(self) -> str:
        """`/leksakstraffar/sparklek/` for `leksakstraffar/sparklek.md`."""
        return f"/{EVENTS}/{slugify(self.name)}/"


SHELVES = (Shelf(f"{EVENTS}/*.md", ToyEvent, "page", "Leksaksträffar"),)
