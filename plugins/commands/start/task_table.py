"""The table of all tasks in README.md, between `<!-- tasks: begin -->` and `<!-- tasks: end -->`. Called by `docs`.

A task's docstring has its help in Swedish on the first line, and what it does in English after that.
"""

from __future__ import annotations

import inspect
from typing import Final

from invoke import Collection

from plugins.commands.start.options import OPTIONS
from plugins.commands.start.usage import swedish_name

MARKS: Final = ("<!-- tasks: begin -->", "<!-- tasks: end -->")


def fill_task_table(text: str, tasks: Collection) -> str:
    """Return a document with the table between its marks; unchanged without marks."""
    before, begin, rest = text.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    return f"{before}{begin}\n\n{write_task_table(tasks)}\n\n{end}{after}" if begin and end else text


def write_task_table(tasks: Collection) -> str:
    """Return the table: a row for each task, in the order of `tasks.py`."""
    rows = ["| task | på svenska | does |", "| --- | --- | --- |"]
    for context in tasks.to_contexts():
        about = "".join(f" {OPTIONS[argument.names[0]].value}" for argument in context.positional_args)
        _, _, does = inspect.cleandoc(str(tasks[context.name].__doc__)).partition("\n\n")
        rows.append(f"| `{context.name}{about}` | `{swedish_name(context)}` | {' '.join(does.split())} |")
    return "\n".join(rows)
