"""Views of halls: a list of one or all of them."""

from __future__ import annotations

from plugins.contacts.view import ContactCard, find_card
from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.texts.documents import read_document
from plugins.core.texts.pieces import PieceContext
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
    goals: tuple[DetailValue, ...]
    """Links to its goals."""
    contact: ContactCard | None


@dataclass(frozen=True, slots=True)
class ToyHalls:
    """Halls in the order of the register; never empty."""

    halls: tuple[ToyHallView, ...]


def view_hall(reference: Key, context: PieceContext) -> ToyHalls | None:
    """Return the view of one hall; None if it is not shown."""
    hall = context.library.known(ToyHall).get(reference)
    return view_halls((hall,), context) if hall else None


def view_halls(halls: tuple[ToyHall, ...], context: PieceContext) -> ToyHalls:
    """Return the view of several halls."""
    return ToyHalls(tuple(_view(hall, context) for hall in halls))


def _view(hall: ToyHall, context: PieceContext) -> ToyHallView:
    words = ", ".join(context.text.line(part) for part in (hall.name, hall.address) if part)
    document, _ = read_document(hall.text, context.library)  # empty if there is no text
    pieces = context.text.pieces(context.text.open(document).nodes, shift=context.level - 1, level=context.level)
    plan = context.format_file(hall, "plan", context.text.line(hall.name))
    contact = find_card(hall.contact, context.library, context.text, context.subject)
    return ToyHallView(words, pieces, plan, context.goals(hall.goals), contact)
