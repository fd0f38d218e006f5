"""Find the value to which a line of a file belongs.

Takes an `EditedFile` and a line; returns the path to the innermost field, `("avtal", 0, "niva")`. Called by the forms, to show a
problem at its field.
"""

from __future__ import annotations

from plugins.core.records.nodes import Items, Node, Record
from plugins.core.writer.spans import entry_spans, item_spans
from plugins.core.writer.tree import real_items
from plugins.core.writer.write import EditedFile

FieldPath = tuple[str | int, ...]


def path_to(document: EditedFile, line: int) -> FieldPath:
    """Return the path to the value on a line (from 1); empty if there is no field."""
    return _find(document.root, document, line - 1, document.limit) if document.root is not None else ()


def _find(node: Node, document: EditedFile, line: int, limit: int) -> FieldPath:
    lines = document.lines.read
    if isinstance(node, Record):
        for entry, span in zip(node.entries, entry_spans(node, lines, limit), strict=True):
            if span.start <= line < span.end:
                return (entry.key, *_find(entry.value, document, line, span.end))
    elif isinstance(node, Items):
        items = real_items(node)
        for number, (item, span) in enumerate(zip(items, item_spans(items, lines, limit), strict=True)):
            if span.start <= line < span.end:
                return (number, *_find(item, document, line, span.end))
    return ()
