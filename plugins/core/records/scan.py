"""Scan the lines of a register or header: find the record, list and field to which each belongs.

Takes a `ScanState` with the lines as written; masks every text value, repairs mistakes in the mask, and adds a problem for each.
Called by `core.records.read`.
"""

from __future__ import annotations

import re

from plugins.core.records.field_names import repair_colon, repair_name, repair_unknown_line
from plugins.core.records.hyphens import (
    drop_extra_hyphen,
    drop_hyphen,
    is_extra_hyphen,
    repair_hyphen,
    repair_item,
    repair_lost_hyphen,
    repair_missing_hyphen,
)
from plugins.core.records.indents import gather_tabs, repair_indent, repair_tab, report_indent
from plugins.core.records.nodes import FieldShape, Shape, known_fields, meant_key
from plugins.core.records.patterns import KEY, NUMBER_SIGN, key_name
from plugins.core.records.state import OpenRecord, ScanState
from plugins.core.records.values import drop_number_signs, drop_words, find_flow_end, take_value

_HYPHENS = re.compile(r"(?:-[ \t]+)*(?:-$)?")


def scan_lines(state: ScanState) -> None:
    """Scan all lines once, and mask the values."""
    number = 0
    while number < len(state.lines):
        number = _line(state, number)
    gather_tabs(state)


def _line(state: ScanState, number: int) -> int:
    """Scan line `number`; return the number of the line to scan next."""
    line = state.lines[number]
    stripped = line.strip(" ")
    if not stripped.strip() or stripped.startswith("#"):
        state.mask[number] = ""  # a comment or blank line; YAML would reject tabs in it
        return number + 1
    if line.rstrip() in ("---", "...") and not state.frames:
        return number + 1
    indent = len(line) - len(line.lstrip(" "))
    if line[indent] in "\t\N{NO-BREAK SPACE}":
        return repair_tab(state, number, indent)
    if drop_hyphen(state, number, indent):
        return number
    line = repair_hyphen(state, number, indent)
    hyphens = _HYPHENS.match(line, indent)
    column = hyphens.end() if hyphens else indent
    if column == indent + 2 and is_extra_hyphen(state, number, indent):
        return drop_extra_hyphen(state, number, indent)
    if column > indent:
        shift = _settle_item(state, number, indent, column)
        return _item(state, number, indent - shift, column - shift)
    key = KEY.match(line, column)
    if key and _is_pair_in_list(state, number, column, key_name(key)):
        return repair_item(state, number, column)
    if key:
        return _field(state, number, column, key, from_item=False)
    return repair_unknown_line(state, number, column)


def _is_pair_in_list(state: ScanState, number: int, column: int, name: str) -> bool:
    """Return whether a line such as `Måndag: 8–12` is a value of a list without its hyphen."""
    top = next((frame for frame in reversed(state.frames) if frame.column < column), None)
    if top is None or top.last is None or not (top.last.is_list and top.last.is_text) or name in top.known:
        return False
    return state.expects_items(number)


def _owner(state: ScanState) -> tuple[FieldShape | None, bool]:
    """Return the list field to which an item belongs, and whether that field is known."""
    if not state.frames:
        return FieldShape("", is_list=True, nested=state.shape), state.is_list
    return state.frames[-1].last, state.frames[-1].last is not None


def _settle_item(state: ScanState, number: int, hyphen: int, column: int) -> int:
    """Find the list of an item; return by how many columns the line was moved, if its hyphen was misplaced."""
    state.close_above(hyphen)
    top = state.frames[-1] if state.frames else None
    key = KEY.match(state.lines[number], column)
    name = key_name(key) if key else ""
    if top and (top.last is None or top.last.is_list) and not (top.items is None and _is_askew(top, name)):
        expected, top.items = top.items, top.items if top.items is not None else hyphen
    elif top is None and state.is_list:
        expected, state.root_items = state.root_items, state.root_items if state.root_items is not None else hyphen
    else:
        homes = [f for f in state.frames if f.items is not None and f.last and name in known_fields(f.last.nested)]
        expected = homes[-1].items if homes else None
        if expected is None and state.is_list and name in state.shape.fields:
            expected = state.root_items
    known = top is None or top.last is None or name in known_fields(top.last.nested) or expected is not None
    if expected is None or expected == hyphen or not key or not known:
        return 0
    report_indent(state, number, hyphen, expected, "som de andra bindestrecken i samma lista")
    state.close_above(expected)
    return hyphen - expected


def _is_askew(frame: OpenRecord, name: str) -> bool:
    """Return whether an item with the field `name` cannot belong to the list field that `frame` had last."""
    return bool(frame.last and frame.last.nested and name and name not in frame.last.nested.fields)


def _item(state: ScanState, number: int, hyphen: int, column: int) -> int:
    """Scan a line that begins with `- `."""
    line = state.lines[number]
    owner, is_known = _owner(state)
    rest = line[column:].rstrip()
    state.mask_tabs(number, hyphen, column)
    if not rest or re.fullmatch(r"[&!]\S*|#(?=\s|$).*", rest):
        _open_below(state, number, hyphen, owner)
        return number + 1
    if is_known and owner is not None and owner.nested is None:
        return take_value(state, number, column, hyphen, owner, frame=None)
    nested = owner.nested if owner else None
    key = KEY.match(line, column) or repair_colon(state, number, column, nested)
    if not key and nested and repair_name(state, number, column, nested):
        key = KEY.match(state.lines[number], column)
    if key:
        state.frames.append(OpenRecord(column, nested, hyphen=hyphen))
        return _field(state, number, column, key, from_item=True)
    if rest[0] in "{[&*!":
        return number + 1
    return take_value(state, number, column, hyphen, None, frame=None)


