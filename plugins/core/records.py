"""Records: YAML as text with line and column.

Stage: read. In: a `Text` (a register, or the header of a page) and the `Shape` of its model. Out: nodes that carry
their places, and problems. Called by `core.shelves`.

Values are text: what follows the first colon (or the hyphen) to the end of the line. So YAML is asked for the
structure only: each such value is replaced by a stand-in of the same length (`xxxx`), PyYAML composes, and the
original is put back by line and column. Traps that this avoids: `#2`, `{fakta:x}`, `: `, `no`, `8.10`, `@`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import yaml

from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.sources import UNWRITABLE, Text, tell_invisible
from plugins.core.swedish import closest, compare_key, join_words, quote

DEEPEST = 12
"""Levels of nesting. The deepest record of the handbook (webbplats → organisation → sociala medier → namn) has five."""
MOST_NODES = 50_000
"""Values in one file, aliases counted each time they are used: a bound against aliases that expand without end."""


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

_KEY = re.compile(r"""(?P<name>"[^"\n]+"|'[^'\n]+'|[^\s\#:"'\[\]{}&*!|>%@`,?-](?:[^:\n]*[^:\s])?)(?P<space>[^\S\n]*):(?=\s|$)""")
_TIGHT_KEY = re.compile(r"(?P<name>[^\W\d_][\w -]*):(?=\S)")
_ODD_HYPHEN = re.compile(r"(?P<sign>[*\u2010-\u2015\u2022\u2212]|\d{1,2}[.)])[ \t]+")
_HYPHENS = re.compile(r"(?:-[ \t]+)*(?:-$)?")
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?$")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+'", re.DOTALL)
_QUOTED_PART = re.compile(r"\"(?:[^\"\\]|\\.)*+(?:\"|\Z)|'[^']*+(?:'|\Z)", re.DOTALL)
"""A quoted string within a line; one that goes on over several lines ends with this one."""
_NUMBER_SIGN = re.compile(r"#\d")
"""`#2` where a number would stand is meant as one."""
_COMMENT = re.compile(r"(?:^#(?=\s|$)|[ \t]#).*$")  # `#2` where a value would stand is meant as one
_COMMENT_AFTER_NUMBER = re.compile(r"[ \t]#(?!\d).*$")
_FENCE = re.compile(r"[`~]{3,}\w*|[-=_*+]{3,}")
"""What stands around code in other programs, or as a line between records."""
_BOLD_KEY = re.compile(r"[*`]++\s*+(?P<name>[^*`:\s](?:[^*`:]*[^*`:\s])?)\s*+:?[*`]++:?\s*+(?P<value>.*)")
_WIDE_COLON = re.compile(r"(?P<name>[\w -]+?)\s?[\N{FULLWIDTH COLON}\N{SMALL COLON}\N{MODIFIER LETTER COLON}\N{RATIO}]")
_ODD_SIGNS = ";=.,"
"""What stands in the place of the colon by a slip of the hand."""


def read_records(text: Text, shape: Shape, *, is_list: bool) -> tuple[Node | None, list[Problem]]:
    """Return the root node of a register (`is_list`) or of a single record; None where nothing could be read."""
    if text.value.count("\n") > MOST_NODES and sum(map(bool, map(str.strip, text.value.split("\n")))) > MOST_NODES:
        message = f"Filen har fler än {MOST_NODES} rader. Så många poster skriver ingen för hand."
        return None, [Problem(text.place(), "for-langt", message, ("Dela upp den på flera filer.",))]
    scan = _Scan(text, shape, is_list)
    scan.run()
    try:
        root = yaml.compose(scan.masked(), Loader=yaml.SafeLoader)
        back = _Back(text, scan)
        node = back.node(root) if root is not None else None
    except _TooMuch as error:
        help_line = "Skriv posterna på egna rader, utan klamrar, hakparenteser och tecknen & och *."
        problem = Problem(error.place, "for-djupt", "Här är för många nivåer eller upprepningar.", help=(help_line,))
        return None, [*scan.problems, problem]
    except (yaml.YAMLError, RecursionError) as error:
        return None, scan.problems or [_explain(error, text, scan)]
    problems = [*scan.problems, *back.problems, *_check_doubled(node)]
    return node, problems


@dataclass(slots=True)
class _Frame:
    """A record that is open while the lines are scanned: its column and the field last seen."""

    column: int
    shape: Shape | None
    last: FieldShape | None = None
    keys: dict[str, None] = field(default_factory=dict)
    """The fields it has had so far, by compared name, in order."""
    hyphen: int | None = None
    """Column of the hyphen that begins it, where it stands in a list."""
    items: int | None = None
    """Column of the hyphens below `last`."""
    empty: tuple[int, int] | None = None
    """Line and column where the value of `last` would stand, which is a text and was left empty."""


@dataclass(slots=True)
class _Value:
    """A value that stands in the file as `pieces` of (line, column, text), and as a stand-in in the mask."""

    pieces: list[tuple[int, int, str]] = field(default_factory=list)


def _key_name(key: re.Match[str]) -> str:
    """Return the compared name of a field; a form editor may have quoted it."""
    return compare_key(key["name"].strip("\"'"))


