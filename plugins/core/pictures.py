"""Pictures of pages: `bild:` with its file, description and consent.

Stage: read. The pictures' own intake (sizes, metadata, rotation) comes with its issue; until then a picture is
copied as it is, and only where something shows it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from plugins.core.kinds import FileName, Line, choice
from plugins.core.models import Model, field


class Picture(Model):
    """A picture beside a page or a contact."""

    CALLED: ClassVar[str] = "bilden"
    SHORT_FOR: ClassVar[str | None] = "file"

    file: FileName = field("fil", required=True, may_be_unknown=False)
    description: Line | None = field("beskrivning")
    caption: Line | None = field("bildtext")
    photographer: Line | None = field("foto")
    consent: Annotated[str, choice("samtycke", "ja", "inga personer")] | None = field("samtycke")
