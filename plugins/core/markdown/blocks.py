"""Blocks of a text, in Python-Markdown's own way but without trying what cannot be there.

Stage: read. In: a parser with all its processors. Out: the same tree as Python-Markdown makes. It tries each of eleven
processors on every paragraph; here one is tried where one of its signs stands. Called by `dialect`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element, ElementTree

from markdown.blockparser import BlockParser

from plugins.core.markdown.boxes import BEGIN

NEEDLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "box": (BEGIN,),
        "indent": ("    ",),
        "table": ("|",),
        "hashheader": ("#",),
        "hr": tuple(f"{sign}{gap}{sign}" for sign in "-_*" for gap in ("", " ", "  ")),
        "olist": (". ",),
        "ulist": ("- ", "* ", "+ "),
        "quote": (">",),
        "reference": ("]:",),
    }
)
"""By the name of a processor in Python-Markdown or in `dialect`: signs of which each of its blocks has one.
`tests/core/test_inline.py` compares with the original; a processor without a row is always tried."""


def be_sparing(parser: BlockParser) -> None:
    """Have a parser try its processors, which are all there, only where their signs stand."""
    processors = parser.blockprocessors
    names = {processors.get_index_for_name(name): name for name in NEEDLES}
    # A list, since the registry sorts and looks up by name at each asking.
    every = [(processor, NEEDLES.get(names.get(index, ""), ("",))) for index, processor in enumerate(processors)]
    tried = [*every]

    def parse_document(lines: Iterable[str]) -> ElementTree:
        """Return a text's tree; what stands nowhere in it, stands in none of its blocks."""
        lines = [*lines]
        text = "\n".join(lines)
        tried[:] = [(processor, needles) for processor, needles in every if any(needle in text for needle in needles)]
        return BlockParser.parseDocument(parser, lines)

    def parse_blocks(parent: Element, blocks: list[str]) -> None:
        """Give each block to the first processor that takes it."""
        while blocks:
            for processor, needles in tried:
                block = blocks[0]
                for needle in needles:
                    if needle in block:
                        break
                else:
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    parser.parseDocument = parse_document  # type: ignore[method-assign]
    parser.parseBlocks = parse_blocks  # type: ignore[method-assign]
