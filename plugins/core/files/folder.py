"""The folder `content/` on disk: its files in a fixed order, without those that are not the editors'.

Called by whatever lists `content/`: `core.reading.reader`, `editing.target`, `commands.runs.basis`.
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
"""A file for people who browse the folder."""


def walk(folder: Path, unread: list[OSError]) -> Iterator[Path]:
    """Yield every file in an order that does not depend on the disk; errors of unreadable folders are appended to `unread`."""
    for parent, folders, names in os.walk(folder, onerror=unread.append):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not is_folder_of_program(name))
        odd = [name for name in folders if (here / name).is_symlink() or name.endswith((".md", ".yaml"))]
        folders[:] = [name for name in folders if name not in odd]
        for name in sorted([*names, *odd]):
            if name != EXPLANATION and not is_left_by_program(name):
                yield here / name


def walking_order(path: Path) -> tuple[tuple[int, str], ...]:
    """Return a sort key for the order of `walk`: first the files of a folder, then its folders."""
    return (*((1, folder) for folder in path.parts[:-1]), (0, path.name))


def look_into(path: Path) -> tuple[object, bytes | None]:
    """Return a value that changes when a file does, and the file's bytes, except for large files.

    The value is the digest of the bytes; for a large file its size, times and inode; for one that cannot be read the reason, in
    Swedish.
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


def report_unread(path: Path, why: str, what: str = "Filen") -> Problem:
    """Return the problem of a file or folder that cannot be read, with the reason from `say_why`."""
    return Problem(Place(SourceFile(path)), "olaslig-fil", f"{what} går inte att läsa ({why}).", help=(FETCH_IT,))


def say_why(error: OSError) -> str:
    """Return why something cannot be read: in Swedish if known, otherwise the system's message."""
    return "rättigheter saknas" if error.errno in (errno.EACCES, errno.EPERM) else str(error.strerror)


def count_names(path: Path) -> int:
    """Return the number of hard links of a regular file, usually one; 0 for anything else, which needs further checks."""
    try:
        status = os.lstat(path)
    except OSError:
        return 0
    return max(1, status.st_nlink) if stat.S_ISREG(status.st_mode) else 0


def check_link(path: Path, folder: Path) -> Iterator[Problem]:
    """A file that is published is inside the content folder, not just linked to."""
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(folder.resolve()):  # `resolve` raises in a loop
        message = "Filen är en genväg till något utanför innehållsmappen. Lägg en kopia här i stället."
        yield Problem(Place(SourceFile(path)), "genvag-ut", message)


def check_regular(path: Path) -> Iterator[Problem]:
    """The content folder has only files and folders; a link to a folder, a pipe or similar is never opened."""
    if path.is_dir() and not path.is_symlink():
        message = f"{path.name} är en mapp, fast namnet slutar som en fil."
        help_line = "Lägg texten i en fil med det namnet, eller döp om mappen."
        yield Problem(Place(SourceFile(path)), "okand-fil", message, help=(help_line,))
    elif not path.is_file():
        message = f"{path.name} är ingen vanlig fil, så den kommer inte med på webbplatsen."
        yield Problem(Place(SourceFile(path)), "okand-fil", message, help=("Lägg en vanlig fil eller mapp i stället.",))
