"""Keep the previous site as the start of the next build, so that it writes only files that differ.

`Output.write` uses a file of it only where it has exactly the bytes to be written, and files that are not written in the end are
removed. A spare is outside the output, so that removing it takes time but does no harm.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from plugins.core.cache.forking import can_fork
from plugins.core.cache.workers import WorkerTask
from plugins.core.outputs import MARK, THEME_FOLDER, Output
from plugins.core.system.file_mark import Seen
from plugins.publishing.exchange import close_staging, open_staging
from plugins.publishing.folder_scan import FolderScan, copy_and_scan, scan_folder
from plugins.publishing.manifest import list_all

SPARES: Final = ".cache/forra"
"""The folder of the spares, below the project."""
MOST: Final = 2
"""How many spares are kept, one for each output folder; beyond that the oldest are removed."""


class Spare:
    """The spare of one output folder. Only the build that holds the output's lock uses it (`exchange.hold_output`)."""

    def __init__(self, folder: Path, output: Path) -> None:
        self._folder = folder
        self._output = output
        self._place = folder / hashlib.sha256(os.fsencode(output)).hexdigest()
        """Its path: in that folder or, where the output is on another disk, to which nothing can be renamed, in a work folder
        beside it.
        """
        self._is_beside = False
        """It is a copy in such a work folder, for this build only, and is not kept."""
        self._look: Callable[[], _Ahead] = self._look_now
        self._is_copied = False
        """It is a copy of the current site made by this build."""
        self._is_used = False
        """False with other people's plugins: they get an empty folder, and their site is not kept."""
        self._names: set[str] = set()
        """Paths of the files of the spare that are in the new folder."""
        self.seen: Mapping[str, Seen] = {}
        """Its files that have been read in advance."""
        self.kept: Mapping[str, str] = {}
        """Digests of its files that the new site keeps, from reading them (`Output.keep`)."""
        self.shown: Collection[str] | None = None
        """Paths of the files of the current site, where they have been listed in advance."""

    def begin(self, may_copy: Callable[[], bool] = lambda: True) -> None:
        """Start to scan the spare and read its files in another process; where there are none, it is scanned when it is taken.

        Without a spare, as after a first build, copy the current site, but only in another process: here it would take as long as
        to write everything. Only where it `may_copy`: a build that starts from an empty folder would not use the copy, which
        would then keep what has been taken off the site. Where the output is on another disk there is never a spare.
        """
        if is_elsewhere := self._is_elsewhere():
            shutil.rmtree(self._place, ignore_errors=True)  # from before the output was moved to another disk: cannot be used
        if not is_elsewhere and os.path.isdir(self._place):  # noqa: PTH112 (`Path.is_dir` raises where it may not scan)
            self._look = WorkerTask(partial(_look_ahead, self._output, self._place)).answer
        elif can_fork() and self._output.is_dir() and may_copy():
            if is_elsewhere:
                try:
                    self._place, self._is_beside, self._is_copied = open_staging(self._output), True, True
                    self._place.rmdir()  # the copy makes it
                except OSError:  # the disk is full: everything is written, as far as there is room
                    return
            self._is_copied = True
            self._look = WorkerTask(partial(_copy_shown, self._output, self._place, is_kept=not self._is_beside)).answer

    def take(self, staging: Path, planned: Collection[str]) -> None:
        """Replace an empty new folder with the spare, where there is one, keeping only files in `planned` and of the theme."""
        self._is_used = True
        with suppress(OSError):
            mark, place = (staging.parent / MARK).stat(), staging.stat()
            scan, self.shown = self._look()
            if scan is None or not scan.is_plain(mark, place):
                shutil.rmtree(self._place, ignore_errors=True)
                return
            staging.rmdir()
            try:
                self._place.rename(staging)
            except OSError:
                staging.mkdir()
                return
            self._is_copied = self._is_beside  # its work folder is still to be removed
            self.seen = scan.seen
            self._names.update(name for name in scan.names if name in planned or name.startswith(f"{THEME_FOLDER}/"))
            _drop_others(os.fspath(staging), self._names, scan.names, scan.folders)

    def trim(self, staging: Path, output: Output) -> None:
        """Remove files of the spare that were not written; files that something else wrote are left for the audit."""
        self.kept = output.kept
        for name in self._names.difference(output.written):
            (staging / name).unlink(missing_ok=True)  # missing where a page was begun and then dropped (`Output.remove`)
            with suppress(OSError):  # not empty
                for folder in PurePosixPath(name).parents[:-1]:
                    (staging / folder).rmdir()

    def keep(self, old: Path) -> None:
        """Keep an old site that was exchanged; where that cannot be done, leave it where it is."""
        if not self._is_used or self._is_beside:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._place, ignore_errors=True)
            old.rename(self._place)
            self._is_copied = False
            _leave_few(self._place)

    def drop(self) -> None:
        """Remove the spare, and stop its scan or copy: this build starts from an empty folder and keeps none."""
        self._look = self._look_now
        if self._is_beside:
            close_staging(self._place)
        else:
            shutil.rmtree(self._place, ignore_errors=True)

    def end(self) -> None:
        """Remove a copy that this build made and did not use; an earlier site is kept for the next build."""
        if self._is_copied:
            self.drop()

    def _is_elsewhere(self) -> bool:
        """Return whether the output is on another disk than the spares."""
        with suppress(OSError):
            above = next(folder for folder in (self._folder, *self._folder.parents) if folder.exists())
            return above.stat().st_dev != self._output.parent.stat().st_dev
        return False

    def _look_now(self) -> _Ahead:
        return scan_folder(self._place), None


_Ahead = tuple[FolderScan | None, Collection[str] | None]
"""The scan of the spare, None where none can be used; and the files of the current site, None where they were not listed."""


def _look_ahead(output: Path, place: Path) -> _Ahead:
    """Scan the spare, read its files, and list those of the current site."""
    return scan_folder(place, reads=True), list_all(output).files if output.is_dir() else None


def _copy_shown(output: Path, place: Path, *, is_kept: bool) -> _Ahead:
    """Copy the current site, and scan the copy; leave nothing of an unfinished copy."""
    try:
        scan = copy_and_scan(output, place)
        if is_kept:
            _leave_few(place)
        return scan, frozenset(scan.names)
    except OSError:  # the disk is full, the site is being changed, or there is a link in it
        shutil.rmtree(place, ignore_errors=True)
        return None, None


def _leave_few(place: Path) -> None:
    """Make this the newest spare, and remove those beyond `MOST`."""
    with suppress(OSError):  # another build has taken its spare meanwhile
        os.utime(place)
        for further in sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)[MOST:]:
            away = further.rename(f"{further}-{secrets.token_hex(4)}")  # so that no build takes it meanwhile
            shutil.rmtree(away, ignore_errors=True)


def _drop_others(top: str, kept: Collection[str], names: Iterable[str], folders: Sequence[str]) -> None:
    """Remove these files except the ones that are kept, and then empty folders."""
    full = {""}
    for name in names:
        if name not in kept:
            os.unlink(f"{top}/{name}")  # noqa: PTH108 (a path object for each costs as much as the reading)
            continue
        folder = name.rpartition("/")[0]
        while folder not in full:
            full.add(folder)
            folder = folder.rpartition("/")[0]
    for folder in reversed(folders):  # a subfolder comes after the folder it is in
        if folder not in full:
            os.rmdir(f"{top}/{folder}")  # noqa: PTH106 (as above)
