"""The state of the scan of a register or header: the lines, the mask that PyYAML will parse instead, and the open records.

Created by `core.records.read`; modified by the scanner and its repairs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.records.nodes import FieldShape, Shape, known_fields
from plugins.core.source.sources import Text


@dataclass(slots=True)
class OpenRecord:
    """A record that is open at the current line: its column, and the field last seen."""

    column: int
    shape: Shape | None
    last: FieldShape | None = None
    keys: dict[str, None] = field(default_factory=dict)
    """The fields so far, by compared name, in order."""
    hyphen: int | None = None
    """Column of the hyphen that begins it, if it is in a list."""
    items: int | None = None
    """Column of the hyphens below `last`."""
    empty: tuple[int, int] | None = None
    """Line and column for the value of `last`, if that is a text and was left empty."""

    @property
    def known(self) -> Mapping[str, FieldShape]:
        """The fields that it may have, by compared name."""
        return known_fields(self.shape)


@dataclass(slots=True)
class Value:
    """A value: its `pieces` as (line, column, text) in the file, for which the mask has placeholders."""

    pieces: list[tuple[int, int, str]] = field(default_factory=list)


class ScanState:
    """The lines of a text, their mask, and what has been found so far."""

    def __init__(self, text: Text, shape: Shape, is_list: bool) -> None:
        self.text = text
        self.shape = shape
        self.is_list = is_list
        self.lines = text.value.split("\n")
        self.mask = list(self.lines)
        self.frames: list[OpenRecord] = []
        self.root_items: int | None = None
        self.values: dict[tuple[int, int], Value] = {}
        self.shifts: dict[int, list[tuple[int, int]]] = {}
        """Repaired lines: from which column on, and by how many columns to the right its characters are in the file."""
        self.problems: list[Problem] = []
        self.dropped: set[int] = set()
        """Lines from which a superfluous hyphen was removed."""

    def masked(self) -> str:
        """Return the mask for PyYAML, without byte order marks, which PyYAML drops and so shifts columns."""
        return "\n".join(self.mask).replace("\ufeff", "\u200b")

    def place(self, line: int, column: int) -> Place:
        """Return the place in the file of (line, column) in the mask, both from 0."""
        first = self.text.place()
        return Place(self.text.source, first.line + line, self.written_column(line, column) + 1)

    def written_column(self, line: int, column: int) -> int:
        """Return the column in the file of a column in the mask, both from 0."""
        back = sum(back for start, back in self.shifts.get(line, []) if column >= start)
        return max(0, column + back)  # an inserted hyphen has no column in the file

    def close_above(self, column: int) -> None:
        """Close the records that begin to the right of a column."""
        while self.frames and self.frames[-1].column > column:
            self.frames.pop()

    def following(self, number: int) -> tuple[int, str]:
        """Return the indent of the next line that is neither blank nor a comment, and the line."""
        rest = (self.lines[at] for at in range(number, len(self.lines)))  # a slice would copy the rest of the file each time
        following = next((line for line in rest if line.strip() and not line.strip().startswith("#")), "")
        return len(following) - len(following.lstrip(" ")), following

    def shift(self, number: int, column: int, target: int) -> None:
        """Move a line in the mask to another column, so that the rest can be parsed."""
        self.mask[number] = " " * target + self.mask[number][column:]
        self.lines[number] = " " * target + self.lines[number][column:]
        self.shifts.setdefault(number, []).append((0, column - target))

    def repair(self, number: int, fixed: str, start: int) -> None:
        """Replace a line that lacked one character before column `start`, so that the rest can be parsed."""
        self.lines[number] = self.mask[number] = fixed
        self.shifts.setdefault(number, []).append((start, -1))

    def mask_tabs(self, number: int, start: int, end: int) -> None:
        """Replace tabs between a colon or hyphen and the value by spaces: they are harmless there."""
        line = self.mask[number]
        between = re.sub(r"[^\S ]", " ", line[start:end])
        self.mask[number] = line[:start] + between + line[end:]

    def all_names(self) -> set[str]:
        """Return the names of all fields that the text may have, at any depth."""
        shapes, names = [self.shape], set()
        while shapes:
            for name, shape in shapes.pop().fields.items():
                names.add(name)
                shapes.extend([shape.nested] if shape.nested else [])
        return names

    def expects_items(self, number: int) -> bool:
        """Return whether the line above ends with a colon or is a list item."""
        above = next((self.mask[at].strip() for at in range(number - 1, -1, -1) if self.mask[at].strip()), "")
        return above.endswith(":") or above.startswith("- ")
