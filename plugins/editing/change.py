"""Check a change to files in `content/` against the whole site, and write it to the disk.

Takes the folder and the new bytes of some files; returns the problems that they would cause, or writes them. Called by
`editing.take`.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.problems import Problem
from plugins.core.writer.put import put_files

Files = Mapping[str, bytes | None]
"""Bytes by path relative to `content/`; None removes the file."""
Check = Callable[[Files], list[Problem]]
"""Returns every problem that the content would have with these files."""


@dataclass(frozen=True, slots=True)
class ChangeProblem:
    """A problem in a changed file, or one that the change causes in another file."""

    file: str
    """Path of the file with the problem, relative to `content/`."""
    problem: Problem
    is_new: bool


def try_change(content: Path, files: Files, check: Check) -> tuple[ChangeProblem, ...]:
    """Return all problems in the changed files, and the new problems that the change causes elsewhere."""
    before = Counter(_mark(problem, content) for problem in check({}))
    found = []
    for problem in check(files):
        mark = _mark(problem, content)
        is_new = before[mark] <= 0
        before[mark] -= 1
        if is_new or mark[0] in files:
            found.append(ChangeProblem(mark[0], problem, is_new))
    return tuple(found)


def write_change(content: Path, files: Files, before: Files) -> None:
    """Write the files in the given order, each atomically; removals come last.

    A symbolic link to a file in `content/` is followed; one that leads out of it is refused. Raises `OSError`, or `Overtaken` if
    the present bytes of a file are not those in `before`.
    """
    for name, data in files.items():
        if data is not None and (content / name).is_symlink() and leads_out(content / name, content):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(content / name))
    put_files(*({content / name: data for name, data in some.items()} for some in (files, before)))


def leads_out(link: Path, content: Path) -> bool:
    """Return whether a symbolic link leads out of `content/`, or is part of a loop."""
    try:
        return not link.resolve().is_relative_to(content.resolve())
    except (OSError, RuntimeError):  # a loop raises one or the other, depending on the version of Python
        return True


def _mark(problem: Problem, content: Path) -> tuple[str, str, str]:
    """Return what identifies a problem when line numbers have shifted: file, code and message."""
    path = problem.place.source.path
    name = path.relative_to(content).as_posix() if path.is_relative_to(content) else path.name
    return name, problem.code, problem.message
