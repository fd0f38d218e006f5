"""Removes what this computer has cached of texts and pictures, when something was taken off the site at once.

In: the folder of the program, and the content. Out: in `.cache/` lies only what holds nothing of any content, and what stopped
runs have left is gone; returned is what could not be removed. All goes, and not what has a name in it: a name may be split,
packed or drawn there, and to remove `.cache/` costs time and nothing else.
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
"""What holds nothing of any content: code, templates, names of zones, and what another run may hold (locks, a log)."""
WORKSHOPS: Final = "lokalamalen-*"
"""How the folders are called in which a run works, where the system has what is passing."""
LEFT: Final = 3600
"""Seconds after which such a folder was left by a run that was killed."""


def forget_kept(project: Path, content: Path) -> list[Path]:
    """Remove what is kept and what was left; return what is still there."""
    _clear_drafts(content)
    return [path for path in (*_list_kept(project / ".cache"), *_list_left()) if not _remove(path)]


def _list_kept(cache: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(path for path in cache.iterdir() if path.name not in OF_THE_PROGRAM)


def _list_left() -> Iterator[Path]:
    """Yield the folders that runs of this person have left: those of others are theirs, where the folder above is shared."""
    for path in sorted(Path(tempfile.gettempdir()).glob(WORKSHOPS)):
        with suppress(OSError):  # gone by now
            is_own = not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
            if is_own and path.is_dir() and not path.is_symlink() and time.time() - path.stat().st_mtime > LEFT:
                yield path


def _remove(path: Path) -> bool:
    """Remove a file or a folder; tell whether it is gone."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return not path.exists()


def _clear_drafts(content: Path) -> None:
    """Remove what a form was writing when the program was killed."""
    for folder in (content, *(path for path in content.rglob("*") if path.is_dir() and not path.is_symlink())):
        remove_left(folder)
