"""The reader of `content/`: finds the room of each file, and parses the files.

Takes the folder and the shelves of all rooms; returns a `Reading`: `Shelves` with every record bound to its model, and all
problems, as put together by `core.reading.shelving`. No other module reads `content/`.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from plugins.core.cache.workers import WorkerTask
from plugins.core.file_names import check_name, check_translation_name
from plugins.core.files.endings import PICTURE_ENDINGS
from plugins.core.files.folder import (
    check_link,
    check_regular,
    count_names,
    look_into,
    report_unread,
    say_why,
    walk,
    walking_order,
)
from plugins.core.files.leftovers import (
    find_absent,
    find_copies,
    report_absent,
    report_copy,
)  # fmt: skip
from plugins.core.files.translation_names import find_odd
from plugins.core.models.model import Model, fields_of
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.reading.file_models import find_torn_text, read_models
from plugins.core.reading.homes import (
    find_homes,
    find_meant,
    fits,
    report_unclaimed,
    report_wrong_folder,
)  # fmt: skip
from plugins.core.reading.placing import find_code, find_shelf
from plugins.core.reading.shelving import FoundPath, fill_shelves, open_shelves
from plugins.core.shelf import Shelf
from plugins.core.shelves import Reading
from plugins.core.source.sources import Text, decode_source, read_source
from plugins.core.system.file_mark import Seen, mark_of

WORTH_READING: Final = 32
"""The fewest texts that are worth forking a worker: parsing one takes one to two milliseconds, sending it a fifth of that."""


KeptReading = tuple[Mapping[Path, tuple[object, FoundPath]], Mapping[Path, tuple[str, Shelf | None]], bool]
"""The result for each text, with the stamp of its bytes; the shelf of each file; and whether the names alone show that none of
the files is a copy of another."""


class ShelfReader:
    """Reads a folder, and reads it again when files have changed; files with the same bytes are not parsed again."""

    def __init__(
        self,
        folder: Path,
        shelves: Sequence[Shelf],
        kept: KeptReading = (MappingProxyType({}), MappingProxyType({}), False),
        seen: Mapping[str, Seen] = MappingProxyType({}),
    ) -> None:
        """`kept` is from an earlier reader of the same folder; `seen` has the marks and digests of files read before, by path."""
        self.folder = folder
        self.shelves = shelves
        self._found: dict[Path, FoundPath] = {}
        """Results by path, in the order of `walk`."""
        self._read: dict[Path, tuple[object, FoundPath]] = dict(kept[0])
        """The result for each text, with the stamp of its bytes."""
        self._places: dict[Path, tuple[str, Shelf | None]] = dict(kept[1])
        self._has_no_copies = kept[2]
        """Whether the names alone show that none of those files is a copy of another."""
        self._seen = seen
        self._compared: set[Path] = set()
        """Files whose contents were compared to find copies."""
        self._reads_all = False
        """Whether every change requires reading everything: there is a link, or a file with two names, which changes when the
        other does without being reported; or a folder cannot be read, so changes in it are unknown."""

    @property
    def kept(self) -> KeptReading:
        """The results for each file, for a later reader of the same folder."""
        places = {path: place for path, place in self._places.items() if path in self._found}
        return dict(self._read), places, self._has_no_copies

    def read(self) -> Reading:
        """Read every file that a room claims, and report those that none does."""
        if not self.folder.is_dir():
            self._found, self._read, self._has_no_copies = {}, {}, False
            message = f"Mappen {self.folder.name}/ finns inte."
            problem = Problem(Place(SourceFile(self.folder)), "saknar-mapp", message)
            return Reading(open_shelves(self.folder, self.shelves), (problem,))
        unread: list[OSError] = []
        paths = list(walk(self.folder, unread))
        self._compared, self._reads_all = set(), bool(unread)
        copies = self._find_copies(paths)
        self._found = self._look_at_all(paths, copies)
        self._found |= {Path(error.filename): self._report_folder(Path(error.filename), error) for error in unread}
        self._read = {path: kept for path, kept in self._read.items() if path in self._found}
        self._places = {path: place for path, place in self._places.items() if path in self._found}
        return fill_shelves(self._found, self.folder, self.shelves, self._name)

    def read_again(self, paths: Iterable[Path]) -> Reading:
        """Read files that have changed and still exist; read everything if other results may be affected."""
        if self._reads_all:
            return self.read()
        for path in paths:
            before = self._found.get(path)
            is_plain = before is not None and before.shelf is not None and path not in self._compared
            if before is None or before.shelf is None or not is_plain or count_names(path) != 1:
                return self.read()
            self._found[path] = self._read_file(path, self._name(path), before.shelf)
        return fill_shelves(self._found, self.folder, self.shelves, self._name)

    def read_with(self, files: Mapping[str, bytes | None]) -> Reading:
        """Return what reading the folder would give if some texts had these bytes, by path from the folder; None: did not exist.

        Does not access the disk: everything else is as it was last read.
        """
        kept, self._found = self._found, dict(self._found)
        try:
            for name, data in files.items():
                path = self.folder / name
                relative, shelf = self._place(path)
                if data is None:
                    self._found.pop(path, None)
                elif shelf is not None and shelf.model is not None:
                    self._found[path] = self._read_bytes(path, hashlib.sha256(data).digest(), data, relative, shelf, shelf.model)
            self._found = dict(sorted(self._found.items(), key=lambda item: walking_order(item[0])))
            return fill_shelves(self._found, self.folder, self.shelves, self._name)
        finally:
            self._found = kept

    def _find_copies(self, paths: Sequence[Path]) -> dict[Path, Path]:
        """Return the files that are copies of another, with that other; skipped if only known names are present."""
        before = self._found or self._places  # after a full read, `_places` also has names that were only tried (`read_with`)
        if self._has_no_copies and len(paths) == len(before) and all(path in before for path in paths):
            return {}
        copies = find_copies(paths, self._compared)
        self._has_no_copies = not copies and not self._compared and all(map(os.path.isfile, paths))  # else one may become a copy
        self._compared |= set(copies.values())  # their contents are quoted in the problems of the copies
        return copies

    def _name(self, path: Path) -> str:
        return self._place(path)[0]

    def _place(self, path: Path) -> tuple[str, Shelf | None]:
        """Return the path relative to the folder, in NFC, and the shelf for a file of that name."""
        if path not in self._places:
            relative = unicodedata.normalize("NFC", path.relative_to(self.folder).as_posix())
            self._places[path] = relative, find_shelf(relative, self.shelves)
        return self._places[path]

    def _look_at_all(self, paths: Sequence[Path], copies: Mapping[Path, Path]) -> dict[Path, FoundPath]:
        """Return the result for each path; if there are many new texts, up to half of them are read in a worker."""
        there = self._choose(paths) if not self._read else []

        def look() -> tuple[dict[Path, FoundPath], dict[Path, tuple[object, FoundPath]], bool]:
            found = {path: self._look(path, copies) for path in there}
            return found, {path: self._read[path] for path in there if path in self._read}, self._reads_all

        work = WorkerTask(look, self._find_shared(there), begins=len(there) >= WORTH_READING)
        aside = frozenset(there)
        here = {path: self._look(path, copies) for path in paths if path not in aside}
        found, read, reads_all = work.answer()
        self._read |= read
        self._reads_all = self._reads_all or reads_all
        return {path: found[path] if path in aside else here[path] for path in paths}

    def _choose(self, paths: Sequence[Path]) -> list[Path]:
        """Return the texts to be read in the worker: translations first, so that this process need not build their models."""
        pages, translations = list[Path](), list[Path]()
        for path in paths:
            relative, shelf = self._place(path)
            if find_code(relative, shelf):
                translations.append(path)
            elif shelf is not None and shelf.form == "page":
                pages.append(path)
        texts = pages + translations
        return texts[min(len(pages), len(texts) // 2) :]

    def _find_shared(self, paths: Iterable[Path]) -> list[object]:
        """Return objects that both processes have; the models of translations could not be pickled by name."""
        shelves = {shelf for path in paths if (shelf := self._place(path)[1])}
        models = {model for shelf in shelves if shelf.model for model in _find_models(shelf.model)}
        return [*shelves, *models, *paths]

    def _look(self, path: Path, copies: Mapping[Path, Path]) -> FoundPath:
        """Return the result for a path."""
        relative, shelf = self._place(path)
        if absent := find_absent(path):
            return FoundPath() if absent.exists() else self._report_absent(path, absent)
        if original := copies.get(path):
            return FoundPath((report_copy(path, original),), torn_files=(path,))
        names = count_names(path)
        self._reads_all = self._reads_all or names != 1
        if not names and (problems := [*check_link(path, self.folder)] or [*check_regular(path)]):
            torn = self._find_torn(relative)
            return FoundPath(tuple(problems), torn=torn, torn_files=(path,), awaited=relative)  # nor published
        if self._has_odd_language(relative):
            return FoundPath(torn_files=(path,), odd_name=relative)  # reported when the site's languages are known
        if shelf is not None:
            return self._read_file(path, relative, shelf)
        if path.suffix.casefold() in PICTURE_ENDINGS:
            return FoundPath(is_misplaced=True)
        meant = find_meant(relative, self.shelves)
        homes = (meant,) if meant else _find_homes_of_unclaimed(path, relative, self.shelves)
        problem = report_unclaimed(path, relative, self.shelves, homes, self.folder)
        torn = self._find_torn(*(home for home in homes if not (self.folder / home).exists()))
        return FoundPath((problem,), torn=torn, torn_files=tuple(self.folder / home for home in homes) or (path,))

    def _has_odd_language(self, relative: str) -> bool:
        """Return whether a file has nearly the name of a translation of another file, which exists."""
        odd = find_odd(relative)
        shelf = find_shelf(odd.original, self.shelves) if odd else None
        return bool(odd and shelf and shelf.is_translated and (self.folder / odd.original).is_file())

    def _report_absent(self, path: Path, absent: Path) -> FoundPath:
        """Report a file that has not been downloaded, and prevent further problems about references to it or its contents."""
        relative = self._name(absent)
        torn = self._find_torn(relative) | self._find_inside(absent)
        return FoundPath((report_absent(path, absent),), torn=torn, torn_files=(absent,), awaited=relative)

    def _report_folder(self, folder: Path, error: OSError) -> FoundPath:
        """Report a folder that cannot be read, and prevent further problems about references to its contents."""
        problem = report_unread(folder, say_why(error), f"Mappen {folder.name}/")
        return FoundPath((problem,), torn=self._find_inside(folder), torn_files=(folder,), awaited=self._name(folder))

    def _find_inside(self, folder: Path) -> frozenset[type[Model]]:
        """Return the models of the records that a folder may contain."""
        start = "" if folder == self.folder else f"{self._name(folder)}/"
        return frozenset(shelf.model for shelf in self.shelves if shelf.model and shelf.pattern.startswith(start))

    def _find_torn(self, *homes: str) -> frozenset[type[Model]]:
        """Return the models of files in these places, so that references to their records are not reported as well."""
        shelves = [shelf for shelf in self.shelves if any(fits(home, shelf.pattern) for home in homes)]
        return frozenset(shelf.model for shelf in shelves if shelf.model)

    def _read_file(self, path: Path, relative: str, shelf: Shelf) -> FoundPath:
        """Return what a file contributes to its shelf."""
        stamp, data = self._look_into(path)
        if shelf.form == "file" or shelf.model is None:
            if isinstance(stamp, str):
                return FoundPath((report_unread(path, stamp),), shelf, torn_files=(path,), awaited=relative)
            return FoundPath(tuple(check_name(path, shelf)), shelf, stamp=stamp)
        return self._read_bytes(path, stamp, data, relative, shelf, shelf.model)

    def _look_into(self, path: Path) -> tuple[object, bytes | None]:
        """Like `look_into`, but without opening a text that has a result and is unchanged by its mark."""
        seen, kept = self._seen.get(os.fspath(path)), self._read.get(path)
        if seen is not None and kept is not None and kept[0] == (stamp := bytes.fromhex(seen[1])):
            with suppress(OSError):
                if seen[0] == mark_of(os.lstat(path)):
                    return stamp, None
        return look_into(path)

    def _read_bytes(
        self, path: Path, stamp: object, data: bytes | None, relative: str, shelf: Shelf, model: type[Model]
    ) -> FoundPath:
        """Return what a text contributes to its shelf: the earlier result if its bytes are the same."""
        kept = self._read.get(path)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        found = self._read_text(path, data, relative, shelf, model, find_code(relative, shelf))
        if not found.torn - {model}:  # otherwise the result depends on another file too
            self._read[path] = stamp, found
        return found

    def _read_text(self, path: Path, data: bytes | None, relative: str, shelf: Shelf, model: type[Model], code: str) -> FoundPath:
        try:
            source, problems = read_source(path) if data is None else decode_source(path, data)
        except OSError as error:
            source = SourceFile(path)
            problems = [report_unread(path, say_why(error))]
        if code:
            return _read_translated(replace(source, language=code), problems, path, shelf, code)
        found: list[Any] = []
        text = None if problems else source
        torn: frozenset[type[Model]] = frozenset()
        torn_texts: tuple[tuple[type[Model], Text], ...] = ()
        if not problems and (homes := find_homes(relative, source.text, shelf, self.shelves)):
            torn = self._find_torn(*homes)
            problems = [report_wrong_folder(path, relative, homes, source.text, shelf, self.folder)]
        elif not problems:
            found, problems = read_models(source, path, shelf, self.shelves)
            if not found and shelf.form == "page":
                torn_texts = tuple(find_torn_text(source, model))
        return FoundPath(
            (*check_name(path, shelf), *problems),
            shelf,
            tuple(found),
            text,
            torn | {model} if problems else torn,
            (path,) if problems else (),
            torn_texts,
        )


def read_shelves(folder: Path, shelves: Sequence[Shelf]) -> Reading:
    """Read every file below `folder` that a room claims, and report those that none does."""
    return ShelfReader(folder, shelves).read()


def _find_models(model: type[Model]) -> Iterator[type[Model]]:
    """Yield a model and the models nested in it."""
    yield model
    for info in fields_of(model).values():
        if info.nested:
            yield from _find_models(info.nested)


def _read_translated(source: SourceFile, problems: Sequence[Problem], path: Path, shelf: Shelf, code: str) -> FoundPath:
    """Return the translations in a file, which are kept apart from their originals."""
    records: list[Any] = []
    problems = [*check_translation_name(path, shelf), *problems]
    text = None if problems else source
    if not problems:
        records, problems = read_models(source, path, shelf)
    return FoundPath(tuple(problems), shelf, tuple(records), text, torn_files=(path,) if problems else (), code=code)


def _find_homes_of_unclaimed(path: Path, relative: str, shelves: Sequence[Shelf]) -> tuple[str, ...]:
    """Return the paths where a text file of no shelf may belong, by its fields."""
    if path.suffix.casefold() not in (".md", ".yaml", ".yml", ".txt", ".markdown"):
        return ()
    try:
        source, problems = read_source(path)
    except OSError:
        return ()
    return () if problems else find_homes(relative, source.text, None, shelves)
