"""Field names without their colon, with two, or with signs around them; lines that are no field at all.

Stage: read. In: the `State` and a line of it. Out: the line put right in the mask, and a problem told. Called by
`core.records.scan`.
"""

from __future__ import annotations

import re

from plugins.core.problems import Problem
from plugins.core.records.hyphens import mend_item
from plugins.core.records.nodes import Shape
from plugins.core.records.patterns import KEY
from plugins.core.records.state import State, Value
from plugins.core.swedish import closest, compare_key, quote

_TIGHT_KEY = re.compile(r"(?P<name>[^\W\d_][\w -]*):(?=\S)")
_FENCE = re.compile(r"[`~]{3,}\w*|[-=_*+]{3,}")
"""What stands around code in other programs, or as a line between records."""
_BOLD_KEY = re.compile(r"[*`]++\s*+(?P<name>[^*`:\s](?:[^*`:]*[^*`:\s])?)\s*+:?[*`]++:?\s*+(?P<value>.*)")
_WIDE_COLON = re.compile(r"(?P<name>[\w -]+?)\s?[\N{FULLWIDTH COLON}\N{SMALL COLON}\N{MODIFIER LETTER COLON}\N{RATIO}]")
_ODD_SIGNS = ";=.,"
"""What stands in the place of the colon by a slip of the hand."""


def mend_stray(state: State, number: int, column: int) -> int:
    """A line that is neither a field, a list item nor the continuation of a value."""
    line = state.lines[number]
    frame = next((f for f in reversed(state.frames) if f.column <= column), None)
    shape = frame.shape if frame else (None if state.is_list else state.shape)
    if shape and _mend_bold(state, number, column, shape):
        return number
    if frame and frame.last and frame.last.is_list and column > frame.column:
        return mend_item(state, number, column)
    if line[column] in "{[&*!%" and not state.frames:
        return len(state.lines)  # the whole file is written in YAML's other style
    if mend_colon(state, number, column, shape):
        return number
    if shape and mend_name(state, number, column, shape):
        return number
    first = line.strip()
    if first.startswith(("<!--", "//")):
        message = f"Raden {quote(first, 40)} hör inte till något fält."
        remark = f"# {first.removeprefix('<!--').removesuffix('-->').lstrip('/').strip()}"
        help_line = "En anteckning börjar med tecknet #."
        state.problems.append(Problem(state.place(number, column), "saknar-kolon", message, (help_line,), remark))
        state.mask[number] = ""
        return number + 1
    if _FENCE.fullmatch(first):
        message = f"Raden {quote(first)} behövs inte här."
        state.problems.append(Problem(state.place(number, column), "saknar-kolon", message, ("Ta bort den.",)))
        state.mask[number] = ""
        return number + 1
    suggestion = None
    names = {f.name for f in shape.fields.values()} if shape else set()
    if bare := closest(first, names) if names and len(first.split(" ")) < 4 else None:
        suggestion = f"{bare}:"
    state.problems.append(
        Problem(
            state.place(number, column),
            "saknar-kolon",
            f"Raden {quote(first, 40)} hör inte till något fält. Saknas ett kolon?"
            if suggestion
            else f"Raden {quote(first, 40)} hör inte till något fält.",
            suggestion=suggestion,
            help=("Ett fält skrivs med namn, kolon, mellanslag och värde. En lång text fortsätter på indragna rader.",),
        )
    )
    state.mask[number] = ""
    if frame and frame.empty and not bare:  # the value of the field above, not indented: that field is not empty
        at, start = frame.empty
        state.mask[at] = state.mask[at].ljust(start) + "x" * len(first)
        state.values[at, start] = Value([(number, column, first)])
        frame.empty = None
    return number + 1


def mend_colon(state: State, number: int, column: int, shape: Shape | None) -> re.Match[str] | None:
    """A known field name has a space after its colon."""
    found = _TIGHT_KEY.match(state.lines[number], column)
    if not found or not shape or compare_key(found["name"]) not in shape.fields:
        return None
    fixed = state.lines[number][: found.end()] + " " + state.lines[number][found.end() :]
    if state.lines[number].startswith(":", found.end()):
        return _drop_colon(state, number, column, found.end())
    state.problems.append(
        Problem(
            state.place(number, found.end() - 1),
            "saknar-mellanslag",
            f"Det saknas ett mellanslag efter kolonet i fältet {quote(found['name'])}.",
            suggestion=fixed.strip().removeprefix("- "),
        )
    )
    state.mend(number, fixed, found.end() + 1)
    return KEY.match(fixed, column)


def _drop_colon(state: State, number: int, column: int, second: int) -> re.Match[str] | None:
    """A field name has one colon after it; `second` is the column of the one too many."""
    line = state.lines[number]
    state.lines[number] = state.mask[number] = f"{line[:second]} {line[second + 1 :]}"
    right = f"{line[column:second]} {line[second + 1 :].strip()}"
    problem = Problem(state.place(number, second), "saknar-kolon", "Här står två kolon efter fältets namn.", suggestion=right)
    state.problems.append(problem)
    return KEY.match(state.lines[number], column)


def _mend_bold(state: State, number: int, column: int, shape: Shape) -> bool:
    """A field name stands without stars, and with an ordinary colon."""
    line = state.lines[number]
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
    problem = Problem(state.place(number, column), "saknar-kolon", message, suggestion=fixed.strip())
    state.problems.append(problem)
    state.lines[number] = state.mask[number] = fixed
    begin = column + len(name) + 2
    state.shifts.setdefault(number, []).append((begin, len(line.rstrip()) - len(value.rstrip()) - begin))
    return True


def mend_name(state: State, number: int, column: int, shape: Shape) -> bool:
    """A field name that begins a line has a colon after it."""
    line = state.lines[number]
    words = line[column:].rstrip().split(" ")
    names = {n: " ".join(words[:n]).rstrip(f"{_ODD_SIGNS} ") for n in (3, 2, 1) if len(words) > n}
    name = next((name for name in names.values() if compare_key(name) in shape.fields), None)
    if name is None:
        return False
    end = column + len(name)
    value = re.sub(rf"^\s*[{_ODD_SIGNS}–—-]+ ", lambda signs: " " * len(signs[0]), line[end:])
    written = line[column:].strip()
    state.problems.append(
        Problem(
            state.place(number, column),
            "saknar-kolon",
            f"Raden {quote(written, 40)} hör inte till något fält. Saknas ett kolon?",
            suggestion=f"{name}: {value.strip()}",
            help=("Ett fält skrivs med namn, kolon, mellanslag och värde. En lång text fortsätter på indragna rader.",),
        )
    )
    state.mend(number, f"{line[:end]}:{value}", end + 1)
    return True
