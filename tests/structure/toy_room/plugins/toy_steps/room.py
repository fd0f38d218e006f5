"""The room of steps, which has no files in `content/`: they are written in any text, as a box."""

from __future__ import annotations

from plugins.core.room import Room
from plugins.core.texts.pieces import WrittenPiece
from plugins.core.written_kinds import Box
from plugins.toy_steps.view import ToySteps, view_steps

STEPS = WrittenPiece(
    name="toy_steps",
    view=ToySteps,
    takes=Box("leksakssteg"),
    make=view_steps,
    way="Steg skrivs mellan raderna :::leksakssteg och :::.",
)

ROOM = Room(shelves=(), pieces=(STEPS,))
