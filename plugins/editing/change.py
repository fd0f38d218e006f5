"""A change of files in `content/`: checked as a whole site before it is written, and written in one step.

In: the folder, and the bytes that some of its files are to have. Out: what would be wrong with them; or the files changed.
Called by `editing.take`.
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
"""Files by path from `content/`; None takes one away."""
Check = Callable[[Files], list[Problem]]
"""Returns everything that would be wrong with the content if it had these files."""


@dataclass(frozen=True, slots=True)
class ChangeProblem:
    """A problem that a change would bring, or one that was there, by the file it stands in."""

    file: str
    """Path from `content/`."""
    problem: Problem
    is_new: bool


def try_change(content: Path, files: Files, check: Check) -> tuple[ChangeProblem, ...]:
    """Return what would be wrong with the changed files, and everything that the change makes wrong elsewhere."""
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
    """Write the files, each in one step and in this order, what goes last. Raises `OSError`.

    Raises `Overtaken` where some are not what they were `before`.

    A link to a file in `content/` stays one: the file that it leads to is written.
    """
    for name, data in files.items():
        if data is not None and (content / name).is_symlink() and leads_out(content / name, content):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(content / name))
    put_files(*({content / name: data for name, data in some.items()} for some in (files, before)))


def leads_out(link: Path, content: Path) -> bool:
    """Tell whether a link of the disk leads out of `content/`, or in a ring."""
    try:
        return not link.resolve().is_relative_to(content.resolve())
    except (OSError, RuntimeError):  # a ring is the one or the other, by the version of Python
        return True


def _mark(problem: Problem, content: Path) -> tuple[str, str, str]:
    """Return what a problem is known by when the lines around it have moved."""
    path = problem.place.source.path
    name = path.relative_to(content).as_posix() if path.is_relative_to(content) else path.name
    return name, problem.code, problem.message
