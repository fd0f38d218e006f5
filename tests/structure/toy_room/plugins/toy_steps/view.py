"""Steps: the contents of a box between `:::leksakssteg` and `:::`."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from plugins.core.texts.pieces import PieceContext


@dataclass(frozen=True, slots=True)
class ToySteps:
    """A list of steps."""

    words_html: str
    """Safe HTML."""


def view_steps(element: LexborNode, _context: PieceContext) -> ToySteps:
    """Return the view of a box."""
    return ToySteps(element.inner_html or "")
