"""Files of the editors' own on the disk: each the old one or the new one at any moment, also where the program is killed.

In: bytes by path. Out: the files. Raises `OSError`, and then nothing is changed unless the disk fails between two of them.
Called by all that writes in `content/`.
"""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

PREFIX, SUFFIX = ".~", ".tmp"
"""How the name of a file that is being written begins and ends: readers and git pass it over (`core/leftovers.toml`)."""
LEFT: Final = 3600
"""Seconds after which such a file was left by a program that was killed: to write one takes less than one."""


def put_file(file: Path, data: bytes) -> None:
    """Write a file in one step."""
    put_files({file: data})


def put_files(files: Mapping[Path, bytes | None]) -> None:
    """Write files, each in one step and in this order; None takes one away, after the rest has been written.

    All are on the disk before the first takes its place, so that a full disk changes none.
    """
    spares: dict[Path, Path] = {}
    try:
        for name, data in files.items():
            file = name.resolve() if data is not None else name  # a link stays one, and is what goes
            if file.exists() and not os.access(file, os.W_OK):  # another could take its place, but somebody has locked it
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
            if data is not None:
                _write_beside(file, data, spares)
        for file, spare in spares.items():
            spare.replace(file)
        for file, data in files.items():
            if data is None:
                file.unlink(missing_ok=True)
    finally:
        for spare in spares.values():
            spare.unlink(missing_ok=True)


def _write_beside(file: Path, data: bytes, spares: dict[Path, Path]) -> None:
    """Write a file of another name in the same folder, with the rights that the file is to have."""
    file.parent.mkdir(parents=True, exist_ok=True)
    remove_left(file.parent)
    handle, spare = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=file.parent)
    spares[file] = Path(spare)
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    Path(spare).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask())


def remove_left(folder: Path) -> None:
    """Remove what a program that was killed was writing; what stands there was never saved."""
    with suppress(OSError):
        for spare in folder.glob(f"{PREFIX}*{SUFFIX}"):
            if time.time() - spare.lstat().st_mtime > LEFT:
                spare.unlink()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
