"""The room of quotations, which has no files in `content/`: they are written in any text."""

from __future__ import annotations

from plugins.core.room import Room
from plugins.core.texts.pieces import WrittenPiece
from plugins.toy_quotations.view import ToyQuotation, find_nearly, is_quotation, view_quotation

QUOTATION = WrittenPiece(
    name="toy_quotation",
    view=ToyQuotation,
    takes=is_quotation,
    make=view_quotation,
    nearly=find_nearly,
    way="Ett citat skrivs > Orden, och sist, efter en rad med bara >, raden > ✎ Namnet.",
)

ROOM = Room(shelves=(), pieces=(QUOTATION,))
