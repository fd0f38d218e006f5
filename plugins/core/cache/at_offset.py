"""Read and write at an offset of a file without moving its position, which forked workers share with this process.

If a process seeks and then reads while a worker does the same (`docs/decisions/0094-work-aside.md`), it reads at the other's
position. Windows lacks these calls, but forks no workers either.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def read_at(file: Any, size: int, at: int) -> bytes:
    """Return up to `size` bytes from an offset. Raises OSError."""
    if sys.platform == "win32":
        file.seek(at)
        return bytes(file.read(size))
    return os.pread(file.fileno(), size, at)


def write_at(file: Any, data: bytes, at: int) -> int:
    """Write bytes at an offset of an unbuffered file; return how many were written. Raises OSError."""
    if sys.platform == "win32":
        file.seek(at)
        return int(file.write(data))
    return os.pwrite(file.fileno(), data, at)
