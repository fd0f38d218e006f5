"""Count the pages that each block is shown on, so that preview can tell an editor how far a change to it reaches.

Takes the library and returns counts by file. Called by `house.context`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from plugins.blocks.model import Block
from plugins.core.kinds.keys import Key
from plugins.core.library import Library
from plugins.core.marks.marks import find_marks
from plugins.core.pages import AddressedPage
from plugins.website.model import Website


def count_block_uses(library: Library) -> Mapping[Path, int]:
    """Return the number of pages on which each block is shown, by the path of the block's file; a block on no page is missing."""
    uses: dict[Path, int] = {}
    blocks, website = library.known(Block), library.only(Website)
    named, goals = website.blocks if website else None, library.referred_by("lokalt mål").shown
    for reference in (*named.globally, *named.last) if named else ():
        if block := blocks.get(reference):
            uses[block.text.source.path] = uses.get(block.text.source.path, 0) + len(goals)
    for argument in chain.from_iterable(library.ask_each(_find_blocks, library.all_pages)):
        if block := blocks.get(argument):
            uses[block.text.source.path] = uses.get(block.text.source.path, 0) + 1
    return uses


def _find_blocks(library: Library, pages: tuple[AddressedPage, ...]) -> tuple[Key, ...]:
    own = library.registers[Block]
    marked = library.only_shown(page for page in pages if "{" in page.text.value)  # where a mark may stand
    return tuple(mark.argument for page in marked for mark in find_marks(page.text) if own.is_of(mark))
