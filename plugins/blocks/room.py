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
from plugins.core.texts.pieces import IsGone, MarkedPiece, PieceContext
from plugins.core.texts.texts import Texts

BLOCKS = Register(
    model=Block,
    code="okant-block",
    missing="Det finns inget block som heter {} i mappen block/.",
    listing="Blocken är",
    fields=("globalt", "sist"),
    mark="block",
    setting=lambda _block: Setting(Block),
)


def _shows(reference: Key, texts: Texts, is_gone: IsGone) -> bool:
    block = texts.library.known(Block).get(reference)
    if block is None:
        return False
    nodes = read_block(block, texts, ANY_PAGE).nodes
    return has_content(nodes, lambda node: BLOCKS.is_of(node.mark) or is_gone(node))  # blocks do not nest


def _build(reference: Key, context: PieceContext) -> BlockView | None:
    block = context.texts.library.known(Block).get(reference)
    if block is None:
        return None
    return build_block(block, read_block(block, context.texts, context.setting), context.text, context.level + 1)


BLOCK = MarkedPiece(
    name="block",
    view=BlockView,
    register=BLOCKS,
    make=_build,
    shows=_shows,
    refuse=lambda setting: "Ett block kan inte stå i ett annat block." if setting.model is Block else None,
)
"""The component `{block:namn}`, a block."""


def _check_page(page: AddressedPage, library: Library, texts: Texts) -> Iterator[Problem]:
    """A page that is about no particular record has no blocks about a goal."""
    setting = library.setting_of(page)
    if setting is ANY_PAGE:
        yield from check_blocks_fit(texts.read(page.text, setting)[0], library)


ROOM = Room(shelves=SHELVES, registers=(BLOCKS,), pieces=(BLOCK,), check_page=_check_page)
