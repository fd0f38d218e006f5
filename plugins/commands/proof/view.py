"""What the template of a proof gets, ready worded and measured.

Out: `Proof`, its `ProofSpot`s and `ProofFrame`s. Made by `commands.proof.content`, rendered by `commands.proof.file`.
"""

from __future__ import annotations

from typing import Final

from plugins.commands.proof.frames import Dress
from plugins.contacts.model import Contact
from plugins.core.dataclass import dataclass

SHEET: Final = (1360, 1924)
"""CSS pixels of a sheet of the PDF: a laptop's page with margins, in the proportions of an A4."""
ROOM: Final = 90
"""CSS pixels of a sheet that caption and space take beside each row of frames."""
HEAD: Final = 240
"""CSS pixels for the heading and the margins of a sheet."""
HIGHEST_SHEET: Final = 19_000
"""CSS pixels. A PDF's page is at most 200 inches high."""


@dataclass(frozen=True, slots=True)
class ProofFrame:
    """A page in one dress, for the template."""

    dress: Dress
    height: int
    """CSS pixels: measured, where there is a browser to measure."""
    html: str


@dataclass(frozen=True, slots=True)
class ProofSpot:
    """A page on which the subject stands."""

    title: str
    address: str
    """Public and absolute."""
    notes: tuple[str, ...]
    link: str | None
    """Where the partner's logo or name leads."""
    frames: tuple[ProofFrame, ...]

    @property
    def sheet(self) -> int:
        """CSS pixels: how high a sheet of the PDF must be to hold all of it, and no lower than an A4."""
        narrow = [frame.height for frame in self.frames if 2 * frame.dress.width < SHEET[0]]  # stand side by side
        rows = [max(narrow, default=0), *(frame.height for frame in self.frames if 2 * frame.dress.width >= SHEET[0])]
        return min(max(SHEET[1], HEAD + sum(row + ROOM for row in rows)), HIGHEST_SHEET)


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that the template of a proof gets."""

    kind: str
    """What the file calls itself: `Korrektur`, `Utkast`."""
    remark: str
    """What its reader must know of it; empty where nothing."""
    subject: str
    day: str
    site_name: str
    facts: tuple[tuple[str, str], ...]
    """What the register says of a partner: a word, and its value."""
    checks: tuple[str, ...]
    """What the reader is asked to look at."""
    contact: Contact | None
    """Who answers questions."""
    contact_email: str | None
    """The contact's e-mail address, as people read it."""
    spots: tuple[ProofSpot, ...]
    font_css: str
    """The site's own typeface, so that the proof looks like what it shows."""
