"""Find where a record is shown on the site: on its own page, or else on the first page that uses it.

Takes an `EditTarget` and the library; returns the address of a page. Also finds the day from which a record is shown. Called by
`editing.show`, and by the preview when it shows an unsaved change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

from plugins.core.files.translation_names import split_name
from plugins.core.kinds.days import read_day
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.model import original_of
from plugins.core.writer.places import path_to
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import EditedFile
from plugins.editing.target import EditTarget
from plugins.site.uses import find_uses

FIRST_DAY: Final = "fran"
"""Key of the field with the first day on which something is shown."""


def find_page(target: EditTarget, document: EditedFile | None, library: Library, content: Path) -> str:
    """Return the address of the page that shows a target; empty if none does."""
    name, path = split_name(target.file), content / target.file

    def is_it(record: Model) -> bool:
        place = record.place()
        is_own = place.source.path == path
        return is_own and (target.number is None or bool(document and path_to(document, place.line)[:1] == (target.number,)))

    if name is None:
        record = next(filter(is_it, library.shelves.all(target.model)), None)
        return _page_of(record, library) if record is not None else ""
    pairs = TranslatedLibrary(library, name.code).shelves.pairs(original_of(target.model))
    original = next((original for original, translation in pairs.items() if is_it(translation)), None)
    address = _page_of(original, library) if original is not None else ""
    return f"/{name.code}{address}" if address else ""


def find_first_day(record: dict[str, Tree], today: date) -> date | None:
    """Return the earliest date after `today` among the first days in a record, nested ones too; None if there is none."""
    days = [day for value in _walk(record) if (day := read_day(value)) and day > today]
    return min(days, default=None)


def _walk(tree: Tree) -> Iterator[str]:
    if isinstance(tree, list):
        yield from chain.from_iterable(map(_walk, tree))
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key == FIRST_DAY and isinstance(value, str):
                yield value
            else:
                yield from _walk(value)


def _page_of(record: Model, library: Library) -> str:
    if isinstance(record, AddressedPage):
        return next((page.address for page in library.all_pages if page.place() == record.place()), "")
    register = library.registers.get(type(record))
    if register is not None and register.seen_on is not None:
        return register.seen_on(record, library)
    return next(iter(_pages_with(record, library)), "")


def _pages_with(record: Model, library: Library) -> Sequence[str]:
    """Return the pages that show a record: first those that use it themselves, then those that show it through a block."""
    places = library.ask(_find_places)
    pages = {page.place().source.path: page.address for page in library.all_pages}
    texts = {one.place().source.path: one for one in library.records() if isinstance(one, PageModel)}
    own = places.get(record.place().source.path, {}).get(record.place().line, ())
    shown = [pages[path] for path in own if path in pages]
    through = [address for path in own if path in texts and path not in pages for address in _pages_with(texts[path], library)]
    return (*shown, *through)


def _find_places(library: Library) -> Mapping[Path, Mapping[int, Sequence[Path]]]:
    """Return the files that use each record, by the record's file and line."""
    found: dict[Path, dict[int, list[Path]]] = {}
    for use in find_uses(library):
        if isinstance(use.identity, Model):
            place = use.identity.place()
            found.setdefault(place.source.path, {}).setdefault(place.line, []).append(use.place.source.path)
    return found
