"""Opening files that people have put there: only plain ones, for whoever reads a pipe or a device waits for ever.

In: a path, of a file of `content/` or `theme/`. Out: what it holds, or `NotPlain`. What lies there may be another thing than when
it was looked at, so it is asked when it has been opened. Needs the standard library alone.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

WITHOUT_WAITING: Final = getattr(os, "O_NONBLOCK", 0)
"""Else a pipe is not opened before somebody writes in it."""


class NotPlain(OSError):
    """A pipe, a socket or a device where a file was to be."""


def open_plain(path: str, flags: int) -> int:
    """Open a file, as `opener` of `open`; raise `NotPlain` where it is none. That a folder is none `open` says itself."""
    try:
        number = os.open(path, flags | WITHOUT_WAITING)
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENODEV):  # a socket, and a device that is not there
            raise _refuse(path) from None
        raise
    mode = os.fstat(number).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return number
    os.close(number)
    raise _refuse(path)


def read_plain(path: Path) -> bytes:
    """Return what a file holds."""
    with open(path, "rb", buffering=0, opener=open_plain) as file:
        return file.readall()


def read_plain_text(path: Path, errors: str = "strict") -> str:
    """Return the text that a file holds in UTF-8, as `Path.read_text` does."""
    with open(path, encoding="utf-8", errors=errors, opener=open_plain) as file:
        return file.read()


def _refuse(path: str) -> NotPlain:
    return NotPlain(errno.EINVAL, "det är ingen vanlig fil", os.fspath(path))
