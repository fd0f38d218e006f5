"""Scan a folder: its names, whether all of them are plain files and folders, and the digests of the files.

Imported before anything else (`commands.start.repeated_run`), so it imports only the standard library and modules that do the
same.
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
"""Mode (with file type), owner and group, as numbers."""


@dataclass(frozen=True, slots=True)
class FolderScan:
    """Result of scanning a folder once."""

    names: list[str]
    """Paths of everything but folders."""
    folders: list[str]
    """Paths of folders; a subfolder comes after the folder it is in."""
    file_rights: set[Rights]
    folder_rights: set[Rights]
    name_counts: set[int]
    """Counts of hard links that its files have."""
    seen: dict[str, Seen]
    """State and digest of each plain file that was read, by path."""

    def is_plain(self, file: os.stat_result, place: os.stat_result) -> bool:
        """Return whether all have the type and rights of a new file (`file`) or folder (`place`), and no file has a second
        hard link.
        """
        are_as_new = self.file_rights <= {_rights(file)} and self.folder_rights == {_rights(place)}
        return are_as_new and max(self.name_counts, default=1) <= 1


def scan_folder(folder: Path, *, reads: bool = False) -> FolderScan:
    """Scan a folder; with `reads` also read its files."""
    scan = FolderScan([], [], set(), {_rights(os.lstat(folder))}, set(), {})
    _scan_into(os.fspath(folder), "", scan, reads=reads)
    return scan


def _scan_into(folder: str, below: str, scan: FolderScan, *, reads: bool) -> None:
    with os.scandir(folder) as found:
        for entry in found:
            status, name = entry.stat(follow_symlinks=False), f"{below}{entry.name}"
            if stat.S_ISDIR(status.st_mode):
                scan.folders.append(name)
                scan.folder_rights.add(_rights(status))
                _scan_into(entry.path, f"{name}/", scan, reads=reads)
                continue
            scan.names.append(name)
            scan.file_rights.add(_rights(status))
            scan.name_counts.add(status.st_nlink)
            if reads and stat.S_ISREG(status.st_mode):
                with suppress(OSError):  # as if it had not been read
                    scan.seen[name] = mark_of(status), digest_file(entry.path)


def copy_and_scan(folder: Path, place: Path) -> FolderScan:
    """Copy a folder to a place that does not exist, reading each file once; return the scan of the copy.

    Raise `OSError` where that fails, or something in it is not a plain file or folder; part of it may then have been copied.
    """
    place.mkdir(parents=True)
    scan = FolderScan([], [], set(), {_rights(os.lstat(place))}, set(), {})
    _copy_into(os.fspath(folder), os.fspath(place), "", scan)
    return scan


def _copy_into(folder: str, place: str, below: str, scan: FolderScan) -> None:
    with os.scandir(folder) as found:
        for entry in found:
            name, there = f"{below}{entry.name}", f"{place}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                os.mkdir(there)  # noqa: PTH102 (a path object for each costs as much as the reading)
                scan.folders.append(name)
                scan.folder_rights.add(_rights(os.lstat(there)))
                _copy_into(entry.path, there, f"{name}/", scan)
                continue
            if not entry.is_file(follow_symlinks=False):
                raise OSError(errno.EINVAL, "no plain file", entry.path)
            status, digest = _copy_file(entry.path, there)
            scan.names.append(name)
            scan.file_rights.add(_rights(status))
            scan.name_counts.add(status.st_nlink)
            scan.seen[name] = mark_of(status), digest


def _copy_file(path: str, there: str) -> tuple[os.stat_result, str]:
    """Copy a file; return the status of the copy, and the digest of its content."""
    with open(there, "xb", buffering=0) as copy:  # noqa: PTH123 (as above)

        def write(data: bytes) -> None:
            if copy.write(data) < len(data):
                raise OSError(errno.ENOSPC, "the copy does not fit", there)

        digest = digest_file(path, write)
        return os.fstat(copy.fileno()), digest


def _rights(status: os.stat_result) -> Rights:
    return status.st_mode, status.st_uid, status.st_gid
