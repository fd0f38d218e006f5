"""Rules of blocks."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.blocks.model import Block
from plugins.core.library import Library
from plugins.core.markdown.nodes import Document
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.with_goals import speaks_of_goal


def check_blocks_fit(document: Document, library: Library) -> Iterator[Problem]:
    """A document that is not about a goal has no block with the mark of the page's goal."""
    own, blocks = library.registers[Block], library.known(Block)
    for mark in document.marks:
        block = blocks.get(mark.argument) if own.is_of(mark) else None
        if block and speaks_of_goal(block.text):
            message = f"Blocket {quote(block.name)} innehåller {{mål:…}}, så det kan bara stå på ett lokalt måls sida."
            yield Problem(mark.place, "fel-markering", message)
