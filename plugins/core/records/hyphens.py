"""Repair hyphens that are missing, doubled, without a space after them, or of another type.

Each function takes the `ScanState` and a line, corrects the line in the mask, and adds a problem. Called by `core.records.scan`.
"""

from __future__ import annotations

import re

from plugins.core.problems import Problem
from plugins.core.records.patterns import KEY, key_name
from plugins.core.records.state import OpenRecord, ScanState
from plugins.core.swedish import compare_key, join_words, quote

_ODD_HYPHEN = re.compile(r"(?P<sign>[*\u2010-\u2015\u2022\u2212]|\d{1,2}[.)])[ \t]+")


def repair_missing_hyphen(state: ScanState, number: int, column: int, name: str, target: int) -> int:
    """Report a record in a list without its hyphen, and insert the hyphen; return the column of its fields."""
    line = state.lines[number].strip()
    if name in state.shape.other_names:
        state.problems.append(_report_other_names(state, number, column, name, line))
    elif name in state.shape.fields:  # otherwise reported as a record without any known field
        message = f"Saknas ett bindestreck framför {quote(line.split(':')[0])}?"
        help_line = "Varje ny post i listan börjar med ett bindestreck och ett mellanslag."
        state.problems.append(Problem(state.place(number, column), "saknar-bindestreck", message, (help_line,), f"- {line}"))
    state.shift(number, column, target)
    state.mask[number] = state.mask[number][: target - 2] + "- " + state.mask[number][target:]
    state.close_above(target - 1)
    state.frames.append(OpenRecord(target, state.shape))
    return target


def _report_other_names(state: ScanState, number: int, column: int, name: str, line: str) -> Problem:
    """Return the problem of a record without hyphen that uses other field names, with the right names of all its fields."""
    own = state.shape.other_names
    keys = [key for line in state.lines[number:] if (key := KEY.match(line.lstrip(" ")))]
    names = {key[0].rstrip(": "): own[key_name(key)] for key in keys if key_name(key) in own}
    written = line.partition(":")[0]
    message = f"Saknas ett bindestreck framför {quote(written)}? Fältet heter {quote(own[name])} här."
    meanings = join_words([f"{quote(other)} är {quote(right)}" for other, right in names.items()])
    help_lines = (
        "Varje ny post i listan börjar med ett bindestreck och ett mellanslag.",
        f"Så heter fälten här: {meanings}.",
    )
    right = f"- {own[name]}{line[len(written) :]}"
    return Problem(state.place(number, column), "saknar-bindestreck", message, help_lines, right)


def repair_lost_hyphen(state: ScanState, number: int, column: int, frame: OpenRecord) -> OpenRecord:
    """Report a record whose hyphen is missing, as its first field occurs again, and open the new record."""
    line = state.lines[number]
    state.problems.append(
        Problem(
            state.place(number, column),
            "saknar-bindestreck",
            f"Saknas ett bindestreck framför {quote(line.strip().split(':')[0])}?",
            suggestion=" " * (frame.hyphen or 0) + f"- {line.strip()}",
            help=("Varje ny post i listan börjar med ett bindestreck och ett mellanslag.",),
        )
    )
    hyphen = frame.hyphen or 0
    state.mask[number] = f"{' ' * hyphen}-{' ' * (column - hyphen - 1)}{state.mask[number][column:]}"
    state.frames[-1] = OpenRecord(column, frame.shape, hyphen=hyphen)
    return state.frames[-1]


def repair_item(state: ScanState, number: int, column: int) -> int:
    """Report a value of a list without its hyphen, and insert the hyphen."""
    line = state.lines[number]
    fixed = f"{line[:column]}- {line[column:]}"
    state.problems.append(
        Problem(
            state.place(number, column),
            "saknar-bindestreck",
            f"Saknas ett bindestreck framför {quote(line.strip())}?",
            suggestion=fixed.rstrip(),
            help=("I en lista börjar varje rad med ett bindestreck och ett mellanslag.",),
        )
    )
    state.lines[number] = state.mask[number] = fixed
    state.shifts.setdefault(number, []).append((column + 2, -2))
    return number