class _Scan:
    """Walks over the lines once, finds values, and masks them."""

    def __init__(self, text: Text, shape: Shape, is_list: bool) -> None:
        self.text = text
        self.root_shape = shape
        self.root_is_list = is_list
        self.lines = text.value.split("\n")
        self.mask = list(self.lines)
        self.frames: list[_Frame] = []
        self.root_items: int | None = None
        self.values: dict[tuple[int, int], _Value] = {}
        self.shifts: dict[int, list[tuple[int, int]]] = {}
        """Lines that were put right in the mask: from which column on, and how far back their characters stood."""
        self.problems: list[Problem] = []
        self.dropped: set[int] = set()
        """Lines whose hyphen was one too many."""
        self.is_broken = False
        """True where records may be missing or torn: what refers to them is not judged."""

    def masked(self) -> str:
        """Return the text with stand-ins, for PyYAML, which would drop a byte order mark and count one column less."""
        return "\n".join(self.mask).replace("\ufeff", "\u200b")

    def place(self, line: int, column: int) -> Place:
        """Return the place in the file of (line, column) of the mask, both from 0."""
        first = self.text.place()
        return Place(self.text.source, first.line + line, self.written_column(line, column) + 1)

    def written_column(self, line: int, column: int) -> int:
        """Return the column in the file of a column in the mask."""
        back = sum(back for start, back in self.shifts.get(line, []) if column >= start)
        return max(0, column + back)  # a hyphen that only the mask has stands nowhere

    def run(self) -> None:
        number = 0
        while number < len(self.lines):
            number = self._line(number)
        self._gather_tabs()

    def _line(self, number: int) -> int:
        """Handle line `number`; return the number of the next line to handle."""
        line = self.lines[number]
        stripped = line.strip(" ")
        if not stripped.strip() or stripped.startswith("#"):
            self.mask[number] = ""  # a comment or blank line; tabs in it would disturb YAML
            return number + 1
        if line.rstrip() in ("---", "...") and not self.frames:
            return number + 1
        indent = len(line) - len(line.lstrip(" "))
        if line[indent] in "\t\N{NO-BREAK SPACE}":
            return self._tab(number, indent)
        if self._drop_hyphen(number, indent):
            return number
        line = self._mend_hyphen(number, indent)
        hyphens = _HYPHENS.match(line, indent)
        column = hyphens.end() if hyphens else indent
        if column == indent + 2 and self._is_extra_hyphen(number, indent):
            return self._drop_extra_hyphen(number, indent)
        if column > indent:
            shift = self._settle_item(number, indent, column)
            return self._item(number, indent - shift, column - shift)
        key = _KEY.match(line, column)
        if key and self._is_pair_in_list(number, column, _key_name(key)):
            return self._item_without_hyphen(number, column)
        if key:
            return self._field(number, column, key, from_item=False)
        return self._stray(number, column)

    def _is_pair_in_list(self, number: int, column: int, name: str) -> bool:
        """Tell whether a line `Måndag: 8–12` stands as a value of a list, without its hyphen."""
        top = next((frame for frame in reversed(self.frames) if frame.column < column), None)
        if top is None or top.last is None or not (top.last.is_list and top.last.is_text) or name in self._known(top):
            return False
        return self._expects_items(number)

    # ---- records and lists

    def _close_above(self, column: int) -> None:
        while self.frames and self.frames[-1].column > column:
            self.frames.pop()

    def _owner(self) -> tuple[FieldShape | None, bool]:
        """Return the list field that an item of a list belongs to, and whether anything is known of it."""
        if not self.frames:
            return FieldShape("", is_list=True, nested=self.root_shape), self.root_is_list
        return self.frames[-1].last, self.frames[-1].last is not None

    def _settle_item(self, number: int, hyphen: int, column: int) -> int:
        """Find the list an item belongs to; return how far the line was moved, where its hyphen stood askew."""
        self._close_above(hyphen)
        top = self.frames[-1] if self.frames else None
        key = _KEY.match(self.lines[number], column)
        name = _key_name(key) if key else ""
        if top and (top.last is None or top.last.is_list) and not (top.items is None and self._is_askew(top, name)):
            expected, top.items = top.items, top.items if top.items is not None else hyphen
        elif top is None and self.root_is_list:
            expected, self.root_items = self.root_items, self.root_items if self.root_items is not None else hyphen
        else:
            homes = [f for f in self.frames if f.items is not None and f.last and name in _names(f.last.nested)]
            expected = homes[-1].items if homes else None
            if expected is None and self.root_is_list and name in self.root_shape.fields:
                expected = self.root_items
        known = top is None or top.last is None or name in _names(top.last.nested) or expected is not None
        if expected is None or expected == hyphen or not key or not known:
            return 0
        self._tell_indent(number, hyphen, expected, "som de andra bindestrecken i samma lista")
        self._close_above(expected)
        return hyphen - expected

    def _is_askew(self, frame: _Frame, name: str) -> bool:
        """Tell whether an item with the field `name` cannot belong to the list field that `frame` had last."""
        return bool(frame.last and frame.last.nested and name and name not in frame.last.nested.fields)

    def _item(self, number: int, hyphen: int, column: int) -> int:
        """A line that begins with `- `."""
        line = self.lines[number]
        owner, is_known = self._owner()
        rest = line[column:].rstrip()
        self._mask_tabs(number, hyphen, column)
        if not rest or re.fullmatch(r"[&!]\S*|#(?=\s|$).*", rest):
            self._open_below(number, hyphen, owner)
            return number + 1
        if is_known and owner is not None and owner.nested is None:
            return self._value(number, column, hyphen, owner, frame=None)
        nested = owner.nested if owner else None
        key = _KEY.match(line, column) or self._mend_colon(number, column, nested)
        if not key and nested and self._mend_name(number, column, nested):
            key = _KEY.match(self.lines[number], column)
        if key:
            self.frames.append(_Frame(column, nested, hyphen=hyphen))
            return self._field(number, column, key, from_item=True)
        if rest[0] in "{[&*!":
            return number + 1
        return self._value(number, column, hyphen, None, frame=None)

    def _open_below(self, number: int, hyphen: int, owner: FieldShape | None) -> None:
        """Open the record of a hyphen that stands alone on its line, where its fields follow below."""
        indent, following = self._following(number + 1)
        if indent > hyphen and _KEY.match(following, indent):
            self.frames.append(_Frame(indent, owner.nested if owner else None, hyphen=hyphen))

    def _following(self, number: int) -> tuple[int, str]:
        """Return the next line that is neither blank nor a comment, and its indent."""
        rest = (self.lines[at] for at in range(number, len(self.lines)))  # a slice would copy the rest of the file each time
        following = next((line for line in rest if line.strip() and not line.strip().startswith("#")), "")
        return len(following) - len(following.lstrip(" ")), following

    def _field(self, number: int, column: int, key: re.Match[str], *, from_item: bool) -> int:
        """A line `name: value`, perhaps after hyphens."""
        name = _key_name(key)
        if not from_item:
            column = self._settle(number, column, name)
            key = _KEY.match(self.lines[number], column) or key  # the line may have been moved
        frame = self.frames[-1]
        if not from_item and frame.hyphen is not None and len(frame.keys) > 1 and name == next(iter(frame.keys)):
            frame = self._lost_hyphen(number, column, frame)
        shape = frame.shape.fields.get(name) if frame.shape else None
        frame.last, frame.items, frame.empty = shape, None, None
        frame.keys[name] = None
        return self._after_colon(number, key.end(), frame, shape)

    def _after_colon(self, number: int, colon: int, frame: _Frame, shape: FieldShape | None) -> int:
        line = self.lines[number]
        start = colon + len(line[colon:]) - len(line[colon:].lstrip())
        self._mask_tabs(number, colon, start)
        rest = line[start:].rstrip()
        may_nest = shape is None or shape.is_list or shape.nested is not None
        if not may_nest and shape is not None and not shape.is_text and not rest and self._nests(number + 1, frame, None):
            may_nest, frame.last = True, None  # told as a list or record where one value belongs
        has_words = bool(rest) and rest[0] not in "#[{&*!|>"
        if shape is not None and shape.nested and has_words and self._nests(number + 1, frame, shape.nested):
            self._words_before_records(number, start, shape)
            rest = ""
        opens = "[" if shape and shape.is_list and shape.is_text else "[{&*!"  # a single line of a list may begin with a mark
        is_remark = rest.startswith("#") and not (shape and shape.is_list and shape.nested is None and _NUMBER_SIGN.match(rest))
        if may_nest and (not rest or is_remark or rest[0] in opens):
            if is_remark:
                self.mask[number] = self.mask[number][:start].rstrip()
            if rest.startswith("[") and shape and not shape.is_text:
                rest = self._drop_number_signs(number, start, rest)
            return self._flow_end(number, rest) if rest[:1] in ("[", "{") else number + 1
        return self._value(number, start, frame.column, shape, frame)

    def _drop_number_signs(self, number: int, start: int, rest: str) -> str:
        """Within `[ ]` a `#` begins a comment that hides the end; return the value without, as it was meant."""
        fixed = re.sub(r"(?<=[\[, ])#(?=\d)", "", _QUOTED_PART.sub(lambda quoted: quoted[0].replace("#", "\ue000"), rest))
        fixed = fixed.replace("\ue000", "#")
        if fixed == rest:
            return rest
        line = f"{self.lines[number][:start]}{fixed}"
        message = "Tecknet # börjar en anteckning, så det som står efter det läses inte."
        self.problems.append(Problem(self.place(number, start), "fel-varde", message, suggestion=line.strip().removeprefix("- ")))
        self.lines[number] = self.mask[number] = line
        return fixed

    def _nests(self, number: int, frame: _Frame, nested: Shape | None) -> bool:
        """Tell whether a list, or a record (with fields of `nested`, or none that the record around it has), follows below."""
        indent, following = self._following(number)
        if indent <= frame.column:
            return False
        key = _KEY.match(following, indent)
        if key and nested:
            return _key_name(key) in nested.fields
        return following.startswith("- ", indent) or bool(key and _key_name(key) not in self._known(frame))

    def _words_before_records(self, number: int, start: int, shape: FieldShape) -> None:
        """Nothing stands beside the name of a field whose records follow below."""
        below = "posterna, var och en efter ett bindestreck" if shape.is_list else "fälten"
        self.problems.append(
            Problem(
                self.place(number, start),
                "fel-form",
                f"Efter {quote(shape.name + ':')} ska inget mer stå på raden.",
                suggestion=self.lines[number][:start].strip().removeprefix("- "),
                help=(f"På raderna under står {below}.",),
            )
        )
        self.mask[number] = self.mask[number][:start].rstrip()

    def _flow_end(self, number: int, rest: str) -> int:
        """Skip the lines of a `{ }` or `[ ]` that goes on over several lines: they are plain YAML."""
        depth = 0
        opening = rest
        while True:
            bare = _QUOTED_PART.sub("", opening)
            depth += sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")
            number += 1
            if depth <= 0 or number >= len(self.lines):
                return number
            opening = self.lines[number]
            if opening.strip() and len(opening) - len(opening.lstrip()) < 1:
                return number

    def _settle(self, number: int, column: int, name: str) -> int:
        """Find the record that a field at `column` belongs to; a column that fits none is a wrong indent."""
        closed: list[_Frame] = []
        while self.frames and self.frames[-1].column > column:
            closed.append(self.frames.pop())
        top = self.frames[-1] if self.frames else None
        if top and top.column == column:
            return column
        if top is None and not closed:
            if column and not self.root_is_list and self._has_field_at_margin(number + 1):
                self.frames.append(_Frame(0, self.root_shape))
                return self._wrong_indent(number, column, self.frames[-1])
            self.frames.append(_Frame(column, self.root_shape))
            return self._missing_hyphen(number, column, name, column + 2) if self.root_is_list else column
        if top and top.last is not None and top.last.nested is not None:
            if not closed:  # the first field of a record within a field: `organisation:` and deeper
                self.frames.append(_Frame(column, top.last.nested))
                if top.last.is_list and name not in top.last.nested.fields and name in self._known(top):
                    self.frames.pop()
                    return self._wrong_indent(number, column, top)
                return column
        elif top and top.last is None and not closed:
            self.frames.append(_Frame(column, None))
            return column
        last = closed[-1] if closed else None
        meant = _key_of(last.shape, name) if last else name
        is_new = last is not None and (name in last.keys or meant in last.keys or meant not in self._known(last))
        if top is None and self.root_is_list and column == 0 and last is not None and is_new:
            return self._missing_hyphen(number, column, name, last.column)
        candidates = [*closed, *([top] if top else [])]
        home = next((f for f in candidates if name in self._known(f)), candidates[0])
        while self.frames and self.frames[-1].column >= home.column:
            self.frames.pop()
        self.frames.append(home)
        return self._wrong_indent(number, column, home)

    def _has_field_at_margin(self, number: int) -> bool:
        """Tell whether a field of the record stands without indent from line `number` on."""
        keys = (_KEY.match(line) for line in self.lines[number:])
        return any(key and _key_name(key) in self.root_shape.fields for key in keys)

    @staticmethod
    def _known(frame: _Frame) -> Mapping[str, FieldShape]:
        return frame.shape.fields if frame.shape else {}

    # ---- values

    def _value(self, number: int, start: int, column: int, shape: FieldShape | None, frame: _Frame | None) -> int:
        """Take a value that begins at `start` of line `number`, with the deeper lines that belong to it."""
        line = self.lines[number]
        first = line[start:].rstrip()
        if _BLOCK.match(first):
            return self._skip_block(number, column)
        if first[:1] in ("'", '"'):
            end, pieces = self._gather(number, start, column, frame, is_open=True)
            if _is_quoted("\n".join(text for _, _, text in pieces).strip()):
                return end
        end, pieces = self._gather(number, start, column, frame)
        joined = "\n".join(text for _, _, text in pieces).strip()
        if joined[:1] in ("'", '"') and _is_quoted(joined):
            return end
        if shape is not None and not shape.is_text:
            comment = _COMMENT_AFTER_NUMBER if _NUMBER_SIGN.match(joined) else _COMMENT
            pieces = [(n, c, comment.sub("", text).rstrip()) for n, c, text in pieces]
            # a value that begins with # is only a comment
        if frame and shape and shape.is_text and not any(text for _, _, text in pieces):
            frame.empty = (number, len(self.lines[number].rstrip()) + 1)
        value = _Value([piece for piece in pieces if piece[2] or piece is not pieces[0]])
        self._put(number, start, end, value)
        return end

    def _gather(
        self, number: int, start: int, column: int, frame: _Frame | None, *, is_open: bool = False
    ) -> tuple[int, list[tuple[int, int, str]]]:
        """Return the next line to handle, and the value's pieces: (line, column, text).

        A comment or a field name ends the value, but (`is_open`) not where it may stand between quotation marks.
        """
        pieces = [(number, start, self.lines[number][start:].rstrip())]
        blanks: list[tuple[int, int, str]] = []
        at = number + 1
        while at < len(self.lines):
            line = self.lines[at]
            stripped = line.strip()
            indent = len(line) - len(line.lstrip(" \t"))
            if not stripped:
                blanks.append((at, 0, ""))
                at += 1
                continue
            if indent <= column:
                break
            if not is_open and (stripped.startswith("#") or self._begins_field(line, indent, frame)):
                break
            pieces.extend(blanks)
            blanks = []
            pieces.append((at, indent, stripped))
            at += 1
        return (at - len(blanks)), pieces

    def _begins_field(self, line: str, indent: int, frame: _Frame | None) -> bool:
        """Tell whether a deeper line begins with a field name of the record: then its indent is wrong."""
        key = _KEY.match(line, indent)
        return bool(key and frame and _key_name(key) in self._known(frame))

    def _put(self, number: int, start: int, end: int, value: _Value) -> None:
        """Put stand-ins for the value's pieces into the mask."""
        for at in range(number + 1, end):
            self.mask[at] = ""
        self.mask[number] = self.mask[number][:start].rstrip()
        real = [piece for piece in value.pieces if piece[2]]
        if not real:
            return
        for line, column, text in value.pieces:
            if text:
                self.mask[line] = self.mask[line].ljust(column) + "x" * len(text)
        self.values[(real[0][0], real[0][1])] = value

    def _skip_block(self, number: int, column: int) -> int:
        """Leave a block (`|` or `>`) to YAML; its lines are indented."""
        at = number + 1
        indent, following = self._following(at)
        is_flat = bool(following) and indent <= column and not _KEY.match(following, indent)
        if is_flat and not following.lstrip().startswith(("- ", "---", "#")):
            return self._tell_flat_block(number, column)
        while at < len(self.lines):
            line = self.lines[at]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                break
            at += 1
        return at

    def _tell_flat_block(self, number: int, column: int) -> int:
        """Tell of the lines of a block that are not indented, and leave them out."""
        at = number + 1
        while at < len(self.lines) and not _KEY.match(self.lines[at].lstrip()) and not self.lines[at].lstrip().startswith("- "):
            self.mask[at] = ""
            at += 1
        first = next(n for n in range(number + 1, at) if self.lines[n].strip())
        message = f"Texten under {quote(self.lines[number].strip())} ska vara indragen."
        help_line = f"Börja varje rad i den med {column + 2} mellanslag."
        right = f"{' ' * (column + 2)}{self.lines[first].strip()}"
        self.problems.append(Problem(self.place(first, 0), "fel-indrag", message, (help_line,), right))
        self.mask[number] = self.mask[number].rstrip().rstrip("|>+-0123456789") + "x"
        return at

    def _mask_tabs(self, number: int, start: int, end: int) -> None:
        """Make tabs between a colon or hyphen and the value into spaces: they are harmless there."""
        line = self.mask[number]
        between = re.sub(r"[^\S ]", " ", line[start:end])
        self.mask[number] = line[:start] + between + line[end:]

    # ---- what is wrong with the lines

    def _tab(self, number: int, indent: int) -> int:
        """No tab or fixed space in the indent: how deep it is cannot be told."""
        line = self.lines[number]
        width = len(line) - len(line.lstrip())
        what = "ett tabbtecken" if "\t" in line[:width] else "ett fast mellanslag"
        plain = line[:width].replace("\t", "  ").replace("\N{NO-BREAK SPACE}", " ") + line[width:]
        self.problems.append(
            Problem(
                self.place(number, indent),
                "tabb-i-indrag",
                f"Raden börjar med {what}. Dra in raden med vanliga mellanslag i stället.",
                help=("Sudda tomrummet i början av raden och tryck på mellanslagstangenten.",),
            )
        )
        self.lines[number] = self.mask[number] = plain
        return number

    def _gather_tabs(self) -> None:
        """Tell of many lines with tabs once: they are put right together."""
        tabs = [problem for problem in self.problems if problem.code == "tabb-i-indrag"]
        if len(tabs) > 3:
            further = set(map(id, tabs[1:]))
            self.problems = [problem for problem in self.problems if id(problem) not in further]
            lines = join_words([str(problem.place.line) for problem in tabs[1:11]]) + (" …" if len(tabs) > 11 else "")
            first = replace(tabs[0], help=(*tabs[0].help, f"Gör likadant på rad {lines}."))
            self.problems[self.problems.index(tabs[0])] = first

    def _wrong_indent(self, number: int, column: int, home: _Frame) -> int:
        """A field stands in the same column as the other fields of its record."""
        self._tell_indent(number, column, home.column, "som de andra fälten i samma post")
        return home.column

    def _tell_indent(self, number: int, column: int, target: int, like: str) -> None:
        """Tell that a line begins in the wrong column, and move it in the mask."""
        direction = "för långt in" if column > target else "för långt ut"
        begins = {0: "utan mellanslag", 1: "med ett mellanslag"}.get(target, f"med {target} mellanslag")
        line = self.lines[number].strip()
        self.problems.append(
            Problem(
                self.place(number, column),
                "fel-indrag",
                f"Raden är indragen {direction}.",
                suggestion=" " * target + line,
                help=(f"Raden ska börja {begins}, {like}.",),
            )
        )
        self._shift(number, column, target)

    def _shift(self, number: int, column: int, target: int) -> None:
        """Move a line in the mask to the column it should have, so that the rest can be read."""
        self.mask[number] = " " * target + self.mask[number][column:]
        self.lines[number] = " " * target + self.lines[number][column:]
        self.shifts.setdefault(number, []).append((0, column - target))

    def _missing_hyphen(self, number: int, column: int, name: str, target: int) -> int:
        """Each record of a list begins with a hyphen."""
        line = self.lines[number].strip()
        if name in self.root_shape.other_names:
            self.problems.append(self._tell_other_names(number, column, name, line))
        elif name in self.root_shape.fields:  # else it is told as a record without a field of its own
            message = f"Saknas ett bindestreck framför {quote(line.split(':')[0])}?"
            help_line = "Varje ny post i listan börjar med ett bindestreck och ett mellanslag."
            self.problems.append(Problem(self.place(number, column), "saknar-bindestreck", message, (help_line,), f"- {line}"))
        self.is_broken = True
        self._shift(number, column, target)
        self.mask[number] = self.mask[number][: target - 2] + "- " + self.mask[number][target:]
        self._close_above(target - 1)
        self.frames.append(_Frame(target, self.root_shape))
        return target

    def _tell_other_names(self, number: int, column: int, name: str, line: str) -> Problem:
        """A record without its hyphen, whose fields have other names than here, is told once, with all their names."""
        own = self.root_shape.other_names
        keys = [key for line in self.lines[number:] if (key := _KEY.match(line.lstrip(" ")))]
        names = {key[0].rstrip(": "): own[_key_name(key)] for key in keys if _key_name(key) in own}
        written = line.partition(":")[0]
        message = f"Saknas ett bindestreck framför {quote(written)}? Fältet heter {quote(own[name])} här."
        meanings = join_words([f"{quote(other)} är {quote(right)}" for other, right in names.items()])
        help_lines = (
            "Varje ny post i listan börjar med ett bindestreck och ett mellanslag.",
            f"Så heter fälten här: {meanings}.",
        )
        right = f"- {own[name]}{line[len(written) :]}"
        return Problem(self.place(number, column), "saknar-bindestreck", message, help_lines, right)

    def _lost_hyphen(self, number: int, column: int, frame: _Frame) -> _Frame:
        """The first field of a record comes again: a new record, whose hyphen is missing."""
        line = self.lines[number]
        self.problems.append(
            Problem(
                self.place(number, column),
                "saknar-bindestreck",
                f"Saknas ett bindestreck framför {quote(line.strip().split(':')[0])}?",
                suggestion=" " * (frame.hyphen or 0) + f"- {line.strip()}",
                help=("Varje ny post i listan börjar med ett bindestreck och ett mellanslag.",),
            )
        )
        hyphen = frame.hyphen or 0
        self.mask[number] = f"{' ' * hyphen}-{' ' * (column - hyphen - 1)}{self.mask[number][column:]}"
        self.frames[-1] = _Frame(column, frame.shape, hyphen=hyphen)
        return self.frames[-1]

    def _mend_hyphen(self, number: int, indent: int) -> str:
        """A hyphen that begins a record is a plain one, and has a space after it."""
        line = self.lines[number]
        odd = _ODD_HYPHEN.match(line, indent)
        first = _KEY.match(line, odd.end()) if odd else None
        top = self.frames[-1] if self.frames else None
        is_in_list = bool(top and top.last and top.last.is_list and indent > top.column)
        if odd and (is_in_list if first is None else compare_key(first["name"]) in self._all_names()):
            message = f"Posten börjar med {quote(odd['sign'])} i stället för ett vanligt bindestreck."
            fixed = f"{line[:indent]}-{line[odd.end('sign') :]}"
            self.shifts.setdefault(number, []).append((indent + 1, len(odd["sign"]) - 1))
            problem = Problem(self.place(number, indent), "fel-bindestreck", message, suggestion=fixed.strip())
            self.problems.append(problem)
            self.lines[number] = self.mask[number] = fixed
            return fixed
        key = _KEY.match(line, indent + 1) if line.startswith("-", indent) else None
        is_record = key is not None and _key_name(key) in self._all_names()
        if not is_record and not self._is_tight_item(number, indent):
            return line
        fixed = line[: indent + 1] + " " + line[indent + 1 :]
        tight = self._tight_lines(number, indent) if is_record else []
        below = "Dra in raderna under lika långt, så att fälten börjar rakt under varandra."
        self.problems.append(
            Problem(
                self.place(number, indent),
                "saknar-mellanslag",
                "Det saknas ett mellanslag efter bindestrecket.",
                suggestion=fixed.strip(),
                help=(below,) if tight else (),
            )
        )
        self._mend(number, fixed, indent + 2)
        for at in tight:
            self._shift(at, indent + 1, indent + 2)
        return fixed

    def _is_tight_item(self, number: int, indent: int) -> bool:
        """Tell whether a line is a value of a list, with its hyphen close to it."""
        if not re.match(r"-[^\s-]", self.lines[number][indent:]):
            return False
        top = next((frame for frame in reversed(self.frames) if frame.column <= indent), None)
        if top is None or top.last is None or not top.last.is_list or top.last.nested is not None:
            return False
        return self._expects_items(number)

    def _expects_items(self, number: int) -> bool:
        """Tell whether the line above names a list and has no value, or is an item."""
        above = next((self.mask[at].strip() for at in range(number - 1, -1, -1) if self.mask[at].strip()), "")
        return above.endswith(":") or above.startswith("- ")

    def _tight_lines(self, number: int, indent: int) -> list[int]:
        """Return the lines below that stand in the column of a field whose hyphen has no space after it."""
        lines = []
        for at in range(number + 1, len(self.lines)):
            line = self.lines[at]
            column = len(line) - len(line.lstrip(" "))
            if line.strip() and column <= indent:
                break
            lines += [at] if line.strip() and column == indent + 1 else []
        return lines

    def _drop_hyphen(self, number: int, indent: int) -> bool:
        """A record that is no list has no hyphens; a record of a list has one. Tell whether the line was put right."""
        line = self.lines[number]
        hyphens = re.compile(r"(?:-[ \t]+)+").match(line, indent)
        key = _KEY.match(line, hyphens.end()) if hyphens else None
        if hyphens is None or key is None:
            return False
        name, many = _key_name(key), hyphens[0].count("-")
        top = next((frame for frame in reversed(self.frames) if frame.column <= indent), None)
        if self.root_is_list:
            if many == 1 or name not in self._all_names():
                return False
            message, keeps = "Posten börjar med mer än ett bindestreck.", "- "
        else:
            is_item = top is not None and (top.last is None or top.last.is_list)
            if name not in self.root_shape.fields or is_item or indent > (top.column if top else 0):
                return False
            message, keeps = f"Framför {quote(key['name'])} står ett bindestreck, men här är ingen lista.", ""
        if self._following(number + 1)[0] == hyphens.end():  # the fields below are in the column of this one
            keeps = keeps.ljust(len(hyphens[0]))
        fixed = line[:indent] + keeps + line[hyphens.end() :]
        self.problems.append(Problem(self.place(number, indent), "fel-bindestreck", message, suggestion=fixed[indent:].rstrip()))
        self.lines[number] = self.mask[number] = fixed
        self.shifts.setdefault(number, []).append((indent + len(keeps), len(hyphens[0]) - len(keeps)))
        return True

    def _is_extra_hyphen(self, number: int, indent: int) -> bool:
        """Tell whether a lone field with a hyphen belongs to the record above, which lacks it and begins with another."""
        frame = next((frame for frame in self.frames if frame.hyphen == indent and frame.column == indent + 2), None)
        if not _KEY.match(self.lines[number], indent + 2) or frame is None or frame.shape is None or not frame.keys:
            return False
        first = next(iter(frame.keys))
        names: list[str] = []
        for at in range(number, len(self.lines)):
            line = self.lines[at]
            if names and (line.startswith("- ", indent) or (line.strip() and not line.startswith(" " * (indent + 1)))):
                break
            key = _KEY.match(line, indent + 2) if line[: indent + 2].strip(" -") == "" else None
            names += [_key_name(key)] if key else []
        is_lone = len(names) == 1 or number - 1 in self.dropped
        is_new = first not in names and not set(names) & set(frame.keys)
        return is_lone and is_new and bool(names) and all(name in frame.shape.fields for name in names)

    def _drop_extra_hyphen(self, number: int, indent: int) -> int:
        """Put a field right that begins with a hyphen though its record goes on."""
        line = self.lines[number]
        fixed = f"{line[:indent]}  {line[indent + 2 :]}"
        message = "Här står ett bindestreck, men raden hör till posten ovanför."
        help_line = "Bara den första raden i en post börjar med ett bindestreck."
        self.problems.append(Problem(self.place(number, indent), "fel-bindestreck", message, (help_line,), fixed.rstrip()))
        self.lines[number] = self.mask[number] = fixed
        self.dropped.add(number)
        return number

    def _mend(self, number: int, fixed: str, start: int) -> None:
        """Put a line right where one character was missing before column `start`, so that the rest can be read."""
        self.lines[number] = self.mask[number] = fixed
        self.shifts.setdefault(number, []).append((start, -1))

    def _all_names(self) -> set[str]:
        shapes, names = [self.root_shape], set()
        while shapes:
            for name, shape in shapes.pop().fields.items():
                names.add(name)
                shapes.extend([shape.nested] if shape.nested else [])
        return names

    def _mend_colon(self, number: int, column: int, shape: Shape | None) -> re.Match[str] | None:
        """A known field name has a space after its colon."""
        found = _TIGHT_KEY.match(self.lines[number], column)
        if not found or not shape or compare_key(found["name"]) not in shape.fields:
            return None
        fixed = self.lines[number][: found.end()] + " " + self.lines[number][found.end() :]
        if self.lines[number].startswith(":", found.end()):
            return self._drop_colon(number, column, found.end())
        self.problems.append(
            Problem(
                self.place(number, found.end() - 1),
                "saknar-mellanslag",
                f"Det saknas ett mellanslag efter kolonet i fältet {quote(found['name'])}.",
                suggestion=fixed.strip().removeprefix("- "),
            )
        )
        self._mend(number, fixed, found.end() + 1)
        return _KEY.match(fixed, column)

    def _drop_colon(self, number: int, column: int, second: int) -> re.Match[str] | None:
        """A field name has one colon after it; `second` is the column of the one too many."""
        line = self.lines[number]
        self.lines[number] = self.mask[number] = f"{line[:second]} {line[second + 1 :]}"
        right = f"{line[column:second]} {line[second + 1 :].strip()}"
        problem = Problem(self.place(number, second), "saknar-kolon", "Här står två kolon efter fältets namn.", suggestion=right)
        self.problems.append(problem)
        return _KEY.match(self.lines[number], column)

    def _stray(self, number: int, column: int) -> int:
        """A line that is neither a field, a list item nor the continuation of a value."""
        line = self.lines[number]
        frame = next((f for f in reversed(self.frames) if f.column <= column), None)
        shape = frame.shape if frame else (None if self.root_is_list else self.root_shape)
        if shape and self._mend_bold(number, column, shape):
            return number
        if frame and frame.last and frame.last.is_list and column > frame.column:
            return self._item_without_hyphen(number, column)
        if line[column] in "{[&*!%" and not self.frames:
            return len(self.lines)  # the whole file is written in YAML's other style
        if self._mend_colon(number, column, shape):
            return number
        if shape and self._mend_name(number, column, shape):
            return number
        first = line.strip()
        if first.startswith(("<!--", "//")):
            message = f"Raden {quote(first, 40)} hör inte till något fält."
            remark = f"# {first.removeprefix('<!--').removesuffix('-->').lstrip('/').strip()}"
            help_line = "En anteckning börjar med tecknet #."
            self.problems.append(Problem(self.place(number, column), "saknar-kolon", message, (help_line,), remark))
            self.mask[number] = ""
            return number + 1
        if _FENCE.fullmatch(first):
            message = f"Raden {quote(first)} behövs inte här."
            self.problems.append(Problem(self.place(number, column), "saknar-kolon", message, ("Ta bort den.",)))
            self.mask[number] = ""
            return number + 1
        suggestion = None
        names = {f.name for f in shape.fields.values()} if shape else set()
        if bare := closest(first, names) if names and len(first.split(" ")) < 4 else None:
            suggestion = f"{bare}:"
        self.problems.append(
            Problem(
                self.place(number, column),
                "saknar-kolon",
                f"Raden {quote(first, 40)} hör inte till något fält. Saknas ett kolon?"
                if suggestion
                else f"Raden {quote(first, 40)} hör inte till något fält.",
                suggestion=suggestion,
                help=("Ett fält skrivs med namn, kolon, mellanslag och värde. En lång text fortsätter på indragna rader.",),
            )
        )
        self.mask[number] = ""
        if frame and frame.empty and not bare:  # the value of the field above, not indented: that field is not empty
            at, start = frame.empty
            self.mask[at] = self.mask[at].ljust(start) + "x" * len(first)
            self.values[at, start] = _Value([(number, column, first)])
            frame.empty = None
        return number + 1

    def _item_without_hyphen(self, number: int, column: int) -> int:
        """Each value of a list begins with a hyphen."""
        line = self.lines[number]
        fixed = f"{line[:column]}- {line[column:]}"
        self.problems.append(
            Problem(
                self.place(number, column),
                "saknar-bindestreck",
                f"Saknas ett bindestreck framför {quote(line.strip())}?",
                suggestion=fixed.rstrip(),
                help=("I en lista börjar varje rad med ett bindestreck och ett mellanslag.",),
            )
        )
        self.lines[number] = self.mask[number] = fixed
        self.shifts.setdefault(number, []).append((column + 2, -2))
        return number

    def _mend_bold(self, number: int, column: int, shape: Shape) -> bool:
        """A field name stands without stars, and with an ordinary colon."""
        line = self.lines[number]
        found = _BOLD_KEY.match(line, column)
        wide = _WIDE_COLON.match(line, column)
        if found and compare_key(found["name"]) in shape.fields:
            name, value, message = found["name"], found["value"], "Kring fältets namn står tecken som inte hör dit."
        elif wide and compare_key(wide["name"]) in shape.fields:
            name, value = wide["name"], line[wide.end() :].strip()
            message = f"Kolonet efter {quote(name)} är ett annat tecken än det vanliga kolonet."
        else:
            return False
        fixed = f"{line[:column]}{name}: {value}"
        problem = Problem(self.place(number, column), "saknar-kolon", message, suggestion=fixed.strip())
        self.problems.append(problem)
        self.lines[number] = self.mask[number] = fixed
        begin = column + len(name) + 2
        self.shifts.setdefault(number, []).append((begin, len(line.rstrip()) - len(value.rstrip()) - begin))
        return True

    def _mend_name(self, number: int, column: int, shape: Shape) -> bool:
        """A field name that begins a line has a colon after it."""
        line = self.lines[number]
        words = line[column:].rstrip().split(" ")
        names = {n: " ".join(words[:n]).rstrip(f"{_ODD_SIGNS} ") for n in (3, 2, 1) if len(words) > n}
        name = next((name for name in names.values() if compare_key(name) in shape.fields), None)
        if name is None:
            return False
        end = column + len(name)
        value = re.sub(rf"^\s*[{_ODD_SIGNS}–—-]+ ", lambda signs: " " * len(signs[0]), line[end:])
        written = line[column:].strip()
        self.problems.append(
            Problem(
                self.place(number, column),
                "saknar-kolon",
                f"Raden {quote(written, 40)} hör inte till något fält. Saknas ett kolon?",
                suggestion=f"{name}: {value.strip()}",
                help=("Ett fält skrivs med namn, kolon, mellanslag och värde. En lång text fortsätter på indragna rader.",),
            )
        )
        self._mend(number, f"{line[:end]}:{value}", end + 1)
        return True


