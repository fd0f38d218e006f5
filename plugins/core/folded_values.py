"""Folded values: values of YAML that go on over several lines, and where each begins.

In: the text of a file, or of a page whose header is meant. Out: for each line that goes on with a value, the field that it is
of. A comment among such lines would be part of the value, so it stands above the field (YAML 1.2.2, 6.6 and 8.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

_OPENING: Final = re.compile(r"(?P<field>\s*(?:- ++)*+(?P<name>[\w\"'][^:#]*+:(?=\s|$))|\s*-(?=\s|$))\s*(?P<value>.*)$")
"""A field or an item of a list, and what stands after it on its line."""
_BLOCK: Final = re.compile(r"(?P<sign>[|>])[-+\d]*+\s*+(?:#.*)?$")


class Opening(NamedTuple):
    """A field, or an item of a list, whose value has several lines."""

    line: int
    """From 1."""
    field: str
    """As it is written: `- namn:`."""
    sign: str
    """`|` or `>` where one says that the value stands below; empty where it just goes on."""


@lru_cache(maxsize=16)
def find_openings(text: str) -> Mapping[int, Opening]:
    """Return the fields that lines go on with, by the numbers of these lines; no line that is a field or an item by itself."""
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
            takes_all = bool(value) and value[0] != "#"
    return found


def list_lines(text: str, number: int) -> list[int]:
    """Return the lines of the value that begins at a field's line (from 1), where it is folded: else that line alone."""
    return [number, *(line for line, opening in find_openings(text).items() if opening.line == number and opening.sign != "|")]
