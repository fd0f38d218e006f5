"""Recognise error messages of other programs (git, sftp) and translate them into Swedish advice.

Takes what the program printed on stderr and a YAML file of patterns, each with its meaning in Swedish; returns the first pattern
that matches. Called by `keeping.errors`, `delivery.git` and `delivery.sftp_answers`, each with a file of its own.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.own_tables import read_table


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """A known error message: `said` is its pattern, `means` the Swedish explanation, `code` the kind of error."""

    said: re.Pattern[str]
    means: str
    code: str


@cache
def read_answers(file: Path) -> tuple[ProgramAnswer, ...]:
    """Return the known messages of a file, in the order in which they are tried."""
    rows = read_table(file, is_typed=True)
    flags = re.IGNORECASE | re.MULTILINE
    return tuple(ProgramAnswer(re.compile(row["said"], flags), row["means"], row.get("code", "")) for row in rows)


def find_answer(file: Path, said: str) -> ProgramAnswer | None:
    """Return the first known message that matches what a program printed, or None."""
    return next((answer for answer in read_answers(file) if answer.said.search(said)), None)


def last_line(said: str) -> str:
    """Return the last line that is not blank, stripped; an empty string if there is none."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
