"""Find changes in folders that the operating system does not report, by scanning the files. Called by `watcher`.

It reports nothing where another computer writes to a network disk, nor beyond its limits, as for a burst of thousands of files.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from plugins.core.files.leftovers import is_folder_of_program, is_left_by_program
from plugins.core.system.file_mark import Mark, mark_of

COARSE: Final = 2.5
"""Seconds in which a file may be saved twice with the same time, where a disk has a resolution of two seconds (FAT)."""


class SilentChanges:
    """Scans folders now and then, and remembers the state of each file at the last scan, or when it was reported."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._marks = self._look()
        self._young: dict[Path, float] = {}
        """Files just reported, and when: they may have been saved again with the same time."""

    def note(self, paths: Iterable[Path]) -> None:
        """Remember the state of files that are about to be reported; `find` then returns only later changes."""
        for path in paths:
            self._marks.pop(path, None)
            self._marks.update(_look_into(path))
            self._young[path] = time.monotonic()

    def find(self) -> set[Path]:
        """Return files that were changed, added or removed without being reported, and, once, those that were reported when
        young.
        """
        now = time.monotonic()
        settled = {file for file, noticed in self._young.items() if now - noticed > COARSE}
        before, self._marks = self._marks, self._look()
        found = {file for file, _ in before.items() ^ self._marks.items() if not is_left_by_program(file.name)}
        self._young = {file: noticed for file, noticed in self._young.items() if file not in settled} | dict.fromkeys(found, now)
        return found | settled

    def _look(self) -> dict[Path, Mark]:
        return {file: mark for folder in self._folders for file, mark in _look_into(folder)}


def _look_into(path: Path) -> Iterator[tuple[Path, Mark]]:
    """Yield a file, or every one below a folder, with its state; what may not be read is left out."""
    for parent, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not is_folder_of_program(name)]
        for name in names:
            yield from _mark(Path(parent, name))
    yield from _mark(path)


def _mark(file: Path) -> Iterator[tuple[Path, Mark]]:
    """Yield a file with its state, or that of a link's target; nothing where there is none."""
    with suppress(OSError):
        status = file.stat()
        if not stat.S_ISDIR(status.st_mode):
            yield file, mark_of(status)
