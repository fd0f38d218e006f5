"""The site that a preview shows: which state of the content it shows, and which problems it tells.

In: `content/`, the theme and the day, and word that some of it has changed. Out: the files of what is shown (made by
`live_files`), by path; and all problems. A page that is asked for comes before anything else; while there are errors, the site
stays as it was before them.
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
from plugins.core.cache.memo_nodes import LATELY
from plugins.core.outputs import file_at
from plugins.core.problems import Problem, sort_problems
from plugins.core.reading.reader import ShelfReader
from plugins.publishing.heaviest import list_heaviest
from plugins.site.kept_bench import may_be_kept
from plugins.site.model import Theme
from plugins.site.prepare import find_first, prepare
from plugins.site.quick import has_errors_in
from plugins.site.rooms import SHELVES
from plugins.site.site_cache import BENCHES, SiteCache
from plugins.site.theme import read_theme
from plugins.site.workbench import Reading, Workbench

LONG_WRONG: Final = 400
"""Revisions, some seventy saves: while the content has errors for no longer, the pages from before them are held on to."""


class LiveSite:
    """The site of a preview, which follows its content."""

    def __init__(
        self,
        content: Path,
        theme: Path,
        project: Path,
        today: Callable[[], date],
        name: str | None = None,
        is_so: Callable[[], bool] = lambda: True,
    ) -> None:
        """Open a site; `name` stands for the program, and what is known of the site is kept under it. None: nothing is.

        `is_so` tells whether the program still is what it is called by.
        """
        self._is_so = is_so
        self.content, self.theme, self.project = content, theme, project
        self.problems: list[Problem] = []
        """All that is told of the content as it is, when it has been checked; before, what was told last and may still hold."""
        self.told: Callable[[], None] = lambda: None
        """Called when there is something else to show or to tell than before."""
        self._today = today
        self._lock = threading.RLock()
        self._waiting = 0
        """How many wait for a page."""
        self._calm = threading.Condition()
        self.hush = 0.0
        """Seconds in which nobody has asked for anything before it is checked on."""
        self._last = 0.0
        """When somebody last asked for something."""
        self._is_asked = threading.Event()
        self._name = name if name and may_be_kept(content) else ""
        cache = self._find_cache(_stamp(theme))
        found = cache.find() if self._name else None
        self._is_kept = found is not None
        self._reader = ShelfReader(content, SHELVES, found.read) if found else ShelfReader(content, SHELVES)
        self._now = self._take_in(None, None)
        self._good: Inputs | None = None
        """What was shown before the errors; None where nothing has been without them."""
        self._shown: Mapping[str, bytes] = {}
        """The pages of that, and what they load of the theme: they cannot be made again where a template is away."""
        self._shows_now = True
        self.has_failed = False
        """What nobody foresaw went wrong, as where a file of the theme is away: all is asked for anew at the next look."""
        self._failure: Problem | None = None
        """How that was told last."""
        self.is_again = False
        """It is looked once more, without a save: what is told stays until it is known whether it has ended."""
        earlier = found.earlier if found else None
        self._bench = Workbench(self._now.reading, self._now.today, self._now.theme, shows_drafts=True, earlier=earlier)
        cache.serve(self._bench.memo)
        self._files = LiveFiles(content, project, self._bench, self._now)
        self._shows_now = not has_errors_in(self._bench, ())

    # ---- what lasts

    def _find_cache(self, stamp: bytes) -> SiteCache:
        name = f"{self._name} {stamp.hex()}"
        return SiteCache(self.project / BENCHES, name, self.content, shows_drafts=True, is_so=self._is_so)

    def keep(self) -> None:
        """Keep what is known, so that the next preview of this site begins where this one is."""
        if self._name:
            with self._first():
                self._find_cache(self._files.held.stamp).keep(self._reader, self._bench.library)
                self._is_kept = True

    # ---- what changes

    @property
    def is_unsettled(self) -> bool:
        """Tell whether something has failed, or could not be read, that may go well the next time though no file has changed."""
        return self.has_failed or bool(self._unread)

    @property
    def _unread(self) -> set[Path]:
        """The files and folders of the content that could not be read."""
        return {problem.place.source.path for problem in self.problems if problem.code == "olaslig-fil"}

    def change(self, paths: Collection[Path] | None = None) -> bool:
        """Take in what has changed: these files, or, where that is not known, any; tell whether anything has.

        No files: perhaps the day, or what could not be read until now, of which nobody tells.
        """
        is_again = not (paths or paths is None)
        if is_again:
            if self.has_failed or self._unread:
                paths = self._unread
            elif self._today() == self._now.today:
                return False
        with self._first():
            has_failed, self.has_failed = self.has_failed, True  # until all has been taken in
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
                # what was told stays until it has been checked again: a panel that goes and comes is read twice
                if not is_again:
                    self.problems = [one for one in self.problems if not (one.is_error and self._shows_now)]
            self.has_failed = False
            return has_changed

    def _take_in(self, paths: Collection[Path] | None, before: Inputs | None) -> Inputs:
        """Return what there is now; what of it is as it was `before` stays the very same."""
        of_theme = paths is None or any(path.is_relative_to(self.theme) for path in paths)
        own = None if paths is None else [path for path in paths if path.is_relative_to(self.content)]
        shelves, problems = self._reader.read() if own is None else self._reader.read_again(own)
        reading = Reading(shelves, tuple(problems))
        stamp = _stamp(self.theme) if of_theme or before is None else before.stamp
        turn = 0 if before is None else before.turn + of_theme
        theme = before.theme if before is not None and not of_theme else read_theme(self.theme)
        return Inputs(reading, self._today(), theme, stamp, turn)

    @contextmanager
    def _first(self) -> Iterator[None]:
        """Come before the check, which waits meanwhile."""
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
        """The theme as it was read last."""
        return self._now.theme

    def wait_for_first(self, seconds: float) -> None:
        """Wait until a page has been asked for, or for so long."""
        self._is_asked.wait(seconds)

    def _wait_for_calm(self) -> None:
        """Wait until nobody waits, nor has for a while."""
        with self._calm:
            while self._waiting or (rest := self._last + self.hush - time.monotonic()) > 0:
                self._calm.wait(None if self._waiting else rest)

    # ---- what is shown

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
                    self.problems = sort_problems([*self.problems, self._tell(error)])
                    self.told()
            if self._good is None:
                return None
            self._files.hold(self._good)
            try:
                return self._files.find(path)
            except faults():  # what is not there now, as a file of the theme, may be missing to what was good too: it is told
                return self._shown.get(path)

    @property
    def can_show(self) -> bool:
        """Tell whether there is anything to show."""
        return self._shows_now or self._good is not None

    def __contains__(self, path: object) -> bool:
        """Tell whether there is such a file; only pages are asked for so."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return False
            self._files.hold(shown)
            return path in self._files.pages()

    def files(self) -> Mapping[str, bytes]:
        """Return every file that is shown, by path."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return {}
            self._files.hold(shown)
            return {**self._files.rest(), **{path: self._files.html(path) for path in self._files.pages()}}

    # ---- what is told

    def check(self) -> None:
        """Check everything, and make all pages. Who asks for a page meanwhile comes first."""
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
            first = find_first(self._bench)
            if not self.is_again and any(problem.is_error for problem in first) and self._shows_now:
                self.problems, self._shows_now = sort_problems(first), False
                self.told()
            preparation = prepare(self._bench)
            problems = sort_problems(preparation.problems)
            is_good = preparation.site is not None and not any(problem.is_error for problem in problems)
            if not self.is_again and (problems != self.problems or is_good != self._shows_now):
                self.problems, self._shows_now = problems, is_good
                self.told()
            if is_good:
                shown = {path: self._files.html(path) for path in self._files.pages()} | {**self._files.open().assets}
                problems = sort_problems([*problems, *self._files.open().problems])
                is_good = not any(problem.is_error for problem in problems)
            self._bench.memo.let_go(LATELY if is_good or self._good is None else LONG_WRONG)
            self._bench.library.gallery.let_go()
        except faults() as error:
            problems, is_good = sort_problems([*problems, self._tell(error)]), False
        if problems != self.problems or is_good != self._shows_now:
            self.problems, self._shows_now = problems, is_good
            self.told()
        if is_good:
            self._good, self._shown = self._now, shown
            if not self._is_kept:
                self.keep()

    def _tell(self, error: BaseException) -> Problem:
        self.has_failed, self._failure = True, self._find_problem(error)
        return self._failure

    def _find_problem(self, error: BaseException) -> Problem:
        from jinja2 import TemplateError  # noqa: PLC0415 (what is known is shown without templates)

        generators = sys.modules.get("pelican.generators")  # whose fault it may be has been imported
        if isinstance(error, (TemplateError, *([generators.PelicanTemplateNotFound] if generators else ()))):
            from plugins.commands.building.pelican_run import template_problem  # noqa: PLC0415 (as above)

            try:
                return template_problem(error, self.theme, self.project)
            except OSError as shut:  # nobody may look into the folder of the templates
                error = shut
        return unexpected(error, self.content, self.project)

    def try_page(self, files: Mapping[str, bytes | None], find: Find, day: date | None = None) -> UnsavedPage | None:
        """Return a page as it would be if some texts of `content/` had these bytes, on a day; None where it could not be made.

        `find` says which page, of the library that has them.
        """
        with self._first():
            shelves, problems = self._reader.read_with(files)
            trial = Inputs(
                Reading(shelves, tuple(problems)), day or self._today(), self._now.theme, self._now.stamp, self._now.turn
            )
            try:
                self._files.hold(trial)
                if has_errors_in(self._bench, frozenset(self.content / name for name in files)):
                    return None
                address = find(self._bench.library)
                data = self._files.find(file_at(address)) if address else b""
                return None if data is None else UnsavedPage(address, data)
            except faults():  # told when it is saved
                return None
            finally:
                self._files.hold(self._now)

    def heaviest(self) -> list[tuple[str, str]]:
        """Return the heaviest pages that are shown, each with its weight in words; none where they cannot be made."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return []
            self._files.hold(shown)
            try:
                return list_heaviest(self._files.weigh_pages())
            except faults():  # told where the page is shown
                return []


def _stamp(folder: Path) -> bytes:
    """Return what tells the files of a folder from others; of one that is away, who reads it tells."""
    return bytes.fromhex(digest_theme(folder)) if folder.is_dir() else b""
