"""A cache on disk: bytes by key, returned only if they are exactly what was written under that key.

The key names everything that the bytes were derived from. An entry begins with its length and a digest of its key and bytes, so
that an entry that is damaged, truncated, or of another key or format counts as missing and is recreated; one of the wrong size is
not read at all. This is checked before the bytes are parsed, unmarshalled or displayed. It protects against disks, copies and
other programs, not against a person who can write here: that person could change the program too.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

FORM: Final = b"lokalamalen 2\n"
"""Increase the number when the format of entries changes; older entries are then ignored."""
MOST: Final = 2000
"""The most entries that are kept, many times what one site needs; the least recently used are removed."""
MOST_BYTES: Final = 1_000_000_000
"""The most bytes that all entries may have together."""

LENGTH_SIZE: Final = 8
_LENGTH_AT: Final = len(FORM)
_HEAD_SIZE: Final = len(FORM) + LENGTH_SIZE + hashlib.sha256().digest_size
_NAME: Final = re.compile(r"[0-9a-f]{40}(\.[0-9a-f]{16}\.ny)?", re.ASCII)
"""Names of files that may be removed: entries, and drafts that a killed run has left."""


class DiskCache:
    """A cache in a folder. A folder that is missing or not writable is no error: nothing is cached then."""

    def __init__(self, folder: Path, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most = most
        self.most_bytes = most_bytes
        self._room = (0, 0)
        """How many entries and bytes may be written before the limits are checked again, as that looks at every entry. What
        other processes write meanwhile is not counted: together they may pass the limits until one of them checks."""

    def holds_any(self) -> bool:
        """Return whether there may be any entries."""
        return os.path.isdir(self.folder)  # noqa: PTH112 (returns False where access is denied)

    @property
    def last_write(self) -> int:
        """The time of the last write, in nanoseconds; 0 if there was none."""
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return 0

    def read(self, key: str) -> bytes | None:
        """Return what was written under this key; None if there is no valid entry."""
        path = self._path(key)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would block, a link may lead elsewhere
                return None
            with path.open("rb", buffering=0) as file:
                before = file.read(_LENGTH_AT + LENGTH_SIZE)
                size = int.from_bytes(before[_LENGTH_AT:])
                if not before.startswith(FORM) or os.fstat(file.fileno()).st_size != _HEAD_SIZE + size:
                    return None
                rest = file.readall()
            data = rest[_HEAD_SIZE - len(before) :]
            if before + rest[: _HEAD_SIZE - len(before)] != _head(key, data):
                return None
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)  # mark as recently used
        return data

    def write(self, key: str, data: bytes) -> None:
        """Store bytes under a key, atomically even if another run writes the same key; errors are ignored."""
        path = self._path(key)
        draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}.ny")
        entry = _head(key, data) + data
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(entry)
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                draft.replace(path)
            except OSError:
                draft.unlink(missing_ok=True)
            self._room = self._room[0] - 1, self._room[1] - len(entry)
            if min(self._room) < 0:
                self._drop_oldest()

    def _path(self, key: str) -> Path:
        return self.folder / hashlib.sha256(key.encode()).hexdigest()[:40]

    def _drop_oldest(self) -> None:
        """Remove the least recently used entries beyond the limits; files with other names are left alone."""
        with os.scandir(self.folder) as found:
            files = [(entry.stat(follow_symlinks=False), entry.path) for entry in found if _NAME.fullmatch(entry.name)]
        weight = 0
        for place, (status, path) in enumerate(sorted(files, key=lambda file: file[0].st_mtime_ns, reverse=True)):
            weight += status.st_size
            if place >= self.most or weight > self.most_bytes:
                with suppress(OSError):
                    Path(path).unlink()
        self._room = max(0, self.most - len(files)), max(0, self.most_bytes - weight)


def name_key(*parts: object) -> str:
    """Return one key for several parts; different parts always give different keys."""
    return repr(tuple(str(part) for part in parts))


def pack(parts: Sequence[bytes]) -> bytes:
    """Return several byte strings as one, for `unpack`."""
    return b"".join(len(part).to_bytes(8) + part for part in parts)


def unpack(data: bytes) -> list[bytes]:
    """Return the byte strings that were packed together."""
    parts = []
    while data:
        size = int.from_bytes(data[:8])
        parts.append(data[8 : 8 + size])
        data = data[8 + size :]
    return parts


def _head(key: str, data: bytes) -> bytes:
    """Return the header of an entry."""
    return FORM + len(data).to_bytes(LENGTH_SIZE) + hashlib.sha256(pack([key.encode(), data])).digest()
