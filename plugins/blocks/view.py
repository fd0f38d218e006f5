"""Views of blocks."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.blocks.model import Block
from plugins.core.dataclass import dataclass
from plugins.core.library import Library, Setting
from plugins.core.markdown.nodes import Document
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import group_by_heading, node_heading, plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.with_goals import speaks_of_goal


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block on one page."""

    heading: Heading | None
    """None if the section around it has the same heading."""
    lead: tuple[Piece, ...]
    """Text before its first heading."""
    parts: tuple[BlockPart, ...]
    """Its headings with the text below each, e.g. *Privatperson* and *Företag*."""


@dataclass(frozen=True, slots=True)
class BlockPart:
    """One heading of a block and its text."""

    heading: Heading
    pieces: tuple[Piece, ...]


def read_block(block: Block, library: Library, setting: Setting) -> Document:
    """Return a block's document for a page with this `setting`. Its problems are reported when the block itself is checked."""
    speaks_of_page = setting.record is not None and speaks_of_goal(block.text)
    return read_document(block.text, library, setting if speaks_of_page else Setting(Block))[0]


def build_block(block: Block, document: Document, text: PageText, level: int, *, under: str | None = None) -> BlockView | None:
    """Return the view of a block with its heading at `level`; None if it shows nothing today.

    `under` is the heading of the section around it: if the two are the same, the block has none. The headings in the text
    (from `##`) are placed one level below the block's heading, or else the section's.
    """
    if not text.has_content(document):
        return None
    title = text.line(block.title)
    is_repeat = under is not None and under.casefold() == title.casefold()
    heading = None if is_repeat else plain_heading(title, level, text.ids, block.place("title"))
    step = level - (1 if is_repeat else 0) - 1
    lead, parts = group_by_heading(text.open(document).nodes, 2)
    return BlockView(
        heading=heading,
        lead=text.pieces(lead, shift=step, level=step + 1),
        parts=tuple(
            BlockPart(node_heading(node, text.ids, step), text.pieces(nodes, shift=step, level=step + 2)) for node, nodes in parts
        ),
    )


def build_blocks(
    blocks: Iterable[tuple[Block, Document]], text: PageText, level: int, *, under: str | None = None
) -> tuple[BlockView, ...]:
    """Return the views of the blocks that show something today.

    The others still take their heading ids, so that the ids of later headings do not depend on the day.
    """
    built: list[BlockView] = []
    for block, document in blocks:
        view = build_block(block, document, text, level, under=under)
        if view is not None:
            built.append(view)
        else:
            with text.ids.watch() as taken:
                build_block(block, document, text.beside(), level, under=under)
            text.ids.hide(*taken)
    return tuple(built)
