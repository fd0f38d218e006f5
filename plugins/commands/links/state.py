"""What is remembered of outside links from one time to the next: on which days each did not answer.

In: a file, and what came of asking. Out: the file, written anew. It lies in the project's own folder and not in `.cache`, which
may be emptied at any time: three strikes take three weeks to gather (`docs/decisions/0104-outside-links.md`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass

STATE: Final = ".lankar.json"
"""The file's name, in the project's folder."""
VERSION: Final = 1
STRIKES: Final = 3
"""Different days on which a link must have failed before it is called dead: a server may be mended, and a network be down."""
FORGOTTEN: Final = timedelta(days=120)
"""After this a failure says nothing any more: nobody has asked since."""


@dataclass(frozen=True, slots=True)
class Failures:
    """The days on which an address did not answer, since it last did, and why not the last time."""

    days: tuple[date, ...]
    reason: str

    @property
    def is_dead(self) -> bool:
        """Tell whether it has failed often enough."""
        return len(self.days) >= STRIKES


def read_state(file: Path) -> dict[str, Failures]:
    """Return what is remembered, by address; nothing where the file is not there, or is not one of ours."""
    try:
        found = json.loads(file.read_bytes())
        if found["version"] != VERSION:
            return {}
        return {
            str(address): Failures(tuple(map(date.fromisoformat, one["days"])), str(one["reason"]))
            for address, one in found["failures"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_state(file: Path, state: Mapping[str, Failures]) -> None:
    """Write what is to be remembered, whole or not at all."""
    failures = {a: {"days": [day.isoformat() for day in f.days], "reason": f.reason} for a, f in sorted(state.items())}
    unfinished = file.with_name(f"{file.name}.ny")
    text = json.dumps({"version": VERSION, "failures": failures}, ensure_ascii=False, indent=1)
    unfinished.write_text(f"{text}\n", "utf-8", newline="\n")
    unfinished.replace(file)


def remember(state: Mapping[str, Failures], answers: Mapping[str, str | None], today: date) -> dict[str, Failures]:
    """Return the state after asking: `answers` has why each address failed, or None where it answered."""
    kept = {a: f for a, f in state.items() if a not in answers and f.days and today - f.days[-1] < FORGOTTEN}
    for address, reason in answers.items():
        if reason is not None:
            days = state[address].days if address in state else ()
            kept[address] = Failures(tuple(sorted({*days, today})), reason)
    return kept
