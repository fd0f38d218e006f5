"""Set `uppdaterad` in the header of changed pages. Called by `plugins.commands.keep.save`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from plugins.core.models.model import fields_of
from plugins.core.reading.placing import find_shelf
from plugins.core.shelf import Shelf
from plugins.core.swedish import compare_key
from plugins.core.writer.put import Overtaken, put_file
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.write import open_document, write_tree
from plugins.keeping.changes import ContentChange

FIELD: Final = "uppdaterad"


def find_dated(changes: Iterable[ContentChange], shelves: Sequence[Shelf]) -> list[ContentChange]:
    """Return the changed pages whose model has the field, except those where this very change sets it."""
    found = []
    for change in changes:
        shelf = find_shelf(change.path, shelves)
        if change.sort == "borttaget" or shelf is None or shelf.form != "page" or shelf.model is None:
            continue
        if FIELD in fields_of(shelf.model) and not any(compare_key(field.name) == FIELD for field in change.fields):
            found.append(change)
    return found


def set_updated(data: bytes, shelf: Shelf, day: date) -> bytes | None:
    """Return a page with `uppdaterad` set to a day; None where its header cannot be rewritten."""
    try:
        header = open_document(data, shelf).tree
        assert isinstance(header, dict)
        return write_tree(data, shelf, {**header, FIELD: day.isoformat()})
    except CannotWrite:
        return None


def write_updated(content: Path, changes: Iterable[ContentChange], shelves: Sequence[Shelf], day: date) -> list[ContentChange]:
    """Set `uppdaterad` in the files of these pages; return the pages that were written."""
    written = []
    for change in changes:
        path = content / change.path
        shelf = find_shelf(change.path, shelves)
        before = path.read_bytes()
        data = set_updated(before, shelf, day) if shelf else None
        if data is not None:
            with suppress(Overtaken):  # somebody is writing to the file: it gets the day at the next save
                put_file(path, data, before)
                written.append(change)
    return written
