"""The theme as Python needs it. In: the folder `theme/`. Out: `Theme`."""

from __future__ import annotations

from pathlib import Path

from plugins.core.words import read_words
from plugins.site.model import Theme


def read_theme(folder: Path, language: str = "sv") -> Theme:
    """Read words and symbols of the theme."""
    symbols = {path.stem: path.read_text("utf-8").strip() for path in sorted((folder / "symbols").glob("*.svg"))}
    return Theme(folder, read_words(folder / "words" / f"{language}.yaml"), symbols)
