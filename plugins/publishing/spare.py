"""Keeps the site that was there before, which the next build starts from, so that it writes only what differs.

Stage: build. In: the empty folder of a new site, and the paths that will be written. Out: the same folder, perhaps with files of
an earlier site; `Output.write` believes none of them that has not the very bytes that it would write, and what is not written
in the end is dropped. A spare lies outside the output, where to remove it costs time and nothing else.
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

from plugins.core.cache.aside import Aside
from plugins.core.cache.copying import can_copy
from plugins.core.outputs import MARK, THEME_FOLDER, Output
from plugins.core.system.file_mark import Seen
from plugins.publishing.exchange import close_staging, open_staging
from plugins.publishing.look import Look, copy_through, look_through
from plugins.publishing.manifest import list_all

SPARES: Final = ".cache/forra"
"""Where they are kept below the folder of the program."""
MOST: Final = 2
"""Spares that are kept, one for each output folder; beyond that the ones that were left longest ago go."""


class Spare:
    """The spare of one output folder, which whoever builds there has alone (`exchange.hold_output`)."""

    def __init__(self, folder: Path, output: Path) -> None:
        self._folder = folder
        self._output = output
        self._place = folder / hashlib.sha256(os.fsencode(output)).hexdigest()
        """Where it lies: in that folder, or in a workshop beside an output on another disk, to which nothing could be moved."""
        self._is_beside = False
        """It is a copy in such a workshop: this build's alone, and no other is kept."""
        self._look: Callable[[], _Ahead] = self._look_now
        self._is_copied = False
        """What lies there has been copied for this build alone."""
        self._is_used = False
        """Other people's plugins find an empty folder, and what they write is kept nowhere."""
        self._names: set[str] = set()
        """The files of the spare that lie in the new folder, by path."""
        self.seen: Mapping[str, Seen] = {}
        """The files of it that have been read ahead."""
        self.kept: Mapping[str, str] = {}
        """The digest of each file of it that is a file of the new site: read as it lies there (`Output.keep`)."""
        self.shown: Collection[str] | None = None
        """The files of the site that is shown, by path, where they have been listed aside."""

    def begin(self, may_copy: Callable[[], bool] = lambda: True) -> None:
        """Begin to look through it and to read its files, aside where that can be done: else that waits until it is taken.

        Where there is none, as after a first build, the site that is shown is copied for it: only aside, for here it
        would take as long as to write all of it anew. Only where it `may_copy`: a build that goes on from nothing would leave
        the copy, with what has since been taken off the site. Where the output is on another disk there is none at any build.
        """
        if is_elsewhere := self._is_elsewhere():
            shutil.rmtree(self._place, ignore_errors=True)  # of before it was elsewhere: nobody could take it
        if not is_elsewhere and os.path.isdir(self._place):  # noqa: PTH112 (a path object raises where it may not look)
            self._look = Aside(partial(_look_ahead, self._output, self._place)).answer
        elif can_copy() and self._output.is_dir() and may_copy():
            if is_elsewhere:
                try:
                    self._place, self._is_beside, self._is_copied = open_staging(self._output), True, True
                    self._place.rmdir()  # what copies the site makes it
                except OSError:  # the disk is full: all is written, as far as that goes
                    return
            self._is_copied = True
            self._look = Aside(partial(_copy_shown, self._output, self._place, is_kept=not self._is_beside)).answer

    def take(self, staging: Path, planned: Collection[str]) -> None:
        """Let an empty new folder become the spare, where there is one; only files of these paths, and of the theme, are left."""
        self._is_used = True
        with suppress(OSError):
            mark, place = (staging.parent / MARK).stat(), staging.stat()
            look, self.shown = self._look()
            if look is None or not look.is_plain(mark, place):
                shutil.rmtree(self._place, ignore_errors=True)
                return
            staging.rmdir()
            try:
                self._place.rename(staging)
            except OSError:
                staging.mkdir()
                return
            self._is_copied = self._is_beside  # its workshop is still there
            self.seen = look.seen
            self._names.update(name for name in look.names if name in planned or name.startswith(f"{THEME_FOLDER}/"))
            _drop_others(os.fspath(staging), self._names, look.names, look.folders)

    def trim(self, staging: Path, output: Output) -> None:
        """Remove what is left of the spare, and has not been written; what anybody else has written is for the audit to see."""
        self.kept = output.kept
        for name in self._names.difference(output.written):
            (staging / name).unlink(missing_ok=True)  # made way for a page that came to nothing (`Output.remove`)
            with suppress(OSError):  # there is something else in it
                for folder in PurePosixPath(name).parents[:-1]:
                    (staging / folder).rmdir()

    def keep(self, old: Path) -> None:
        """Keep an old site that another has taken the place of; where that cannot be done, it stays where it is."""
        if not self._is_used or self._is_beside:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._place, ignore_errors=True)
            old.rename(self._place)
            self._is_copied = False
            _leave_few(self._place)

    def drop(self) -> None:
        """Remove it, and stop what looks through it or copies: this build goes on from none, nor will it keep one."""
        self._look = self._look_now
        if self._is_beside:
            close_staging(self._place)
        else:
            shutil.rmtree(self._place, ignore_errors=True)

    def end(self) -> None:
        """Leave no copy that this build has made and not taken; an earlier site stays for the next."""
        if self._is_copied:
            self.drop()

    def _is_elsewhere(self) -> bool:
        """Tell whether the output is on another disk than the spares."""
        with suppress(OSError):
            above = next(folder for folder in (self._folder, *self._folder.parents) if folder.exists())
            return above.stat().st_dev != self._output.parent.stat().st_dev
        return False

    def _look_now(self) -> _Ahead:
        return look_through(self._place), None


_Ahead = tuple[Look | None, Collection[str] | None]
"""What lies in the spare, None where there is none to be taken; and the files of the site that is shown, None where they have
not been listed."""


def _look_ahead(output: Path, place: Path) -> _Ahead:
    """Look through the spare, read its files, and list those of the site that is shown."""
    return look_through(place, reads=True), list_all(output).files if output.is_dir() else None


def _copy_shown(output: Path, place: Path, *, is_kept: bool) -> _Ahead:
    """Copy the site that is shown, and look through the copy; nothing is left of one that was not made whole."""
    try:
        look = copy_through(output, place)
        if is_kept:
            _leave_few(place)
        return look, frozenset(look.names)
    except OSError:  # the disk is full, somebody changes what is shown, or there is a link in it
        shutil.rmtree(place, ignore_errors=True)
        return None, None


def _leave_few(place: Path) -> None:
    """Let this be the spare that was left last, and remove those that are too many."""
    with suppress(OSError):  # another build has taken its own meanwhile
        os.utime(place)
        for further in sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)[MOST:]:
            away = further.rename(f"{further}-{secrets.token_hex(4)}")  # whose it is could take it while it is removed
            shutil.rmtree(away, ignore_errors=True)


def _drop_others(top: str, kept: Collection[str], names: Iterable[str], folders: Sequence[str]) -> None:
    """Remove all of these files but those that are kept, and the folders that are empty then."""
    full = {""}
    for name in names:
        if name not in kept:
            os.unlink(f"{top}/{name}")  # noqa: PTH108 (a path object for each costs as much as the reading)
            continue
        folder = name.rpartition("/")[0]
        while folder not in full:
            full.add(folder)
            folder = folder.rpartition("/")[0]
    for folder in reversed(folders):  # those within come after the one that they are in
        if folder not in full:
            os.rmdir(f"{top}/{folder}")  # noqa: PTH106 (as above)
