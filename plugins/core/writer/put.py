"""Write files so that each is complete at any moment, old or new, even if the program is killed.

Takes the new bytes by path, and the bytes that each file had when it was read. Raises `Overtaken` if another program has saved
since, or `OSError`; then nothing is changed, unless the disk fails between two files. Called by everything that writes in
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
"""Prefix and suffix of temporary files, which are ignored by the reader and by git (`core/files/leftovers.toml`)."""
LEFT: Final = 3600
"""Seconds after which a temporary file was left by a killed program: writing one takes less than a second."""
PLACING: Final = threading.RLock()
"""Held while files are moved into place, so that a git command that we run on the same folder comes before or after."""


class Overtaken(CannotWrite):
    """Another program has saved or removed a file since it was read for this change. That program's version is kept."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(f"Filen {file.name} ändrades just nu av någon annan. Försök igen. Ingenting är sparat.")


def put_file(file: Path, data: bytes, before: bytes | None) -> None:
    """Write a file atomically, if it still has the bytes `before`; None: it did not exist."""
    put_files({file: data}, {file: before})


def put_files(files: Mapping[Path, bytes | None], before: Mapping[Path, bytes | None]) -> None:
    """Write files in this order, each atomically; None removes a file, after the others have been written.

    All data is on disk before the first file is replaced, so that a full disk changes none. As that takes a while, the files are
    compared with `before` last of all; a file that is not in `before` is written in any case.
    """
    spares: dict[Path, Path] = {}
    try:
        for name, data in files.items():
            file = name.resolve() if data is not None else name  # a symbolic link is kept when writing, and removed itself
            if file.exists() and not os.access(file, os.W_OK):  # replacing it would be possible, but it was made read-only
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
    """Write a temporary file in the same folder, with the permissions that the file is to have."""
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
    return read_plain(file) if os.path.lexists(file) else None  # a broken link raises OSError


def remove_left(folder: Path) -> None:
    """Remove temporary files left by a killed program; their contents were never saved."""
    with suppress(OSError):
        for spare in folder.glob(f"{PREFIX}*{SUFFIX}"):
            if time.time() - spare.lstat().st_mtime > LEFT:
                spare.unlink()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
