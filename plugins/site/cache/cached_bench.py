"""A workbench with a cache on disk: it knows what earlier processes have computed about the site.

Takes a folder, and a name for everything else that the site depends on (program, theme, packages); provides a reader and a
`Workbench`. The cache is the memo with the dependencies of each answer: an answer is only used if all that it depends on is
unchanged to the byte (`docs/decisions/0133-kept-between-processes.md`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from plugins.core.cache.forking import can_fork
from plugins.core.cache.keyed_answers import KeyedAnswers
from plugins.core.cache.memo import Coming, Question
from plugins.core.cache.memo_nodes import Later
from plugins.core.cache.spool import Spool
from plugins.core.cache.workers import reap
from plugins.core.cache.written import PageBytes, PageLost, hold
from plugins.core.inputs import TODAY
from plugins.core.looks.share_picture import SharePicture
from plugins.core.reading.reader import ShelfReader
from plugins.core.system.file_mark import Seen
from plugins.house.page import SitePage
from plugins.site.answers import not_cached, used_once
from plugins.site.cache.site_cache import CachedSite, SiteCache
from plugins.site.hooks import ForkingHooks
from plugins.site.model import CheckedWhen, Preparation, Theme
from plugins.site.prepare import find_problems, make_site, prepare
from plugins.site.rooms import SHELVES
from plugins.site.workbench import Workbench

FEW: Final = 8
"""Changed texts plus rebuilt pages up to which the cache is not written again: recomputing a few is faster than writing a large
cache after each edit. The limit grows by as much for each second that writing takes."""
DEAR: Final = 3
"""The cache is also written if the run took so many times longer than writing it: after a change to a rule, for example."""

MOST_TEXT: Final = 60_000_000
"""Bytes of text up to which a site is cached: about eight thousand pages. A cache is eight times as large; two of them, with
drafts and without, fit in `cache.MOST_BYTES`."""

WRITTEN: Final = used_once("written")
"""First element of the memo keys of written pages."""
PAGES_BY_FILE: Final = not_cached("pages by file")

FOLLOWED: Final = "what follows"
"""The name of an aid in the memo: values that follow from their keys alone."""

BeginDrawings = Callable[[tuple[SharePicture, ...], tuple[Question, ...]], tuple[Coming, Coming]]
"""Starts drawing; returns functions that wait for each picture, and for each QR code, by memo key."""
T = TypeVar("T")


def may_be_cached(content: Path) -> bool:
    """Return whether the texts in a folder are small enough for the site to be cached."""
    weight = 0
    for folder, _, names in os.walk(content):
        for name in names:
            if name.endswith((".md", ".yaml")):
                with suppress(OSError):  # reported when the file is read
                    weight += os.stat(f"{folder}/{name}").st_size  # noqa: PTH116 (a path object for each takes twice as long)
    return weight <= MOST_TEXT


class CachedBench:
    """The workbench of one site, with what earlier processes have cached."""

    def __init__(
        self,
        folder: Path,
        name: str,
        content: Path,
        today: date,
        theme: Theme,
        *,
        shows_drafts: bool = False,
        seen: Mapping[str, Seen] = MappingProxyType({}),
        is_valid: Callable[[], bool] = lambda: True,
    ) -> None:
        """Load the cache, if there is one; `name` stands for program, theme, packages and all else that the site depends on.

        `seen` are files of the content that this process has already read, by path. `is_valid` is passed to the `SiteCache`.
        """
        self._begun = _find_seconds()
        self._is_kept = False
        self._spool = Spool()
        """Pages written in this run, on disk: together they are as large as the site."""
        self.cache = SiteCache(folder, name, content, shows_drafts=shows_drafts, is_valid=is_valid)
        found = self.cache.find()
        self.reader = ShelfReader(content, SHELVES, found.read, seen) if found else ShelfReader(content, SHELVES)
        reading = self.reader.read()
        earlier = found.earlier if found else None
        self.is_new = found is None
        self._news = _count_news(self.reader, found, today) if found else None
        """Number of changed texts and rebuilt pages; None if nothing was cached for today."""
        self._most = FEW * (1 + self.cache.seconds)
        self.bench = Workbench(reading, today, theme, shows_drafts=shows_drafts, earlier=earlier)
        self.cache.serve(self.bench.memo)
        self._is_checked_aside = False
        self._followed = KeyedAnswers(lambda: self.bench.memo.aid(FOLLOWED))
        self._coming: dict[Hashable, Callable[[], Any]] = {}
        """Functions that wait for values computed in other processes, by memo key."""

    def prepare(self, *, checks_aside: bool = False, begin_drawings: BeginDrawings | None = None) -> Preparation:
        """Check everything and make the Site, as far as the cache does not have it.

        With `checks_aside` a forked process finds the problems. Its answers are lost, so it is not used if the cache will be
        written anyway: for a new site, problems are found here, when they are asked for. For a new site `begin_drawings` starts
        drawing early, when little more than the titles of goals is known.
        """
        checked = CheckedWhen.NOW
        if checks_aside and self.is_new:
            checked = CheckedWhen.LATER
        elif checks_aside and self._news is not None and self._news <= self._most:
            checked = CheckedWhen.ASIDE
        draw = None if begin_drawings is None else lambda *shown: self._begin(*begin_drawings(*shown))
        preparation = prepare(self.bench, ForkingHooks(checked, draw if self.is_new and can_fork() else None))
        self._is_checked_aside = preparation.checked is CheckedWhen.ASIDE
        return replace(preparation, keeper=self)

    def _begin(self, coming: Coming, codes: Coming) -> None:
        """Record the drawings that have been started in other processes."""
        self._coming.update(coming)
        self.bench.memo.coming.update(codes)

    def known(self, form: str, file: str) -> PageBytes | None:
        """Return the cached output of a page for a form of the site; None if it must be rendered."""
        memo = self.bench.memo
        memo.ask_part(("page at", file), lambda: self._pages()[file])
        found = memo.find_stored((WRITTEN, form, file))
        if isinstance(found, Later) and (digest := self.cache.digest(found)) is not None:
            return PageBytes(digest, partial(_read, found))
        page = memo.known((WRITTEN, form, file))
        return None if page is None else hold(page)

    def written(self, form: str, file: str, make: Callable[[], str]) -> str:
        """Return the output of a page for a form of the site; `make` renders its template."""
        memo, key = self.bench.memo, (WRITTEN, form, file)
        memo.ask_part(("page at", file), lambda: self._pages()[file])
        made: list[bytes] = []

        def write() -> bytes:
            self._news = None if self._news is None else self._news + 1
            memo.ask_part(("page at", file), lambda: self._pages()[file])
            made.append(make().encode())
            return made[0]

        found: bytes = memo.ask(key, write)
        memo.offload(key, self._spool.add(found) if made else None)
        return found.decode()

    def _pages(self) -> Mapping[str, SitePage]:
        return self.bench.memo.ask(PAGES_BY_FILE, self._find_pages)

    def _find_pages(self) -> Mapping[str, SitePage]:
        site = make_site(self.bench)
        return {page.file: page for page in site.pages} if site else {}

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value that follows from its key alone, computed at most once across runs."""
        find: Callable[[], T] = self._coming.pop(key, make)
        return self._followed.find(key, find)

    def keep(self, learn: Callable[[], None] = lambda: None) -> None:
        """Write the cache if enough is new or the run was slow; errors are ignored. Only the first call in a run writes.

        `learn` is called at the end of writing, to add values that are still being computed and follow from their keys.
        """
        self._coming.clear()
        self.bench.memo.coming.clear()  # by now all drawings have been used, or the run has failed
        seconds = _find_seconds() - self._begun
        is_much = self._news is None or self._news > self._most or seconds >= self.cache.seconds * DEAR

        def find_aids() -> Mapping[Hashable, Any]:
            learn()
            aids, asked = self.bench.memo.aids, self._followed.asked
            return aids if asked is None else {**aids, FOLLOWED: asked}

        if is_much and not self._is_kept:
            self._is_kept = True
            if self._is_checked_aside:  # the forked process has the answers, this one has not
                find_problems(self.bench)
            self.cache.keep(self.reader, self.bench.library, find_aids)


def _find_seconds() -> float:
    """Return the CPU seconds of this process and its finished children."""
    reap()
    return sum(os.times()[:4])


def _read(later: Later) -> bytes:
    page = later.find()
    if not isinstance(page, bytes):
        raise PageLost
    return page


def _count_news(reader: ShelfReader, found: CachedSite, today: date) -> int | None:
    """Return the number of texts that differ from the cached ones; None if the cache is of another day."""
    before, now = found.read[0], reader.kept[0]
    if not any(one.is_input and one.key == TODAY.key and one.value == today for one in found.earlier.answers):
        return None
    changed = sum(path not in before or before[path][0] != kept[0] for path, kept in now.items())
    return changed + len(before.keys() - now.keys())
