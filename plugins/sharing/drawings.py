"""Drawings: the icons and the share pictures of a site as questions, by all that each is made of.

Stage: from the Site on. In: the theme, and the share pictures of the Site. Out: keys, and what draws for each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from plugins.sharing.icons import ask_icons
from plugins.site.model import SharePicture

Question = tuple[Hashable, Callable[[], Any]]
"""What a drawing is known by, and what draws it."""


def ask_drawings(theme: Path, pictures: Iterable[SharePicture]) -> list[Question]:
    """Return the questions of all that is drawn."""
    return [ask_icons(theme), *(ask_picture(picture, theme) for picture in pictures)]


def ask_picture(picture: SharePicture, theme: Path) -> Question:
    """Return what a share picture is known by, and what draws it."""
    shown = picture.eyebrow, picture.title, picture.goal_number, picture.language.code
    return ("share picture", *shown), partial(draw_picture, picture, theme)


def draw_picture(picture: SharePicture, theme: Path) -> bytes:
    """Draw a share picture."""
    from plugins.sharing.picture import draw_picture as draw  # noqa: PLC0415 (Pillow, only for what is new)

    return draw(picture, theme)
