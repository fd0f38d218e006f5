"""The contents of a file as plain dictionaries, lists and strings.

Converts the nodes of `core.records` to a `Tree`, which can be compared and modified. Called by `core.writer`, and by code that
fills in forms.
"""

from __future__ import annotations

from plugins.core.records.nodes import FieldShape, Items, Node, Record, Scalar, Shape, known_fields

Tree = str | list["Tree"] | dict[str, "Tree"]
"""A value, a list, or a record as a dictionary by compared field name."""


def tree_of(node: Node, shape: Shape | None, field: FieldShape | None = None) -> Tree:
    """Return the contents of a node; a list with one item may have been written without a hyphen.

    `shape` is that of the record, or of the records in the list; `field` is the field of which it is the value.
    """
    if isinstance(node, Record):
        fields = known_fields(shape)
        return {
            entry.key: tree_of(entry.value, found.nested if found else None, found)
            for entry in node.entries
            for found in [fields.get(entry.key)]
        }
    if isinstance(node, Items):
        return [tree_of(item, shape) for item in real_items(node)]
    value = node.text.value
    return [value] if field is not None and field.is_list and value else value


def real_items(node: Items) -> tuple[Node, ...]:
    """Return the items that have contents: a hyphen alone is none."""
    return tuple(item for item in node.items if not isinstance(item, Scalar) or item.text.value.strip())
