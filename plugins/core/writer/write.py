"""The writer: changes the lines of the values that differ, and nothing else.

Takes the bytes of a file, its shelf, and the `Tree` that it is to contain; returns the new bytes. Comments, blank lines, order
and style are preserved. Differences are written one at a time, and the file is parsed again after each, and compared with what
was intended, so that nothing is written that would be parsed as something else. Called by the forms and by the tasks that merge
changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from json import dumps
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.models.model import shape_of
from plugins.core.pages import split_page
from plugins.core.places import SourceFile
from plugins.core.records.nodes import Entry, FieldShape, Items, Node, Record, Scalar, Shape, known_fields
from plugins.core.records.read import read_records
from plugins.core.shelf import Shelf
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.writer.lines import Lines, split_lines
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.spans import Span, column_of, entry_spans, is_flow, item_spans, key_match
from plugins.core.writer.styles import field_lines, item_lines, record_lines
from plugins.core.writer.tree import Tree, real_items, tree_of

_MOST_STEPS: Final = 2000
"""The most differences that are written in one call; a form has fewer than a hundred."""


_MOST_RECENT: Final = 8
"""How many opened files are cached."""


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A file as parsed for writing."""

    shelf: Shelf
    lines: Lines
    root: Node | None
    first: int
    """The line (from 0) on which its fields begin."""
    limit: int
    """The line after its last field."""
    body: str = ""
    """The Markdown below the header of a page."""

    @property
    def shape(self) -> Shape:
        """The fields that its records may have."""
        assert self.shelf.model is not None
        return shape_of(self.shelf.model)

    @property
    def tree(self) -> Tree:
        """The contents of the file: a list of records, or one record."""
        if self.root is None:
            return [] if self.shelf.form == "list" else {}
        return tree_of(self.root, self.shape)


def open_document(data: bytes, shelf: Shelf) -> EditedFile:
    """Return a file for writing; raise `CannotWrite` if it has errors."""
    if known := _recent.get((data, shelf)):
        return known
    try:
        return _keep(data, _open(split_lines(data), shelf))
    except UnicodeDecodeError:
        raise CannotWrite("Filen är sparad med en äldre teckenkodning. Rätta den först.") from None


_recent: Final[dict[tuple[bytes, Shelf], EditedFile]] = {}
"""The files that were opened last: one save opens the same bytes several times."""


def _keep(data: bytes, document: EditedFile) -> EditedFile:
    while len(_recent) >= _MOST_RECENT:
        _recent.pop(next(iter(_recent)), None)
    _recent[data, document.shelf] = document
    return document


def write_tree(data: bytes, shelf: Shelf, wanted: Tree) -> bytes:
    """Return the bytes of a file with the contents `wanted`; raise `CannotWrite` if that is not possible."""
    document = open_document(data, shelf)
    for _ in range(_MOST_STEPS):
        before = document.tree
        if before == wanted:
            return document.lines.encoded()
        document = _open(_Step(document).towards(wanted), shelf)
        if document.tree == before:
            break
    raise CannotWrite("Ändringen går inte att skriva så att den läses likadant. Gör den i filen för hand.")


def write_body(data: bytes, shelf: Shelf, body: str) -> bytes:
    """Return the bytes of a page with other Markdown below its header; unchanged lines keep their bytes."""
    document = open_document(data, shelf)
    lines, first = document.lines, document.limit + 1
    old = list(lines.read[first:])
    new = body.split("\n")
    if new[-1] == "":
        new.pop()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, start, end, new_start, new_end in reversed(steps):
        if kind != "equal":
            lines = lines.replaced(first + start, first + end, new[new_start:new_end])
    try:
        written = _open(lines, shelf)
    except CannotWrite:
        raise CannotWrite("Texten kan inte börja så. Står en rad med bara --- överst i den, så ta bort den.") from None
    if written.body.rstrip("\n") != body.rstrip("\n") or written.tree != document.tree:
        raise CannotWrite("Texten går inte att skriva så att den läses likadant. Gör ändringen i filen för hand.")
    return lines.encoded()


def _open(lines: Lines, shelf: Shelf) -> EditedFile:
    source = SourceFile(Path(shelf.pattern), lines.text)
    assert shelf.model is not None
    shape = shape_of(shelf.model)
    text: Text | None = text_of_lines(source, 1, source.text)
    first, limit, body_text = 0, len(lines.read), ""
    if shelf.form == "page":
        text, body, problems = split_page(source, shape)
        if text is None or body is None or problems:
            raise CannotWrite("Sidans sidhuvud går inte att läsa. Rätta det i filen först.")
        first, limit = text.place().line - 1, body.place().line - 2
        body_text = body.value
    assert text is not None
    root, problems = read_records(text, shape, is_list=shelf.form == "list")
    if any(problem.is_error for problem in problems):
        line = min(problem.place.line for problem in problems)
        raise CannotWrite(f"Filen har ett fel på rad {line}, som behöver rättas i filen först.")
    return EditedFile(shelf, lines, root, first, limit, body_text)


