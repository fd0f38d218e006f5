"""Scan values: what follows a colon or hyphen, with the deeper lines that belong to it.

Each function takes the `ScanState` and where a value begins; stores the value by its position, puts a placeholder into the mask,
and returns the line to scan next. Called by `core.records.scan`.
"""

from __future__ import annotations

import re

from plugins.core.problems import Problem
from plugins.core.records.nodes import FieldShape
from plugins.core.records.patterns import KEY, NUMBER_SIGN, is_quoted, key_name
from plugins.core.records.state import OpenRecord, ScanState, Value
from plugins.core.swedish import quote

_QUOTED_PART = re.compile(r"\"(?>(?:[^\"\\]|\\.)*)(?:\"|\Z)|'[^']*+(?:'|\Z)", re.DOTALL)
"""A quoted string within a line; one that continues on the next line ends with this one."""
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?$")
_COMMENT = re.compile(r"(?:^#(?=\s|$)|[ \t]#).*$")  # not `#2` in place of a value
_COMMENT_AFTER_NUMBER = re.compile(r"[ \t]#(?!\d).*$")


def take_value(state: ScanState, number: int, start: int, column: int, shape: FieldShape | None, frame: OpenRecord | None) -> int:
    """Scan a value that begins at `start` of line `number`, with the deeper lines that belong to it."""
    line = state.lines[number]
    first = line[start:].rstrip()
    if _BLOCK.match(first):
        return _skip_block(state, number, column)
    if first[:1] in ("'", '"'):
        end, pieces = _gather(state, number, start, column, frame, is_open=True)
        if is_quoted("\n".join(text for _, _, text in pieces).strip()):
            return end
    end, pieces = _gather(state, number, start, column, frame)
    joined = "\n".join(text for _, _, text in pieces).strip()
    if joined[:1] in ("'", '"') and is_quoted(joined):
        return end
    if shape is not None and not shape.is_text:
        comment = _COMMENT_AFTER_NUMBER if NUMBER_SIGN.match(joined) else _COMMENT
        pieces = [(n, c, comment.sub("", text).rstrip()) for n, c, text in pieces]
        # a value that begins with # is only a comment
    if frame and shape and shape.is_text and not any(text for _, _, text in pieces):
        frame.empty = (number, len(state.lines[number].rstrip()) + 1)
    value = Value([piece for piece in pieces if piece[2] or piece is not pieces[0]])
    _put(state, number, start, end, value)
    return end


def _gather(
    state: ScanState, number: int, start: int, column: int, frame: OpenRecord | None, *, is_open: bool = False
) -> tuple[int, list[tuple[int, int, str]]]:
    """Return the line to scan next, and the pieces of the value: (line, column, text).

    A comment or a field name ends the value, unless it may be inside quotation marks (`is_open`).
    """
    pieces = [(number, start, state.lines[number][start:].rstrip())]
    blanks: list[tuple[int, int, str]] = []
    at = number + 1
    while at < len(state.lines):
        line = state.lines[at]
        stripped = line.strip()
        indent = len(line) - len(line.lstrip(" \t"))
        if not stripped:
            blanks.append((at, 0, ""))
            at += 1
            continue
        if indent <= column:
            break
        if not is_open and (stripped.startswith("#") or _begins_field(line, indent, frame)):
            break
        pieces.extend(blanks)
        blanks = []
        pieces.append((at, indent, stripped))
        at += 1
    return (at - len(blanks)), pieces


def _begins_field(line: str, indent: int, frame: OpenRecord | None) -> bool:
    """Return whether a deeper line begins with a field name of the record, so that its indent is wrong."""
    key = KEY.match(line, indent)
    return bool(key and frame and key_name(key) in frame.known)


def _put(state: ScanState, number: int, start: int, end: int, value: Value) -> None:
    """Put placeholders for the pieces of a value into the mask."""
    for at in range(number + 1, end):
        state.mask[at] = ""
    state.mask[number] = state.mask[number][:start].rstrip()
    real = [piece for piece in value.pieces if piece[2]]
    if not real:
        return
    for line, column, text in value.pieces:
        if text:
            state.mask[line] = state.mask[line].ljust(column) + "x" * len(text)
    state.values[(real[0][0], real[0][1])] = value


def _skip_block(state: ScanState, number: int, column: int) -> int:
    """Leave a block (`|` or `>`) to YAML; return the line after it."""
    at = number + 1
    indent, following = state.following(at)
    is_flat = bool(following) and indent <= column and not KEY.match(following, indent)
    if is_flat and not following.lstrip().startswith(("- ", "---", "#")):
        return _report_flat_block(state, number, column)
    while at < len(state.lines):
        line = state.lines[at]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
            break
        at += 1
    return at


def _report_flat_block(state: ScanState, number: int, column: int) -> int:
    """Report the lines of a block that are not indented, and leave them out."""
    at = number + 1
    while at < len(state.lines) and not KEY.match(state.lines[at].lstrip()) and not state.lines[at].lstrip().startswith("- "):
        state.mask[at] = ""
        at += 1
    first = next(n for n in range(number + 1, at) if state.lines[n].strip())
    message = f"Texten under {quote(state.lines[number].strip())} ska vara indragen."
    help_line = f"Börja varje rad i den med {column + 2} mellanslag."
    right = f"{' ' * (column + 2)}{state.lines[first].strip()}"
    state.problems.append(Problem(state.place(first, 0), "fel-indrag", message, (help_line,), right))
    state.mask[number] = state.mask[number].rstrip().rstrip("|>+-0123456789") + "x"
    return at


def find_flow_end(state: ScanState, number: int, rest: str) -> int:
    """Skip a `{ }` or `[ ]` of several lines, which YAML parses as it is; return the line after it."""
    depth = 0
    opening = rest
    while True:
        bare = _QUOTED_PART.sub("", opening)
        depth += sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")
        number += 1
        if depth <= 0 or number >= len(state.lines):
            return number
        opening = state.lines[number]
        if opening.strip() and len(opening) - len(opening.lstrip()) < 1:
            return number


def drop_number_signs(state: ScanState, number: int, start: int, rest: str) -> str:
    """Report and remove `#` before numbers in `[ ]`, where it would begin a comment that hides the end; return the value."""
    fixed = re.sub(r"(?<=[\[, ])#(?=\d)", "", _QUOTED_PART.sub(lambda quoted: quoted[0].replace("#", "\ue000"), rest))
    fixed = fixed.replace("\ue000", "#")
    if fixed == rest:
        return rest
    line = f"{state.lines[number][:start]}{fixed}"
    message = "Tecknet # börjar en anteckning, så det som står efter det läses inte."
    state.problems.append(Problem(state.place(number, start), "fel-varde", message, suggestion=line.strip().removeprefix("- ")))
    state.lines[number] = state.mask[number] = line
    return fixed


def drop_words(state: ScanState, number: int, start: int, shape: FieldShape) -> None:
    """Report and remove words after the name of a field whose records follow below."""
    below = "posterna, var och en efter ett bindestreck" if shape.is_list else "fälten"
    state.problems.append(
        Problem(
            state.place(number, start),
            "fel-form",
            f"Efter {quote(shape.name + ':')} ska inget mer stå på raden.",
            suggestion=state.lines[number][:start].strip().removeprefix("- "),
            help=(f"På raderna under står {below}.",),
        )
    )
    state.mask[number] = state.mask[number][:start].rstrip()
