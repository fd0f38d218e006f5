"""Merge registers record by record, and records field by field.

Takes three texts of a register, or of the header of a page; returns the merged text, with comments, empty lines, order and
quoting as written. Called by `plugins.keeping.merge`. Text that cannot be split into records (all on one line, or two with the
same name) raises `CannotSplit`, and is merged line by line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.places import SourceFile
from plugins.core.records.nodes import Items, Node, Record, Scalar, Shape, known_fields, meant_key
from plugins.core.records.read import read_records
from plugins.core.source.sources import normalise_text, text_of_lines
from plugins.core.swedish import compare_key
from plugins.keeping.choices import Choices
from plugins.keeping.lines import merge_lines
from plugins.keeping.units import Ambiguous, Unit, merge_units

NAMES = ("id", "namn", "titel", "rubrik", "fil", "språk", "globalt mål", "lokalt mål", "mått", "text", "adress")
"""Fields that identify a record, the most certain first."""


class CannotSplit(Exception):
    """The text cannot be split into records, and must be merged as a whole."""


@dataclass(frozen=True, slots=True)
class RecordLines:
    """Lines of a file, and the node parsed from them."""

    lines: tuple[str, ...]
    """Without line breaks."""
    first: int
    """Number in the file of the first line, from 1."""
    node: Node | None

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "".join(f"{line}\n" for line in self.lines)


def read_piece(text: str, shape: Shape, *, is_list: bool) -> RecordLines:
    """Parse a whole register, or the header of a page."""
    even = normalise_text(text)
    lines = text.split("\n")
    if even.count("\n") + 1 != len(lines):
        raise CannotSplit
    source = SourceFile(Path(), even)
    node, _ = read_records(text_of_lines(source, 1, even), shape, is_list=is_list)
    if lines and not lines[-1]:
        lines.pop()
    return RecordLines(tuple(lines), 1, node)


def merge_register(path: str, before: str, mine: str, theirs: str, shape: Shape, choices: Choices) -> str:
    """Merge a register: changes to different records, and to different fields of one record, are combined."""
    heads, rests = zip(*(_split_head(text) for text in (before, mine, theirs)), strict=True)
    pieces = [read_piece(text, shape, is_list=True) for text in rests]
    head = merge_lines(path, "filens början", heads[0], heads[1], heads[2], choices)
    joined = head + _RecordMerge(path, choices).items(pieces, shape, "")
    notes = [[line.strip() for line in text.split("\n") if line.lstrip().startswith("#")] for text in (mine, theirs, joined)]
    if any(note not in notes[2] for note in notes[0] if note in notes[1]):
        raise CannotSplit  # a comment is lost: it stood between two records that both moved
    return joined


def _split_head(text: str) -> tuple[str, str]:
    """Split the comments about the whole file from the first record and the comments that belong to it."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    last = next((at for at in range(first - 1, -1, -1) if lines[at].startswith("#")), None)
    if last is None:
        return "", text
    begin = next((at for at in range(last, -1, -1) if not lines[at].strip()), -1) + 1
    cut = begin if begin and any(lines[:begin]) else last + 1 if last < first - 1 else 0
    return "".join(f"{line}\n" for line in lines[:cut]), "\n".join(lines[cut:])


def merge_record(path: str, before: str, mine: str, theirs: str, shape: Shape, choices: Choices) -> str:
    """Merge a record (a whole file, or the header of a page) field by field."""
    pieces = [read_piece(text, shape, is_list=False) for text in (before, mine, theirs)]
    return _RecordMerge(path, choices).fields(pieces, shape, "")


def name_record(record: Node, shape: Shape | None = None) -> str:
    """Return the name of a record: the value of the first field of `NAMES` that it has."""
    if isinstance(record, Scalar):
        return record.text.value
    if not isinstance(record, Record):
        return ""
    found = {meant_key(shape, entry.key): entry.value for entry in record.entries}
    for name in NAMES:
        value = found.get(compare_key(name))
        if isinstance(value, Scalar) and value.text.value.strip():
            return value.text.value
    return next((value.text.value for value in found.values() if isinstance(value, Scalar)), "")


