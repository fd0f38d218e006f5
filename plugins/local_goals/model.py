"""Models of local goals: `LocalGoal` and its `Voice`."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from plugins.core import hints
from plugins.core.kinds.annotations import Day, Line, Name, Number, QuotedLine, Reference, Status, Title, ValueLine
from plugins.core.kinds.choices import choice
from plugins.core.models.model import Model, field
from plugins.core.pages import AddressedPage
from plugins.core.pictures.pictures import Picture
from plugins.core.shelf import Shelf
from plugins.global_goals.model import MappingRow


class Voice(Model):
    """One person who speaks for a goal: with a photograph, a quotation, or both."""

    CALLED: ClassVar[str] = "rösten"

    quotation: QuotedLine | None = field("citat", "Orden som de sades, utan citattecken.")
    name: Name | None = field("namn", "Vem som talar, som det ska läsas.")
    role: ValueLine | None = field("roll", "Vem personen är, till exempel volontär.", translated=True)
    picture: Picture | None = field("bild", "Ett foto av personen.")
    consent: Annotated[str, choice("samtycke", "ja")] | None = field(
        "samtycke", "Ja när personen har sagt ja till att orden visas."
    )


class LocalGoal(AddressedPage):
    """One of the site's goals, with its mapping to the global goals."""

    CALLED: ClassVar[str] = "målet"

    title: Title = field("titel", "Sidans rubrik.", required=True, may_be_unknown=False, data="title")
    number: Number = field(
        "nummer", "Målets nummer, samma som i filens namn.", required=True, may_be_unknown=False, data="number"
    )
    subheading: Line | None = field("underrubrik", "En rad under rubriken överst på sidan.", data="subheading", hero=True)
    summary: Line | None = field("sammanfattning", hints.SUMMARY, required=True, data="summary")
    mapping: tuple[MappingRow, ...] = field(
        "globala mål", "De av FN:s globala mål som hör hit. Varje rad är ett mål eller ett delmål.", required=True, default=()
    )
    contact: Reference | None = field("kontakt", hints.CONTACT, required=True)
    help_box: Reference | None = field("stödruta", hints.HELP_BOX)
    picture: Picture | None = field("bild", hints.PICTURE)
    voice: Voice | None = field("röst", "Något som en människa har sagt, med namn och samtycke. Högst en på varje mål.")
    updated: Day | None = field("uppdaterad", hints.UPDATED)
    status: Status = field("status", "", required=True, may_be_unknown=False)

    @property
    def file_number(self) -> int | None:
        """The number in the file name (`mal-2-alla-ar-trygga.md`); None if it has none."""
        found = re.match(r"mal-([0-9]+)(?:-|$)", self.name)
        return int(found[1]) if found else None

    @property
    def address(self) -> str:
        """`/mal-2/`: the number alone, as on the site that this one replaced."""
        return f"/mal-{self.number}/"


SHELVES = (Shelf("mal/*.md", LocalGoal, "page", "Lokala mål", is_required=True),)
