"""Lists: an editor's lists as Python-Markdown wants them, so that they nest as every other program shows them.

Stage: read and check. In: Markdown as written. Out: the same words, with empty lines where a list begins, changes its
sort, or ends before a quotation, and with four spaces for each step inwards. CommonMark lets an item of a list in the
list begin below its parent's words (two to four spaces) and a list follow right on a paragraph; Python-Markdown does
neither. Line numbers change: places are looked up in what was written. Called by `core.markdown`.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from plugins.core.dataclass import dataclass

STEP = "    "
"""One step inwards, to Python-Markdown."""
DEEPEST_QUOTE = 5
"""Lists in quotations within quotations are put right so far down; nobody writes more."""
AFTER_EMPTY: Final = -1
"""Nothing has come since the last empty line."""
BEGUN_BY_WORDS: Final = sys.maxsize
"""The lines since the last empty one began with words below an item: a list right after them needs an empty line in any case."""

_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-*+]|\d{1,9}\.)(?P<gap> +)(?=\S)")
_RULE = re.compile(r" *(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
_QUOTED = re.compile(r" {0,3}> ?")
_BULLET_LINE = re.compile(r" {0,3}[-*+] +\S")
_FIRST_LINE = re.compile(r" {0,3}1\. +\S")
_SECOND_LINE = re.compile(r" {0,3}2\. +\S")
_OWN_BLOCK = re.compile(r"\s|[-*+][ ]|\d+\.[ ]|[#>|]")


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list that is open."""

    column: int
    """The column of its sign."""
    words: int
    """Column at which its words begin."""
    is_ordered: bool

    @classmethod
    def of(cls, found: re.Match[str]) -> _Item:
        """Return the item that a line begins; five spaces after its sign are no longer an indent of its words."""
        words = found.end() if len(found["gap"]) <= len(STEP) else found.end("marker") + 1
        return cls(found.end("indent"), words, found["marker"][-1] == ".")

    @property
    def least(self) -> int:
        """The column from which on something belongs to it: two are enough, also below a number."""
        return min(self.words, self.column + 2)

    def holds(self, column: int, *, is_ordered: bool) -> bool:
        """Tell whether an item at `column` lies within this one; below `9.`, `10.` stands to the right of it."""
        return column >= (self.words if self.is_ordered and is_ordered else self.least)


def arrange_lists(value: str) -> str:
    """Return the text with its lists as Python-Markdown reads them."""
    return "\n".join(_nest(_free(value.split("\n"))))


def _free(lines: list[str]) -> list[str]:
    """Put an empty line before a list that follows right on a line of text, as in "Ta med:" and two items.

    One line alone that begins with a hyphen is a list only after a colon; else it may be a dash in a sentence.
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
    """Return the lines with four spaces for each list that an item lies in, and what belongs to it below it.

    `quotes` tells in how many quotations they stand.
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
    """Takes lines one by one, and knows which lists are open."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        """What has been taken, with its spaces put right."""
        self.above: list[_Item] = []
        """The items that are open, from the outermost inwards."""
        self.block = AFTER_EMPTY
        """In how many lists the lines since the last empty one began; or `AFTER_EMPTY`, or `BEGUN_BY_WORDS`."""
        self.in_paragraph = False
        """In one that stands in no list."""

    def is_ended_by(self, line: str) -> bool:
        """Tell whether a quotation begins, which ends the lists that are open."""
        if line[:1].isalpha() or not _QUOTED.match(line):
            return False
        return not (self.above and _indent_of(line) >= self.above[0].column + 2)

    def take_quotation(self, lines: list[str]) -> None:
        """Take a quotation, nested by itself; it ends the list that it stands right below, as in CommonMark."""
        if self.above and self.block != AFTER_EMPTY:
            self.lines.append("")
        self.lines += lines
        self.above, self.block, self.in_paragraph = [], 0, False

    def take(self, line: str) -> None:
        """Take a line that stands in no quotation."""
        if not line.strip():
            self.lines.append(line)
            self.block, self.in_paragraph = AFTER_EMPTY, False
            return
        # Most lines begin with a letter: neither an item nor a rule.
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
            self.lines.append("")  # Python-Markdown goes outwards, and sees another list begin, only after an empty line
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
    """Return the lines of a quotation with the lists in it put right."""
    inner = [_QUOTED.sub("", line, count=1) for line in lines]
    arranged = _nest(_free(inner), quotes)
    return lines if arranged == inner else [f"> {line}".rstrip() for line in arranged]
