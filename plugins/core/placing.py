"""Which shelf a file belongs to, by its path alone.

In: a path from `content/`, and the shelves of all rooms. Out: a shelf, or the language of a translation. Called by
`core.shelves`, the forms, and by who joins and tidies files.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugins.core.homes import fits
from plugins.core.shelf import Shelf
from plugins.core.translations.names import split_name


def find_shelf(relative: str, shelves: Iterable[Shelf]) -> Shelf | None:
    """Return the shelf that a file belongs to, by its path from `content/`; None where no room claims it.

    A translation belongs to the shelf of its original.
    """
    name = split_name(relative)
    shelves = tuple(shelves)
    if name and (shelf := _find_shelf(name.original, shelves)) and shelf.model and shelf.is_translated:
        return shelf
    return _find_shelf(relative, shelves)


def _find_shelf(relative: str, shelves: Iterable[Shelf]) -> Shelf | None:
    return next((shelf for shelf in shelves if fits(relative, shelf.pattern)), None)


def find_code(relative: str, shelf: Shelf | None) -> str:
    """Return the language of a translation of what stands on a shelf; empty for what is no translation."""
    name = split_name(relative)
    is_one = name and shelf and shelf.model and shelf.is_translated and fits(name.original, shelf.pattern)
    return name.code if name and is_one else ""
