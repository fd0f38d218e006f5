"""The state of outside links between runs: the days on which each failed.

Stored in the project's folder and not in `.cache`, which may be emptied at any time: three strikes take three weeks to collect
(`docs/decisions/0104-outside-links.md`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass

STATE: Final = ".lankar.json"
"""Name of the file, in the project's folder."""
VERSION: Final = 1
STRIKES: Final = 3
"""Days on which a link must fail before it counts as dead: a server may be repaired, or a network be down."""
FORGOTTEN: Final = timedelta(days=120)
"""A failure older than this is dropped: the link has not been asked since."""


@dataclass(frozen=True, slots=True)
class Failures:
    """The days on which an address has failed since it last answered, and the reason at the last of them."""

    days: tuple[date, ...]
    reason: str

    @property
    def is_dead(self) -> bool:
        """Return whether it has failed on enough days."""
        return len(self.days) >= STRIKES


def read_state(file: Path) -> dict[str, Failures]:
    """Return the failures by address; empty where the file does not exist, or is not ours."""
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
    """Write the failures, in one step."""
    failures = {a: {"days": [day.isoformat() for day in f.days], "reason": f.reason} for a, f in sorted(state.items())}
    unfinished = file.with_name(f"{file.name}.ny")
    text = json.dumps({"version": VERSION, "failures": failures}, ensure_ascii=False, indent=1)
    unfinished.write_text(f"{text}\n", "utf-8", newline="\n")
    unfinished.replace(file)


def remember(state: Mapping[str, Failures], answers: Mapping[str, str | None], today: date) -> dict[str, Failures]:
    """Return the new failures; `answers` has the reason why each address failed, None where it answered."""
    kept = {a: f for a, f in state.items() if a not in answers and f.days and today - f.days[-1] < FORGOTTEN}
    for address, reason in answers.items():
        if reason is not None:
            days = state[address].days if address in state else ()
            kept[address] = Failures(tuple(sorted({*days, today})), reason)
    return kept
