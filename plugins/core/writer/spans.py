"""Find the lines of each field, item and record.

Takes the lines of a file and a node with its place; returns `Span`s. Comments and blank lines after a value belong to what
follows, so they stay when the value is removed. Called by `core.writer.write`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.core.dataclass import dataclass
from plugins.core.records.nodes import Entry, Items, Node, Record, Scalar
from plugins.core.records.patterns import KEY

_HYPHENS = re.compile(r"(?>(?:[ \t]*-[ \t]+)*)[ \t]*")
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?$")


@dataclass(frozen=True, slots=True)
class Span:
    """Lines from `start` to `end` (exclusive), from 0."""

    start: int
    end: int


def entry_spans(record: Record, lines: Sequence[str], limit: int) -> tuple[Span, ...]:
    """Return the lines of each field of a record that ends before line `limit`."""
    starts = [entry.place.line - 1 for entry in record.entries]
    return tuple(
        Span(start, _trim(lines, start, following)) for start, following in zip(starts, [*starts[1:], limit], strict=True)
    )


def item_spans(items: Sequence[Node], lines: Sequence[str], limit: int) -> tuple[Span, ...]:
    """Return the lines of each item, from its hyphen, of a list that ends before line `limit`."""
    starts = [_hyphen_line(item, lines) for item in items]
    return tuple(
        Span(start, _trim(lines, start, following)) for start, following in zip(starts, [*starts[1:], limit], strict=True)
    )


def hyphen_column(line: str) -> int:
    """Return the column (from 0) of the first hyphen in a line."""
    return max(0, line.find("-"))


def _hyphen_line(item: Node, lines: Sequence[str]) -> int:
    """Return the line (from 0) of the hyphen of an item, which may be alone above the item."""
    at = item.place.line - 1
    if lines[at].lstrip().startswith("-"):
        return at
    return next((above for above in range(at - 1, -1, -1) if lines[above].strip() == "-"), at)


def _trim(lines: Sequence[str], start: int, end: int) -> int:
    """Return the line after a value: blank lines and comments after it are excluded, except comments within a block."""
    block = _block_column(lines, start, end)
    while end > start + 1:
        line = lines[end - 1]
        indent = len(line) - len(line.lstrip())
        if line.strip() and not (line.lstrip().startswith("#") and not (block is not None and indent > block)):
            break
        end -= 1
    return end


def _block_column(lines: Sequence[str], start: int, end: int) -> int | None:
    """Return the column of the last field before `end` if its value is a block (`|`, `>`); otherwise None."""
    for at in range(end - 1, start - 1, -1):
        line = lines[at]
        key = next(_keys(line), None)
        rest = line[key.end() :].strip() if key else line.lstrip("- \t").strip()
        if _BLOCK.match(rest):
            return len(line) - len(line.lstrip()) if key is None else key.start()
        if key and rest:
            return None
    return None


def _keys(line: str) -> Iterator[re.Match[str]]:
    found = _HYPHENS.match(line)
    if found and (key := KEY.match(line, found.end())):
        yield key


def key_match(entry: Entry, lines: Sequence[str]) -> re.Match[str] | None:
    """Return the match of a field's name and colon; None if it is written in another way."""
    return KEY.match(lines[entry.place.line - 1], entry.place.column - 1)


def is_flow(node: Node, written: str) -> bool:
    """Return whether a value, whose text begins with `written`, is in YAML's flow style, `[a, b]`."""
    return not isinstance(node, Scalar) and written.lstrip()[:1] in ("{", "[")


def column_of(node: Items, lines: Sequence[str], spans: Sequence[Span]) -> int:
    """Return the column of the hyphens of a list."""
    return hyphen_column(lines[spans[0].start]) if spans else node.place.column - 1
