"""Parses the most common tasks without Invoke, whose import alone takes a quarter of a second.

In: the words behind `tasks.py`. Out: a site task with its options, or None: then Invoke reads the words, and tells what is
wrong with them. `tests/door/test_plain_call.py` holds that both read the same. Needs the standard library alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plugins.commands.start.options import to_english

TASKS: Final = {
    "build": "build",
    "bygg": "build",
    "check": "check",
    "kontrollera": "check",
    "preview": "preview",
    "forhandsvisa": "preview",
    "förhandsvisa": "preview",
    "start": "start",
    "starta": "start",
}
VALUES: Final = ("content", "output", "date", "format")
TAKES: Final = {"build": (*VALUES, "all"), "check": (*VALUES, "all"), "preview": (*VALUES, "port"), "start": ()}
"""The options of each task."""
USUAL_PORT: Final = 8000
HIGHEST_PORT: Final = 65_535
"""Ports are numbers of 16 bits (RFC 6335)."""


@dataclass(frozen=True, slots=True)
class Call:
    """A task and its options, as they were typed."""

    task: str
    content: str | None = None
    output: str | None = None
    date: str | None = None
    format: str = "text"
    all: bool = False
    port: int = USUAL_PORT


def read_call(words: Sequence[str]) -> Call | None:
    """Return the task that the words ask for; None for all that is not plainly one of these."""
    if not words or words[0] not in TASKS:
        return None
    task = TASKS[words[0]]
    given: dict[str, str] = {}
    shows_all = False
    rest = iter(words[1:])
    for word in rest:
        written, has_value, value = word.partition("=")
        name = to_english(written).removeprefix("--") if written.startswith("--") else ""
        if name not in TAKES[task] or name in given or (name == "all" and (has_value or shows_all)):
            return None
        if name == "all":
            shows_all = True
            continue
        value = value if has_value else next(rest, "")
        if not value or value.startswith("-"):
            return None
        given[name] = value
    port = given.pop("port", str(USUAL_PORT))
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= HIGHEST_PORT):
        return None
    return Call(task, **given, all=shows_all, port=int(port))
