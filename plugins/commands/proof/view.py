"""View of a proof, worded and measured for its template. Made by `commands.proof.content`, rendered by `commands.proof.file`."""

from __future__ import annotations

from typing import Final

from plugins.commands.proof.frames import Dress
from plugins.contacts.model import Contact
from plugins.core.dataclass import dataclass

SHEET: Final = (1360, 1924)
"""CSS pixels of a sheet of the PDF: the page of a laptop with margins, in the proportions of A4."""
ROOM: Final = 90
"""CSS pixels that caption and space add to each row of frames."""
HEAD: Final = 240
"""CSS pixels of a sheet's heading and margins."""
HIGHEST_SHEET: Final = 19_000
"""CSS pixels. A page of a PDF is at most 200 inches high."""


@dataclass(frozen=True, slots=True)
class ProofFrame:
    """A page in one dress."""

    dress: Dress
    height: int
    """CSS pixels; measured, where there is a browser."""
    html: str


@dataclass(frozen=True, slots=True)
class ProofSection:
    """A page that shows the subject."""

    title: str
    address: str
    """Public and absolute."""
    notes: tuple[str, ...]
    link: str | None
    """Target of the partner's logo or name."""
    frames: tuple[ProofFrame, ...]

    @property
    def sheet(self) -> int:
        """Height of the PDF's sheet, in CSS pixels: enough for everything, and at least that of an A4."""
        narrow = [frame.height for frame in self.frames if 2 * frame.dress.width < SHEET[0]]  # stand side by side
        rows = [max(narrow, default=0), *(frame.height for frame in self.frames if 2 * frame.dress.width >= SHEET[0])]
        return min(max(SHEET[1], HEAD + sum(row + ROOM for row in rows)), HIGHEST_SHEET)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the template of a proof gets."""

    kind: str
    """Name of the document: `Korrektur`, `Utkast`."""
    remark: str
    """What its reader must know; "" for nothing."""
    subject: str
    day: str
    site_name: str
    facts: tuple[tuple[str, str], ...]
    """What the register says of a partner, in pairs of word and value."""
    checks: tuple[str, ...]
    """Questions to its reader."""
    contact: Contact | None
    """The person who answers questions."""
    contact_email: str | None
    """The contact's e-mail address, as people read it."""
    sections: tuple[ProofSection, ...]
    font_css: str
    """`@font-face` rules with the site's own typeface."""
