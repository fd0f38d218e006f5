"""The watcher: tells which files have changed, as soon as they are whole.

In: folders. Out: paths, in batches. It follows from the moment it is made. A single save is told within a few milliseconds; where
many files change at once it is waited until they have come to rest, and so is a file that looks as if it were half written.
Where another folder has come in the place of one, that one is followed, and told itself: all in it may be another. What nobody
may look into is as if it were away, until somebody may. What the system does not tell is found by looking: now and then, and at
once where it follows nothing, since as many folders are followed as it allows.
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

# documented for direct use; `watch` begins only when it is first waited for
from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from plugins.commands.preview.silent_changes import SilentChanges
from plugins.core.files.leftovers import is_left_by_program

STEP: Final = 2
"""Milliseconds between two looks; what has not grown from one to the next is told."""
CALM: Final = 8
"""Milliseconds between two looks where many files change."""
LONGEST: Final = 160
"""Milliseconds that many changes are waited for at the most."""
LOOK: Final = 250
"""Milliseconds after which nothing is told, so that whoever follows may look at the clock."""
LOOK_ANEW: Final = 20.0
"""Seconds between two looks at the files themselves, for what the system has not told."""
LOOK_OFTEN: Final = 0.3
"""Seconds between two looks where the system tells nothing."""
SHARE: Final = 20
"""A look waits at least so many times as long as the last one took: a disk of the network may be slow."""
MEANWHILE: Final = 50
"""Milliseconds in which the system has told what it knew of folders that are followed anew."""
FEW: Final = 3
"""Paths of one save: the file, and what some programs write beside it."""
BLOCK: Final = 512
"""Bytes: programs hand over long texts in whole blocks, so that a half-written file is mostly of so many."""
REST: Final = 0.05
"""Seconds in which nothing more has come to a file that looks half written: then it is as it should be."""


class Watcher:
    """Follows folders, and all that lies below them."""

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
        """Yield what has changed; nothing after a while, so that the clock may be looked at. Ctrl-C is raised."""
        while True:
            yield self._gather(LOOK)

    def more(self) -> set[Path]:
        """Return what has changed since, without waiting."""
        return self._gather(1)

    def _follow(self) -> RustNotify:
        """Follow the folders that are there, and note which ones those are; one that goes meanwhile is found to be another.

        Where one within them cannot be looked into, each that can be is followed by itself; where the system follows no more
        of them, they are looked at.
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
        """Look at all files from now on; return what hears nothing, but still can be waited with."""
        self._looks_often, self._next_look = True, 0.0
        return RustNotify([], False, True, 300, True, False)

    def _follow_anew(self) -> set[Path]:
        """Follow the folders as they are now; return what has been told meanwhile of them as they were."""
        before, self._notify = self._notify, self._follow()
        try:
            return _take(before.watch(LONGEST, STEP, MEANWHILE, None))
        except WatchfilesRustInternalError:
            return self._silent.find()
        finally:
            before.close()

    def _find_exchanged(self, found: Collection[Path]) -> set[Path]:
        """Return the folders that others have come in the place of, which are followed from now on: the system follows the old.

        One that is gone, or has come, is told too. A new one may have the number of the old, whose end is `found` then.
        """
        exchanged = {folder for folder, place in self._places.items() if folder in found or _find_place(folder) != place}
        if exchanged or any(self._must_follow(path) for path in found):
            exchanged |= self._follow_anew()
        return exchanged

    def _must_follow(self, path: Path) -> bool:
        """Tell whether what has come or changed may not be followed: a folder, for the system tells of one before it follows it.

        So what is written there right after it was read would never be told; nor where one of its name was removed while somebody
        read in it, whose end is told late and taken for the end of the new one. Who only looks at files follows each, but not one
        that cannot be looked into, nor one where each is followed by itself.
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
        except WatchfilesRustInternalError:  # of a name that is no text, also when it is only read, it says no more, and for ever
            found = self._follow_anew() | self._silent.find()
        found |= self._find_exchanged(found)
        self._silent.note(found)
        return found | self._find_silent()

    def _find_silent(self) -> set[Path]:
        """Return what the system has not told, when it is time to look for it."""
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
    """Return the paths of what the system has told. Ctrl-C is raised."""
    if isinstance(changes, set):
        return {path for path in {Path(name) for _, name in changes} if not is_left_by_program(path.name)}
    if changes == "signal":
        raise KeyboardInterrupt
    return set()


def _find_place(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another of the same name; None where there is none that may be looked into."""
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
    """Tell whether a file may be on its way: it is gone, or empty, or of whole blocks. What is neither has all its bytes."""
    try:
        status = path.lstat()
    except OSError:
        return True
    return stat.S_ISREG(status.st_mode) and status.st_size % BLOCK == 0


def _must_poll(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the system gives no word of changes, so that files must be looked at: as `watchfiles` itself decides."""
    told = environment.get("WATCHFILES_FORCE_POLLING", "")
    if told:
        return told.lower() not in ("false", "disable", "disabled")
    return platform.system() == "Linux" and "microsoft-standard" in platform.release().lower()
