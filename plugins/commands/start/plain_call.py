"""Parse the most common tasks without Invoke, whose import alone takes a quarter of a second.

`tests/door/test_plain_call.py` checks that both parse alike. Imports only the standard library.
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
"""Options of each task."""
USUAL_PORT: Final = 8000
HIGHEST_PORT: Final = 65_535
"""Ports are 16-bit numbers (RFC 6335)."""


@dataclass(frozen=True, slots=True)
class Call:
    """A task and its options, as typed."""

    task: str
    content: str | None = None
    output: str | None = None
    date: str | None = None
    format: str = "text"
    all: bool = False
    port: int = USUAL_PORT


def read_call(words: Sequence[str]) -> Call | None:
    """Parse the words; return None unless they are plainly one of these tasks: then Invoke parses them, and reports what is
    wrong.
    """
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
