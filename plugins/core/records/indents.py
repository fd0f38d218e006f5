"""Repair lines that begin in the wrong column, or with a tab.

Each function takes the `ScanState` and a line, corrects the line in the mask, and adds a problem. Called by `core.records.scan`.
"""

from __future__ import annotations

from dataclasses import replace

from plugins.core.problems import Problem
from plugins.core.records.state import OpenRecord, ScanState
from plugins.core.swedish import join_words


def repair_tab(state: ScanState, number: int, indent: int) -> int:
    """Report a tab or no-break space in an indent, whose width is ambiguous, and replace it by spaces."""
    line = state.lines[number]
    width = len(line) - len(line.lstrip())
    what = "ett tabbtecken" if "\t" in line[:width] else "ett fast mellanslag"
    plain = line[:width].replace("\t", "  ").replace("\N{NO-BREAK SPACE}", " ") + line[width:]
    state.problems.append(
        Problem(
            state.place(number, indent),
            "tabb-i-indrag",
            f"Raden börjar med {what}. Dra in raden med vanliga mellanslag i stället.",
            help=("Sudda tomrummet i början av raden och tryck på mellanslagstangenten.",),
        )
    )
    state.lines[number] = state.mask[number] = plain
    return number


def gather_tabs(state: ScanState) -> None:
    """Merge the problems of many lines with tabs into one, since they are corrected together."""
    tabs = [problem for problem in state.problems if problem.code == "tabb-i-indrag"]
    if len(tabs) > 3:
        further = set(map(id, tabs[1:]))
        state.problems = [problem for problem in state.problems if id(problem) not in further]
        lines = join_words([str(problem.place.line) for problem in tabs[1:11]]) + (" …" if len(tabs) > 11 else "")
        first = replace(tabs[0], help=(*tabs[0].help, f"Gör likadant på rad {lines}."))
        state.problems[state.problems.index(tabs[0])] = first


def repair_indent(state: ScanState, number: int, column: int, home: OpenRecord) -> int:
    """Report a field that is not in the column of the other fields of its record, and move it there."""
    report_indent(state, number, column, home.column, "som de andra fälten i samma post")
    return home.column


def report_indent(state: ScanState, number: int, column: int, target: int, like: str) -> None:
    """Report a line that begins in the wrong column, and move it in the mask."""
    direction = "för långt in" if column > target else "för långt ut"
    begins = {0: "utan mellanslag", 1: "med ett mellanslag"}.get(target, f"med {target} mellanslag")
    line = state.lines[number].strip()
    state.problems.append(
        Problem(
            state.place(number, column),
            "fel-indrag",
            f"Raden är indragen {direction}.",
            suggestion=" " * target + line,
            help=(f"Raden ska börja {begins}, {like}.",),
        )
    )
    state.shift(number, column, target)
