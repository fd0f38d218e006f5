"""Split a Markdown text into lines, and tell which lines begin a new block.

Takes a text as written; returns `SourceLine`s, which follow the project's Markdown (`core/markdown/dialect.py`). A block also
ends where other Markdown dialects would end it (fences, rules below a heading): no editor means those as words. Called by
`passages`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, Literal

from markdown.util import BLOCK_LEVEL_ELEMENTS

from plugins.core.dataclass import dataclass
from plugins.core.kinds.words import MARK_NAME
from plugins.core.source.silences import is_silence
from plugins.core.swedish import compare_key

BLANK: Final = "\ufffc"
"""Replaces each character that is not prose; neither a letter nor a space."""

BlockSort = Literal["paragraph", "item", "heading", "row", "line"]

_FRAME = re.compile(r"[ \t]*>[ ]?")
_NEAR_FRAME = re.compile(r"[ ]{0,3}>[ ]?")
"""Within a paragraph, a `>` that is indented further continues the paragraph."""
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•·●▪]|\d+\.)[ \t\u00a0]+")
_HEADING = re.compile(r"#{1,6}|[ ]{1,3}#{1,6}(?!\S)")
_NO_WORDS = re.compile(
    r"[ \t]*+(?:(?>(?:-[ ]{0,2}){3,})|(?>(?:_[ ]{0,2}){3,})|(?>(?:\*[ ]{0,2}){3,})|={3,}+|`{3,}+[^`]*+|~{3,}+[^~]*+)[ \t]*+"
    r"|[ ]{0,3}\[[^\[\]]*+\]:[ ]*+\S++[ ]*+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))?[ ]*+"
    r"|[ ]{0,3}\[\^[^\[\]]+\]:.*"
)
"""A rule, a line below a heading, a fence, a link definition or a footnote."""
_TARGET: Final = r"(?:\((?>(?:[^()]|\([^()]*\))*)\)|\[[^\[\]]*\])"
_PICTURE: Final = rf"!\[(?>(?:[^\[\]]|\[[^\[\]]*\])*)\]{_TARGET}?"
_PICTURES = re.compile(rf"[ \t]*+(?>(?:(?:{_PICTURE}|\[{_PICTURE}\]{_TARGET})[ \t]*+)+)\\?")
"""A line with nothing but pictures."""
_BOX = re.compile(r"[ ]{0,3}:{3,}+[ \t]*+[\w-]*+[ \t]*+(?>(?:\{[^{}]*+\})?)[ \t]*+:*+[ \t]*+")
"""The first or last line of a box, with the name of the box."""
_TABLE_RULE = re.compile(r"[> \t]*+(?=[^|]*+\|)\|?[ \t]*+:?-++:?[ \t]*+(?>(?:\|[ \t]*+:?-++:?[ \t]*+)*)\|?[ \t]*+")
_PLACE = re.compile(rf"[ ]{{0,3}}\{{\s*+({MARK_NAME})\s*+:[^{{}}]*+\}}\s*+")
_TAG = re.compile(r"<[^<>]*>")
_SILENT: Final = "\ue002"
"""Replaces each character of a silencing comment. Private use: `core.source.sources` lets it into no text."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK_TAGS: Final = "|".join(sorted(BLOCK_LEVEL_ELEMENTS))
_BLOCK_TAG = re.compile(rf"[ ]{{0,3}}</?(?:{_BLOCK_TAGS})\b[^<>]*>", re.IGNORECASE)
_BLOCK_END = re.compile(rf"<(?:/(?:{_BLOCK_TAGS})|hr)\b[^<>]*>[ \t]*$", re.IGNORECASE)
_FURTHER_FRAMES = re.compile(r"(?<=\n)(?:[ \t]*>[ ]?)+")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a text, and the block it belongs to."""

    begin: int
    start: int
    """Offset of its first word, after the markers of its block or, if it continues one, of its block quote."""
    end: int
    sort: BlockSort | None
    """What its words are; None if it has none."""
    continues: bool = False
    """It continues the block of the line above."""
    is_closed: bool = False
    """No line below can continue it."""
    depth: int = 0
    """Number of block quotes around it."""


def hide_frames(written: str, prose: str) -> str:
    """Return the lines of a block with spaces for block-quote markers, as in their prose."""
    if "\n" not in written or ">" not in written:
        return written
    return _FURTHER_FRAMES.sub(
        lambda found: " " * len(found[0]) if prose[found.start() : found.end()].isspace() else found[0], written
    )


def cut_lines(value: str, places: Collection[str] = ()) -> Iterator[SourceLine]:
    """Yield the lines of a text in order, without silencing comments: those do not split a paragraph.

    `places` are the marks that stand on lines of their own and become something between paragraphs.
    """
    bare, torn = _hide_comments(value) if "<!--" in value else (value, frozenset[int]())
    lines = bare.split("\n")
    has_tables, is_row = "|" in bare and "-|" in bare.replace(" ", "").replace(":", ""), False
    above: SourceLine | None = None
    """The first line of the block that the next line may continue."""
    begin = 0
    for number, shape in enumerate(lines):
        if number in torn:
            above = None
        if shape[:1] == _SILENT:
            begin += len(shape) + 1
            continue
        if has_tables:
            below = lines[number + 1] if number + 1 < len(lines) else ""
            is_row = bool(shape.strip(" \t>")) and (is_row or (not above and "|" in shape and bool(_TABLE_RULE.fullmatch(below))))
        if shape[:1].isalpha() and not is_row:
            line = SourceLine(begin, begin, begin + len(shape), "paragraph", above is not None, _is_end(shape))
        else:
            line = _read_line(shape, begin, above, places, is_row=is_row)
            is_row = is_row and line.sort == "row"
        yield line
        if line.is_closed:
            above = None
        elif not line.continues:
            above = line if line.sort else None
        begin += len(shape) + 1


def _hide_comments(value: str) -> tuple[str, frozenset[int]]:
    """Return a text with comments replaced, and the numbers of the lines that end the block above.

    Comments that begin a line become spaces and end the block above; those within a line become `BLANK`, silencing ones
    `_SILENT`.
    """
    lines = [_SILENT * len(line) if "<!--" in line and is_silence(line) else line for line in value.split("\n")]
    value = "\n".join(lines)
    pieces, at, torn, number = [], 0, set[int](), 0
    for found in _COMMENT.finditer(value):
        begins_line = not value[value.rfind("\n", 0, found.start()) + 1 : found.start()].strip(" \t>")
        first = number + value.count("\n", at, found.start())
        number = first + found[0].count("\n")
        if begins_line:
            torn |= {first, number}
        pieces += [value[at : found.start()], re.sub(r"[^\n]", " " if begins_line else BLANK, found[0])]
        at = found.end()
    return "".join([*pieces, value[at:]]), frozenset(torn)


def _read_line(shape: str, begin: int, above: SourceLine | None, places: Collection[str], *, is_row: bool) -> SourceLine:
    """Return a line that may begin with a Markdown marker."""
    end = begin + len(shape)
    depth, at, is_item = _measure_signs(shape, above)
    words = shape[at:]
    if not words.strip() or _NO_WORDS.fullmatch(words) or _is_place(words, places):
        return SourceLine(begin, end, end, None)
    start = begin + at
    if ":::" in words and (box := _BOX.match(words)):
        start += box.end()
        return SourceLine(begin, start, end, "paragraph" if start < end else None, is_closed=True)
    if _HEADING.match(words):
        return SourceLine(begin, start, end, "heading", is_closed=True)
    if is_row or words.lstrip().startswith("|"):
        return SourceLine(begin, start, end, "row", is_closed=True)
    sort: BlockSort = "item" if is_item else "paragraph"
    if "![" in words and _PICTURES.fullmatch(words):
        return SourceLine(begin, start, end, sort, is_closed=True)
    begins_block = is_item or (_BLOCK_TAG.match(words) if words.lstrip()[:1] == "<" else None)
    if begins_block and not _TAG.sub("", words).strip():
        return SourceLine(begin, end, end, None)
    continues = above is not None and depth <= above.depth and not begins_block
    return SourceLine(begin, start, end, sort, continues, _is_end(words), depth)


def _measure_signs(shape: str, above: SourceLine | None) -> tuple[int, int, bool]:
    """Return the number of block quotes around a line, the offset of its words, and whether it is a list item."""
    depth, at, is_item = 0, 0, False
    is_near = above is not None and above.sort == "paragraph"
    while True:
        if found := (_NEAR_FRAME.match(shape, at) if is_near else _FRAME.match(shape, at)):
            depth += 1
        elif not is_item and not _NO_WORDS.fullmatch(shape, at) and (found := _LIST_ITEM.match(shape, at)):
            is_item = True
        else:
            return depth, at, is_item
        at = found.end()


def _is_place(words: str, places: Collection[str]) -> bool:
    found = _PLACE.fullmatch(words) if places and "{" in words else None
    return found is not None and compare_key(found[1]) in places


def _is_end(words: str) -> bool:
    """Return whether a line ends with a tag that ends a block."""
    return words.rstrip().endswith(">") and bool(_BLOCK_END.search(words))
