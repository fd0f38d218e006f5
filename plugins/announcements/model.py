"""Announcements: short dated news above every page."""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar

from plugins.core.kinds.annotations import Day, LinkAddress, Markdown
from plugins.core.models.model import RegisterModel, field
from plugins.core.shelf import Shelf

MOST = 2
"""Announcements shown at a time; with more nobody reads any. The first in the file go before the others."""


class Announcement(RegisterModel):
    """What is going on now, from a day to a day (both included); without a first day it has begun."""

    CALLED: ClassVar[str] = "meddelandet"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("text",)
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("announcement", "meddelande")
    FIRST_DAY: ClassVar[str] = "first_day"
    LAST_DAY: ClassVar[str] = "last_day"

    text: Markdown = field("text", "Det som meddelas, i en eller två meningar.", required=True, may_be_unknown=False)
    link: LinkAddress | None = field("länk", "Dit meddelandet leder.")
    first_day: Day | None = field("från", "Första dagen som meddelandet visas.")
    last_day: Day = field("till", "Sista dagen som meddelandet visas.", required=True, may_be_unknown=False)

    @property
    def key(self) -> str:
        """What tells it from others, before and after: another text or last day has another key."""
        return sha256(f"{self.text.typed}\n{self.last_day}".encode()).hexdigest()[:8]


SHELVES = (Shelf("meddelanden.yaml", Announcement, "list", "Meddelanden", speaks_of_site=True),)
