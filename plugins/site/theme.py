"""The theme as Python needs it. In: the folder `theme/`. Out: `Theme`."""

from __future__ import annotations

from pathlib import Path

from plugins.core.words import read_words
from plugins.site.model import Theme


def read_theme(folder: Path, language: str = "sv") -> Theme:
    """Read words and symbols of the theme."""
    symbols = {path.stem: _inline(path.read_text("utf-8")) for path in sorted((folder / "symbols").glob("*.svg"))}
    return Theme(folder, read_words(folder / "words" / f"{language}.yaml"), symbols)


def _inline(svg: str) -> str:
    """Return an SVG file as it stands in a page, where HTML itself says which namespace it is of.

    Without the stylesheet, which says the real size, it is no wider than 96 pixels.
    """
    return svg.strip().replace(' xmlns="http://www.w3.org/2000/svg"', ' width="96"', 1)
