"""What of an original has changed since it was translated: found, shown beside the old words, and marked as put right.

In: originals with their translations, and the bytes of the translation's file. Out: the changes, the old words from the history,
the bytes with new fingerprints. Called by the task `translate` and by the preview's forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from plugins.core.filed import read_models
from plugins.core.models.model import TRANSLATED_FROM, Model
from plugins.core.places import SourceFile
from plugins.core.shelf import Shelf
from plugins.core.sources import normalise_text
from plugins.core.swedish import compare_key
from plugins.core.translations.model import Translation
from plugins.core.translations.overlay import row_key
from plugins.core.translations.prints import Change, Print, find_changes, list_parts, take_prints
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import open_document, write_tree
from plugins.keeping.past import read_past
from plugins.keeping.saving import Archive
from plugins.keeping.trouble import Trouble
from plugins.site.rooms import SHELVES

MOST_STATES: Final = 200
"""Saved changes of the original that are looked through for its old words."""

Pair = tuple[Model, Translation]
"""An original and its translation."""


def find_undone(original: Model, translation: Translation) -> tuple[Change, ...]:
    """Return what of an original has changed since, and has not been put right in its translation."""
    prints = getattr(translation, "translated_from", ())
    return tuple(change for change in find_changes(prints, original, translation) if not change.is_done)


def find_before(change: Change, original: Model, content: Path, shelf: Shelf) -> str | None:
    """Return the words of a part as they were when it was translated, from the history; None where it has them not."""
    path = original.place().source.path
    name = path.relative_to(content).as_posix()
    try:
        archive = Archive(content, SHELVES)
        below = archive.content.below
        for saved in islice(read_past(archive, name), MOST_STATES):
            files = archive.some_files(saved.state, [f"{below}/{name}"])
            for data in files.values():
                source = SourceFile(path, normalise_text(data.decode("utf-8-sig", "replace")))
                for record in read_models(source, path, shelf)[0]:
                    if shelf.form == "list" and row_key(record) != row_key(original):
                        continue
                    for part in list_parts(record):
                        if part.name == change.name and part.print == change.before:
                            return part.words
    except Trouble:
        return None
    return None


def renew_prints(
    data: bytes, shelf: Shelf, pairs: Sequence[Pair], today: date, *, is_same: bool, only: int | None = None
) -> bytes:
    """Return a translation's file with the fingerprints of what is translated, and nothing else changed.

    `pairs` has a pair for each record of the file, in its order; `only` is the number of the one that is meant.
    """
    tree = open_document(data, shelf).tree
    rows: list[Tree] = tree if isinstance(tree, list) else [tree]
    wanted: Any = [
        _with_prints(row, *pair, today, is_same=is_same) if only in (None, at) else row
        for at, (row, pair) in enumerate(zip(rows, pairs, strict=True))
    ]
    return write_tree(data, shelf, wanted if isinstance(tree, list) else wanted[0])


def _with_prints(tree: Tree, original: Model, translation: Translation, today: date, *, is_same: bool) -> Tree:
    prints = getattr(translation, "translated_from", ())
    fresh = take_prints(original, translation, today)
    changes = find_changes(prints, original, translation)
    if not is_same and not all(change.is_done for change in changes):
        fresh = _keep_undone(prints, fresh, changes)
    elif prints and [str(one) for one in prints[1:]] == [str(one) for one in fresh[1:]]:
        fresh = tuple(prints)  # nothing is new but the day
    assert isinstance(tree, dict)
    return {**tree, compare_key(TRANSLATED_FROM): [str(one) for one in fresh]}


def _keep_undone(prints: tuple[Print, ...], fresh: tuple[Print, ...], changes: Sequence[Change]) -> tuple[Print, ...]:
    """Return the old prints, but for the parts that have been put right; which of its own words are a part's is then sure."""
    old = {one.name: one for one in prints}
    undone = {change.name for change in changes if not change.is_done}
    done = {change.name for change in changes} - undone
    kept = [one if one.name in done else old.get(one.name) for one in fresh[1:]]
    gone = [old[change.name] for change in changes if change.now is None and not change.is_done]
    return (prints[0], *(one for one in kept if one is not None), *gone)
