"""Pictures of pages: `bild:` with its file, description and consent.

Stage: read. The pictures' own intake (sizes, metadata, rotation) comes with its issue; until then a picture is
copied as it is, and only where something shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from plugins.core.kinds import FileName, Line, choice
from plugins.core.models import Model, field
from plugins.core.problems import Problem, warning

PICTURE_FOLDER = "bilder"


class Picture(Model):
    """A picture beside a page or a contact."""

    CALLED: ClassVar[str] = "bilden"
    SHORT_FOR: ClassVar[str | None] = "file"

    file: FileName = field("fil", required=True, may_be_unknown=False)
    description: Line | None = field("beskrivning")
    caption: Line | None = field("bildtext")
    photographer: Line | None = field("foto")
    consent: Annotated[str, choice("samtycke", "ja", "inga personer")] | None = field("samtycke")


def check_picture(picture: Picture) -> Iterator[Problem]:
    """A picture is described for who cannot see it, and may be shown; `site.links` finds one that is not there."""
    place = picture.place("file")
    where = f"Skriv under bild:, på egna indragna rader: fil: {picture.file.value} och "
    if picture.description is None and "description" not in {*picture.gaps, *picture.at}:
        message = "Bilden saknar beskrivning för den som inte ser den."
        yield warning(place, "saknar-beskrivning", message, f"{where}beskrivning: …", stops_publishing=True)
    if picture.consent is None and "consent" not in picture.gaps:
        message = "Det står inte att bilden får visas."
        help_lines = (f"{where}samtycke: ja", "Syns ingen människa på bilden: skriv samtycke: inga personer")
        yield warning(place, "saknar-samtycke", message, *help_lines, stops_publishing=True)
