"""What a translation needs of its original and its history: headings, old words, and new fingerprints.

Called by the task `translate` and by the forms of preview.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from plugins.core.models.model import TRANSLATED_FROM, Model
from plugins.core.places import SourceFile
from plugins.core.reading.file_models import read_models
from plugins.core.shelf import Shelf
from plugins.core.shelves import Shelves
from plugins.core.source.sources import normalise_text
from plugins.core.swedish import compare_key
from plugins.core.texts.headings import heading_key
from plugins.core.translations.fingerprints import ChangedPart, Part, list_parts, take_prints
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.model import Translation
from plugins.core.translations.overlay import row_key
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import open_document, write_tree
from plugins.keeping.errors import HistoryError
from plugins.keeping.past import read_past
from plugins.keeping.saving import Archive
from plugins.site.rooms import KINDS, SHELVES, open_library

MOST_STATES: Final = 200
"""Most commits of the original that are searched for its old words."""

Pair = tuple[Model, Translation]
"""An original and its translation."""


def find_headings(shelves: Shelves, model: type[Model], code: str, today: date) -> Mapping[str, str]:
    """Return the headings that all pages of a kind have, in another language, by the key of the original heading."""
    kind = next((kind for kind in KINDS if kind.model is model), None)
    if kind is None:
        return {}
    library = open_library(shelves, today, shows_drafts=True)
    spoken = TranslatedLibrary(library, code)
    pairs = zip(kind.new.headings("", library), kind.new.headings("", spoken), strict=True)
    return {heading_key(own): said for own, said in pairs if own}


def find_before(change: ChangedPart, pair: Pair, content: Path, shelf: Shelf) -> str | None:
    """Return the words of a part when it was translated, from the history; None where they are not found."""
    try:
        parts = (part for state in _read_states(pair, content, shelf) for part in _list_parts(state, pair, shelf))
        return next((part.words for part in parts if part.name == change.name and part.print == change.before), None)
    except HistoryError:
        return None


def _read_states(pair: Pair, content: Path, shelf: Shelf) -> Iterator[Sequence[Model]]:
    """Yield the records of an original's file in each commit, newest first; raises `HistoryError`."""
    path = pair[0].place().source.path
    name = path.relative_to(content).as_posix()
    archive = Archive(content, SHELVES)
    for saved in islice(read_past(archive, name), MOST_STATES):
        for data in archive.some_files(saved.state, [f"{archive.content.below}/{name}"]).values():
            yield read_models(SourceFile(path, normalise_text(data.decode("utf-8-sig", "replace"))), path, shelf)[0]


def _list_parts(records: Sequence[Model], pair: Pair, shelf: Shelf) -> Iterator[Part]:
    """Yield the parts of the record that is the original; of the only record where the file is not a list."""
    original, translation = pair
    for record in records:
        if shelf.form != "list" or row_key(record) == row_key(original):
            yield from list_parts(record, translation)


def renew_prints(data: bytes, shelf: Shelf, pairs: Sequence[Pair], today: date, wanted: Collection[int]) -> bytes:
    """Return a translation's file with new fingerprints in some records, and nothing else changed.

    `pairs` has a pair for each record of the file, in order, and `wanted` the indices of the records.
    """
    tree = open_document(data, shelf).tree
    rows: list[Tree] = tree if isinstance(tree, list) else [tree]
    renewed: Any = [
        _with_prints(row, *pair, today) if at in wanted else row for at, (row, pair) in enumerate(zip(rows, pairs, strict=True))
    ]
    return write_tree(data, shelf, renewed if isinstance(tree, list) else renewed[0])


def _with_prints(tree: Tree, original: Model, translation: Translation, today: date) -> Tree:
    prints = getattr(translation, "translated_from", ())
    fresh = take_prints(original, translation, today)
    if prints and [(one.name, one.original) for one in prints[1:]] == [(one.name, one.original) for one in fresh[1:]]:
        return tree  # keep the earlier day: nothing has changed since
    assert isinstance(tree, dict)
    return {**tree, compare_key(TRANSLATED_FROM): [str(one) for one in fresh]}
