"""Text pages."""

from __future__ import annotations

from typing import ClassVar

from plugins.core import hints
from plugins.core.guessed_addresses import KNOWN_FOLDER
from plugins.core.kinds.annotations import Day, Line, Reference, Status, Title
from plugins.core.known_pages import address_of
from plugins.core.models.model import field
from plugins.core.pages import AddressedPage
from plugins.core.pictures.pictures import Picture
from plugins.core.shelf import Shelf
from plugins.core.swedish import slugify


class TextPage(AddressedPage):
    """A page in `sidor/`; the name of its file decides its path and template."""

    CALLED: ClassVar[str] = "sidan"
    FIRST_DAY: ClassVar[str] = "first_day"
    LAST_DAY: ClassVar[str] = "last_day"

    title: Title = field("titel", "Sidans rubrik.", required=True, may_be_unknown=False)
    summary: Line | None = field("sammanfattning", hints.SUMMARY, required=True)
    contact: Reference | None = field("kontakt", hints.CONTACT)
    help_box: Reference | None = field("stödruta", hints.HELP_BOX)
    picture: Picture | None = field("bild", hints.PICTURE)
    first_day: Day | None = field("visas från", "Första dagen som sidan visas.")
    last_day: Day | None = field(
        "visas till", "Sista dagen som sidan visas. Dagen efter är sidan borta, och länkar dit blir vanlig text."
    )
    updated: Day | None = field("uppdaterad", hints.UPDATED)
    status: Status = field("status", "", required=True, may_be_unknown=False)

    @property
    def address(self) -> str:
        """`/om/` for `sidor/om.md`."""
        return address_of(slugify(self.name))


SHELVES = (Shelf(f"{KNOWN_FOLDER}/*.md", TextPage, "page", "Andra sidor", speaks_of_site=True), Shelf("bilder/*", None, "file"))
