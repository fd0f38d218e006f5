"""Steps: the contents of a box between `:::leksakssteg` and `:::`."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from plugins.core.dataclass import dataclass
from plugins.core.texts.pieces import PieceContext
from plugins.core.written_kinds import Box, Nearly

BOX = Box("leksakssteg", "Steg att följa, under orden Så gör du. Den slutar med en numrerad lista", "1. Bygg en koja.")


@dataclass(frozen=True, slots=True)
class ToySteps:
    """A list of steps."""

    words_html: str
    """Safe HTML."""


def view_steps(element: LexborNode, _context: PieceContext) -> ToySteps:
    """Return the view of a box."""
    return ToySteps(element.inner_html or "")


def find_nearly(element: LexborNode) -> Nearly | None:
    """Return why a box of that name does not show steps; None if it does, or is something else."""
    parts = [*element.iter()] if BOX(element) else []
    if not parts or parts[-1].tag == "ol":
        return None
    return Nearly(parts[-1], "Steg slutar med en numrerad lista.", "Skriv varje steg som en rad: 1. Bygg en koja.")
