"""A faster block parser for Python-Markdown, with the same result.

Python-Markdown tries each of eleven block processors on every paragraph; here a processor is tried only if the block contains one
of its substrings. Called by `dialect`.
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
"""Substrings by the name of a processor in Python-Markdown or in `dialect`; each of its blocks contains at least one of them.
`tests/core/test_inline.py` compares with the original; a processor that is not listed is always tried."""


def be_sparing(parser: BlockParser) -> None:
    """Make a parser try its registered processors only on blocks that contain one of their substrings."""
    processors = parser.blockprocessors
    names = {processors.get_index_for_name(name): name for name in NEEDLES}
    # as a list, since the registry sorts and looks up by name on each access
    every = [(processor, NEEDLES.get(names.get(index, ""), ("",))) for index, processor in enumerate(processors)]
    tried = [*every]

    def parse_document(lines: Iterable[str]) -> ElementTree:
        """Return the tree of a text; a processor whose substrings do not occur in the text is skipped for all blocks."""
        lines = [*lines]
        text = "\n".join(lines)
        tried[:] = [(processor, needles) for processor, needles in every if any(needle in text for needle in needles)]
        return BlockParser.parseDocument(parser, lines)

    def parse_blocks(parent: Element, blocks: list[str]) -> None:
        """Give each block to the first processor that accepts it."""
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
