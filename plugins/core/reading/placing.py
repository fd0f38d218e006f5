"""Find the shelf to which a file belongs, by its path.

Also finds the language of a translation. Called by `core.reading.reader`, the forms, and by code that merges and tidies files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from plugins.core.files.translation_names import split_name
from plugins.core.reading.homes import fits
from plugins.core.shelf import Shelf
from plugins.core.translations.model import Translation, translation_of


def find_shelf(relative: str, shelves: Iterable[Shelf]) -> Shelf | None:
    """Return the shelf to which a file belongs, by its path from `content/`; None if no room claims it.

    A translation belongs to the shelf of its original, with the model of translations.
    """
    name = split_name(relative)
    shelves = tuple(shelves)
    if name and (shelf := _find_shelf(name.original, shelves)) and shelf.model and shelf.is_translated:
        return shelf_of_translations(shelf)
    return _find_shelf(relative, shelves)


@cache
def shelf_of_translations(shelf: Shelf) -> Shelf:
    """Return the shelf for translations of the records on a shelf."""
    assert shelf.model is not None
    return replace(shelf, model=translation_of(shelf.model, is_row=shelf.form == "list"), is_required=False)


def _find_shelf(relative: str, shelves: Iterable[Shelf]) -> Shelf | None:
    return next((shelf for shelf in shelves if fits(relative, shelf.pattern)), None)


def find_code(relative: str, shelf: Shelf | None) -> str:
    """Return the language of a translation, which is on a shelf of translations; empty for any other file."""
    name = split_name(relative)
    return name.code if name and shelf and shelf.model and issubclass(shelf.model, Translation) else ""
