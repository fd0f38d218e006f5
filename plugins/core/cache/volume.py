"""A file with many parts under one key, each of which can be read and verified separately.

It has a head, in two halves (front and back), and parts in between. As in `core.cache.disk_cache`, nothing is returned unless its
digest matches, files are replaced atomically, and a file that is incomplete, truncated or damaged counts as missing.
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
"""Increase the number when the format of volumes changes; older ones are then ignored."""
_OFFSETS_SIZE: Final = 3 * 8
"""Size of the foot's first part: the offsets at which the front ends, the back begins, and the table of parts begins;"""
_FOOT_SIZE: Final = _OFFSETS_SIZE + hashlib.sha256().digest_size
"""it is followed by the digest of these offsets, the head and the key."""
_CHUNK: Final = 1 << 20
"""Bytes read at a time while verifying."""


class VolumeFile:
    """An open file for an unpickler, without `peek`, which pickle would use to read ahead."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.readline = file.readline


class Volume:
    """A volume opened for reading."""

    def __init__(self, file: BinaryIO, heads: tuple[int, int], sizes: array[int], digests: bytes) -> None:
        self._file = file
        self._heads = heads
        self._sizes = sizes
        self._digests = digests
        self._starts = array("Q", accumulate(sizes, initial=heads[0]))
        self.close: Callable[[], None] = finalize(self, file.close)
        """Close the file."""

    def open_front(self) -> VolumeFile:
        """Return the file positioned at the front, which has been verified."""
        self._file.seek(len(FORM))
        return VolumeFile(self._file)

    def open_back(self) -> VolumeFile:
        """Return the file positioned at the back, which has been verified."""
        self._file.seek(self._heads[1])
        return VolumeFile(self._file)

    def read(self, number: int) -> bytes | None:
        """Return a part; None if it is damaged."""
        try:
            data = read_at(self._file, self._sizes[number], self._starts[number])
        except (OSError, ValueError, IndexError):
            return None
        return data if digest(data) == self.digest(number) else None

    def digest(self, number: int) -> bytes:
        """Return the digest of a part as it was written."""
        return self._digests[number * DIGEST_SIZE : (number + 1) * DIGEST_SIZE]


class VolumeWriter:
    """Writes a volume: the front of the head, then the parts, then the back of the head."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sizes = array("Q")
        self._digests: list[bytes] = []
        self._digest = hashlib.sha256(FORM)
        self._at = self._file.write(FORM)
        self._front = self._at
        """Offset at which the front ends."""

    def write(self, data: bytes) -> int:
        """Append to the front, or to the back once there are parts; has the signature that `pickle.Pickler` needs."""
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
        """Write the table and the foot that complete the volume."""
        table = pack([self._sizes.tobytes(), b"".join(self._digests)])
        offsets = b"".join(place.to_bytes(8) for place in (self._front, self._front + sum(self._sizes), self._at))
        self._digest.update(pack([key.encode(), table, offsets]))
        self._file.write(table + offsets + self._digest.digest())


class Volumes(DiskCache):
    """A cache of volumes in a folder. A folder that is missing or not writable is no error: nothing is cached then."""

    def open(self, key: str) -> Volume | None:
        """Open the volume written under this key; None if there is no valid one."""
        path = self._path(key)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would block, a link may lead elsewhere
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
            os.utime(path)  # mark as recently used
        return volume

    @contextmanager
    def lay(self, key: str, former: Volume | None = None) -> Iterator[VolumeWriter]:
        """Write a volume to a draft that atomically replaces the former volume at the end of the block.

        The caller must call `finish` within the block. If anything is raised, the former volume stays.
        """
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}.ny")
        try:
            with draft.open("wb") as file:
                yield VolumeWriter(file)
            if former is not None and os.name == "nt":
                former.close()  # Windows does not replace open files
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            with suppress(OSError):
                self._drop_oldest()


def _open(file: BinaryIO, key: str) -> Volume | None:
    """Return a volume if its head is valid; its parts are verified when they are read."""
    end = file.seek(0, os.SEEK_END) - _FOOT_SIZE
    if end < len(FORM):
        return None
    file.seek(end)
    foot = file.read(_FOOT_SIZE)
    offsets, said = foot[:_OFFSETS_SIZE], foot[_OFFSETS_SIZE:]
    front, back, table_at = (int.from_bytes(offsets[at : at + 8]) for at in range(0, _OFFSETS_SIZE, 8))
    if not len(FORM) <= front <= back <= table_at <= end:
        return None
    head = hashlib.sha256()
    for begin, stop in ((0, front), (back, table_at)):
        file.seek(begin)
        for at in range(begin, stop, _CHUNK):
            head.update(file.read(min(_CHUNK, stop - at)))
    file.seek(table_at)
    table = file.read(end - table_at)
    head.update(pack([key.encode(), table, offsets]))
    if head.digest() != said:
        return None
    sizes, digests = unpack(table)
    return Volume(file, (front, back), array("Q", sizes), digests)
