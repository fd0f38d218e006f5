"""Slips: characters typed or pasted by mistake, with their corrections.

Made by the modules that search for them, reported by `check_signs` (`language.characters.signs`), corrected by `site.tidy`.
"""

from __future__ import annotations

from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of a text to replace, with the reason."""

    start: int
    length: int
    code: str
    message: str
    right: str = ""
    is_certain: bool = True
    """False if only the editor can tell; then `tidy` does not change it."""