class _RecordMerge:
    """Merges the records and fields of one file."""

    def __init__(self, path: str, choices: Choices) -> None:
        self.path = path
        self.choices = choices

    # ---- lists

    def items(self, pieces: Sequence[RecordLines], shape: Shape | None, what: str) -> str:
        """Merge a list."""
        rows, tails = zip(*(_split_items(piece, shape) for piece in pieces), strict=True)
        is_loose = not all(
            isinstance(unit.inside, RecordLines) and isinstance(unit.inside.node, Record) for row in rows for unit in row
        )

        def merge_one(before: Unit | None, mine: Unit | None, theirs: Unit | None) -> str | None:
            named = next(unit for unit in (mine, theirs, before) if unit is not None)
            assert isinstance(named.inside, RecordLines)
            assert named.inside.node is not None
            name = ", ".join(filter(None, [what, name_record(named.inside.node, shape)]))
            body = self._item(before, mine, theirs, shape, name)
            return None if body is None else self._lead(before, mine, theirs, name) + body

        joined = _merge_units(rows, merge_one, is_loose=is_loose)
        return "".join(joined) + self._texts(f"slutet av {what or 'filen'}", tails)

    def _item(self, before: Unit | None, mine: Unit | None, theirs: Unit | None, shape: Shape | None, name: str) -> str | None:
        texts = [unit.text if unit else None for unit in (before, mine, theirs)]
        if mine is None or theirs is None or len({*texts}) < 3:
            return self.choices.resolve(self.path, name, *texts)
        units = (before or Unit("", ""), mine, theirs)
        pieces = [unit.inside for unit in units if isinstance(unit.inside, RecordLines)]
        if len(pieces) < 3 or not all(isinstance(piece.node, Record) for piece in pieces):
            return self.choices.resolve(self.path, name, *texts)
        try:
            bare = [_take_hyphen(piece) for piece in pieces]
            if len({indent for _, indent in bare}) > 1:
                raise CannotSplit
            return _put_hyphen(self.fields([piece for piece, _ in bare], shape, name), bare[0][1])
        except (CannotSplit, Ambiguous):
            return self.choices.resolve(self.path, name, *texts)

    # ---- records

    def fields(self, pieces: Sequence[RecordLines], shape: Shape | None, what: str) -> str:
        """Merge a record."""
        rows, tails = zip(*(_split_fields(piece, shape) for piece in pieces), strict=True)

        def merge_one(before: Unit | None, mine: Unit | None, theirs: Unit | None) -> str | None:
            named = next(unit for unit in (mine, theirs, before) if unit is not None)
            name = ", ".join(filter(None, [what, _field_name(named, shape)]))
            body = self._field(before, mine, theirs, shape, name)
            return None if body is None else self._lead(before, mine, theirs, name) + body

        return "".join(_merge_units(rows, merge_one, is_loose=False)) + self._texts(f"slutet av {what or 'filen'}", tails)

    def _field(self, before: Unit | None, mine: Unit | None, theirs: Unit | None, shape: Shape | None, name: str) -> str | None:
        texts = [unit.text if unit else None for unit in (before, mine, theirs)]
        if before is None or mine is None or theirs is None or len({*texts}) < 3:
            return self.choices.resolve(self.path, name, *texts)
        known = known_fields(shape).get(mine.key)
        nested = known.nested if known else None
        pieces = [unit.inside for unit in (before, mine, theirs) if isinstance(unit.inside, RecordLines)]
        nodes = [piece.node for piece in pieces]
        heads, bodies = zip(*(_take_head(piece) for piece in pieces), strict=True)
        if len({*heads}) == 1 and all(piece.lines for piece in bodies):
            try:
                if all(isinstance(node, Items) for node in nodes):
                    return str(heads[0]) + self.items(bodies, nested, name)
                if all(isinstance(node, Record) for node in nodes):
                    return str(heads[0]) + self.fields(bodies, nested, name)
            except (CannotSplit, Ambiguous):
                pass
        return merge_lines(self.path, name, before.text, mine.text, theirs.text, self.choices)

    # ---- comments

    def _lead(self, before: Unit | None, mine: Unit | None, theirs: Unit | None, name: str) -> str:
        """Merge the comments and empty lines before a record or field."""
        there = [unit for unit in (mine, theirs) if unit is not None]
        if len(there) == 1:
            return there[0].lead
        old = before.lead if before else ""
        return merge_lines(self.path, f"anteckningen före {name}", old, there[0].lead, there[1].lead, self.choices)

    def _texts(self, what: str, texts: Sequence[str]) -> str:
        return merge_lines(self.path, what, texts[0], texts[1], texts[2], self.choices)


def _merge_units(rows: Sequence[Sequence[Unit]], merge_one, *, is_loose: bool) -> list[str]:  # type: ignore[no-untyped-def]
    try:
        return [joined.value for joined in merge_units(rows[0], rows[1], rows[2], merge_one, is_loose=is_loose)]
    except Ambiguous:
        raise CannotSplit from None


