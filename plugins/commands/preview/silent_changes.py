"""Finds changes in folders that the system has not told of, by looking at the files.

In: folders, and what has been told of them. Out: the files that are others than they were, or are there no longer. The system
says nothing where a disk of the network is written to from another computer, nor of what it had no room to follow or to tell: a
burst of thousands of files. Called by `watcher`.
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
"""Seconds in which a file may be saved twice at one time, where a disk counts two seconds as one (FAT)."""


class SilentChanges:
    """Looks at folders now and then, and knows how each file was at the last look, or when it was told."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._marks = self._look()
        self._young: dict[Path, float] = {}
        """Files that have just been told, and when: they may have been saved again since, at the same time as far as is seen."""

    def note(self, paths: Iterable[Path]) -> None:
        """Take what is about to be told as known, as it is now: what changes after this is found."""
        for path in paths:
            self._marks.pop(path, None)
            self._marks.update(_look_into(path))
            self._young[path] = time.monotonic()

    def find(self) -> set[Path]:
        """Return the files that have changed, come or gone and were not told, and those that were told when they were young."""
        now = time.monotonic()
        settled = {file for file, told in self._young.items() if now - told > COARSE}
        before, self._marks = self._marks, self._look()
        found = {file for file, _ in before.items() ^ self._marks.items() if not is_left_by_program(file.name)}
        self._young = {file: told for file, told in self._young.items() if file not in settled} | dict.fromkeys(found, now)
        return found | settled

    def _look(self) -> dict[Path, Mark]:
        return {file: mark for folder in self._folders for file, mark in _look_into(folder)}


def _look_into(path: Path) -> Iterator[tuple[Path, Mark]]:
    """Yield a file, or every one below a folder, with its mark; what nobody may look into is as if it were away."""
    for parent, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not is_folder_of_program(name)]
        for name in names:
            yield from _mark(Path(parent, name))
    yield from _mark(path)


def _mark(file: Path) -> Iterator[tuple[Path, Mark]]:
    """Yield a file with its mark, or that of what it leads to as a link; nothing where there is none."""
    with suppress(OSError):
        status = file.stat()
        if not stat.S_ISDIR(status.st_mode):
            yield file, mark_of(status)
