"""Recognises what other programs (git, sftp) print when something is wrong, and says it in Swedish with what to do.

In: a program's words on stderr, and a file of answers: patterns, each with what it means in Swedish. Out: the first that fits.
Called by `keeping.trouble`, `delivery.git` and `delivery.sftp_answers`, each of which has its file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.own_tables import read_table


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """One answer of a program: `said` is what it is known by, `means` what to tell, `code` what sort of trouble it is."""

    said: re.Pattern[str]
    means: str
    code: str


@cache
def read_answers(file: Path) -> tuple[ProgramAnswer, ...]:
    """Return the answers of a file, in the order in which they are tried."""
    rows = read_table(file, is_typed=True)
    flags = re.IGNORECASE | re.MULTILINE
    return tuple(ProgramAnswer(re.compile(row["said"], flags), row["means"], row.get("code", "")) for row in rows)


def find_answer(file: Path, said: str) -> ProgramAnswer | None:
    """Return the answer that a program's words are; None where nobody has met them."""
    return next((answer for answer in read_answers(file) if answer.said.search(said)), None)


def last_line(said: str) -> str:
    """Return the last line that says something."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
