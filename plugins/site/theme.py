"""The theme as Python needs it. In: the folder `theme/`. Out: `Theme`."""

from __future__ import annotations

from pathlib import Path

from plugins.core.goal_looks import read_goal_looks
from plugins.core.words import read_words
from plugins.site.model import Theme


def read_theme(folder: Path, language: str = "sv") -> Theme:
    """Read the theme's words, and how its goals look."""
    return Theme(folder, read_words(folder / "words" / f"{language}.yaml"), read_goal_looks(folder))
