"""The room of steps, which has no files in `content/`: they are written in any text, as a box."""

from __future__ import annotations

from plugins.core.room import Room
from plugins.core.texts.pieces import WrittenPiece
from plugins.toy_steps.view import BOX, ToySteps, find_nearly, view_steps

STEPS = WrittenPiece(
    name="toy_steps",
    view=ToySteps,
    takes=BOX,
    make=view_steps,
    nearly=find_nearly,
    way="Steg skrivs mellan raderna :::leksakssteg och :::.",
)

ROOM = Room(shelves=(), pieces=(STEPS,))
