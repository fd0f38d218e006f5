"""Read the parts of the theme that Python uses, from the folder `theme/`."""

from __future__ import annotations

from pathlib import Path

from plugins.core.looks.goal_looks import read_goal_looks
from plugins.core.system.plain_file import read_plain_text
from plugins.core.words.lists import WordLists
from plugins.site.model import Theme


def read_theme(folder: Path) -> Theme:
    """Return the theme's words, the looks of its goals, and the characters of its picture font."""
    letters = frozenset(read_plain_text(folder / "fonts" / "letters.txt").split())
    return Theme(folder, WordLists(folder / "words"), read_goal_looks(folder), letters)