def repair_hyphen(state: ScanState, number: int, indent: int) -> str:
    """Report and repair a hyphen that begins an item, if it is another dash or has no space after it; return the line."""
    line = state.lines[number]
    odd = _ODD_HYPHEN.match(line, indent)
    first = KEY.match(line, odd.end()) if odd else None
    top = state.frames[-1] if state.frames else None
    is_in_list = bool(top and top.last and top.last.is_list and indent > top.column)
    if odd and (is_in_list if first is None else compare_key(first["name"]) in state.all_names()):
        message = f"Posten börjar med {quote(odd['sign'])} i stället för ett vanligt bindestreck."
        fixed = f"{line[:indent]}-{line[odd.end('sign') :]}"
        state.shifts.setdefault(number, []).append((indent + 1, len(odd["sign"]) - 1))
        problem = Problem(state.place(number, indent), "fel-bindestreck", message, suggestion=fixed.strip())
        state.problems.append(problem)
        state.lines[number] = state.mask[number] = fixed
        return fixed
    key = KEY.match(line, indent + 1) if line.startswith("-", indent) else None
    is_record = key is not None and key_name(key) in state.all_names()
    if not is_record and not _is_tight_item(state, number, indent):
        return line
    fixed = line[: indent + 1] + " " + line[indent + 1 :]
    tight = _tight_lines(state, number, indent) if is_record else []
    below = "Dra in raderna under lika långt, så att fälten börjar rakt under varandra."
    state.problems.append(
        Problem(
            state.place(number, indent),
            "saknar-mellanslag",
            "Det saknas ett mellanslag efter bindestrecket.",
            suggestion=fixed.strip(),
            help=(below,) if tight else (),
        )
    )
    state.repair(number, fixed, indent + 2)
    for at in tight:
        state.shift(at, indent + 1, indent + 2)
    return fixed


def _is_tight_item(state: ScanState, number: int, indent: int) -> bool:
    """Return whether a line is a value of a list whose hyphen has no space after it."""
    if not re.match(r"-[^\s-]", state.lines[number][indent:]):
        return False
    top = next((frame for frame in reversed(state.frames) if frame.column <= indent), None)
    if top is None or top.last is None or not top.last.is_list or top.last.nested is not None:
        return False
    return state.expects_items(number)


def _tight_lines(state: ScanState, number: int, indent: int) -> list[int]:
    """Return the lines below that are in the column of a field whose hyphen has no space after it."""
    lines = []
    for at in range(number + 1, len(state.lines)):
        line = state.lines[at]
        column = len(line) - len(line.lstrip(" "))
        if line.strip() and column <= indent:
            break
        lines += [at] if line.strip() and column == indent + 1 else []
    return lines


def drop_hyphen(state: ScanState, number: int, indent: int) -> bool:
    """Remove hyphens where there is no list, and all but one where there is; return whether the line was repaired."""
    line = state.lines[number]
    hyphens = re.compile(r"(?:-[ \t]+)+").match(line, indent)
    key = KEY.match(line, hyphens.end()) if hyphens else None
    if hyphens is None or key is None:
        return False
    name, many = key_name(key), hyphens[0].count("-")
    top = next((frame for frame in reversed(state.frames) if frame.column <= indent), None)
    if state.is_list:
        if many == 1 or name not in state.all_names():
            return False
        message, keeps = "Posten börjar med mer än ett bindestreck.", "- "
    else:
        is_item = top is not None and (top.last is None or top.last.is_list)
        if name not in state.shape.fields or is_item or indent > (top.column if top else 0):
            return False
        message, keeps = f"Framför {quote(key['name'])} står ett bindestreck, men här är ingen lista.", ""
    if state.following(number + 1)[0] == hyphens.end():  # the fields below are in the same column
        keeps = keeps.ljust(len(hyphens[0]))
    fixed = line[:indent] + keeps + line[hyphens.end() :]
    state.problems.append(Problem(state.place(number, indent), "fel-bindestreck", message, suggestion=fixed[indent:].rstrip()))
    state.lines[number] = state.mask[number] = fixed
    state.shifts.setdefault(number, []).append((indent + len(keeps), len(hyphens[0]) - len(keeps)))
    return True


def is_extra_hyphen(state: ScanState, number: int, indent: int) -> bool:
    """Return whether a single field with a hyphen belongs to the record above, which lacks it and begins with another field."""
    frame = next((frame for frame in state.frames if frame.hyphen == indent and frame.column == indent + 2), None)
    if not KEY.match(state.lines[number], indent + 2) or frame is None or frame.shape is None or not frame.keys:
        return False
    first = next(iter(frame.keys))
    names: list[str] = []
    for at in range(number, len(state.lines)):
        line = state.lines[at]
        if names and (line.startswith("- ", indent) or (line.strip() and not line.startswith(" " * (indent + 1)))):
            break
        key = KEY.match(line, indent + 2) if line[: indent + 2].strip(" -") == "" else None
        names += [key_name(key)] if key else []
    is_lone = len(names) == 1 or number - 1 in state.dropped
    is_new = first not in names and not set(names) & set(frame.keys)
    return is_lone and is_new and bool(names) and all(name in frame.shape.fields for name in names)


def drop_extra_hyphen(state: ScanState, number: int, indent: int) -> int:
    """Report and remove the hyphen of a field that belongs to the record above."""
    line = state.lines[number]
    fixed = f"{line[:indent]}  {line[indent + 2 :]}"
    message = "Här står ett bindestreck, men raden hör till posten ovanför."
    help_line = "Bara den första raden i en post börjar med ett bindestreck."
    state.problems.append(Problem(state.place(number, indent), "fel-bindestreck", message, (help_line,), fixed.rstrip()))
    state.lines[number] = state.mask[number] = fixed
    state.dropped.add(number)
    return number
