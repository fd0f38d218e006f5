"""State that preview's builder and server share: the site, its problems, and a version that tells browsers of news."""

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

TIMEOUT = 25.0
"""Seconds a browser waits for news before it asks again."""


Find = Callable[[Library], str]
"""Returns, from a library, the address of the page to show; "" where there is none."""


@dataclass(frozen=True, slots=True)
class UnsavedPage:
    """A page as an unsaved form would make it."""

    address: str
    """"" where no page shows what was changed."""
    data: bytes = b""


class Files(Protocol):
    """The files of a site, by path."""

    def get(self, path: str, /) -> bytes | None:
        """Return a file; None where there is none."""
        ...

    def __contains__(self, path: object, /) -> bool:
        """Return whether there is such a file."""
        ...

    def try_page(self, files: Mapping[str, bytes | None], find: Find, day: date | None = None, /) -> UnsavedPage | None:
        """Return a page as it would be if some texts of `content/` had these bytes; None where it cannot be made."""
        ...

    def heaviest(self) -> list[tuple[str, str]]:
        """Return the heaviest pages, each with its weight in words."""
        ...


@dataclass
class Preview:
    """State that preview's builder and server share."""

    content: Path
    """The editors' folder, to which the names of its files are relative."""
    site: Files | None = None
    """What is shown; None where there has been no state without errors."""
    problems: Sequence[Problem] = ()
    notice: str = ""
    """A message about preview itself, shown on every page; "" for none."""
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def update(self, site: Files | None, problems: Sequence[Problem]) -> None:
        """Set the site and the problems, and wake the browsers."""
        with self.changed:
            self.site = site
            self.problems = problems
            self._wake()

    def note(self, notice: str) -> None:
        """Set the notice, and wake the browsers."""
        with self.changed:
            self.notice = notice
            self._wake()

    def _wake(self) -> None:
        self.version += 1
        self.changed.notify_all()

    def wait(self, seen: int) -> int:
        """Return the version, once it is another than `seen`, or after `TIMEOUT`."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, timeout=TIMEOUT)
            return self.version
