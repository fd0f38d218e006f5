"""What preview's builder and server share: the site that is shown, its problems, and that there is something new."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Protocol

from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.problems import Problem

PATIENCE = 25.0
"""Seconds a browser waits for news before it asks again."""


Find = Callable[[Library], str]
"""Returns the address of the page that is wanted, of a library; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class UnsavedPage:
    """A page as an unsaved form would make it."""

    address: str
    """Empty where no page has what was changed."""
    data: bytes = b""


class Files(Protocol):
    """The files of a site by path, as preview serves them: what is not among them is not shown."""

    def get(self, path: str, /) -> bytes | None:
        """Return a file; None where there is none."""
        ...

    def __contains__(self, path: object, /) -> bool:
        """Tell whether there is such a file."""
        ...

    def try_page(self, files: Mapping[str, bytes | None], find: Find, day: date | None = None, /) -> UnsavedPage | None:
        """Return a page as it would be if some texts of `content/` had these bytes; None where it could not be made."""
        ...

    def heaviest(self) -> list[tuple[str, str]]:
        """Return the heaviest pages, each with its weight in words."""
        ...


@dataclass
class Preview:
    """What preview's builder and server share."""

    content: Path
    """The folder of the editors' files, from which these are named."""
    site: Files | None = None
    """What is shown; None where errors have let nothing be shown yet."""
    problems: Sequence[Problem] = ()
    notice: str = ""
    """What is to be known of the preview itself, on every page; empty where there is nothing."""
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def update(self, site: Files | None, problems: Sequence[Problem]) -> None:
        """Take what is shown now, and the problems, and wake the browsers."""
        with self.changed:
            self.site = site
            self.problems = problems
            self._wake()

    def note(self, notice: str) -> None:
        """Take what is to be known of the preview itself, and wake the browsers."""
        with self.changed:
            self.notice = notice
            self._wake()

    def _wake(self) -> None:
        self.version += 1
        self.changed.notify_all()

    def wait(self, seen: int) -> int:
        """Return the version, as soon as it is not the one already seen, or after a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, timeout=PATIENCE)
            return self.version
