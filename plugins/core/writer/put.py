"""Writes files of the editors' own so that each is whole at any moment, old or new, even if the program is killed.

In: bytes by path, and those that each file had when it was read. Out: the files. Raises `Overtaken` where another program has
saved since, and `OSError`; then nothing is changed, unless the disk fails between two of them. Called by all that writes in
`content/`.
"""

from __future__ import annotations

import errno
import os
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from plugins.core.system.plain_file import read_plain
from plugins.core.writer.refusal import CannotWrite

PREFIX, SUFFIX = ".~", ".tmp"
"""How the name of a file that is being written begins and ends: readers and git pass it over (`core/files/leftovers.toml`)."""
LEFT: Final = 3600
"""Seconds after which such a file was left by a program that was killed: to write one takes less than one."""
PLACING: Final = threading.RLock()
"""Held while files take their places, so that git, where we let it lay files in the same folder, looks before or after."""


class Overtaken(CannotWrite):
    """Another program has saved or removed a file since it was read for this change. What that program saved is as it was."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(f"Filen {file.name} ändrades just nu av någon annan. Försök igen. Ingenting är sparat.")


def put_file(file: Path, data: bytes, before: bytes | None) -> None:
    """Write a file in one step, if it has the bytes that it had `before`; None: there was none."""
    put_files({file: data}, {file: before})


def put_files(files: Mapping[Path, bytes | None], before: Mapping[Path, bytes | None]) -> None:
    """Write files, each in one step and in this order; None takes one away, after the rest has been written.

    All are on the disk before the first takes its place, so that a full disk changes none. That takes a while, so it is looked
    last of all whether each is what it was `before`, where that is said; what is not named there is written whatever it is.
    """
    spares: dict[Path, Path] = {}
    try:
        for name, data in files.items():
            file = name.resolve() if data is not None else name  # a link stays one, and is what goes
            if file.exists() and not os.access(file, os.W_OK):  # another could take its place, but somebody has locked it
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
            if data is not None:
                _write_beside(file, data, spares)
        with PLACING:
            for file, data in before.items():
                if _read(file) != data:
                    raise Overtaken(file)
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


def _read(file: Path) -> bytes | None:
    return read_plain(file) if os.path.lexists(file) else None  # a link that leads nowhere is in the way: `OSError`


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