class _Step:
    """Writes the first difference between a file and its intended contents."""

    def __init__(self, document: EditedFile) -> None:
        self.document = document
        self.lines = document.lines
        self.read = document.lines.read

    def towards(self, wanted: Tree) -> Lines:
        """Return the lines with one difference less."""
        document = self.document
        root = document.root
        if root is None:
            return self._first(wanted)
        if is_flow(root, self.read[root.place.line - 1]):
            return self._whole(wanted)
        if isinstance(root, Items) and isinstance(wanted, list):
            return self._list(root, wanted, document.shape, None, document.limit)
        if isinstance(root, Record) and isinstance(wanted, dict):
            return self._record(root, wanted, document.shape, document.limit)
        raise CannotWrite("Filen har en annan form än den ska ha.")

    def _first(self, wanted: Tree) -> Lines:
        """Write the first record of a file that has none."""
        at = self.document.limit
        if isinstance(wanted, dict):
            return self.lines.replaced(at, at, record_lines(wanted, self.document.shape, 0))
        new = item_lines(wanted[0], self.document.shape, None, 0)
        return self.lines.replaced(at, at, ["", *new] if at and self.read[at - 1].strip() else new)

    def _whole(self, wanted: Tree) -> Lines:
        """Rewrite a file whose records are in `{ }` or `[ ]`."""
        start = next(
            n for n, line in enumerate(self.read) if n >= self.document.first and line.strip() and line.lstrip()[0] != "#"
        )
        if isinstance(wanted, dict):
            new = record_lines(wanted, self.document.shape, 0)
        else:
            new = [line for item in wanted for line in item_lines(item, self.document.shape, None, 0)]
        return self.lines.replaced(start, self.document.limit, new)

    # ---- records

    def _record(self, record: Record, wanted: dict[str, Tree], shape: Shape | None, limit: int) -> Lines:
        spans = entry_spans(record, self.read, limit)
        old = tree_of(record, shape)
        assert isinstance(old, dict)
        fields = known_fields(shape)
        for number, entry in enumerate(record.entries):
            if entry.key in wanted and old[entry.key] != wanted[entry.key]:
                return self._entry(entry, wanted[entry.key], fields.get(entry.key), spans[number])
        for key, value in wanted.items():
            if key not in old:
                return self._insert_field(record, key, value, shape, spans)
        number = next(n for n, entry in enumerate(record.entries) if entry.key not in wanted)
        return self._remove_field(record, number, spans)

    def _entry(self, entry: Entry, wanted: Tree, field: FieldShape | None, span: Span) -> Lines:
        """Replace the value of a field."""
        key = key_match(entry, self.read)
        if key is None:
            raise CannotWrite(f"Fältet ”{entry.name}” är skrivet på ett sätt som bara går att ändra i filen.")
        line = self.read[span.start]
        after = line[key.end() :]
        shape = field.nested if field else None
        node = entry.value
        if not is_flow(node, after):
            if isinstance(node, Items) and isinstance(wanted, list) and wanted and real_items(node):
                return self._list(node, wanted, shape, field, span.end)
            if isinstance(node, Record) and isinstance(wanted, dict):
                return self._record(node, wanted, shape, span.end)
        style = self._style(node, after)
        new = field_lines(entry.name, wanted, field, 0, style)
        comment = self._comment(node, after, field, span)
        gap = after[: len(after) - len(after.lstrip())] if after.strip() and not is_flow(node, after) else ""
        name_length = new[0].find(":") + 1
        value = new[0][name_length:].lstrip()
        first = line[: key.end()] + ((gap or " ") + value if value else "") + comment
        below = [" " * key.start() + each if each else each for each in new[1:]]
        return self.lines.replaced(span.start, span.end, [first, *below])

    def _style(self, node: Node, after: str) -> str:
        """Return the first character of a value, if it shows its style, or `one` for a plain value."""
        if isinstance(node, Scalar):
            return after.strip()[:1] if after.strip()[:1] in ("'", '"', "|", ">") else "one"
        return ""

    def _comment(self, node: Node, after: str, field: FieldShape | None, span: Span) -> str:
        """Return the comment that follows a value on its line, with the spaces before it."""
        if not isinstance(node, Scalar) or (field and field.is_text) or span.end > span.start + 1:
            return ""
        at = node.place.column - 1 - (len(self.read[span.start]) - len(after)) + len(node.text.value)
        rest = after[at:].lstrip("'\"") if node.text.value and at > 0 else after
        return rest if rest.lstrip().startswith("#") and rest[:1] in (" ", "\t") else ""

    def _insert_field(self, record: Record, key: str, value: Tree, shape: Shape | None, spans: tuple[Span, ...]) -> Lines:
        """Insert a new field after the one that precedes it in the model's order."""
        order = {name: at for at, name in enumerate(known_fields(shape))}
        place = order.get(key, len(order))
        before = [number for number, entry in enumerate(record.entries) if order.get(entry.key, -1) < place]
        number = max(before, key=lambda n: order.get(record.entries[n].key, -1)) if before else 0
        if not record.entries:
            raise CannotWrite("En post utan fält går inte att ändra här.")
        field = known_fields(shape).get(key)
        new = field_lines(field.name if field else key, value, field, record.entries[0].place.column - 1)
        return self.lines.replaced(spans[number].end, spans[number].end, new)

    def _remove_field(self, record: Record, number: int, spans: tuple[Span, ...]) -> Lines:
        """Remove a field; if the hyphen of its record is on its line, the next field gets it."""
        span, column = spans[number], record.entries[number].place.column - 1
        head = self.read[span.start][:column]
        if not head.strip():
            return self.lines.replaced(span.start, span.end, [])
        if len(record.entries) == 1:
            raise CannotWrite("En post behöver minst ett fält. Ta bort hela posten i stället.")
        following = spans[number + 1].start
        between = self.read[span.end : following]
        moved = head + self.read[following][column:]
        return self.lines.replaced(span.start, following + 1, [moved, *between])

    # ---- lists

    def _list(self, node: Items, wanted: list[Tree], shape: Shape | None, field: FieldShape | None, limit: int) -> Lines:
        items = real_items(node)
        spans = item_spans(items, self.read, limit)
        old = [tree_of(item, shape) for item in items]
        column = column_of(node, self.read, spans)
        kind, start, _, new_start, _ = _first_difference(old, wanted)
        if kind == "replace":
            return self._item(items[start], wanted[new_start], shape, field, spans[start])
        if kind == "delete":
            return self._remove_item(spans[start])
        new = item_lines(wanted[new_start], shape, field, column)
        return self._insert_item(spans, start, new, is_spaced=shape is not None and field is None)

    def _item(self, item: Node, wanted: Tree, shape: Shape | None, field: FieldShape | None, span: Span) -> Lines:
        line = self.read[span.start]
        hyphen = line.find("-")
        after = line[hyphen + 1 :]
        if isinstance(item, Record) and isinstance(wanted, dict) and not is_flow(item, after):
            return self._record(item, wanted, shape, span.end)
        style = self._style(item, after)
        new = item_lines(wanted, shape, field, hyphen, "" if style == "one" else style)
        comment = self._comment(item, after, field, span)
        return self.lines.replaced(span.start, span.end, [line[:hyphen] + new[0][hyphen:] + comment, *new[1:]])

    def _remove_item(self, span: Span) -> Lines:
        """Remove an item, and a blank line if there is one on both sides."""
        start, end = span.start, span.end
        is_open_above = start == 0 or not self.read[start - 1].strip()
        if is_open_above and end < len(self.read) and not self.read[end].strip():
            end += 1
        return self.lines.replaced(start, end, [])

    def _insert_item(self, spans: tuple[Span, ...], at: int, new: list[str], *, is_spaced: bool) -> Lines:
        """Insert a new item before the item `at`, or at the end; records of a register are separated by blank lines."""
        if not spans:
            raise CannotWrite("Listan är tom på ett sätt som bara går att ändra i filen.")
        if at < len(spans):
            return self.lines.replaced(spans[at].start, spans[at].start, [*new, ""] if is_spaced else new)
        end = spans[-1].end
        return self.lines.replaced(end, end, ["", *new] if is_spaced else new)


def _first_difference(old: Iterable[Tree], new: Iterable[Tree]) -> tuple[str, int, int, int, int]:
    """Return the first opcode, for single items, that transforms one list into another."""
    olds, news = [dumps(item, sort_keys=True) for item in old], [dumps(item, sort_keys=True) for item in new]
    return next(step for step in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes() if step[0] != "equal")
