"""The site that preview shows: which state of the content, and which problems.

Told of changes to `content/`, the theme and the day; gives the files of the site (made by `live_files`), and all problems. A
request for a page comes before everything else. While there are errors, the site is shown as it was before them.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from plugins.commands.preview.live_files import Inputs, LiveFiles
from plugins.commands.preview.state import Find, UnsavedPage
from plugins.commands.process.failure import faults, unexpected
from plugins.commands.runs.digests import digest_theme
from plugins.core.cache.memo import Interrupted
from plugins.core.cache.memo_nodes import RECENT
from plugins.core.outputs import file_at
from plugins.core.problems import Problem, sort_problems
from plugins.core.reading.reader import ShelfReader
from plugins.publishing.heaviest import list_heaviest
from plugins.site.cache.cached_bench import may_be_cached
from plugins.site.cache.site_cache import BENCHES, SiteCache
from plugins.site.checks.quick import has_errors_in
from plugins.site.model import Theme
from plugins.site.prepare import find_problems, prepare
from plugins.site.rooms import SHELVES
from plugins.site.theme import read_theme
from plugins.site.workbench import Workbench

LONG_WRONG: Final = 400
"""Revisions (about seventy saves) for which the pages before an error are kept."""


class LiveSite:
    """The site of a preview, which follows its content."""

    def __init__(
        self,
        content: Path,
        theme: Path,
        project: Path,
        today: Callable[[], date],
        name: str | None = None,
        is_valid: Callable[[], bool] = lambda: True,
    ) -> None:
        """Open a site; `name` identifies the program, and is part of the key under which the site is cached. None: no cache.

        `is_valid` returns whether the program still is the one with that name.
        """
        self._is_valid = is_valid
        self.content, self.theme, self.project = content, theme, project
        self.problems: list[Problem] = []
        """The problems of the content at the last check; until the first check, earlier ones that may still apply."""
        self.on_update: Callable[[], None] = lambda: None
        """Called when there is something new to show."""
        self._today = today
        self._lock = threading.RLock()
        self._waiting = 0
        """How many requests wait for a page."""
        self._calm = threading.Condition()
        self.hush = 0.0
        """Seconds without a request before a check goes on."""
        self._last = 0.0
        """When the last request came."""
        self._is_asked = threading.Event()
        self._name = name if name and may_be_cached(content) else ""
        cache = self._find_cache(_stamp(theme))
        found = cache.find() if self._name else None
        self._is_kept = found is not None
        self._reader = ShelfReader(content, SHELVES, found.read) if found else ShelfReader(content, SHELVES)
        self._now = self._take_in(None, None)
        self._good: Inputs | None = None
        """The inputs shown before the errors; None where there has been no state without them."""
        self._shown: Mapping[str, bytes] = {}
        """Its pages, and the theme files that they load: they cannot be rendered again where a template is missing."""
        self._shows_now = True
        self.has_failed = False
        """Something failed, as where a file of the theme is missing: everything is read again at the next look."""
        self._failure: Problem | None = None
        """The problem of that failure."""
        self.is_again = False
        """This is another look without a save: the problems stay until it is known whether they are gone."""
        earlier = found.earlier if found else None
        self._bench = Workbench(self._now.reading, self._now.today, self._now.theme, shows_drafts=True, earlier=earlier)
        cache.serve(self._bench.memo)
        self._files = LiveFiles(content, project, self._bench, self._now)
        self._shows_now = not has_errors_in(self._bench, ())

    # ---- the cache

    def _find_cache(self, stamp: bytes) -> SiteCache:
        name = f"{self._name} {stamp.hex()}"
        return SiteCache(self.project / BENCHES, name, self.content, shows_drafts=True, is_valid=self._is_valid)

    def keep(self) -> None:
        """Write the cache, so that the next preview of this site starts from this state."""
        if self._name:
            with self._first():
                self._find_cache(self._files.held.stamp).keep(self._reader, self._bench.library)
                self._is_kept = True

    # ---- changes

    @property
    def is_unsettled(self) -> bool:
        """Return whether something failed or could not be read, and may succeed next time though no file has changed."""
        return self.has_failed or bool(self._unread)

    @property
    def _unread(self) -> set[Path]:
        """The files and folders of the content that could not be read."""
        return {problem.place.source.path for problem in self.problems if problem.code == "olaslig-fil"}

    def change(self, paths: Collection[Path] | None = None) -> bool:
        """Read what has changed: these files or, with None, any; return whether anything has.

        With no files: perhaps the day, or files that could not be read before, of which nothing tells.
        """
        is_again = not (paths or paths is None)
        if is_again:
            if self.has_failed or self._unread:
                paths = self._unread
            elif self._today() == self._now.today:
                return False
        with self._first():
            has_failed, self.has_failed = self.has_failed, True  # until everything has been read
            self.is_again = is_again
            if has_failed:
                paths = None
                self._files.forget_templates()
            self._files.hold(self._now)
            self._now = self._take_in(paths, self._now)
            has_changed = self._files.hold(self._now) or has_failed
            if has_changed:
                wrong = {problem.place.source.path for problem in self.problems if problem.is_error}
                self._shows_now = not has_errors_in(self._bench, {*(paths or ()), *wrong})
                # Problems stay until the next check: a panel that disappears and comes back is read twice.
                if not is_again:
                    self.problems = [one for one in self.problems if not (one.is_error and self._shows_now)]
            self.has_failed = False
            return has_changed

    def _take_in(self, paths: Collection[Path] | None, before: Inputs | None) -> Inputs:
        """Return the inputs as they are now; those unchanged since `before` are the same objects."""
        of_theme = paths is None or any(path.is_relative_to(self.theme) for path in paths)
        own = None if paths is None else [path for path in paths if path.is_relative_to(self.content)]
        reading = self._reader.read() if own is None else self._reader.read_again(own)
        stamp = _stamp(self.theme) if of_theme or before is None else before.stamp
        turn = 0 if before is None else before.turn + of_theme
        theme = before.theme if before is not None and not of_theme else read_theme(self.theme)
        return Inputs(reading, self._today(), theme, stamp, turn)

    @contextmanager
    def _first(self) -> Iterator[None]:
        """Hold the lock before the check, which waits meanwhile."""
        with self._calm:
            self._waiting += 1
        try:
            with self._lock:
                yield
        finally:
            with self._calm:
                self._waiting -= 1
                self._last = time.monotonic()
                self._calm.notify_all()

    @property
    def shown_theme(self) -> Theme:
        """The theme as last read."""
        return self._now.theme

    def wait_for_first(self, seconds: float) -> None:
        """Wait until a page has been requested, or for so many seconds."""
        self._is_asked.wait(seconds)

    def _wait_for_calm(self) -> None:
        """Wait until no request is waiting, and none has come for a while."""
        with self._calm:
            while self._waiting or (rest := self._last + self.hush - time.monotonic()) > 0:
                self._calm.wait(None if self._waiting else rest)

    # ---- files

    def get(self, path: str) -> bytes | None:
        """Return a file as it is shown; None where there is none."""
        try:
            return self._get(path)
        finally:
            self._is_asked.set()

    def _get(self, path: str) -> bytes | None:
        with self._first():
            if self._shows_now:
                try:
                    self._files.hold(self._now)
                    return self._files.find(path)
                except faults() as error:
                    self._shows_now = False
                    self.problems = sort_problems([*self.problems, self._report(error)])
                    self.on_update()
            if self._good is None:
                return None
            self._files.hold(self._good)
            try:
                return self._files.find(path)
            except faults():  # a missing file of the theme, say, may be needed by the last good state too; it is reported
                return self._shown.get(path)

    @property
    def can_show(self) -> bool:
        """Return whether there is anything to show."""
        return self._shows_now or self._good is not None

    def __contains__(self, path: object) -> bool:
        """Return whether there is such a page."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return False
            self._files.hold(shown)
            return path in self._files.pages()

    def files(self) -> Mapping[str, bytes]:
        """Return every file of the site, by path."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return {}
            self._files.hold(shown)
            return {**self._files.rest(), **{path: self._files.html(path) for path in self._files.pages()}}

    # ---- problems

    def check(self) -> None:
        """Check everything, and render all pages; requests for pages come first."""
        while True:
            self._wait_for_calm()
            try:
                with self._lock:
                    self._bench.memo.must_wait = lambda: self._waiting > 0
                    try:
                        self._check()
                    finally:
                        self._bench.memo.must_wait = None
                return
            except Interrupted:
                continue

    def _check(self) -> None:
        shown: dict[str, bytes] = {}
        problems = [problem for problem in self.problems if problem != self._failure]
        try:
            self._files.hold(self._now)
            first = find_problems(self._bench, joins=False)
            if not self.is_again and any(problem.is_error for problem in first) and self._shows_now:
                self.problems, self._shows_now = sort_problems(first), False
                self.on_update()
            preparation = prepare(self._bench)
            problems = sort_problems(preparation.problems)
            is_good = preparation.site is not None and not any(problem.is_error for problem in problems)
            if not self.is_again and (problems != self.problems or is_good != self._shows_now):
                self.problems, self._shows_now = problems, is_good
                self.on_update()
            if is_good:
                shown = {path: self._files.html(path) for path in self._files.pages()} | {**self._files.open().assets}
                problems = sort_problems([*problems, *self._files.open().problems])
                is_good = not any(problem.is_error for problem in problems)
            self._bench.memo.evict(RECENT if is_good or self._good is None else LONG_WRONG)
            self._bench.library.gallery.evict()
        except faults() as error:
            problems, is_good = sort_problems([*problems, self._report(error)]), False
        if problems != self.problems or is_good != self._shows_now:
            self.problems, self._shows_now = problems, is_good
            self.on_update()
        if is_good:
            self._good, self._shown = self._now, shown
            if not self._is_kept:
                self.keep()

    def _report(self, error: BaseException) -> Problem:
        self.has_failed, self._failure = True, self._find_problem(error)
        return self._failure

    def _find_problem(self, error: BaseException) -> Problem:
        from jinja2 import TemplateError  # noqa: PLC0415 (cached pages need no templates)

        generators = sys.modules.get("pelican.generators")  # already imported if the error comes from there
        if isinstance(error, (TemplateError, *([generators.PelicanTemplateNotFound] if generators else ()))):
            from plugins.commands.building.pelican_run import template_problem  # noqa: PLC0415 (as above)

            try:
                return template_problem(error, self.theme, self.project)
            except OSError as shut:  # the folder of templates may not be read
                error = shut
        return unexpected(error, self.content, self.project)

    def try_page(self, files: Mapping[str, bytes | None], find: Find, day: date | None = None) -> UnsavedPage | None:
        """Return a page as it would be if some texts of `content/` had these bytes, on a day; None where it cannot be made.

        `find` returns the address of the page from the library with these texts.
        """
        with self._first():
            reading, now = self._reader.read_with(files), self._now
            trial = Inputs(reading, day or self._today(), now.theme, now.stamp, now.turn)
            try:
                self._files.hold(trial)
                if has_errors_in(self._bench, frozenset(self.content / name for name in files)):
                    return None
                address = find(self._bench.library)
                data = self._files.find(file_at(address)) if address else b""
                return None if data is None else UnsavedPage(address, data)
            except faults():  # reported when it is saved
                return None
            finally:
                self._files.hold(self._now)

    def heaviest(self) -> list[tuple[str, str]]:
        """Return the heaviest pages shown, each with its weight in words; none where they cannot be rendered."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return []
            self._files.hold(shown)
            try:
                return list_heaviest(self._files.weigh_pages())
            except faults():  # reported where the page is shown
                return []


def _stamp(folder: Path) -> bytes:
    """Return the digest of the files of the theme; b"" where it is missing, which is reported by what reads it."""
    return bytes.fromhex(digest_theme(folder)) if folder.is_dir() else b""
