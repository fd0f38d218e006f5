"""Activities (verksamheter): work that goes on, the organisation's own or somebody else's."""

from __future__ import annotations

from typing import ClassVar

from plugins.core.kinds.annotations import Line, Name, NameTitle, ValueLine
from plugins.core.models.model import field
from plugins.core.phases import DatedPage
from plugins.core.pictures import Picture
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify

ACTIVITIES = "verksamheter"
"""Name of the overview's page, and of the folder."""


class Activity(DatedPage):
    """A page in `verksamheter/`: who does what, for whom, where and when."""

    CALLED: ClassVar[str] = "verksamheten"

    group: NameTitle | None = field("grupp")
    organisation: Name | None = field("organisation")
    audience: Line | None = field("målgrupp")
    helpers: tuple[Name, ...] = field("samarbetar med", default=())
    visiting_address: ValueLine | None = field("besöksadress")
    opening_hours: tuple[Line, ...] = field("öppettider", default=())
    picture: Picture | None = field("bild")

    @property
    def address(self) -> str:
        """`/verksamheter/frida/` for `verksamheter/frida.md`."""
        return f"/{ACTIVITIES}/{slugify(self.name)}/"


SHELVES = (Shelf(f"{ACTIVITIES}/*.md", Activity, "page"),)
