"""Notices (notiser): news, by day."""

from __future__ import annotations

from typing import ClassVar

from plugins.core import hints
from plugins.core.kinds.annotations import Day, DocumentAddress, Line, Reference, Status, Title, ValueLine
from plugins.core.models.model import field
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify
from plugins.core.with_goals import WithGoals

NOTICES = "leksaksnotiser"
"""Name of the overview page and of the folder in `content/`."""


class ToyNotice(WithGoals):
    """A notice, one page in `leksaksnotiser/`, shown from its day on."""

    CALLED: ClassVar[str] = "leksaksnotisen"
    FIRST_DAY: ClassVar[str] = "day"
    LAST_LISTED_DAY: ClassVar[str] = "last_day"

    title: Title = field("titel", "Vad som har hänt.", required=True, may_be_unknown=False)
    summary: Line | None = field("sammanfattning", hints.SUMMARY, required=True)
    day: Day = field("notisdag", "Dagen då notisen visas.", required=True, may_be_unknown=False)
    last_day: Day | None = field("till", "Den sista dagen i listan över leksaksnotiser. Utan dag står den kvar.")
    venue: ValueLine | None = field("plats", "Var det är, om det är någonstans.", translated=True, label="toy_notices_venue")
    attachment: DocumentAddress | None = field("bilaga", "Det som går att läsa om notisen, som fil.")
    agenda: DocumentAddress | None = field("dagordning", "Vad som ska tas upp, som fil, för den som har fått adressen.")
    contact: Reference | None = field("kontakt", hints.CONTACT)
    help_box: Reference | None = field("stödruta", hints.HELP_BOX)
    updated: Day | None = field("uppdaterad", hints.UPDATED)
    status: Status = field("status", "", required=True, may_be_unknown=False)

    @property
    def address(self) -> str:
        """`/leksaksnotiser/ny-lokal/` for `leksaksnotiser/ny-lokal.md`."""
        return f"/{NOTICES}/{slugify(self.name)}/"


SHELVES = (Shelf(f"{NOTICES}/*.md", ToyNotice, "page", "Leksaksnotiser"),)
