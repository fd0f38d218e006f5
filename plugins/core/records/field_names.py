"""Repair lines whose field name lacks its colon, has two, or has markup around it; leave out lines that are no field.

Each function takes the `ScanState` and a line, corrects the line in the mask, and adds a problem. Called by `core.records.scan`.
"""

from __future__ import annotations

import re

from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.records.hyphens import repair_item
from plugins.core.records.nodes import Shape
from plugins.core.records.patterns import KEY
from plugins.core.records.state import OpenRecord, ScanState, Value
from plugins.core.swedish import closest, compare_key, quote

_TIGHT_KEY = re.compile(r"(?P<name>[^\W\d_][\w -]*):(?=\S)")
_FENCE = re.compile(r"[`~]{3,}\w*|[-=_*+]{3,}")
"""Code fences of other programs, and rules between records."""
_BOLD_KEY = re.compile(r"[*`]++\s*+(?P<name>[^*`:\s](?:[^*`:]*[^*`:\s])?)\s*+:?[*`]++:?\s*+(?P<value>.*)")
_WIDE_COLON = re.compile(r"(?P<name>[\w -]+?)\s?[\N{FULLWIDTH COLON}\N{SMALL COLON}\N{MODIFIER LETTER COLON}\N{RATIO}]")
_ODD_SIGNS = ";=.,"
"""Characters typed in place of the colon by mistake."""


def repair_unknown_line(state: ScanState, number: int, column: int) -> int:
    """Handle a line that is no field, item or continuation; return the line to scan next, the same if it was repaired."""
    line = state.lines[number]
    frame = next((f for f in reversed(state.frames) if f.column <= column), None)
    shape = frame.shape if frame else (None if state.is_list else state.shape)
    if shape and _repair_bold(state, number, column, shape):
        return number
    if frame and frame.last and frame.last.is_list and column > frame.column:
        return repair_item(state, number, column)
    if line[column] in "{[&*!%" and not state.frames:
        return len(state.lines)  # the whole file is in YAML's flow style
    if repair_colon(state, number, column, shape):
        return number
    if shape and repair_name(state, number, column, shape):
        return number
    _leave_out(state, number, column, frame, shape)
    return number + 1


def _leave_out(state: ScanState, number: int, column: int, frame: OpenRecord | None, shape: Shape | None) -> None:
    """Leave a line out of the mask, and report why it is not used."""
    state.mask[number] = ""
    place, written = state.place(number, column), state.lines[number].strip()
    if written.startswith(("<!--", "//")):
        state.problems.append(_remark_of_elsewhere(place, written))
    elif _FENCE.fullmatch(written):
        state.problems.append(Problem(place, "saknar-kolon", f"Raden {quote(written)} behövs inte här.", ("Ta bort den.",)))
    else:
        name = _guess_name(written, shape)
        state.problems.append(_no_field(place, written, name and f"{name}:"))
        if frame and frame.empty and not name:
            _take_as_value(state, number, column, frame)


def _remark_of_elsewhere(place: Place, written: str) -> Problem:
    """Return the problem of a comment in HTML or code syntax; a comment begins with #."""
    remark = f"# {written.removeprefix('<!--').removesuffix('-->').lstrip('/').strip()}"
    message = f"Raden {quote(written, 40)} hör inte till något fält."
    return Problem(place, "saknar-kolon", message, ("En anteckning börjar med tecknet #.",), remark)


def _guess_name(written: str, shape: Shape | None) -> str | None:
    """Return the field name that a short line is close to, or None."""
    names = {f.name for f in shape.fields.values()} if shape else set()
    return closest(written, names) if names and len(written.split(" ")) < 4 else None


def _no_field(place: Place, written: str, suggestion: str | None) -> Problem:
    """Return the problem of a line that belongs to no field; `suggestion` is the line with the missing colon."""
    message = f"Raden {quote(written, 40)} hör inte till något fält."
    return Problem(
        place,
        "saknar-kolon",
        f"{message} Saknas ett kolon?" if suggestion else message,
        suggestion=suggestion,
        help=("Ett fält skrivs med namn, kolon, mellanslag och värde. En lång text fortsätter på indragna rader.",),
    )


def _take_as_value(state: ScanState, number: int, column: int, frame: OpenRecord) -> None:
    """Use a line as the value of the empty field above, of which it only lacks the indent."""
    assert frame.empty is not None
    written = state.lines[number].strip()
    at, start = frame.empty
    state.mask[at] = state.mask[at].ljust(start) + "x" * len(written)
    state.values[at, start] = Value([(number, column, written)])
    frame.empty = None


def repair_colon(state: ScanState, number: int, column: int, shape: Shape | None) -> re.Match[str] | None:
    """Report and insert a missing space after the colon of a known field; return the match of its name, or None."""
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
    state.repair(number, fixed, found.end() + 1)
    return KEY.match(fixed, column)


def _drop_colon(state: ScanState, number: int, column: int, second: int) -> re.Match[str] | None:
    """Report and remove a second colon, in column `second`; return the match of the field name."""
    line = state.lines[number]
    state.lines[number] = state.mask[number] = f"{line[:second]} {line[second + 1 :]}"
    right = f"{line[column:second]} {line[second + 1 :].strip()}"
    problem = Problem(state.place(number, second), "saknar-kolon", "Här står två kolon efter fältets namn.", suggestion=right)
    state.problems.append(problem)
    return KEY.match(state.lines[number], column)


def _repair_bold(state: ScanState, number: int, column: int, shape: Shape) -> bool:
    """Report and remove markup around a field name, or replace a colon of another type; return whether the line was repaired."""
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


def repair_name(state: ScanState, number: int, column: int, shape: Shape) -> bool:
    """Report and insert a missing colon after a field name that begins a line; return whether the line was repaired."""
    line = state.lines[number]
    words = line[column:].rstrip().split(" ")
    names = {n: " ".join(words[:n]).rstrip(f"{_ODD_SIGNS} ") for n in (3, 2, 1) if len(words) > n}
    name = next((name for name in names.values() if compare_key(name) in shape.fields), None)
    if name is None:
        return False
    end = column + len(name)
    value = re.sub(rf"^\s*[{_ODD_SIGNS}–—-]+ ", lambda signs: " " * len(signs[0]), line[end:])
    written = line[column:].strip()
    state.problems.append(_no_field(state.place(number, column), written, f"{name}: {value.strip()}"))
    state.repair(number, f"{line[:end]}:{value}", end + 1)
    return True