def _names(shape: Shape | None) -> Mapping[str, FieldShape]:
    return shape.fields if shape else {}


def _is_quoted(text: str) -> bool:
    """Tell whether the whole value is one quoted string that YAML can read."""
    if not _QUOTED.fullmatch(text):
        return False
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    return True


class _TooMuch(Exception):
    """Nesting or aliases beyond the bounds."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class _Back:
    """Turns PyYAML's nodes into ours and puts the originals back."""

    def __init__(self, text: Text, scan: _Scan) -> None:
        self.text = text
        self.scan = scan
        self.count = 0
        self.problems: list[Problem] = []

    def place(self, mark: yaml.Mark) -> Place:
        return self.scan.place(mark.line, mark.column)

    def node(self, node: yaml.Node, depth: int = 0) -> Node:
        self.count += 1
        place = self.place(node.start_mark)
        if depth > DEEPEST or self.count > MOST_NODES:
            raise _TooMuch(place)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.node(item, depth + 1) for item in node.value), place)
        if isinstance(node, yaml.MappingNode):
            entries = tuple(
                Entry(_key_text(key), compare_key(_key_text(key)), self.place(key.start_mark), self.node(value, depth + 1))
                for key, value in node.value
            )
            return Record(entries, place)
        value = self.scan.values.get((node.start_mark.line, node.start_mark.column))
        if value is not None:
            return Scalar(self._joined(value))
        assert isinstance(node, yaml.ScalarNode)  # PyYAML composes no fourth kind
        return Scalar(self._yaml_text(node, place))

    def _joined(self, value: _Value) -> Text:
        """Join the lines of a value with one space; a blank line gives a line break."""
        text, spans = "", []
        pending_break = False
        first_line = self.text.place().line
        for line, column, piece in value.pieces:
            if not piece:
                pending_break = True
                text = text + "\n" if text else text
                continue
            if text and not pending_break:
                text += " "
            pending_break = False
            spans.append((len(text), first_line + line, self.scan.written_column(line, column) + 1))
            text += piece
        return Text(text.rstrip("\n"), self.text.source, tuple(spans))

    def _yaml_text(self, node: yaml.ScalarNode, place: Place) -> Text:
        """Return a quoted value, a block or a value in `{ }`, as YAML reads it."""
        value = str(node.value)
        if found := UNWRITABLE.search(value):  # written as an escape, "\x02": such signs are ours inside the program
            self.problems.append(tell_invisible(found.group(), place))
            value = UNWRITABLE.sub("", value)
        if node.style in ("|", ">"):
            return self._block_text(node, value)
        column = place.column + (1 if node.style else 0)
        return Text(value, self.text.source, ((0, place.line, column),))

    def _block_text(self, node: yaml.ScalarNode, value: str) -> Text:
        """Find the lines of a `|` block again; a folded block (`>`) keeps the place of its first line."""
        value = value.rstrip("\n")
        at = node.start_mark.line + 1
        spans: list[tuple[int, int, int]] = []
        offset = 0
        base = self.text.place().line
        lines = self.scan.lines
        if node.style == "|":
            for line in value.split("\n"):
                column = len(lines[at]) - len(line) + 1 if at < len(lines) and line and lines[at].endswith(line) else 1
                spans.append((offset, base + at, column))
                offset += len(line) + 1
                at += 1
        else:
            for piece in (piece.strip() for piece in lines[at : node.end_mark.line + 1]):
                found = value.find(piece, offset) if piece else -1
                if found >= 0:
                    spans.append((found, base + at, len(lines[at]) - len(lines[at].lstrip()) + 1))
                    offset = found + len(piece)
                at += 1
        return Text(value, self.text.source, tuple(spans) or ((0, base + node.start_mark.line, 1),))


