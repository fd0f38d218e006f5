"""A look through a folder: what lies in it, whether all of it is plain, and what its files hold.

Stage: build. In: a folder. Out: a `Look`; or a copy of the folder, and a `Look` at that. Imported before anything else
(`commands.start.repeated_run`): only the standard library here, and what needs no more than that.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.system.file_mark import Seen, mark_of
from plugins.publishing.manifest import digest_file

Rights = tuple[int, int, int]
"""Sort and mode, owner and group, as the system numbers them."""


@dataclass(frozen=True, slots=True)
class Look:
    """What lies in a folder, listed once."""

    names: list[str]
    """The paths of all that is no folder."""
    folders: list[str]
    """Those within come after the one that they are in."""
    file_rights: set[Rights]
    folder_rights: set[Rights]
    name_counts: set[int]
    """How many names its files have."""
    seen: dict[str, Seen]
    """The plain files that were read, by path."""

    def is_plain(self, file: os.stat_result, place: os.stat_result) -> bool:
        """Tell whether all are plain files and folders with the rights of these, new ones, and none has a second name."""
        are_as_new = self.file_rights <= {_rights(file)} and self.folder_rights == {_rights(place)}
        return are_as_new and max(self.name_counts, default=1) <= 1


def look_through(folder: Path, *, reads: bool = False) -> Look:
    """Return what lies in a folder; with `reads` also what its files hold."""
    look = Look([], [], set(), {_rights(os.lstat(folder))}, set(), {})
    _look_into(os.fspath(folder), "", look, reads=reads)
    return look


def _look_into(folder: str, below: str, look: Look, *, reads: bool) -> None:
    with os.scandir(folder) as found:
        for entry in found:
            status, name = entry.stat(follow_symlinks=False), f"{below}{entry.name}"
            if stat.S_ISDIR(status.st_mode):
                look.folders.append(name)
                look.folder_rights.add(_rights(status))
                _look_into(entry.path, f"{name}/", look, reads=reads)
                continue
            look.names.append(name)
            look.file_rights.add(_rights(status))
            look.name_counts.add(status.st_nlink)
            if reads and stat.S_ISREG(status.st_mode):
                with suppress(OSError):  # it is as if it had not been looked at
                    look.seen[name] = mark_of(status), digest_file(entry.path)


def copy_through(folder: Path, place: Path) -> Look:
    """Copy a folder to a place where nothing is yet, and return what lies in the copy; each file is read once.

    Raises `OSError` where that cannot be done, and where something in it is no plain file or folder: part may be copied then.
    """
    place.mkdir(parents=True)
    look = Look([], [], set(), {_rights(os.lstat(place))}, set(), {})
    _copy_into(os.fspath(folder), os.fspath(place), "", look)
    return look


def _copy_into(folder: str, place: str, below: str, look: Look) -> None:
    with os.scandir(folder) as found:
        for entry in found:
            name, there = f"{below}{entry.name}", f"{place}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                os.mkdir(there)  # noqa: PTH102 (a path object for each costs as much as the reading)
                look.folders.append(name)
                look.folder_rights.add(_rights(os.lstat(there)))
                _copy_into(entry.path, there, f"{name}/", look)
                continue
            if not entry.is_file(follow_symlinks=False):
                raise OSError(errno.EINVAL, "no plain file", entry.path)
            status, digest = _copy_file(entry.path, there)
            look.names.append(name)
            look.file_rights.add(_rights(status))
            look.name_counts.add(status.st_nlink)
            look.seen[name] = mark_of(status), digest


def _copy_file(path: str, there: str) -> tuple[os.stat_result, str]:
    """Copy a file; return what the system says of the copy, and the digest of what it holds."""
    with open(there, "xb", buffering=0) as copy:  # noqa: PTH123 (as above)

        def write(data: bytes) -> None:
            if copy.write(data) < len(data):
                raise OSError(errno.ENOSPC, "the copy does not fit", there)

        digest = digest_file(path, write)
        return os.fstat(copy.fileno()), digest


def _rights(status: os.stat_result) -> Rights:
    return status.st_mode, status.st_uid, status.st_gid
