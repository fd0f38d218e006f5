"""Keeps a site at hand, so that a change can be checked without reading all of it anew.

In: `content/`, the theme and the day; and the bytes that some files would have. Out: every problem as the task `check` would
tell it, and what is prepared. Drafts are not shown here, as they are not on the site. Called by the preview's editing pages.
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
from plugins.core.shelves import Shelves
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare
from plugins.site.quick import find_of_records
from plugins.site.rooms import SHELVES
from plugins.site.staff import GoalText, LineDays, list_goal_texts, no_history
from plugins.site.workbench import Reading, Workbench
from plugins.website.links import Link
from plugins.website.model import Website


@dataclass
class Checker:
    """Checks `content/` as it is on the disk, or as it would be; one at a time."""

    content: Path
    find_theme: Callable[[], Theme]
    """Returns the theme as it is now: a preview goes on while somebody writes another language's words."""
    today: Callable[[], date]
    line_days: LineDays = no_history
    lock: threading.RLock = field(default_factory=threading.RLock)
    """Held while what was prepared is read, which is when it is worked out."""
    _bench: Workbench | None = None
    _moment: tuple[Shelves, list[Problem]] | None = None

    def __post_init__(self) -> None:
        self._reader = ShelfReader(self.content, SHELVES)

    def __call__(self, files: Mapping[str, bytes | None]) -> list[Problem]:
        """Return all that would be wrong if some files of `content/` had these bytes; None: were not there."""
        with self.lock:
            return list(prepare(self._take(files)).problems)

    def of_records(self, files: Mapping[str, bytes | None]) -> list[Problem]:
        """Return as much of that as records tell without any page: what is enough where no page can break by the change."""
        with self.lock:
            return list(find_of_records(self._take(files)))

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Read the content once for all that is asked within; who writes looks at the file once more by itself."""
        with self.lock:
            self._moment = self._reader.read()
            try:
                yield
            finally:
                self._moment = None

    @property
    def library(self) -> Library:
        """What the content holds, as it is; who reads on in it holds the lock."""
        with self.lock:
            return self._take({}).library

    def prepare(self) -> Preparation:
        """Return everything that is known of the content as it is; who reads on in it holds the lock."""
        with self.lock:
            return prepare(self._take({}))

    def menu(self) -> tuple[Link, ...]:
        """Return the links of the menu as visitors have it, in the site's own language."""
        with self.lock:
            bench = self._take({})
            return bench.context.parts.menu if bench.library.only(Website) else ()

    def goal_texts(self) -> tuple[GoalText, ...]:
        """Return how much the texts of each goal say, and how old they are."""
        with self.lock:
            bench = self._take({})
            return tuple(list_goal_texts(bench.context, self.line_days)) if bench.library.only(Website) else ()

    def _take(self, files: Mapping[str, bytes | None]) -> Workbench:
        shelves, problems = self._moment or self._reader.read()
        if files:
            shelves, problems = self._reader.read_with(files)
        reading, today = Reading(shelves, tuple(problems)), self.today()
        if self._bench is None:
            self._bench = Workbench(reading, today, self.find_theme())
        else:
            self._bench.take(reading, today, self.find_theme())
        return self._bench
