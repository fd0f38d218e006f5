"""A value that changes when a file is written to, so that what was read of it can be reused until then.

Stage: any. In: what the system says of a file. Out: its mark. It is asked for before the file is read, and holds within one run:
a copy of a file may have the times of its original. Needs the standard library alone.
"""

from __future__ import annotations

import os

Mark = tuple[int, int, int, int]
"""Number of the file, size in bytes, and when it and what is said of it were changed, in nanoseconds."""
Seen = tuple[Mark, str]
"""A file that was read: its mark before that, and the digest (SHA-256, in hexadecimal) of what it held."""


def mark_of(status: os.stat_result) -> Mark:
    """Return the mark of a file."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def changed_at(status: os.stat_result) -> int:
    """Return when a file was last made where it lies, written, moved or renamed, in nanoseconds."""
    return max(mark_of(status)[2:])