def _field_name(unit: Unit, shape: Shape | None) -> str:
    known = known_fields(shape).get(unit.key)
    return known.name if known else unit.text.partition(":")[0].strip()


# ---- splitting


def _split_items(piece: RecordLines, shape: Shape | None) -> tuple[list[Unit], str]:
    """Return the items of a list, and the text after the last."""
    if piece.node is None:
        return [], piece.text
    if not isinstance(piece.node, Items):
        raise CannotSplit
    starts = [_hyphen_line(piece, item) for item in piece.node.items]
    bodies, leads, tail = _cut(piece, starts)
    names = [compare_key(name_record(item, shape)) for item in piece.node.items]
    return [
        Unit(name, inside.text, lead, inside)
        for name, lead, (start, lines), item in zip(names, leads, bodies, piece.node.items, strict=True)
        for inside in [RecordLines(tuple(lines), start, item)]
    ], tail


def _hyphen_line(piece: RecordLines, item: Node) -> int:
    """Return the number of the line on which an item begins."""
    number = item.place.line
    for at in (number, number - 1):
        line = piece.lines[at - piece.first] if 0 <= at - piece.first < len(piece.lines) else ""
        if re.match(r"\s*-(?:\s|$)", line) and (at == number or line.strip() == "-"):
            return at
    raise CannotSplit


def _split_fields(piece: RecordLines, shape: Shape | None) -> tuple[list[Unit], str]:
    """Return the fields of a record, and the text after the last."""
    if piece.node is None:
        return [], piece.text
    if not isinstance(piece.node, Record):
        raise CannotSplit
    entries = piece.node.entries
    if len({entry.place.column for entry in entries}) > 1:
        raise CannotSplit
    starts = [entry.place.line for entry in entries]
    for entry in entries:
        at = entry.place.line - piece.first
        if not 0 <= at < len(piece.lines) or piece.lines[at][: entry.place.column - 1].strip(" -"):
            raise CannotSplit
    bodies, leads, tail = _cut(piece, starts)
    return [
        Unit(meant_key(shape, entry.key), inside.text, lead, inside)
        for entry, lead, (start, lines) in zip(entries, leads, bodies, strict=True)
        for inside in [RecordLines(tuple(lines), start, entry.value)]
    ], tail


def _cut(piece: RecordLines, starts: Sequence[int]) -> tuple[list[tuple[int, list[str]]], list[str], str]:
    """Split lines at the numbers `starts`: return the parts, the comments before each, and the text after the last."""
    if any(second <= first for first, second in itertools.pairwise(starts)):
        raise CannotSplit
    ends = [*starts[1:], piece.first + len(piece.lines)]
    lead = [*piece.lines[: starts[0] - piece.first]] if starts else [*piece.lines]
    if any(line.strip() and not line.lstrip().startswith("#") for line in lead):
        raise CannotSplit
    bodies, leads = [], []
    for start, end in zip(starts, ends, strict=True):
        body = [*piece.lines[start - piece.first : end - piece.first]]
        keep = len(body)
        while keep > 1 and (not body[keep - 1].strip() or body[keep - 1].lstrip().startswith("#")):
            keep -= 1
        leads.append("".join(f"{line}\n" for line in lead))
        bodies.append((start, body[:keep]))
        lead = body[keep:]
    return bodies, leads, "".join(f"{line}\n" for line in lead)


def _take_hyphen(piece: RecordLines) -> tuple[RecordLines, tuple[str, int]]:
    """Replace the hyphen of a list item by a space; return the record, and what stood before its first field with its width."""
    found = re.match(r"(\s*-\s+)\S", piece.lines[0])
    if not found:
        raise CannotSplit
    before = found[1]
    return RecordLines((" " * len(before) + piece.lines[0][len(before) :], *piece.lines[1:]), piece.first, piece.node), (
        before,
        len(before),
    )


def _put_hyphen(text: str, indent: tuple[str, int]) -> str:
    before, width = indent
    lines = text.split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), None)
    if at is None or not lines[at].startswith(" " * width):
        raise CannotSplit
    lines[at] = before + lines[at][width:]
    return "\n".join(lines)


def _take_head(piece: RecordLines) -> tuple[str, RecordLines]:
    """Split the line `avtal:` from the lines below it."""
    if not re.fullmatch(r"[^:\n]*:\s*", piece.lines[0]):
        return piece.text, RecordLines((), piece.first, piece.node)
    return f"{piece.lines[0]}\n", RecordLines(piece.lines[1:], piece.first + 1, piece.node)
