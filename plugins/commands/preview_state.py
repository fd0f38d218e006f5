"""What preview's builder and server share: the last good site, its problems, and that there is something new."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plugins.core.problems import Problem

PATIENCE = 25.0
"""Seconds a browser waits for news before it asks again."""


@dataclass
class Preview:
    """The state."""

    folder: Path | None = None
    """The last good site."""
    files: frozenset[str] = frozenset()
    """All that it has, by path: nothing else is shown."""
    problems: list[Problem] = field(default_factory=list)
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def update(self, folder: Path | None, problems: list[Problem]) -> None:
        """Take a new site (None: keep the last good one) and its problems, and wake the browsers."""
        files = frozenset(list_files(folder)) if folder else self.files
        with self.changed:
            self.folder = folder or self.folder
            self.files = files
            self.problems = problems
            self.version += 1
            self.changed.notify_all()

    def wait(self, seen: int) -> int:
        """Return the version, as soon as it is not the one already seen, or after a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, timeout=PATIENCE)
            return self.version


def list_files(folder: Path) -> Iterator[str]:
    """Yield the path of each file of a site that is shown: none that is hidden, and none that a link leads to."""
    for place, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            file = Path(place, name)
            if not name.startswith(".") and not file.is_symlink():
                yield file.relative_to(folder).as_posix()
