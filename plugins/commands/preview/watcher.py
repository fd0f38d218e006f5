"""Watch folders, and report files that have changed, once they are completely written.

Watches from the moment it is made. A single save is reported within a few milliseconds; for many files it waits until no more
change, and for a file that looks half written until that is completed. Where a watched folder is replaced by another, that one is
watched, and reported itself: everything in it may differ. A folder that may not be read counts as missing. Changes that the
operating system does not report are found by scanning: now and then, and often where it watches nothing because its limit is
reached.
"""

from __future__ import annotations

import os
import platform
import stat
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

# documented for direct use; `watch` starts only when first iterated
from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from plugins.commands.preview.silent_changes import SilentChanges
from plugins.core.files.leftovers import is_left_by_program

STEP: Final = 2
"""Milliseconds between polls; a set of changes that has not grown between two is reported."""
CALM: Final = 8
"""Milliseconds between polls where many files change."""
LONGEST: Final = 160
"""Most milliseconds to wait for further changes."""
LOOK: Final = 250
"""Milliseconds after which an empty set is reported, so that the caller may look at the clock."""
LOOK_ANEW: Final = 20.0
"""Seconds between scans of the files, for changes that the system has not reported."""
LOOK_OFTEN: Final = 0.3
"""Seconds between scans where the system reports nothing."""
SHARE: Final = 20
"""The pause before a scan is at least so many times the duration of the last one: a network disk may be slow."""
MEANWHILE: Final = 50
"""Milliseconds to wait for reports about folders that are about to be watched again."""
FEW: Final = 3
"""Paths of one save: the file, and what some programs write beside it."""
BLOCK: Final = 512
"""Bytes: programs write long texts in whole blocks, so a half-written file mostly has a multiple of this size."""
REST: Final = 0.05
"""Seconds without a change after which a file that looks half written is taken as complete."""


class Watcher:
    """Watches folders, and everything below them."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._next_look = time.monotonic() + LOOK_ANEW
        self._notify = self._follow()
        self._silent = SilentChanges(folders)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._notify.close()

    def __iter__(self) -> Iterator[set[Path]]:
        """Yield sets of changed paths, for ever; an empty set after `LOOK`. Raise `KeyboardInterrupt` on Ctrl-C."""
        while True:
            yield self._gather(LOOK)

    def more(self) -> set[Path]:
        """Return what has changed since, without waiting."""
        return self._gather(1)

    def _follow(self) -> RustNotify:
        """Watch the folders that exist, and note their identity, so that one that is replaced is noticed.

        Where a subfolder may not be read, watch each of the others by itself; where the system's limit is reached, scan
        instead.
        """
        self._looks_often = False
        self._places = {folder: _find_place(folder) for folder in self._folders}
        self._follows_each = False
        there = [str(folder) for folder, place in self._places.items() if place is not None]
        with suppress(FileNotFoundError, PermissionError):
            try:
                return _notify_of(there)
            except PermissionError:
                self._follows_each = True
                return _notify_of([parent for folder in there for parent, _, _ in os.walk(folder)], is_deep=False)
            except (OSError, WatchfilesRustInternalError) as error:
                if isinstance(error, FileNotFoundError):
                    raise
                return self._look_often()
        self._places = dict.fromkeys(self._folders)
        return _notify_of([])

    def _look_often(self) -> RustNotify:
        """Scan all files often from now on; return a watcher that reports nothing, to wait with."""
        self._looks_often, self._next_look = True, 0.0
        return RustNotify([], False, True, 300, True, False)

    def _follow_anew(self) -> set[Path]:
        """Watch the folders as they are now; return what has been reported meanwhile about the old ones."""
        before, self._notify = self._notify, self._follow()
        try:
            return _take(before.watch(LONGEST, STEP, MEANWHILE, None))
        except WatchfilesRustInternalError:
            return self._silent.find()
        finally:
            before.close()

    def _find_exchanged(self, found: Collection[Path]) -> set[Path]:
        """Return the watched folders that were replaced, removed or added, and watch the new ones: the system goes on with the
        old.

        A new folder may have the inode of the old one, but then the removal of that one is in `found`.
        """
        exchanged = {folder for folder, place in self._places.items() if folder in found or _find_place(folder) != place}
        if exchanged or any(self._must_follow(path) for path in found):
            exchanged |= self._follow_anew()
        return exchanged

    def _must_follow(self, path: Path) -> bool:
        """Return whether an added or changed path is a folder that may not be watched yet: the system reports a folder before
        it watches it.

        A file written there right after it was read would never be reported. Neither would one in a folder that replaced another
        of the same name while a process had that one open: its removal is reported late, and taken for that of the new. A watcher
        that polls watches all, except a folder that may not be read, or where each folder is watched by itself.
        """
        is_folder = os.path.isdir(path)  # noqa: PTH112 (a path object raises where it may not look)
        return is_folder and (not _must_poll() or self._follows_each or _find_place(path) is None)

    def _gather(self, patience: int) -> set[Path]:
        found = self._wait(STEP, patience)
        if len(found) > FEW:
            found |= self._wait(CALM, CALM)
        last = dict.fromkeys(filter(looks_unfinished, found), time.monotonic())
        while _are_unfinished(last):
            new = self._wait(STEP, STEP)
            last |= dict.fromkeys(new, time.monotonic())
            found |= new
        return found

    def _wait(self, step: int, patience: int) -> set[Path]:
        try:
            found = _take(self._notify.watch(LONGEST, step, patience, None))
        except WatchfilesRustInternalError:  # for a name that cannot be decoded it reports nothing any more, even for a mere read
            found = self._follow_anew() | self._silent.find()
        found |= self._find_exchanged(found)
        self._silent.note(found)
        return found | self._find_silent()

    def _find_silent(self) -> set[Path]:
        """Return what the system has not reported, when it is time to scan."""
        begun = time.monotonic()
        if begun < self._next_look:
            return set()
        found = self._silent.find()
        end = time.monotonic()
        self._next_look = end + max(LOOK_OFTEN if self._looks_often else LOOK_ANEW, SHARE * (end - begun))
        return found


def _notify_of(folders: list[str], *, is_deep: bool = True) -> RustNotify:
    return RustNotify(folders, False, _must_poll(), 300, is_deep, False)


def _take(changes: set[tuple[int, str]] | str) -> set[Path]:
    """Return the paths in a report; raise `KeyboardInterrupt` on Ctrl-C."""
    if isinstance(changes, set):
        return {path for path in {Path(name) for _, name in changes} if not is_left_by_program(path.name)}
    if changes == "signal":
        raise KeyboardInterrupt
    return set()


def _find_place(folder: Path) -> tuple[int, int] | None:
    """Return the identity (device and inode) of a folder; None where there is none that may be read."""
    try:
        status = folder.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(folder).close()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _are_unfinished(last: Mapping[Path, float]) -> bool:
    now = time.monotonic()
    return any(now - moment < REST and looks_unfinished(path) for path, moment in last.items())


def looks_unfinished(path: Path) -> bool:
    """Return whether a file may be half written: missing, empty, or of whole blocks."""
    try:
        status = path.lstat()
    except OSError:
        return True
    return stat.S_ISREG(status.st_mode) and status.st_size % BLOCK == 0


def _must_poll(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the system reports no changes, so that files must be polled; as `watchfiles` itself decides."""
    setting = environment.get("WATCHFILES_FORCE_POLLING", "")
    if setting:
        return setting.lower() not in ("false", "disable", "disabled")
    return platform.system() == "Linux" and "microsoft-standard" in platform.release().lower()
