"""The mark `{block:namn}`: a block on a line of its own; never in a block."""

from __future__ import annotations

from plugins.blocks.model import Block
from plugins.core.known import Known
from plugins.core.marks import PlaceMark

NO_BLOCK_IN_BLOCK = "Ett block kan inte stå i ett annat block."


def make_block_mark(blocks: Known[Block], *, in_block: bool = False) -> PlaceMark:
    """Return the mark for the blocks; `in_block` refuses it."""
    return PlaceMark("block", blocks, NO_BLOCK_IN_BLOCK if in_block else None)
