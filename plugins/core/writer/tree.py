"""What a file says, without where and how: records as dictionaries of words.

Stage: write. In: the nodes of `core.records`. Out: a `Tree`, which can be compared and changed. Called by
`core.writer`, and by those who fill in forms.
"""

from __future__ import annotations

from plugins.core.records.nodes import FieldShape, Items, Node, Record, Scalar, Shape, known_fields

Tree = str | list["Tree"] | dict[str, "Tree"]
"""A value; a list; or a record by the compared names of its fields."""


def tree_of(node: Node, shape: Shape | None, field: FieldShape | None = None) -> Tree:
    """Return what a node says; a list of one may be written without its hyphen.

    `shape` is that of the record it is, or of the records in it; `field` the field whose value it is.
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
    """Return the items that say something: a hyphen alone is none."""
    return tuple(item for item in node.items if not isinstance(item, Scalar) or item.text.value.strip())
