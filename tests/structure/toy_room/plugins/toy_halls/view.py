"""Views of halls: one or all of them, as a list."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.kinds.keys import Key
from plugins.core.pieces import Spot
from plugins.toy_halls.model import Hall


@dataclass(frozen=True, slots=True)
class Halls:
    """Halls in the order of the register, never none: the name of each, and where it is."""

    lines: tuple[str, ...]


def view_hall(reference: Key, spot: Spot) -> Halls | None:
    """Return the view of one hall."""
    hall = spot.texts.library.known(Hall).get(reference)
    return view_halls((hall,), spot) if hall else None


def view_halls(halls: tuple[Hall, ...], spot: Spot) -> Halls:
    """Return the view of several."""
    parts = ([spot.text.line(part) for part in (hall.name, hall.address) if part] for hall in halls)
    return Halls(tuple(", ".join(lines) for lines in parts))
