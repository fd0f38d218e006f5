"""The room of halls: a register whose mark shows one record, or all of them."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.contacts.model import Contact
from plugins.core.library import Library, Register
from plugins.core.marks.known import check_unique
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.core.texts.pieces import MarkedPiece
from plugins.core.with_goals import check_goals
from plugins.toy_halls.items import list_items
from plugins.toy_halls.model import SHELVES, ToyHall
from plugins.toy_halls.view import ToyHalls, view_hall, view_halls

HALLS = Register(
    model=ToyHall,
    code="leksakslokal-okand",
    missing="Det finns ingen leksakslokal med id {}.",
    listing="Leksakslokalerna är",
    order=lambda hall: hall.name,
    mark="leksakslokaler",
)
LIST = MarkedPiece(name="toy_halls", view=ToyHalls, register=HALLS, make=view_hall, make_all=view_halls)
"""The component `{leksakslokaler:alla}`, all halls, or `{leksakslokaler:id}`, one of them."""


def _check(library: Library) -> Iterator[Problem]:
    goals, contacts = library.referred_by("lokala mål"), library.known(Contact)
    for hall in library.all(ToyHall):
        yield from check_goals(hall.goals, goals)
        yield from contacts.check(hall.contact)
    yield from check_unique((hall.id for hall in library.all(ToyHall)), "leksakslokal")


ROOM = Room(shelves=SHELVES, registers=(HALLS,), pieces=(LIST,), check=_check, data={"toy_halls": list_items})
