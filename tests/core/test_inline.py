"""Block and inline parsing yields the same as Python-Markdown, with fewer patterns tried."""

from __future__ import annotations

import random
import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX

from plugins.core.markdown import blocks
from plugins.core.markdown.dialect import _House
from plugins.core.markdown.inline import NEEDLES

SIGNS = (
    *(sign for signs in NEEDLES.values() for sign in signs),
    *(
        "ord",
        "Ord",
        "två ord",
        " ",
        " ",
        ".",
        "(",
        ")",
        "](",
        "]",
        "]: ",
        "[a]",
        "[a]: /om/",
        "](/om/)",
        "://example.org",
        "&amp;",
    ),
    *(
        "**",
        "_",
        "*",
        "<b>",
        "</b>",
        "<https://example.org/>",
        "<alva@example.org>",
        "alva@example.org",
        "![",
        "![bild](/bilder/a.jpg)",
    ),
    *("\n   \n", " \n", "\n ", "\t", "\r\n", STX, "<!-- ", "<div>", "{fakta:b}", "\n- ## ord\n", '"\\_"'),
    *("\n", "\n\n", "\n- ", "{fakta:a}", "\\*", "  \n", "\\\n", "~~", "`", "``", "www.example.org", "## "),
)


class _Listener:
    def value_of(self, found: re.Match[str]) -> str | None:
        return "värdet *självt*" if found["argument"] == "a" else None

    def collect_headings(self, root: Element) -> None:
        """Do nothing."""

    def check_tree(self, root: Element) -> None:
        """Do nothing."""


def _engine() -> Markdown:
    made: Any = Markdown(extensions=["tables", "sane_lists", _House()], output_format="html")
    made.lokalamalen = _Listener()
    return made


def _original() -> Markdown:
    """Return the parser with Python-Markdown's own processors, where ours skip patterns that cannot match."""
    made = _engine()
    made.treeprocessors.register(InlineProcessor(made), "inline", 20)
    made.treeprocessors.register(UnescapeTreeprocessor(made), "unescape", 0)
    made.preprocessors.register(NormalizeWhitespace(made), "normalize_whitespace", 30)
    made.preprocessors.register(HtmlBlockPreprocessor(made), "html_block", 20)
    return made


def test_skipped_patterns_would_have_found_nothing() -> None:
    sparing, original = _engine(), _original()
    assert {name for name in NEEDLES if name in original.inlinePatterns} == set(NEEDLES)
    assert len(original.inlinePatterns) == len(NEEDLES), "a pattern without signs of its own is tried everywhere"
    rng = random.Random(14)
    differing = []
    for _ in range(1_500):
        text = "".join(rng.choices(SIGNS, k=rng.randint(1, 16)))
        if sparing.reset().convert(text) != original.reset().convert(text):
            differing.append(text)
    assert not differing, differing[:3]


def test_a_value_that_is_parsed_again_is_parsed_as_by_python_markdown() -> None:
    text = "- www.example.org {fakta:a}\n> "
    assert _engine().convert(text) == _original().convert(text)


BLOCKS = (
    *(
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        ">",
        "# ",
        "##",
        "#",
        "---",
        "***",
        "_ _ _",
        "===",
        "|",
        "| a | b |",
        "|---|",
        "--- | ---",
    ),
    *("[a]: /om/", "[a]:", " ", "    ", "\t", "ord", "två ord", "ord.", "1.", "**fet**", "{fakta:a}", "<b>", ""),
)


def test_skipped_block_processors_would_have_found_nothing() -> None:
    sparing, original = _engine(), _original()
    del original.parser.parseBlocks, original.parser.parseDocument  # the methods left are those of the class
    assert original.parser.parseBlocks.__func__ is BlockParser.parseBlocks
    assert set(blocks.NEEDLES) == {*(name for name in blocks.NEEDLES if name in original.parser.blockprocessors)}
    rng = random.Random(16)
    differing = []
    for _ in range(1_500):
        lines = ("".join(rng.choices(BLOCKS, k=rng.randint(1, 4))) for _ in range(rng.randint(1, 7)))
        text = "".join(line + rng.choice(("\n", "\n", "\n\n")) for line in lines)
        if sparing.reset().convert(text) != original.reset().convert(text):
            differing.append(text)
    assert not differing, differing[:3]
