"""Open files that people have provided, if they are regular files: reading a pipe or a device would block for ever.

Takes the path of a file of `content/` or `theme/`; raises `NotPlain`. The type is checked after opening, since the file may have
been replaced meanwhile. Uses the standard library only.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

WITHOUT_WAITING: Final = getattr(os, "O_NONBLOCK", 0)
"""Without it, opening a pipe blocks until somebody writes to it."""


class NotPlain(OSError):
    """The path leads to a pipe, a socket or a device."""


def open_plain(path: str, flags: int) -> int:
    """An `opener` for `open` that raises `NotPlain` unless the path is a file; for a folder, `open` itself raises an error."""
    try:
        number = os.open(path, flags | WITHOUT_WAITING)
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENODEV):  # a socket, or a device that does not exist
            raise _refuse(path) from None
        raise
    mode = os.fstat(number).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return number
    os.close(number)
    raise _refuse(path)


def read_plain(path: Path) -> bytes:
    """Return the contents of a file."""
    with open(path, "rb", buffering=0, opener=open_plain) as file:
        return file.readall()


def read_plain_text(path: Path, errors: str = "strict") -> str:
    """Return the contents of a UTF-8 file as text, like `Path.read_text`."""
    with open(path, encoding="utf-8", errors=errors, opener=open_plain) as file:
        return file.read()


def _refuse(path: str) -> NotPlain:
    return NotPlain(errno.EINVAL, "det är ingen vanlig fil", os.fspath(path))