def _key_of(shape: Shape | None, name: str) -> str:
    """Return the compared name of the field that a name means; the name itself where it means none."""
    return compare_key(shape.other_names[name]) if shape and name in shape.other_names else name


def _key_text(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "?"


def _check_doubled(node: Node | None) -> Iterator[Problem]:
    """A field stands once in a record: YAML would silently keep the last."""
    if isinstance(node, Items):
        for item in node.items:
            yield from _check_doubled(item)
    elif isinstance(node, Record):
        seen: dict[str, Entry] = {}
        for entry in node.entries:
            if first := seen.get(entry.key):
                yield Problem(
                    entry.place,
                    "dubbelt-falt",
                    f"Fältet {quote(entry.name)} står två gånger i samma post, först på rad {first.place.line}.",
                    help=("Ta bort det ena.",),
                )
            seen.setdefault(entry.key, entry)
            yield from _check_doubled(entry.value)


def _explain(error: Exception, text: Text, scan: _Scan) -> Problem:
    """Say in Swedish what YAML could not read, at the place it names."""
    words = str(getattr(error, "problem", "") or "")
    has_no_end = any(sign in words for sign in ("<stream end>", "end of stream", "document start", "expected ',' or"))
    opening, mark = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = (opening if has_no_end else None) or mark or opening
    place = scan.place(mark.line, mark.column) if mark else text.place()
    if has_no_end:
        message = "Något saknar sitt slut: ett citattecken, en hakparentes eller en klammer."
    elif "alias" in words:
        message = "Tecknet * i början av ett värde har en särskild betydelse här. Sätt citattecken runt värdet."
    elif "anchor" in words:
        message = "Tecknet & i början av ett värde har en särskild betydelse här. Sätt citattecken runt värdet."
    else:
        message = "Raden går inte att läsa."
    help_line = "Jämför med posterna omkring: samma indrag, kolon och mellanslag efter fältets namn."
    if has_no_end:
        help_line = 'Skriv det avslutande tecknet där värdet slutar: ", ] eller }'
    return Problem(place, "olaslig-rad", message, help=(help_line,))
