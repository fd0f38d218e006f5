"""Slips of the pen: what came along by accident in a text, with what should stand there instead.

Stage: check, and `tidy`. Made by who finds them, told by `check_signs` (`language.signs`), put right by `site.tidy`.
"""

from __future__ import annotations

from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of the pen: where in the text, how long, and what should stand there instead."""

    start: int
    length: int
    code: str
    message: str
    right: str = ""
    is_certain: bool = True
    """False where only the writer can tell; then `tidy` leaves it."""
