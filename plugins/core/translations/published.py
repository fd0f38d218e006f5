"""The marks in all published texts, in any language of the site.

Takes the site's library; yields the marks in originals and in published translations.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.core.inputs import TRANSLATIONS
from plugins.core.library import Library
from plugins.core.marks.marks import FoundMark
from plugins.core.models.model import Model
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.walk import find_marks_of


def list_libraries(library: Library) -> tuple[Library, ...]:
    """Return the site's library, and the libraries of all languages into which anything is translated."""
    translations = library.memo.read(TRANSLATIONS)
    return library, *(TranslatedLibrary(library, code) for code in sorted({code for code, _ in translations}))


def list_published(library: Library) -> Iterator[tuple[Library, Model]]:
    """Yield each published record with its library, in the site's own language and in each one into which it is translated."""
    for one in list_libraries(library):
        yield from ((one, record) for record in one.published() if one is library or record.original is not None)


def find_published_marks(library: Library) -> Iterator[FoundMark]:
    """Yield each mark in published texts once, those in the site's own language first."""
    seen: set[tuple[Path, int, int]] = set()
    for _, record in list_published(library):
        for mark in find_marks_of(record):
            where = mark.place.source.path, mark.place.line, mark.place.column
            if where not in seen:  # untranslated values are the original's
                seen.add(where)
                yield mark
