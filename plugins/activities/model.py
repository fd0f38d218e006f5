"""Activities (verksamheter): continuing work of the organisation or of others."""

from __future__ import annotations

from typing import ClassVar

from plugins.core import hints
from plugins.core.kinds.annotations import Line, Name, NameTitle, ValueLine
from plugins.core.models.model import field
from plugins.core.phases import Undertaking
from plugins.core.pictures.pictures import Picture
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify

ACTIVITIES = "verksamheter"
"""Name of the overview page and of the folder in `content/`."""


class Activity(Undertaking):
    """An activity, one page in `verksamheter/`."""

    CALLED: ClassVar[str] = "verksamheten"

    group: NameTitle | None = field(
        "grupp", "En mellanrubrik på sidan Verksamheter. Skriv den likadant i alla som hör ihop.", translated=True, data="group"
    )
    organisation: Name | None = field(
        "organisation", "Vem som driver den. Utan namn är det vi själva. Är det någon annan står det överst på sidan."
    )
    audience: Line | None = field("målgrupp", "Vem det är till för.", label="audience", data="audience")
    helpers: tuple[Name, ...] = field(
        "samarbetar med",
        "Organisationer. Finns namnet bland partnerna blir det en länk, och partnern länkar hit.",
        default=(),
        label="together_with",
        data="partners",
    )
    visiting_address: ValueLine | None = field(
        "besöksadress", "Adressen, eller: lämnas inte ut.", translated=True, label="visiting_address", data="visiting_address"
    )
    opening_hours: tuple[Line, ...] = field(
        "öppettider",
        "En rad för varje tid, till exempel: måndag–fredag 8–16.",
        default=(),
        label="opening_hours",
        data="opening_hours",
    )
    picture: Picture | None = field("bild", hints.PICTURE)

    @property
    def address(self) -> str:
        """`/verksamheter/frida/` for `verksamheter/frida.md`."""
        return f"/{ACTIVITIES}/{slugify(self.name)}/"


SHELVES = (Shelf(f"{ACTIVITIES}/*.md", Activity, "page", "Verksamheter"),)
