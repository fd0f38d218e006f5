"""Write values as YAML: plain, in quotation marks, or as a block.

Takes a `Tree` and its field; returns lines without line ends. Each candidate is parsed again, and the first that gives the same
value is used. Called by `core.writer`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plugins.core.places import SourceFile
from plugins.core.records.nodes import FieldShape, Shape
from plugins.core.records.read import read_records
from plugins.core.source.sources import normalise_text, text_of_lines
from plugins.core.swedish import compare_key
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.tree import Tree, tree_of

STEP: Final = 2
"""Columns by which nested records and lists are indented."""


def field_lines(name: str, value: Tree, field: FieldShape | None, column: int, style: str = "") -> list[str]:
    """Return the lines of a field at a column; `style` is the first character of its former value: `"`, `'`, `|`, `>` or none."""
    for lines in _ways(name, value, field, style):
        if _reads_back(name, value, field, lines):
            return [" " * column + line if line else line for line in lines]
    raise CannotWrite(f"Värdet i fältet ”{name}” går inte att skriva så att det läses likadant.")


def item_lines(value: Tree, shape: Shape | None, field: FieldShape | None, column: int, style: str = "") -> list[str]:
    """Return the lines of a list item, beginning with a hyphen, at a column."""
    if isinstance(value, dict):
        below = record_lines(value, shape, column + STEP)
        return [f"{' ' * column}- {below[0].lstrip()}", *below[1:]]
    one = FieldShape("x", is_list=True, is_text=bool(field and field.is_text))
    for written in _scalar_ways(str(value), style):
        lines = [f"- {written[0]}", *written[1:]]
        if _reads_back("x", [value], one, ["x:", *(f"  {line}" if line else line for line in lines)]):
            return [" " * column + line if line else line for line in lines]
    raise CannotWrite(f"Värdet ”{value}” går inte att skriva så att det läses likadant.")


def record_lines(value: dict[str, Tree], shape: Shape | None, column: int) -> list[str]:
    """Return the lines of a record whose fields begin at a column."""
    fields = shape.fields if shape else {}
    lines: list[str] = []
    for key, content in value.items():
        field = fields.get(key)
        lines += field_lines(field.name if field else key, content, field, column)
    if not lines:
        raise CannotWrite("En post utan fält går inte att skriva.")
    return lines


def _ways(name: str, value: Tree, field: FieldShape | None, style: str) -> Iterator[list[str]]:
    shape = field.nested if field else None
    if isinstance(value, dict):
        yield [f"{name}:", *record_lines(value, shape, STEP)]
    elif isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], str) and style == "one":
            yield from ([f"{name}: {written[0]}", *written[1:]] for written in _scalar_ways(value[0], ""))
        yield [f"{name}:", *(line for item in value for line in item_lines(item, shape, field, STEP))]
    else:
        yield from ([f"{name}: {written[0]}".rstrip(), *written[1:]] for written in _scalar_ways(value, style))


def _scalar_ways(value: str, style: str) -> Iterator[list[str]]:
    """Yield the ways to write a value, in its former style first."""
    block = ["|", *(" " * STEP + line if line else "" for line in value.split("\n"))]
    folded = [">", *(" " * STEP + line if line else "" for line in value.split("\n"))]
    single, double = [f"'{value.replace(chr(39), chr(39) * 2)}'"], [json.dumps(value, ensure_ascii=False)]
    first = {"|": block, ">": folded, "'": single, '"': double}.get(style[:1])
    if first and ("\n" not in value or style[:1] in '|>"'):
        yield first
    if "\n" not in value:
        yield [value]
        yield single
    else:
        yield block
    yield double


def _reads_back(name: str, value: Tree, field: FieldShape | None, lines: list[str]) -> bool:
    """Return whether lines are parsed as the value for which they were written."""
    text = "\n".join(lines)
    if normalise_text(text) != text:
        return False
    key = compare_key(name)
    shape = Shape({key: field} if field else {})
    root, problems = read_records(text_of_lines(SourceFile(Path("x"), text), 1, text), shape, is_list=False)
    return root is not None and not problems and tree_of(root, shape) == {key: value}
