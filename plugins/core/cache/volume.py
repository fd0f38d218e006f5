"""A file of many parts under one key, each of which is read and verified by itself.

Stage: any. In: bytes, part by part, and a head that says what they are. Out: the head, and any part, or None where that is not
what was written. As `core.cache.disk_cache` does with whole entries: nothing is believed that has not its digest, everything is
written in one step, and where a disk is full, a file cut or a bit flipped, there is nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate
from typing import BinaryIO, Final
from weakref import finalize

from plugins.core.cache.at_offset import read_at
from plugins.core.cache.disk_cache import DiskCache, pack, unpack
from plugins.core.cache.written import DIGEST_SIZE, digest

FORM: Final = b"lokalamalen-volym 2\n"
"""Raise the number when volumes are written otherwise: older ones are then passed over."""
_TOLD_SIZE: Final = 3 * 8
"""A volume ends with three places in it: where its front ends, and where its back and the table of its parts begin;"""
_FOOT_SIZE: Final = _TOLD_SIZE + hashlib.sha256().digest_size
"""and after them with the digest of these, of its head and of its key."""
_CHUNK: Final = 1 << 20
"""Bytes that are read at a time where all are looked at."""


class VolumeFile:
    """An open file for an unpickler: without `peek`, by which pickle would read more than it needs."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.readline = file.readline


class Volume:
    """A volume that is open for reading."""

    def __init__(self, file: BinaryIO, heads: tuple[int, int], sizes: array[int], digests: bytes) -> None:
        self._file = file
        self._heads = heads
        self._sizes = sizes
        self._digests = digests
        self._starts = array("Q", accumulate(sizes, initial=heads[0]))
        self.close: Callable[[], None] = finalize(self, file.close)
        """Read nothing more."""

    def open_front(self) -> VolumeFile:
        """Return the file where the front begins, which has been found to be what was written."""
        self._file.seek(len(FORM))
        return VolumeFile(self._file)

    def open_back(self) -> VolumeFile:
        """Return the file where the back begins, which has been found to be what was written."""
        self._file.seek(self._heads[1])
        return VolumeFile(self._file)

    def read(self, number: int) -> bytes | None:
        """Return a part; None where it is not what was written."""
        try:
            data = read_at(self._file, self._sizes[number], self._starts[number])
        except (OSError, ValueError, IndexError):
            return None
        return data if digest(data) == self.digest(number) else None

    def digest(self, number: int) -> bytes:
        """Return the digest that a part had when it was written."""
        return self._digests[number * DIGEST_SIZE : (number + 1) * DIGEST_SIZE]


class VolumeWriter:
    """A volume that is being written: the front of its head, then parts, then the back of its head."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sizes = array("Q")
        self._digests: list[bytes] = []
        self._digest = hashlib.sha256(FORM)
        self._at = self._file.write(FORM)
        self._front = self._at
        """Where the front ends."""

    def write(self, data: bytes) -> int:
        """Write more of the front, or of the back when there are parts already: so a pickler may write to a draft."""
        self._file.write(data)
        self._digest.update(data)
        self._at += len(data)
        if not self._sizes:
            self._front = self._at
        return len(data)

    def add(self, data: bytes) -> int:
        """Write a part and return its number."""
        self._at += self._file.write(data)
        self._sizes.append(len(data))
        self._digests.append(digest(data))
        return len(self._sizes) - 1

    def finish(self, key: str) -> None:
        """Write what makes it a volume."""
        table = pack([self._sizes.tobytes(), b"".join(self._digests)])
        told = b"".join(place.to_bytes(8) for place in (self._front, self._front + sum(self._sizes), self._at))
        self._digest.update(pack([key.encode(), table, told]))
        self._file.write(table + told + self._digest.digest())


class Volumes(DiskCache):
    """A cache of volumes in a folder. A folder that is missing or cannot be written to is no error: then nothing is kept."""

    def open(self, key: str) -> Volume | None:
        """Open what was written under this key; None where there is nothing, or anything else than that."""
        path = self._path(key)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would keep us waiting, a link lead elsewhere
                return None
            file = path.open("rb")
        except OSError:
            return None
        try:
            volume = _open(file, key)
        except (OSError, ValueError):
            volume = None
        if volume is None:
            file.close()
            return None
        with suppress(OSError):
            os.utime(path)  # used now: among the last to go
        return volume

    @contextmanager
    def lay(self, key: str, former: Volume | None = None) -> Iterator[VolumeWriter]:
        """Write a volume, which takes the place of the former one in one step when all is written, and not before.

        Who writes finishes the draft. Whatever is raised within leaves what was there.
        """
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}.ny")
        try:
            with draft.open("wb") as file:
                yield VolumeWriter(file)
            if former is not None and os.name == "nt":
                former.close()  # Windows replaces no file that is open
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            with suppress(OSError):
                self._drop_oldest()


def _open(file: BinaryIO, key: str) -> Volume | None:
    """Return a volume whose head is what was written; its parts are looked at when they are read."""
    end = file.seek(0, os.SEEK_END) - _FOOT_SIZE
    if end < len(FORM):
        return None
    file.seek(end)
    foot = file.read(_FOOT_SIZE)
    told, said = foot[:_TOLD_SIZE], foot[_TOLD_SIZE:]
    front, back, table_at = (int.from_bytes(told[at : at + 8]) for at in range(0, _TOLD_SIZE, 8))
    if not len(FORM) <= front <= back <= table_at <= end:
        return None
    head = hashlib.sha256()
    for begin, stop in ((0, front), (back, table_at)):
        file.seek(begin)
        for at in range(begin, stop, _CHUNK):
            head.update(file.read(min(_CHUNK, stop - at)))
    file.seek(table_at)
    table = file.read(end - table_at)
    head.update(pack([key.encode(), table, told]))
    if head.digest() != said:
        return None
    sizes, digests = unpack(table)
    return Volume(file, (front, back), array("Q", sizes), digests)
