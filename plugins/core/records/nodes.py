"""Shapes, which tell the parser of records what to expect, and nodes, which it returns.

A `Shape` is derived from a model by `core.models.model`; a node is what was written, with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from plugins.core.dataclass import dataclass
from plugins.core.places import Place
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key


@dataclass(frozen=True, slots=True)
class FieldShape:
    """What the parser has to know about a field."""

    name: str
    is_list: bool = False
    is_text: bool = False
    """Whether it is a line or a text, in which `#` begins no comment."""
    nested: Shape | None = None
    """The shape of the record, or of each record in the list."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a record, by name as compared."""

    fields: Mapping[str, FieldShape]
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Common wrong names, each with the field's own name."""


def known_fields(shape: Shape | None) -> Mapping[str, FieldShape]:
    """Return the fields of a shape; none if the shape is unknown."""
    return shape.fields if shape else {}


def meant_key(shape: Shape | None, name: str) -> str:
    """Return the compared name of the field that a wrong name stands for; the name itself if it stands for none."""
    return compare_key(shape.other_names[name]) if shape and name in shape.other_names else name


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it was written, possibly empty."""

    text: Text

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return self.text.place()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a record, as written."""

    name: str
    key: str
    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its fields in the order in which they are written."""

    entries: tuple[Entry, ...]
    place: Place


Node = Scalar | Items | Record
