"""Reducers for objects that pickle cannot write, or not compactly (`pickling.py`), and functions that restore them.

A reducer returns what pickle's `__reduce_ex__` does: a function and its arguments. Objects that the program declares are written
by name or index.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Never

from plugins.core.kinds.kind import Kind
from plugins.core.models.model import Model, fields_of
from plugins.core.places import SourceFile
from plugins.core.reading.placing import shelf_of_translations
from plugins.core.shelf import Shelf
from plugins.core.source.sources import Text, decode_source, find_in_file, leave_in_file
from plugins.core.system.plain_file import read_plain
from plugins.core.translations.model import remake
from plugins.house.context import KnownPage, PageKind
from plugins.site.rooms import KINDS, KNOWN_PAGES, SHELVES

LONG: Final = 200
"""Characters; a longer non-ASCII text is written as bytes. Pickle itself would leave an encoded copy in memory beside each text
(CPython's `PyUnicode_AsUTF8AndSize`), which would double a site's memory."""
Spans = tuple[tuple[int, int, int], ...]
_FILE: Final = tuple(getattr(SourceFile, name).__set__ for name in ("path", "language", "folded"))
"""Setters for the fields of a `SourceFile` other than its text, since the class is frozen."""


@cache
def list_reducers() -> dict[Any, Callable[[Any], Any]]:
    """Return the reducers by class."""
    return {
        SourceFile: lambda file: (read_file, (file.path, encode(file.text), file.language)),
        Text: _take_text,
        MappingProxyType: lambda found: (_fix, (dict(found),)),
        Kind: lambda kind: (_find_kind, (_name_kind(kind),)),
        Shelf: lambda shelf: (_find_shelf, _number_shelf(shelf)),
        object: _refuse,
        type(Model): lambda model: (remake, model.MADE_OF) if getattr(model, "MADE_OF", None) else model.__qualname__,
        KnownPage: lambda page: (_find_known, (page.name,)),
        PageKind: lambda kind: (_find_page_kind, (KINDS.index(kind),)),
    }


def encode(text: str) -> str | bytes:
    """Return a text in the form in which it is written: as bytes if it is long (`LONG`)."""
    return text if len(text) <= LONG or text.isascii() else text.encode("utf-8", "surrogatepass")


def _decode(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8", "surrogatepass")


def read_file(path: Path, text: str | bytes, language: str) -> SourceFile:
    """Return a file whose text is in memory."""
    return SourceFile(path, _decode(text), language)


class _StoredText:
    """Loads the text of a file from the part that holds it."""

    __slots__ = ("_find_part", "_number", "_path")

    def __init__(self, find_part: Callable[[int], bytes | None], path: Path, number: int) -> None:
        self._find_part, self._path, self._number = find_part, path, number

    def data(self) -> bytes | None:
        """Return its bytes; None if they are damaged."""
        return self._find_part(self._number)

    def __call__(self) -> Mapping[str, str]:
        """Return the missing field. If the part is damaged, the text is read from the file itself, which is unchanged today."""
        data = self.data()
        return {"text": decode_source(self._path, read_plain(self._path))[0].text if data is None else _decode(data)}


def make_file(find_part: Callable[[int], bytes | None], path: Path, number: int, language: str) -> SourceFile:
    """Return a file whose text is loaded on demand."""
    file = object.__new__(SourceFile)
    for setter, value in zip(_FILE, (path, language, _StoredText(find_part, path, number)), strict=True):
        setter(file, value)
    return file


def find_stored_text(file: SourceFile) -> _StoredText | None:
    """Return the loader of a file's text; None if it has none."""
    stored = getattr(file, "folded", None)
    return stored if isinstance(stored, _StoredText) else None


def data_of(file: SourceFile) -> bytes:
    """Return the bytes of a file's text, from its part if possible."""
    stored = find_stored_text(file)
    data = None if stored is None else stored.data()
    return file.text.encode("utf-8", "surrogatepass") if data is None else data


def _take_text(text: Text) -> tuple[Any, ...]:
    """Return the reduction of a text: a long one is written as a range of its file, if it stands there unchanged."""
    within = find_in_file(text, LONG)
    if within is None:
        return _make_text, (encode(text.value), text.source, text.spans, text.has_lines)
    return _cut_text, (text.source, *within, text.spans, text.has_lines)


def _make_text(value: str | bytes, source: SourceFile, spans: Spans, has_lines: bool) -> Text:
    return Text(_decode(value), source, spans, has_lines)


def _cut_text(source: SourceFile, start: int, end: int, spans: Spans, has_lines: bool) -> Text:
    return leave_in_file(source, (start, end), spans, has_lines=has_lines)


def _refuse(_found: object) -> Never:
    """Raise `PicklingError`: a bare `object` is only equal to itself, and would be another in another process."""
    raise pickle.PicklingError


def _fix(found: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(found)


def _number_shelf(shelf: Shelf) -> tuple[int, bool]:
    """Return the index of a shelf, and whether it is the shelf of translations of the one at that index."""
    if shelf in SHELVES:
        return SHELVES.index(shelf), False
    originals = (number for number, one in enumerate(SHELVES) if one.model and one.is_translated)
    return next(number for number in originals if shelf_of_translations(SHELVES[number]) is shelf), True


def _find_shelf(number: int, is_of_translations: bool) -> Shelf:
    return shelf_of_translations(SHELVES[number]) if is_of_translations else SHELVES[number]


def _find_page_kind(number: int) -> PageKind[Any]:
    return KINDS[number]


def _find_known(name: str) -> KnownPage:
    return next(page for page in KNOWN_PAGES if page.name == name)


def _find_kind(name: str) -> Kind:
    return _kinds()[name]


@cache
def _kinds() -> Mapping[str, Kind]:
    """Return every kind of field, by model and field."""
    found: dict[str, Kind] = {}
    models = [shelf.model for shelf in SHELVES if shelf.model]
    seen: set[type[Model]] = set()
    while models:
        model = models.pop()
        if model in seen:
            continue
        seen.add(model)
        for info in fields_of(model).values():
            if info.kind:
                found.setdefault(f"{model.__module__}.{model.__qualname__}.{info.english}", info.kind)
            if info.nested:
                models.append(info.nested)
    return found


def _name_kind(kind: Kind) -> str:
    """Return the name of a kind. Raises `PicklingError` for a kind that no field has; then only that answer is not cached."""
    try:
        return _names_of_kinds()[kind]
    except KeyError:
        raise pickle.PicklingError(f"no field is of the kind {kind.name}") from None


@cache
def _names_of_kinds() -> Mapping[Kind, str]:
    return {kind: name for name, kind in _kinds().items()}
