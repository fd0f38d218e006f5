"""The contents of a share picture, as a plain value, so that the code that draws it needs no more of the program.

Made by views; drawn by `plugins/sharing`.
"""

from __future__ import annotations

from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language


@dataclass(frozen=True, slots=True)
class SharePicture:
    """What a share picture shows: texts, and the paint and number of a goal."""

    name: str
    """File name without extension."""
    eyebrow: str
    title: str
    goal_number: int | None
    """None for the site's own picture."""
    language: Language
    """The language of its texts."""
