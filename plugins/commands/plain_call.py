"""A plain call: the tasks that are run most, read without Invoke, whose import alone takes a quarter of a second.

In: the words behind `tasks.py`. Out: a site task with its options, or None: then Invoke reads the words, and tells what is
wrong with them. `tests/door/test_plain_call.py` holds that both read the same. Needs the standard library alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plugins.commands.options import to_english

TASKS: Final = {"build": "build", "bygg": "build", "check": "check", "kontrollera": "check"}
VALUES: Final = ("content", "output", "date", "format")


@dataclass(frozen=True, slots=True)
class Call:
    """A task, and what was given with it."""

    task: str
    content: str | None = None
    output: str | None = None
    date: str | None = None
    format: str = "text"
    all: bool = False


def read_call(words: Sequence[str]) -> Call | None:
    """Return the task that the words ask for; None for all that is not plainly one of these."""
    if not words or words[0] not in TASKS:
        return None
    given: dict[str, str] = {}
    shows_all = False
    rest = iter(words[1:])
    for word in rest:
        written, has_value, value = word.partition("=")
        name = to_english(written).removeprefix("--") if written.startswith("--") else ""
        if name == "all" and not has_value and not shows_all:
            shows_all = True
            continue
        if name not in VALUES or name in given:
            return None
        value = value if has_value else next(rest, "")
        if not value or value.startswith("-"):
            return None
        given[name] = value
    return Call(TASKS[words[0]], **given, all=shows_all)
