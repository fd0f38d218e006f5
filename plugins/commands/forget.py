"""Remove the caches and left-over files of this computer, when something has been taken off the site at once.

In `.cache/` only what never holds content is left. Files are not searched for a name, which may be split, compressed or drawn in
them: all are removed, which costs only time.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Final

from plugins.core.writer.put import remove_left

OF_THE_PROGRAM: Final = frozenset(("kod", "mallar", "tidszoner", "utlaggning.las", "miljo.lock", "installation.txt"))
"""Names in `.cache/` that never hold content: code, templates, time zones, and what another run may use (locks, a log)."""
WORKSHOPS: Final = "lokalamalen-*"
"""Names of temporary folders in which a run works."""
LEFT: Final = 3600
"""Seconds after which such a folder was left by a run that was killed."""


def forget_kept(project: Path, content: Path) -> list[Path]:
    """Remove caches and left-over files; return the paths of those that could not be removed."""
    _clear_drafts(content)
    return [path for path in (*_list_kept(project / ".cache"), *_list_left()) if not _remove(path)]


def _list_kept(cache: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(path for path in cache.iterdir() if path.name not in OF_THE_PROGRAM)


def _list_left() -> Iterator[Path]:
    """Yield the temporary folders left by runs of this user; in a shared folder those of others are theirs."""
    for path in sorted(Path(tempfile.gettempdir()).glob(WORKSHOPS)):
        with suppress(OSError):  # removed meanwhile
            is_own = not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
            if is_own and path.is_dir() and not path.is_symlink() and time.time() - path.stat().st_mtime > LEFT:
                yield path


def _remove(path: Path) -> bool:
    """Remove a file or folder; return whether it is gone."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return not path.exists()


def _clear_drafts(content: Path) -> None:
    """Remove the temporary files that a form was writing when the program was killed."""
    for folder in (content, *(path for path in content.rglob("*") if path.is_dir() and not path.is_symlink())):
        remove_left(folder)
