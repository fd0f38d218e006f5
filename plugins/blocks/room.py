"""Texts that stand on several pages."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.blocks.model import SHELVES, Block
from plugins.blocks.rules import check_blocks_fit
from plugins.blocks.view import BlockView, build_block, read_block
from plugins.core.kinds.keys import Key
from plugins.core.library import ANY_PAGE, Library, Register, Setting
from plugins.core.pages import AddressedPage
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.core.texts.bare_nodes import has_content
from plugins.core.texts.documents import read_document
from plugins.core.texts.pieces import IsGone, MarkedPiece, PieceContext

BLOCKS = Register(
    model=Block,
    code="okant-block",
    missing="Det finns inget block som heter {} i mappen block/.",
    listing="Blocken är",
    fields=("globalt", "sist"),
    mark="block",
    setting=lambda _block: Setting(Block),
)


def _shows(reference: Key, library: Library, is_gone: IsGone) -> bool:
    block = library.known(Block).get(reference)
    if block is None:
        return False
    nodes = read_block(block, library, ANY_PAGE).nodes
    return has_content(nodes, lambda node: BLOCKS.is_of(node.mark) or is_gone(node))  # blocks do not nest


def _build(reference: Key, context: PieceContext) -> BlockView | None:
    block = context.library.known(Block).get(reference)
    if block is None:
        return None
    return build_block(block, read_block(block, context.library, context.setting), context.text, context.level + 1)


BLOCK = MarkedPiece(
    name="block",
    view=BlockView,
    register=BLOCKS,
    make=_build,
    shows=_shows,
    refuse=lambda setting: "Ett block kan inte stå i ett annat block." if setting.model is Block else None,
)
"""The component `{block:namn}`, a block."""


def _check_page(page: AddressedPage, library: Library) -> Iterator[Problem]:
    """A page that is about no particular record has no blocks about a goal."""
    setting = library.setting_of(page)
    if setting is ANY_PAGE:
        yield from check_blocks_fit(read_document(page.text, library, setting)[0], library)


ROOM = Room(shelves=SHELVES, registers=(BLOCKS,), pieces=(BLOCK,), check_page=_check_page)