def _open_below(state: ScanState, number: int, hyphen: int, owner: FieldShape | None) -> None:
    """Open the record of a hyphen that is alone on its line, if fields follow below."""
    indent, following = state.following(number + 1)
    if indent > hyphen and KEY.match(following, indent):
        state.frames.append(OpenRecord(indent, owner.nested if owner else None, hyphen=hyphen))


def _field(state: ScanState, number: int, column: int, key: re.Match[str], *, from_item: bool) -> int:
    """Scan a line `name: value`, perhaps after hyphens."""
    name = key_name(key)
    if not from_item:
        column = _settle(state, number, column, name)
        key = KEY.match(state.lines[number], column) or key  # the line may have been moved
    frame = state.frames[-1]
    if not from_item and frame.hyphen is not None and len(frame.keys) > 1 and name == next(iter(frame.keys)):
        frame = repair_lost_hyphen(state, number, column, frame)
    shape = frame.shape.fields.get(name) if frame.shape else None
    frame.last, frame.items, frame.empty = shape, None, None
    frame.keys[name] = None
    return _after_colon(state, number, key.end(), frame, shape)


def _after_colon(state: ScanState, number: int, colon: int, frame: OpenRecord, shape: FieldShape | None) -> int:
    line = state.lines[number]
    start = colon + len(line[colon:]) - len(line[colon:].lstrip())
    state.mask_tabs(number, colon, start)
    rest = line[start:].rstrip()
    may_nest = shape is None or shape.is_list or shape.nested is not None
    if not may_nest and shape is not None and not shape.is_text and not rest and _nests(state, number + 1, frame, None):
        may_nest, frame.last = True, None  # reported as a list or record in place of a single value
    has_words = bool(rest) and rest[0] not in "#[{&*!|>"
    if shape is not None and shape.nested and has_words and _nests(state, number + 1, frame, shape.nested):
        drop_words(state, number, start, shape)
        rest = ""
    opens = "[" if shape and shape.is_list and shape.is_text else "[{&*!"  # an item on the same line may begin with a mark
    is_remark = rest.startswith("#") and not (shape and shape.is_list and shape.nested is None and NUMBER_SIGN.match(rest))
    if may_nest and (not rest or is_remark or rest[0] in opens):
        if is_remark:
            state.mask[number] = state.mask[number][:start].rstrip()
        if rest.startswith("[") and shape and not shape.is_text:
            rest = drop_number_signs(state, number, start, rest)
        return find_flow_end(state, number, rest) if rest[:1] in ("[", "{") else number + 1
    return take_value(state, number, start, frame.column, shape, frame)


def _nests(state: ScanState, number: int, frame: OpenRecord, nested: Shape | None) -> bool:
    """Return whether a list, or a record (with a field of `nested`, or none of the enclosing record), follows below."""
    indent, following = state.following(number)
    if indent <= frame.column:
        return False
    key = KEY.match(following, indent)
    if key and nested:
        return key_name(key) in nested.fields
    return following.startswith("- ", indent) or bool(key and key_name(key) not in frame.known)


def _settle(state: ScanState, number: int, column: int, name: str) -> int:
    """Find the record of a field at `column`, moving the line if its indent fits no open record; return the column."""
    closed: list[OpenRecord] = []
    while state.frames and state.frames[-1].column > column:
        closed.append(state.frames.pop())
    top = state.frames[-1] if state.frames else None
    if top and top.column == column:
        return column
    if top is None and not closed:
        if column and not state.is_list and _has_field_at_margin(state, number + 1):
            state.frames.append(OpenRecord(0, state.shape))
            return repair_indent(state, number, column, state.frames[-1])
        state.frames.append(OpenRecord(column, state.shape))
        return repair_missing_hyphen(state, number, column, name, column + 2) if state.is_list else column
    if top and top.last is not None and top.last.nested is not None:
        if not closed:  # the first field of a nested record: `organisation:` and deeper
            state.frames.append(OpenRecord(column, top.last.nested))
            if top.last.is_list and name not in top.last.nested.fields and name in top.known:
                state.frames.pop()
                return repair_indent(state, number, column, top)
            return column
    elif top and top.last is None and not closed:
        state.frames.append(OpenRecord(column, None))
        return column
    last = closed[-1] if closed else None
    meant = meant_key(last.shape, name) if last else name
    is_new = last is not None and (name in last.keys or meant in last.keys or meant not in last.known)
    if top is None and state.is_list and column == 0 and last is not None and is_new:
        return repair_missing_hyphen(state, number, column, name, last.column)
    candidates = [*closed, *([top] if top else [])]
    home = next((f for f in candidates if name in f.known), candidates[0])
    while state.frames and state.frames[-1].column >= home.column:
        state.frames.pop()
    state.frames.append(home)
    return repair_indent(state, number, column, home)


def _has_field_at_margin(state: ScanState, number: int) -> bool:
    """Return whether a field of the record follows at the left margin, from line `number` on."""
    keys = (KEY.match(line) for line in state.lines[number:])
    return any(key and key_name(key) in state.shape.fields for key in keys)
