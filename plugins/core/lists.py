"""Rewrite Markdown lists so that Python-Markdown nests them as CommonMark does.

Takes Markdown as written; returns the same words, with blank lines where a list begins, changes type, or ends before a
quotation, and with four spaces per nesting level. CommonMark accepts two to four spaces below the parent item, and a list
directly after a paragraph; Python-Markdown accepts neither. Line numbers change, so positions must be looked up in the original
text. Called by `core.markdown`.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from plugins.core.dataclass import dataclass

STEP = "    "
"""Python-Markdown's indent for one nesting level."""
DEEPEST_QUOTE = 5
"""The deepest level of nested quotations in which lists are rewritten; nobody writes more."""
AFTER_EMPTY: Final = -1
"""State: no line since the last blank one."""
BEGUN_BY_WORDS: Final = sys.maxsize
"""State: the lines since the last blank one began with text below an item, so a list after them always needs a blank line."""

_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-*+]|\d{1,9}\.)(?P<gap> +)(?=\S)")
_RULE = re.compile(r" *(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
_QUOTED = re.compile(r" {0,3}> ?")
_BULLET_LINE = re.compile(r" {0,3}[-*+] +\S")
_FIRST_LINE = re.compile(r" {0,3}1\. +\S")
_SECOND_LINE = re.compile(r" {0,3}2\. +\S")
_OWN_BLOCK = re.compile(r"\s|[-*+][ ]|\d+\.[ ]|[#>|]")


@dataclass(frozen=True, slots=True)
class _Item:
    """An open list item."""

    column: int
    """Column of its marker."""
    words: int
    """Column at which its text begins."""
    is_ordered: bool

    @classmethod
    def of(cls, found: re.Match[str]) -> _Item:
        """Return the item that a line begins; more than four spaces after the marker are not counted as indent of the text."""
        words = found.end() if len(found["gap"]) <= len(STEP) else found.end("marker") + 1
        return cls(found.end("indent"), words, found["marker"][-1] == ".")

    @property
    def least(self) -> int:
        """The least column at which a line belongs to the item: two suffice, also after a number."""
        return min(self.words, self.column + 2)

    def holds(self, column: int, *, is_ordered: bool) -> bool:
        """Return whether an item at `column` is nested in this one; `10.` below `9.` is not, although it starts further right."""
        return column >= (self.words if self.is_ordered and is_ordered else self.least)


def arrange_lists(value: str) -> str:
    """Return the text with its lists rewritten for Python-Markdown."""
    return "\n".join(_nest(_free(value.split("\n"))))


def _free(lines: list[str]) -> list[str]:
    """Insert a blank line before a list that directly follows a line of text, as in "Ta med:" and two items.

    A single line that begins with a hyphen is taken for a list only after a colon; otherwise the hyphen may be a dash.
    """
    freed: list[str] = []
    in_paragraph = False
    for number, line in enumerate(lines):
        if in_paragraph and _begins_list(lines, number):
            freed.append("")
            in_paragraph = False
        elif not line.strip():
            in_paragraph = False
        elif not in_paragraph:
            is_above_text = number > 0 and bool(lines[number - 1].strip()) and not lines[number - 1].startswith("#")
            in_paragraph = not is_above_text and not _OWN_BLOCK.match(line)
        freed.append(line)
    return freed


def _begins_list(lines: list[str], number: int) -> bool:
    line, following = lines[number], lines[number + 1] if number + 1 < len(lines) else ""
    is_announced = lines[number - 1].rstrip(" *_").endswith(":")
    if _BULLET_LINE.match(line):
        return is_announced or bool(_BULLET_LINE.match(following))
    return bool(_FIRST_LINE.match(line)) and (is_announced or bool(_SECOND_LINE.match(following)))


def _nest(lines: list[str], quotes: int = 0) -> list[str]:
    """Return the lines indented by four spaces per nesting level, continuation lines of items included.

    `quotes` is the number of quotations around them.
    """
    nesting = _Nesting()
    number = 0
    while number < len(lines):
        line = lines[number].expandtabs(len(STEP)) if "\t" in lines[number] else lines[number]
        if quotes < DEEPEST_QUOTE and nesting.is_ended_by(line):
            end = next((n for n in range(number, len(lines)) if not _QUOTED.match(lines[n])), len(lines))
            nesting.take_quotation(_nest_quoted(lines[number:end], quotes + 1))
            number = end
        else:
            nesting.take(line)
            number += 1
    return nesting.lines


class _Nesting:
    """Processes lines one by one, and keeps track of the open lists."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        """The output, with corrected indents."""
        self.above: list[_Item] = []
        """The open items, outermost first."""
        self.block = AFTER_EMPTY
        """The nesting level at which the lines since the last blank one began; or `AFTER_EMPTY`, or `BEGUN_BY_WORDS`."""
        self.in_paragraph = False
        """Whether the last line is part of a paragraph outside any list."""

    def is_ended_by(self, line: str) -> bool:
        """Return whether a line begins a quotation that ends the open lists."""
        if line[:1].isalpha() or not _QUOTED.match(line):
            return False
        return not (self.above and _indent_of(line) >= self.above[0].column + 2)

    def take_quotation(self, lines: list[str]) -> None:
        """Append a quotation that was nested by itself; it ends the list right above it, as in CommonMark."""
        if self.above and self.block != AFTER_EMPTY:
            self.lines.append("")
        self.lines += lines
        self.above, self.block, self.in_paragraph = [], 0, False

    def take(self, line: str) -> None:
        """Append a line that is not part of a quotation."""
        if not line.strip():
            self.lines.append(line)
            self.block, self.in_paragraph = AFTER_EMPTY, False
            return
        # fast path: most lines begin with a letter, so they are neither an item nor a rule
        found = None if line[:1].isalpha() or _RULE.fullmatch(line) else _ITEM.match(line)
        if found and (self.above or (_indent_of(line) < len(STEP) and not self.in_paragraph)):
            self._take_item(line, _Item.of(found))
        else:
            self._take_words(line)

    def _take_item(self, line: str, item: _Item) -> None:
        last = None
        while self.above and not self.above[-1].holds(item.column, is_ordered=item.is_ordered):
            last = self.above.pop()
        is_other_list = last is not None and last.is_ordered != item.is_ordered
        if self.block != AFTER_EMPTY and (is_other_list or len(self.above) < self.block):
            self.lines.append("")  # Python-Markdown leaves a level, or starts another list, only after a blank line
            self.block = AFTER_EMPTY
        if self.block == AFTER_EMPTY:
            self.block = len(self.above)
        self.lines.append(self._indented(line))
        self.above.append(item)

    def _take_words(self, line: str) -> None:
        if self.above and self.block == AFTER_EMPTY:
            while self.above and _indent_of(line) < self.above[-1].least:
                self.above.pop()
            self.lines.append(self._indented(line) if self.above else line)
            self.block = BEGUN_BY_WORDS
        else:
            self.lines.append(line)
            self.block = max(self.block, 0)
        self.in_paragraph = not self.above and not line.startswith("#")

    def _indented(self, line: str) -> str:
        return STEP * len(self.above) + line.lstrip(" ")


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _nest_quoted(lines: list[str], quotes: int) -> list[str]:
    """Return the lines of a quotation with their lists rewritten."""
    inner = [_QUOTED.sub("", line, count=1) for line in lines]
    arranged = _nest(_free(inner), quotes)
    return lines if arranged == inner else [f"> {line}".rstrip() for line in arranged]
