"""A lock beside an output folder, so that one build at a time works there.

A lock of the operating system, released when the process ends, however it ends; a lock file that is left means nothing. Some
disks (some network disks and shared folders of virtual machines) have no locks: then builds rely on unique names.
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
"""Seconds between two tries."""
BUSY: Final = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""Errors of a lock that somebody else holds; any other means that this disk has no locks."""


_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


def lock_beside(output: Path) -> Path:
    """Return the lock file of an output; it exists while a build works, and after one was killed."""
    return output.with_name(f".{output.name}.las")


@contextmanager
def hold_lock(path: Path, say_wait: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock; yield False where the disk has no locks. While it has to wait, it calls `say_wait` once.

    Raise `OSError` where the file cannot be created.
    """
    handle, has_lock = _wait_for(path, say_wait)
    try:
        yield has_lock
    finally:
        if os.name == "nt":  # Windows cannot delete an open file
            os.close(handle)
        with suppress(OSError):
            path.unlink()  # elsewhere, while we hold the lock: a waiting process checks that the file is still there
        if os.name != "nt":
            os.close(handle)


def _wait_for(path: Path, say_wait: Callable[[], None]) -> tuple[int, bool]:
    """Return the file descriptor, and whether it is locked."""
    waits = False
    while True:
        handle = _open(path)
        has_lock = _try_lock(handle)
        if has_lock is None or (has_lock and _is_still(handle, path)):
            return handle, bool(has_lock)
        os.close(handle)
        if not has_lock:
            if not waits:
                say_wait()
            waits = True
            time.sleep(PAUSE)


def _open(path: Path) -> int:
    """Open the lock file; one of another user can be locked though not written."""
    try:
        return os.open(path, _FLAGS, 0o666)
    except PermissionError:
        if path.is_file() and os.access(path.parent, os.W_OK):
            return os.open(path, os.O_RDONLY)
        raise


def _try_lock(handle: int) -> bool | None:
    """Try to take the lock; return False where somebody else holds it, None where this disk has no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 (Windows only)

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (not on Windows)

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in BUSY else None
    return True


def _is_still(handle: int, path: Path) -> bool:
    """Return whether the file that we have locked is the one at the path."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        return False
