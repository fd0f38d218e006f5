"""A cache on disk: bytes by key, returned only when they are what was written under that key.

Stage: any. In: a key, which names everything that the bytes were made from. Out: those very bytes, or None. An entry
begins with its length, and a digest over its key and its bytes, so that one that is damaged, cut short, or of another key or
format counts as missing, and is silently made anew; one that has become huge is not read. That holds before the bytes are parsed,
unmarshalled or shown. It guards against disks, copies and programs that meddle, not against a person who may write here: that
person may write the program too.
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
"""Raise the number when entries are written otherwise: older ones are then passed over."""
MOST: Final = 2000
"""Entries that are kept, many times what one site needs; beyond that the ones that were used longest ago go."""
MOST_BYTES: Final = 1_000_000_000
"""What all entries may weigh together."""

LENGTH_SIZE: Final = 8
_LENGTH_AT: Final = len(FORM)
_HEAD_SIZE: Final = len(FORM) + LENGTH_SIZE + hashlib.sha256().digest_size
_NAME: Final = re.compile(r"[0-9a-f]{40}(\.[0-9a-f]{16}\.ny)?", re.ASCII)
"""Ours to remove: an entry, or one that a killed run had not finished."""


class DiskCache:
    """A cache in a folder. A folder that is missing or cannot be written to is no error: then nothing is kept."""

    def __init__(self, folder: Path, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most = most
        self.most_bytes = most_bytes

    def holds_any(self) -> bool:
        """Tell whether there may be anything."""
        return os.path.isdir(self.folder)  # noqa: PTH112 (which says no where nobody may look)

    @property
    def last_write(self) -> int:
        """Return when anything was written last (nanoseconds); 0 where nothing was."""
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return 0

    def read(self, key: str) -> bytes | None:
        """Return what was written under this key; None where there is nothing, or anything else than that."""
        path = self._path(key)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would keep us waiting, a link lead elsewhere
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
            os.utime(path)  # used now: among the last to go
        return data

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, in one step, also where another run writes it too; where that fails, do without."""
        path = self._path(key)
        draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}.ny")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(_head(key, data) + data)
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                draft.replace(path)
            except OSError:
                draft.unlink(missing_ok=True)
            self._drop_oldest()

    def _path(self, key: str) -> Path:
        return self.folder / hashlib.sha256(key.encode()).hexdigest()[:40]

    def _drop_oldest(self) -> None:
        """Remove what is beyond the bounds, the ones used longest ago first; touch nothing that is not named as ours."""
        with os.scandir(self.folder) as found:
            files = [(entry.stat(follow_symlinks=False), entry.path) for entry in found if _NAME.fullmatch(entry.name)]
        weight = 0
        for place, (status, path) in enumerate(sorted(files, key=lambda file: file[0].st_mtime_ns, reverse=True)):
            weight += status.st_size
            if place >= self.most or weight > self.most_bytes:
                with suppress(OSError):
                    Path(path).unlink()


def name_key(*parts: object) -> str:
    """Return one key of several parts; other parts never give the same key."""
    return repr(tuple(str(part) for part in parts))


def pack(parts: Sequence[bytes]) -> bytes:
    """Return several bytes as one, for `unpack`."""
    return b"".join(len(part).to_bytes(8) + part for part in parts)


def unpack(data: bytes) -> list[bytes]:
    """Return the bytes that were packed together."""
    parts = []
    while data:
        size = int.from_bytes(data[:8])
        parts.append(data[8 : 8 + size])
        data = data[8 + size :]
    return parts


def _head(key: str, data: bytes) -> bytes:
    """Return what an entry begins with."""
    return FORM + len(data).to_bytes(LENGTH_SIZE) + hashlib.sha256(pack([key.encode(), data])).digest()
