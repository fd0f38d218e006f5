"""Combine the results of all paths of the content folder into a `Reading`.

Takes what was found at each path, in order; returns `Shelves` with all problems, including those of missing files. The files
are read by `core.reading.reader`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.models.model import Model
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.reading.homes import find_picture_home, report_misplaced_picture
from plugins.core.shelf import Shelf
from plugins.core.shelves import Reading, Shelves
from plugins.core.source.sources import Text
from plugins.core.translations.model import original_of


@dataclass(frozen=True, slots=True)
class FoundPath:
    """The result for one path of the folder."""

    problems: tuple[Problem, ...] = ()
    shelf: Shelf | None = None
    """Its shelf; None if no room claims the file, or it was not opened."""
    records: tuple[Any, ...] = ()
    source: SourceFile | None = None
    """Its text, if it could be read."""
    torn: frozenset[type[Model]] = frozenset()
    torn_files: tuple[Path, ...] = ()
    torn_texts: tuple[tuple[type[Model], Text], ...] = ()
    awaited: str | None = None
    """The path that should have a file, if that has not been downloaded or cannot be read."""
    odd_name: str | None = None
    """Its own path, if that is nearly the name of a translation of another file."""
    is_misplaced: bool = False
    """Whether it is a picture in the wrong place."""
    stamp: object = None
    """For a file that is copied: a value that changes when the file does."""
    code: str = ""
    """The language of a translation."""

    @property
    def is_odd(self) -> bool:
        """Whether there is anything besides its contents, which is rare."""
        said = self.problems or self.torn or self.torn_files or self.torn_texts
        return bool(said or self.awaited or self.odd_name or self.is_misplaced)


def open_shelves(folder: Path, shelves: Iterable[Shelf]) -> Shelves:
    """Return empty shelves for a folder."""
    return Shelves(folder, [shelf.model for shelf in shelves if shelf.model])


def fill_shelves(
    found: Mapping[Path, FoundPath], folder: Path, shelves: Sequence[Shelf], name_of: Callable[[Path], str]
) -> Reading:
    """Return the shelves filled from all paths, in order, and all problems; `name_of` returns a path relative to the folder."""
    filled, problems, misplaced = open_shelves(folder, shelves), list[Problem](), list[Path]()
    for path, one in found.items():
        if one.source:
            filled.sources.append(one.source)
        if one.is_odd:
            problems += one.problems
            misplaced += [path] if one.is_misplaced else []
            _note_odd(filled, one)
        if one.shelf is not None:
            _put(filled, path, one, one.shelf, name_of)
    for path in misplaced:
        home = find_picture_home(path.name, filled.sources, shelves)
        problems.append(report_misplaced_picture(path, home, shelves))
        filled.awaited |= {f"{home}/{path.name}"} if home else set()
    problems += _check_required(filled, shelves)
    return Reading(filled, tuple(problems))


def _note_odd(filled: Shelves, one: FoundPath) -> None:
    """Store everything about a path besides its contents."""
    filled.torn |= one.torn
    filled.torn_files += one.torn_files
    filled.torn_texts += one.torn_texts
    filled.awaited |= {one.awaited} if one.awaited else set()
    filled.odd_names += [one.odd_name] if one.odd_name else []


def _put(filled: Shelves, path: Path, one: FoundPath, shelf: Shelf, name_of: Callable[[Path], str]) -> None:
    """Put the contents of a path on its shelf: translations, a file that is copied, or records."""
    if one.code and shelf.model:
        filled.translations.setdefault((one.code, original_of(shelf.model)), []).extend(one.records)
    elif one.stamp is not None:
        name = name_of(path)
        filled.files[name] = path
        filled.stamps[name] = one.stamp
    elif shelf.model is not None:
        filled.by_model.setdefault(shelf.model, []).extend(one.records)


def _check_required(filled: Shelves, shelves: Iterable[Shelf]) -> Iterator[Problem]:
    """Required files exist."""
    for shelf in shelves:
        if shelf.is_required and shelf.model and not filled.all(shelf.model) and shelf.model not in filled.torn:
            folder, _, ending = shelf.pattern.partition("*")
            message = f"Filen {folder} saknas."
            if ending:
                message = f"Mappen {folder} är tom. Där behövs minst en fil namn{ending}."
            filled.torn.add(shelf.model)  # references to such records are not reported as well
            yield Problem(filled.place(folder), "saknar-fil", message)
