"""The folder `content/` on a disk: its files in one order, and what in it is no file of the editors.

Stage: read. In: paths. Out: the same in order; what tells a file from an earlier one; problems. Called by `core.reading.reader`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from plugins.core.files.leftovers import FETCH_IT, is_folder_of_program, is_left_by_program
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import LARGEST_TEXT
from plugins.core.system.plain_file import open_plain

EXPLANATION = "README.md"
"""For those who read the folder."""


def walk(folder: Path, unread: list[OSError]) -> Iterator[Path]:
    """Yield every file in an order that does not depend on the disk; `unread` gets why of each folder that cannot be read."""
    for parent, folders, names in os.walk(folder, onerror=unread.append):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not is_folder_of_program(name))
        odd = [name for name in folders if (here / name).is_symlink() or name.endswith((".md", ".yaml"))]
        folders[:] = [name for name in folders if name not in odd]
        for name in sorted([*names, *odd]):
            if name != EXPLANATION and not is_left_by_program(name):
                yield here / name


def walking_order(path: Path) -> tuple[tuple[int, str], ...]:
    """Return where a path comes in the order of `walk`: the files of a folder, then its folders."""
    return (*((1, folder) for folder in path.parts[:-1]), (0, path.name))


def look_into(path: Path) -> tuple[object, bytes | None]:
    """Return what tells a file from an earlier one of its name, and its bytes, but for a large one's.

    That is the digest of its bytes; of a large file, when and how it was written; of one that cannot be read, why.
    """
    try:
        with open(path, "rb", buffering=0, opener=open_plain) as file:
            status = os.fstat(file.fileno())
            if status.st_size > LARGEST_TEXT:
                return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino), None
            data = file.readall()
    except OSError as error:
        return say_why(error), None
    return hashlib.sha256(data).digest(), data


def tell_unread(path: Path, why: str, what: str = "Filen") -> Problem:
    """Return the problem of a file or folder that cannot be read, and why in the words of `say_why`."""
    return Problem(Place(SourceFile(path)), "olaslig-fil", f"{what} går inte att läsa ({why}).", help=(FETCH_IT,))


def say_why(error: OSError) -> str:
    """Return why something cannot be read: in Swedish where that is known, else as the system says it."""
    return "rättigheter saknas" if error.errno in (errno.EACCES, errno.EPERM) else str(error.strerror)


def count_names(path: Path) -> int:
    """Return how many names a plain file has, one as a rule; 0 where a path is none, so that there may be more to tell of it."""
    try:
        status = os.lstat(path)
    except OSError:
        return 0
    return max(1, status.st_nlink) if stat.S_ISREG(status.st_mode) else 0


def check_link(path: Path, folder: Path) -> Iterator[Problem]:
    """What is published lies in the content folder itself."""
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(folder.resolve()):  # `resolve` fails in a ring
        message = "Filen är en genväg till något utanför innehållsmappen. Lägg en kopia här i stället."
        yield Problem(Place(SourceFile(path)), "genvag-ut", message)


def check_regular(path: Path) -> Iterator[Problem]:
    """What lies in the content folder are files and folders: a link to a folder, a pipe or the like is never opened."""
    if path.is_dir() and not path.is_symlink():
        message = f"{path.name} är en mapp, fast namnet slutar som en fil."
        help_line = "Lägg texten i en fil med det namnet, eller döp om mappen."
        yield Problem(Place(SourceFile(path)), "okand-fil", message, help=(help_line,))
    elif not path.is_file():
        message = f"{path.name} är ingen vanlig fil, så den kommer inte med på webbplatsen."
        yield Problem(Place(SourceFile(path)), "okand-fil", message, help=("Lägg en vanlig fil eller mapp i stället.",))
