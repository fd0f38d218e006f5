"""Reads bytes at an offset of a file and leaves its position alone, which forked copies of this process share.

Stage: any. In: an open file, and an offset. Out: the bytes there. A process that seeks and then reads, while a copy does the same
(`docs/decisions/0094-work-aside.md`), reads what the other looked for. Windows, which lacks this, makes no copies.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def read_at(file: Any, size: int, at: int) -> bytes:
    """Return as many bytes as there are from a place on, at most `size`. Raises OSError."""
    if sys.platform == "win32":
        file.seek(at)
        return bytes(file.read(size))
    return os.pread(file.fileno(), size, at)


def write_at(file: Any, data: bytes, at: int) -> int:
    """Write bytes from a place on, of a file that has no buffer; return how many were taken. Raises OSError."""
    if sys.platform == "win32":
        file.seek(at)
        return int(file.write(data))
    return os.pwrite(file.fileno(), data, at)
