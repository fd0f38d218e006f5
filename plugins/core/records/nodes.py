"""What the reader of records expects and finds: shapes and nodes.

Stage: read. In: nothing. Out: the `Shape` of a model, as `core.models.model` declares it, and the nodes of what was
written, each with its place. Called by all who read or bind records.
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
    """What the reader must know of a field: is it text, a list, a record?"""

    name: str
    is_list: bool = False
    is_text: bool = False
    """A line or a text: `#` in it is no comment."""
    nested: Shape | None = None
    """The shape of the record, or of each record in the list."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a record by compared name."""

    fields: Mapping[str, FieldShape]
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Names that people write instead, with the field's own."""


def known_fields(shape: Shape | None) -> Mapping[str, FieldShape]:
    """Return the fields of a shape; none where nothing is known."""
    return shape.fields if shape else {}


def meant_key(shape: Shape | None, name: str) -> str:
    """Return the compared name of the field that a name means; the name itself where it means none."""
    return compare_key(shape.other_names[name]) if shape and name in shape.other_names else name


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it was written; empty where nothing was."""

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
    """One field of a record as written."""

    name: str
    key: str
    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its fields in the order they are written."""

    entries: tuple[Entry, ...]
    place: Place


Node = Scalar | Items | Record
