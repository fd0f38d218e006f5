"""Keep a site in memory so that a change to `content/` can be checked without reading everything again.

Takes `content/`, the theme, the date and the new bytes of some files; returns every problem that the task `check` would report,
and the prepared site. Drafts count as not shown, as on the public site. Called by the preview's editing pages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from plugins.core.library import Library
from plugins.core.problems import Problem
from plugins.core.reading.reader import ShelfReader
from plugins.core.shelves import Reading
from plugins.site.checks.quick import find_of_records
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare
from plugins.site.rooms import SHELVES
from plugins.site.to_do.statistics import GoalText, LineDays, list_goal_texts, no_history
from plugins.site.workbench import Workbench
from plugins.website.links import Link
from plugins.website.model import Website


@dataclass
class Checker:
    """Checks `content/` as it is on the disk, or with some files replaced. Thread-safe: one check runs at a time."""

    content: Path
    find_theme: Callable[[], Theme]
    """Returns the current theme; word lists may change while the preview runs."""
    today: Callable[[], date]
    line_days: LineDays = no_history
    lock: threading.RLock = field(default_factory=threading.RLock)
    """Hold it while reading lazily computed values of a returned library or preparation."""
    _bench: Workbench | None = None
    _snapshot: Reading | None = None

    def __post_init__(self) -> None:
        self._reader = ShelfReader(self.content, SHELVES)

    def __call__(self, files: Mapping[str, bytes | None]) -> list[Problem]:
        """Return every problem that the content would have with these bytes in some files; None removes the file."""
        with self.lock:
            return list(prepare(self._take(files)).problems)

    def check_records(self, files: Mapping[str, bytes | None]) -> list[Problem]:
        """Return only the problems that records show without any page: sufficient for a change that can break no page."""
        with self.lock:
            return list(find_of_records(self._take(files)))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read the content once for all calls within the context; other calls read it each time. Calls with changed files are
        exempt.
        """
        with self.lock:
            self._snapshot = self._reader.read()
            try:
                yield
            finally:
                self._snapshot = None

    @property
    def library(self) -> Library:
        """Return the library of the content as it is. Hold `lock` while reading from it."""
        with self.lock:
            return self._take({}).library

    def prepare(self) -> Preparation:
        """Return the prepared site of the content as it is. Hold `lock` while reading from it."""
        with self.lock:
            return prepare(self._take({}))

    def menu(self) -> tuple[Link, ...]:
        """Return the links in the menu of the site's own language."""
        with self.lock:
            bench = self._take({})
            return bench.context.parts.menu if bench.library.only(Website) else ()

    def goal_texts(self) -> tuple[GoalText, ...]:
        """Return the length and age of each goal's texts."""
        with self.lock:
            bench = self._take({})
            return tuple(list_goal_texts(bench.context, self.line_days)) if bench.library.only(Website) else ()

    def _take(self, files: Mapping[str, bytes | None]) -> Workbench:
        reading, today = self._snapshot or self._reader.read(), self.today()
        if files:
            reading = self._reader.read_with(files)
        if self._bench is None:
            self._bench = Workbench(reading, today, self.find_theme())
        else:
            self._bench.take(reading, today, self.find_theme())
        return self._bench
