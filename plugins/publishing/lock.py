"""A lock beside an output folder: one build at a time works there.

Stage: around the build. In: the file that stands for the lock. Out: whether we have it. It is the system's own lock, so
that it ends with the process, however that ends; a file that is left means nothing. Some disks cannot lock (some
network disks, some of virtual machines): then builds do without, and rest on names that nobody else has.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PAUSE: Final = 0.2
"""Seconds between two tries for a lock that somebody has."""
BUSY: Final = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a lock that somebody has is answered with; any other answer means that this disk cannot lock."""


_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


def lock_beside(output: Path) -> Path:
    """Return the file that stands for the lock of an output: it lies there while a build works, and where one was killed."""
    return output.with_name(f".{output.name}.las")


@contextmanager
def hold_lock(path: Path, tell_wait: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock, waiting for it if need be, which is told once; give False where the disk cannot lock.

    A folder that takes no file raises `OSError`.
    """
    handle, has_lock = _wait_for(path, tell_wait)
    try:
        yield has_lock
    finally:
        if os.name == "nt":  # a file that is open cannot be taken away there
            os.close(handle)
        with suppress(OSError):
            path.unlink()  # elsewhere while it is ours: who waits for it looks whether it is still there
        if os.name != "nt":
            os.close(handle)


def _wait_for(path: Path, tell_wait: Callable[[], None]) -> tuple[int, bool]:
    """Return the open file, and whether it is locked."""
    waits = False
    while True:
        handle = _open(path)
        has_lock = _try_lock(handle)
        if has_lock is None or (has_lock and _is_still(handle, path)):
            return handle, bool(has_lock)
        os.close(handle)
        if not has_lock:
            if not waits:
                tell_wait()
            waits = True
            time.sleep(PAUSE)


def _open(path: Path) -> int:
    """Open the file that stands for the lock; one that another user has left can be locked, though not written."""
    try:
        return os.open(path, _FLAGS, 0o666)
    except PermissionError:
        if path.is_file() and os.access(path.parent, os.W_OK):
            return os.open(path, os.O_RDONLY)
        raise


def _try_lock(handle: int) -> bool | None:
    """Take the lock; False where somebody has it, None where this disk cannot lock."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 (only there)

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (not on Windows)

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in BUSY else None
    return True


def _is_still(handle: int, path: Path) -> bool:
    """Tell whether the file that we have locked is the one that others find."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        return False
