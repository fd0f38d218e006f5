"""Announcements: short news with dates, shown above every page."""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar

from plugins.core.kinds.annotations import Day, LinkAddress, Markdown
from plugins.core.models.model import RegisterModel, field
from plugins.core.shelf import Shelf

MOST = 2
"""The most announcements shown at a time, as nobody reads a long list. Those first in the file are preferred."""


class Announcement(RegisterModel):
    """A piece of news, shown from its first to its last day (both inclusive); without a first day it has begun."""

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
        """A digest of text and last day, by which a browser remembers that the visitor has closed it."""
        return sha256(f"{self.text.typed}\n{self.last_day}".encode()).hexdigest()[:8]


SHELVES = (Shelf("meddelanden.yaml", Announcement, "list", "Meddelanden", speaks_of_site=True),)
