"""File marks: a value that changes when a file is written to, so that cached results about it stay valid until then.

Computed from `os.stat_result`, before the file is read. Only valid within one run, because a copied file may have the times of
its original. Uses the standard library only.
"""

from __future__ import annotations

import os

Mark = tuple[int, int, int, int]
"""Inode, size in bytes, and the times of the last change of contents and of metadata, in nanoseconds."""
Seen = tuple[Mark, str]
"""A file that was read: its mark before reading, and the SHA-256 (hexadecimal) of its contents."""


def mark_of(status: os.stat_result) -> Mark:
    """Return the mark of a file."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def changed_at(status: os.stat_result) -> int:
    """Return when a file was last created, written, moved or renamed, in nanoseconds."""
    return max(mark_of(status)[2:])
