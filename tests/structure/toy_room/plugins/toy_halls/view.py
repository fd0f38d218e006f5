"""Views of halls: a list of one or all of them."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.kinds.keys import Key
from plugins.core.texts.pieces import PieceSpot
from plugins.core.texts.prose import Piece
from plugins.core.texts.sheets import DetailValue
from plugins.toy_halls.model import ToyHall


@dataclass(frozen=True, slots=True)
class ToyHallView:
    """One hall."""

    words: str
    """Its name and place."""
    pieces: tuple[Piece, ...]
    """Its text, with links, facts, components and headings; these are one level below the heading above."""
    plan: tuple[DetailValue, ...]
    """A link to its plan; empty if it has none."""


@dataclass(frozen=True, slots=True)
class ToyHalls:
    """Halls in the order of the register; never empty."""

    halls: tuple[ToyHallView, ...]


def view_hall(reference: Key, spot: PieceSpot) -> ToyHalls | None:
    """Return the view of one hall; None if it is not shown."""
    hall = spot.texts.library.known(ToyHall).get(reference)
    return view_halls((hall,), spot) if hall else None


def view_halls(halls: tuple[ToyHall, ...], spot: PieceSpot) -> ToyHalls:
    """Return the view of several halls."""
    return ToyHalls(tuple(_view(hall, spot) for hall in halls))


def _view(hall: ToyHall, spot: PieceSpot) -> ToyHallView:
    words = ", ".join(spot.text.line(part) for part in (hall.name, hall.address) if part)
    document, _ = spot.texts.read(hall.text)  # empty if there is no text
    pieces = spot.text.pieces(spot.text.open(document).nodes, shift=spot.level - 1, level=spot.level)
    return ToyHallView(words, pieces, spot.format_file(hall, "plan", spot.text.line(hall.name)))
