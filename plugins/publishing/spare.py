"""The spare: the site that was there before, which the next build goes on from, so that it writes only what differs.

Stage: build. In: the empty folder of a new site, and the paths that will be written. Out: the same folder, perhaps with files of
an earlier site; `Output.write` believes none of them that has not the very bytes that it would write, and what is not written
in the end is dropped. A spare lies outside the output, where to remove it costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from plugins.core.outputs import MARK, THEME_FOLDER, Output

SPARES: Final = ".cache/forra"
"""Where they are kept below the folder of the program."""
MOST: Final = 2
"""Spares that are kept, one for each output folder; beyond that the ones that were left longest ago go."""


class Spare:
    """The spare of one output folder, which whoever builds there has alone (`exchange.hold_output`)."""

    def __init__(self, folder: Path, output: Path) -> None:
        self._folder = folder
        self._place = folder / hashlib.sha256(os.fsencode(output)).hexdigest()
        self._is_used = False
        """Other people's plugins find an empty folder, and what they write is kept nowhere."""
        self._names: set[str] = set()
        """What of it lies in the new folder, by path."""
        self.kept: Mapping[str, str] = {}
        """The digest of each file of it that is a file of the new site: read as it lies there (`Output.keep`)."""

    def take(self, staging: Path, planned: Collection[str]) -> None:
        """Let an empty new folder become the spare, where there is one; only files of these paths, and of the theme, are left."""
        self._is_used = True
        with suppress(OSError):
            mark, place = (staging.parent / MARK).stat(), staging.stat()
            names, folders = list[str](), list[str]()
            if not is_plain(self._place, mark, place, names, folders):
                shutil.rmtree(self._place, ignore_errors=True)
                return
            staging.rmdir()
            try:
                self._place.rename(staging)
            except OSError:
                staging.mkdir()
                return
            self._names.update(name for name in names if name in planned or name.startswith(f"{THEME_FOLDER}/"))
            _drop_others(os.fspath(staging), self._names, names, folders)

    def trim(self, staging: Path, output: Output) -> None:
        """Remove what is left of the spare, and has not been written; what anybody else has written is for the audit to see."""
        self.kept = output.kept
        for name in self._names.difference(output.written):
            (staging / name).unlink()
            with suppress(OSError):  # there is something else in it
                for folder in PurePosixPath(name).parents[:-1]:
                    (staging / folder).rmdir()

    def keep(self, old: Path) -> None:
        """Keep an old site that another has taken the place of; where that cannot be done, it stays where it is."""
        if not self._is_used:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._place, ignore_errors=True)
            old.rename(self._place)
            os.utime(self._place)
            for further in sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)[MOST:]:
                shutil.rmtree(further, ignore_errors=True)


def is_plain(
    folder: str | Path, file: os.stat_result, place: os.stat_result, names: list[str], folders: list[str], below: str = ""
) -> bool:
    """Tell whether a folder holds plain files and folders alone, with the rights of new ones, and under no second name.

    Their paths are added to `names` and `folders`.
    """
    if _rights(os.lstat(folder)) != _rights(place):
        return False
    wanted = _rights(file)
    with os.scandir(folder) as found:
        for entry in found:
            status, name = entry.stat(follow_symlinks=False), f"{below}{entry.name}"
            if stat.S_ISDIR(status.st_mode):
                folders.append(name)
                if not is_plain(entry.path, file, place, names, folders, f"{name}/"):
                    return False
            elif _rights(status) != wanted or status.st_nlink > 1:
                return False
            else:
                names.append(name)
    return True


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


def _rights(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mode, status.st_uid, status.st_gid
