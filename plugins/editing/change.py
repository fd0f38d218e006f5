"""A change of files in `content/`: checked as a whole site before it is written, and written in one step.

In: the folder, and the bytes that some of its files are to have. Out: what would be wrong with them; or the files changed.
Called by `editing.forms`.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.problems import Problem

Files = Mapping[str, bytes | None]
"""Files by path from `content/`; None takes one away."""
Check = Callable[[Files], list[Problem]]
"""Returns everything that would be wrong with the content if it had these files."""


@dataclass(frozen=True, slots=True)
class Found:
    """A problem that a change would bring, or one that was there, by the file it stands in."""

    file: str
    """Path from `content/`."""
    problem: Problem
    is_new: bool


def try_change(content: Path, files: Files, check: Check) -> tuple[Found, ...]:
    """Return what would be wrong with the changed files, and everything that the change makes wrong elsewhere."""
    before = Counter(_mark(problem, content) for problem in check({}))
    found = []
    for problem in check(files):
        mark = _mark(problem, content)
        is_new = before[mark] <= 0
        before[mark] -= 1
        if is_new or mark[0] in files:
            found.append(Found(mark[0], problem, is_new))
    return tuple(found)


def write_change(content: Path, files: Files) -> None:
    """Write the files, each in one step: it is the old one or the new one at any moment. Raises `OSError`.

    A link to a file in `content/` stays one: the file that it leads to is written.
    """
    for name, data in files.items():
        file = content / name
        _put(_follow(file, content) if data is not None and file.is_symlink() else file, data)


def _follow(link: Path, content: Path) -> Path:
    """Return what a link in `content/` leads to; raises `OSError` where that lies elsewhere."""
    file = link.resolve()
    if not file.is_relative_to(content.resolve()):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(link))
    return file


def _put(file: Path, data: bytes | None) -> None:
    if data is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and not os.access(file, os.W_OK):  # another could take its place, but somebody has locked it
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    handle, spare = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        mode = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
        Path(spare).chmod(mode)
        Path(spare).replace(file)
    except BaseException:
        Path(spare).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _mark(problem: Problem, content: Path) -> tuple[str, str, str]:
    """Return what a problem is known by when the lines around it have moved."""
    path = problem.place.source.path
    name = path.relative_to(content).as_posix() if path.is_relative_to(content) else path.name
    return name, problem.code, problem.message
