"""Blocks: the lines of a Markdown text, and where one begins another block than the line above.

Stage: check. In: a text as it was written. Out: `SourceLine`s. They say what Markdown does with the text
(`core/markdown/dialect.py`), and end a block also where any other Markdown would: at fences and at rules below a heading,
which no editor means as words. Called by `passages`.
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
"""Stands for each character that is no prose: neither a letter nor a space."""

BlockSort = Literal["paragraph", "item", "heading", "row", "line"]

_FRAME = re.compile(r"[ \t]*>[ ]?")
_NEAR_FRAME = re.compile(r"[ ]{0,3}>[ ]?")
"""Below a line of a paragraph, what stands further in goes on with it."""
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•·●▪]|\d+\.)[ \t\u00a0]+")
_HEADING = re.compile(r"#{1,6}|[ ]{1,3}#{1,6}(?!\S)")
_NO_WORDS = re.compile(
    r"[ \t]*+(?:(?:-[ ]{0,2}){3,}+|(?:_[ ]{0,2}){3,}+|(?:\*[ ]{0,2}){3,}+|={3,}+|`{3,}+[^`]*+|~{3,}+[^~]*+)[ \t]*+"
    r"|[ ]{0,3}\[[^\[\]]*+\]:[ ]*+\S++[ ]*+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))?[ ]*+"
    r"|[ ]{0,3}\[\^[^\[\]]+\]:.*"
)
"""A rule, a line below a heading, a fence, the address of a link, a footnote."""
_TARGET: Final = r"(?:\((?:[^()]|\([^()]*\))*+\)|\[[^\[\]]*\])"
_PICTURE: Final = rf"!\[(?:[^\[\]]|\[[^\[\]]*\])*+\]{_TARGET}?"
_PICTURES = re.compile(rf"[ \t]*+(?:(?:{_PICTURE}|\[{_PICTURE}\]{_TARGET})[ \t]*+)++\\?")
"""A line with nothing else than pictures."""
_BOX = re.compile(r"[ ]{0,3}:{3,}+[ \t]*+[\w-]*+[ \t]*+(?:\{[^{}]*+\})?+[ \t]*+:*+[ \t]*+")
"""Where a box begins or ends, in a component of a room's own or in another program, with what sort of box it is."""
_TABLE_RULE = re.compile(r"[> \t]*+(?=[^|]*+\|)\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_PLACE = re.compile(rf"[ ]{{0,3}}\{{\s*+({MARK_NAME})\s*+:[^{{}}]*+\}}\s*+")
_TAG = re.compile(r"<[^<>]*>")
_SILENT: Final = "\ue002"
"""Stands for each character of a comment that silences: private use, which `core.source.sources` lets into no text."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK_TAGS: Final = "|".join(sorted(BLOCK_LEVEL_ELEMENTS))
_BLOCK_TAG = re.compile(rf"[ ]{{0,3}}</?(?:{_BLOCK_TAGS})\b[^<>]*>", re.IGNORECASE)
_BLOCK_END = re.compile(rf"<(?:/(?:{_BLOCK_TAGS})|hr)\b[^<>]*>[ \t]*$", re.IGNORECASE)
_FURTHER_FRAMES = re.compile(r"(?<=\n)(?:[ \t]*>[ ]?)+")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a text, and what block it belongs to."""

    begin: int
    start: int
    """Where its words begin, after the signs of its block; of one that goes on, after the signs of its frame."""
    end: int
    sort: BlockSort | None
    """What stands here; None where no words do."""
    goes_on: bool = False
    """It is a further line of what the line above belongs to."""
    is_whole: bool = False
    """Nothing below goes on with it."""
    depth: int = 0
    """Frames that it stands in."""


def hide_frames(written: str, prose: str) -> str:
    """Return some lines of one block with spaces for the signs of a frame, which are spaces in their prose."""
    if "\n" not in written or ">" not in written:
        return written
    return _FURTHER_FRAMES.sub(
        lambda found: " " * len(found[0]) if prose[found.start() : found.end()].isspace() else found[0], written
    )


def cut_lines(value: str, places: Collection[str] = ()) -> Iterator[SourceLine]:
    """Yield the lines of a text in their order, but for comments that silence: those do not tear a paragraph in two.

    `places` are the marks that stand on lines of their own and become something between paragraphs.
    """
    bare, torn = _hide_comments(value) if "<!--" in value else (value, frozenset[int]())
    lines = bare.split("\n")
    has_tables, is_row = "|" in bare and "-|" in bare.replace(" ", "").replace(":", ""), False
    above: SourceLine | None = None
    """The first line of what a further line may go on with."""
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
        if line.is_whole:
            above = None
        elif not line.goes_on:
            above = line if line.sort else None
        begin += len(shape) + 1


def _hide_comments(value: str) -> tuple[str, frozenset[int]]:
    """Return a text with spaces for comments that begin a line, which end what stands above, and the numbers of such lines.

    Those within a line are hidden as what is no prose, and those that silence are marked as such.
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
    """Return what a line is that may begin with a sign."""
    end = begin + len(shape)
    depth, at, is_item = _measure_signs(shape, above)
    words = shape[at:]
    if not words.strip() or _NO_WORDS.fullmatch(words) or _is_place(words, places):
        return SourceLine(begin, end, end, None)
    start = begin + at
    if ":::" in words and (box := _BOX.match(words)):
        start += box.end()
        return SourceLine(begin, start, end, "paragraph" if start < end else None, is_whole=True)
    if _HEADING.match(words):
        return SourceLine(begin, start, end, "heading", is_whole=True)
    if is_row or words.lstrip().startswith("|"):
        return SourceLine(begin, start, end, "row", is_whole=True)
    sort: BlockSort = "item" if is_item else "paragraph"
    if "![" in words and _PICTURES.fullmatch(words):
        return SourceLine(begin, start, end, sort, is_whole=True)
    begins_block = is_item or (_BLOCK_TAG.match(words) if words.lstrip()[:1] == "<" else None)
    if begins_block and not _TAG.sub("", words).strip():
        return SourceLine(begin, end, end, None)
    goes_on = above is not None and depth <= above.depth and not begins_block
    return SourceLine(begin, start, end, sort, goes_on, _is_end(words), depth)


def _measure_signs(shape: str, above: SourceLine | None) -> tuple[int, int, bool]:
    """Return how many frames a line stands in, where its words begin, and whether it is an item of a list."""
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
    """Tell whether a line ends with the tag of a block."""
    return words.rstrip().endswith(">") and bool(_BLOCK_END.search(words))
