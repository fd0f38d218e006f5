"""The room of blocks."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.blocks.markdown import make_block_mark
from plugins.blocks.model import SHELVES, Block
from plugins.core.library import Library, Register, Setting
from plugins.core.marks import PlaceMark
from plugins.core.room import Room

BLOCKS = Register(
    model=Block,
    name_of=lambda block: block.name,
    code="okant-block",
    missing="Det finns inget block som heter {} i mappen block/.",
    listing="Blocken är",
    named_at="title",
    also_called=lambda block: [str(block.title.typed)],
    fields=("globalt", "sist"),
    mark="block",
    setting=lambda _block: Setting(Block),
)


def _marks(library: Library, setting: Setting) -> Iterator[PlaceMark]:
    yield make_block_mark(library.known(Block), in_block=setting.model is Block)


ROOM = Room(shelves=SHELVES, registers=(BLOCKS,), marks=_marks)
