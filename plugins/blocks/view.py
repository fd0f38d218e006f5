"""Views of blocks: text used on several pages."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.blocks.model import Block
from plugins.core.markdown import Document
from plugins.core.outline import group_by_heading, node_heading, plain_heading
from plugins.core.pagetext import PageText
from plugins.core.prose import Heading, Piece


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block where it stands on one page."""

    heading: Heading | None
    """None where the section around it already bears the same words."""
    lead: tuple[Piece, ...]
    """What stands before its first own heading."""
    parts: tuple[BlockPart, ...]
    """Its own headings with what follows each, e.g. *Privatperson* and *Företag*."""


@dataclass(frozen=True, slots=True)
class BlockPart:
    """One heading of a block and its text."""

    heading: Heading
    pieces: tuple[Piece, ...]


def build_block(block: Block, document: Document, text: PageText, level: int, *, under: str | None = None) -> BlockView:
    """Return a block whose heading stands at `level`; where the section above is called the same, `under`, it has none.

    The block's own headings begin at `##` and stand one step below the block's (or the section's).
    """
    title = text.line(block.title)
    is_repeat = under is not None and under.casefold() == title.casefold()
    heading = None if is_repeat else plain_heading(title, level, text.ids, block.place("title"))
    step = level - (1 if is_repeat else 0) - 1
    lead, parts = group_by_heading(text.open(document).nodes, 2)
    return BlockView(
        heading=heading,
        lead=text.pieces(lead, shift=step, level=level),
        parts=tuple(
            BlockPart(node_heading(node, text.ids, step), text.pieces(nodes, shift=step, level=level + 1))
            for node, nodes in parts
        ),
    )
