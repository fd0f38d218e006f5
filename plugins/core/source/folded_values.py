"""Find YAML values that continue over several lines, and where each begins.

Takes the text of a file, or of a page with a header; returns the field for each continuation line. A comment between such lines
would be part of the value, so it has to be above the field (YAML 1.2.2, 6.6 and 8.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_OPENING: Final = re.compile(r"(?P<field>\s*(?>(?:- ++)*)(?P<name>[\w\"'][^:#]*+:(?=\s|$))|\s*-(?=\s|$))\s*(?P<value>.*)$")
"""A field or list item, and what follows it on its line."""
_BLOCK: Final = re.compile(r"(?P<sign>[|>])[-+\d]*+\s*+(?:#.*)?$")


class Opening(NamedTuple):
    """A field or list item whose value has several lines."""

    line: int
    """Line number, from 1."""
    field: str
    """As written: `- namn:`."""
    sign: str
    """`|` or `>` of a block; empty if the value just continues."""


@lru_cache(maxsize=16)
def find_openings(text: str) -> Mapping[int, Opening]:
    """Return, for each line that continues a value, the field or item; lines that begin one are left out."""
    found: dict[int, Opening] = {}
    opening, depth, takes_all = None, 0, False
    for number, line in enumerate(text.split("\n"), 1):
        words = line.lstrip()
        if not words:
            continue
        is_deeper = opening is not None and len(line) - len(words) > depth
        begins = _OPENING.match(line)
        if opening and is_deeper and (opening.sign or (words[0] != "#" and (takes_all or not begins))):
            found[number] = opening
            continue
        opening = None
        if begins:
            value = begins["value"]
            block = _BLOCK.match(value)
            opening = Opening(number, begins["field"].strip(), block["sign"] if block else "")
            depth = begins.start("name") if begins["name"] else len(line) - len(words)
            takes_all = not _is_bare(value)
    return found


def list_lines(text: str, number: int) -> list[int]:
    """Return the lines that a comment above a field's line (from 1) applies to: that line, the lines on which its value is
    folded, and the items of a list of values below it. A list whose items have fields of their own is not one value.
    """
    lines, openings = text.split("\n"), find_openings(text)
    begins = _OPENING.match(lines[number - 1])
    items = _list_items(lines, number, begins.start("name")) if begins and begins["name"] and _is_bare(begins["value"]) else []
    about = {number, *items}
    folded = {line for line, one in openings.items() if one.line in about and one.sign != "|"}
    return sorted(about | folded)


def _list_items(lines: Sequence[str], number: int, depth: int) -> list[int]:
    """Return the lines on which the items of the list below a field begin; empty if an item has fields."""
    items, first = list[int](), depth
    for below, line in enumerate(lines[number:], number + 1):
        words = line.lstrip()
        indent = len(line) - len(words)
        if not words or words[0] == "#":
            continue
        is_item = words == "-" or words.startswith("- ")
        if indent < depth or (items and indent < first) or (indent == depth and not is_item):
            break
        begins = _OPENING.match(line) if is_item else None
        if begins and begins["name"]:
            return []
        if begins:
            first = indent
            items.append(below)
        elif not items:
            return []
    return items


def _is_bare(value: str) -> bool:
    return not value or value[0] == "#"
