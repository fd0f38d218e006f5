"""Lists: an editor's lists as Python-Markdown wants them, so that they nest as every other program shows them.

Stage: read and check. In: Markdown as written. Out: the same words, with empty lines where a list begins, changes its
sort, or ends before a quotation, and with four spaces for each step inwards. CommonMark lets an item of a list in the
list begin below its parent's words (two to four spaces) and a list follow right on a paragraph; Python-Markdown does
neither. Line numbers change: places are looked up in what was written. Called by `core.markdown`.
"""

from __future__ import annotations

import re

from plugins.core.dataclass import dataclass

STEP = "    "
"""One step inwards, to Python-Markdown."""
DEEPEST_QUOTE = 5
"""Lists in quotations within quotations are put right so far down; nobody writes more."""

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
    """Of its sign."""
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
    """Return the lines with four spaces for each list that an item lies in, and what belongs to it below it."""
    nested: list[str] = []
    above: list[_Item] = []
    block = -1
    """How deep the lines since the last empty one began; -1 after one, and more than any where they began with no item."""
    in_paragraph = False
    number = 0
    while number < len(lines):
        line = lines[number].expandtabs(len(STEP)) if "\t" in lines[number] else lines[number]
        indent = len(line) - len(line.lstrip(" "))
        is_plain = line[:1].isalpha()  # as most lines: neither quoted, nor an item, nor a rule
        if not is_plain and _QUOTED.match(line) and quotes < DEEPEST_QUOTE and not (above and indent >= above[0].column + 2):
            end = next((n for n in range(number, len(lines)) if not _QUOTED.match(lines[n])), len(lines))
            if above and block >= 0:
                nested.append("")  # a quotation ends the list that it stands right below, as in CommonMark
            nested += _nest_quoted(lines[number:end], quotes + 1)
            above, block, in_paragraph = [], 0, False
            number = end
            continue
        number += 1
        found = None if is_plain or _RULE.fullmatch(line) else _ITEM.match(line)
        if not line.strip():
            nested.append(line)
            block, in_paragraph = -1, False
        elif found and (above or (indent < len(STEP) and not in_paragraph)):
            item = _Item.of(found)
            last = None
            while above and not above[-1].holds(indent, is_ordered=item.is_ordered):
                last = above.pop()
            is_other_list = last is not None and last.is_ordered != item.is_ordered
            if block >= 0 and (is_other_list or len(above) < block):
                nested.append("")  # Python-Markdown goes outwards, and sees another list begin, only after an empty line
                block = -1
            block = len(above) if block < 0 else block
            nested.append(STEP * len(above) + line.lstrip(" "))
            above.append(item)
        elif above and block < 0:
            while above and indent < above[-1].least:
                above.pop()
            nested.append(STEP * len(above) + line.lstrip(" ") if above else line)
            block = len(lines)
            in_paragraph = not above and not line.startswith("#")
        else:
            nested.append(line)
            block = max(block, 0)
            in_paragraph = not above and not line.startswith("#")
    return nested


def _nest_quoted(lines: list[str], quotes: int) -> list[str]:
    """Return the lines of a quotation with the lists in it put right."""
    inner = [_QUOTED.sub("", line, count=1) for line in lines]
    arranged = _nest(_free(inner), quotes)
    return lines if arranged == inner else [f"> {line}".rstrip() for line in arranged]
