"""A workbench that knows what earlier processes have worked out of the site (`docs/decisions/0133-kept-between-processes.md`).

Stage: around all from reading to views. In: a folder, and a name for all else that a site is made of (program, theme, packages).
Out: a reader and a `Workbench` that know what an earlier process has worked out; what rests on something that has changed is
made anew, as in preview after a save. What is kept is the memo with the reads of each answer: nothing is believed that does not
rest on the very bytes of today.
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

from plugins.core.cache.aside import reap
from plugins.core.cache.copying import can_copy
from plugins.core.cache.keyed_answers import KeyedAnswers
from plugins.core.cache.memo import Coming, Question
from plugins.core.cache.memo_nodes import Later
from plugins.core.cache.spool import Spool
from plugins.core.cache.written import PageBytes, PageLost, hold
from plugins.core.looks.share_picture import SharePicture
from plugins.core.reading.reader import ShelfReader
from plugins.core.system.file_mark import Seen
from plugins.house.page import SitePage
from plugins.site.answers import asked_once, made_anew
from plugins.site.asides import Copies
from plugins.site.model import JudgedWhen, Preparation, Theme
from plugins.site.prepare import find_problems, make_site, prepare
from plugins.site.rooms import SHELVES
from plugins.site.site_cache import KeptSite, SiteCache
from plugins.site.workbench import Reading, Workbench

FEW: Final = 8
"""Texts that may differ from those that were kept, and pages that are written anew, before all is written down again: what a few
take is worked out once more by the next process, which is quicker than to write down a large site at each edit. So many more
again for each second that it took to write all down."""
DEAR: Final = 3
"""All is written down too when the work took so many times longer than that: a rule that has changed judges every text."""

MOST_TEXT: Final = 60_000_000
"""Bytes of texts up to which a site is kept: some eight thousand pages. What is kept is eight times as large, and has room among
all that is kept (`cache.MOST_BYTES`) with drafts and without."""

WRITTEN: Final = asked_once("written")
"""What the keys begin with of pages as they are written."""
PAGES_BY_FILE: Final = made_anew("pages by file")

FOLLOWED: Final = "what follows"
"""The name of that aid."""

BeginDrawings = Callable[[tuple[SharePicture, ...], tuple[Question, ...]], tuple[Coming, Coming]]
"""Returns what waits for each drawing of a site, and for each code, by what these are known by."""
T = TypeVar("T")


def may_be_kept(content: Path) -> bool:
    """Tell whether the texts of a folder are few enough for what is known of them to be kept."""
    weight = 0
    for folder, _, names in os.walk(content):
        for name in names:
            if name.endswith((".md", ".yaml")):
                with suppress(OSError):  # it is told by who reads it
                    weight += os.stat(f"{folder}/{name}").st_size  # noqa: PTH116 (a path object for each costs twice that)
    return weight <= MOST_TEXT


class KeptBench:
    """The bench of one site, with what earlier processes have worked out."""

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
        is_so: Callable[[], bool] = lambda: True,
    ) -> None:
        """Take up a site; `name` stands for the program, the theme, the packages, and whatever else it rests on.

        `seen` are files of the content that this process has read already, by path; `is_so` is as of the `SiteCache`.
        """
        self._begun = _find_seconds()
        self._is_kept = False
        self._spool = Spool()
        """Pages that are written in this run: all together they are as large as the site."""
        self.cache = SiteCache(folder, name, content, shows_drafts=shows_drafts, is_so=is_so)
        found = self.cache.find()
        self.reader = ShelfReader(content, SHELVES, found.read, seen) if found else ShelfReader(content, SHELVES)
        shelves, problems = self.reader.read()
        earlier = found.earlier if found else None
        self.is_new = found is None
        self._news = _count_news(self.reader, found, today) if found else None
        """How much there is that was not kept; None where nothing of today was."""
        self._most = FEW * (1 + self.cache.seconds)
        self.bench = Workbench(Reading(shelves, tuple(problems)), today, theme, shows_drafts=shows_drafts, earlier=earlier)
        self.cache.serve(self.bench.memo)
        self._is_judged_aside = False
        self._followed = KeyedAnswers(lambda: self.bench.memo.aid(FOLLOWED))
        self._coming: dict[Hashable, Callable[[], Any]] = {}
        """What is being worked out aside, by its key, and what waits for it."""

    def prepare(self, *, judges_aside: bool = False, begin_drawings: BeginDrawings | None = None) -> Preparation:
        """Check everything and make the Site, of what is new.

        With `judges_aside` a copy of this process finds the problems; what it learns goes with it, so that is not done where it
        is plain already that all will be kept: of a new site they are found here, and only when somebody asks.

        Of a new site `begin_drawings` begins to draw aside: that needs hardly more than the titles of goals.
        """
        judged = JudgedWhen.NOW
        if judges_aside and self.is_new:
            judged = JudgedWhen.LATER
        elif judges_aside and self._news is not None and self._news <= self._most:
            judged = JudgedWhen.ASIDE
        draw = None if begin_drawings is None else lambda *shown: self._begin(*begin_drawings(*shown))
        preparation = prepare(self.bench, Copies(judged, draw if self.is_new and can_copy() else None))
        self._is_judged_aside = preparation.judged is JudgedWhen.ASIDE
        return replace(preparation, keeper=self)

    def _begin(self, coming: Coming, codes: Coming) -> None:
        """Know what is being drawn aside."""
        self._coming.update(coming)
        self.bench.memo.coming.update(codes)

    def known(self, form: str, file: str) -> PageBytes | None:
        """Return a page as it was written before in some form of site; None where it has to be made anew."""
        memo = self.bench.memo
        memo.pick(("page at", file), lambda: self._pages()[file])
        found = memo.find_place((WRITTEN, form, file))
        if isinstance(found, Later) and (digest := self.cache.digest(found)) is not None:
            return PageBytes(digest, partial(_read, found))
        page = memo.known((WRITTEN, form, file))
        return None if page is None else hold(page)

    def written(self, form: str, file: str, make: Callable[[], str]) -> str:
        """Return a page as it is written in some form of site; `make` makes it of its template."""
        memo, key = self.bench.memo, (WRITTEN, form, file)
        memo.pick(("page at", file), lambda: self._pages()[file])
        made: list[bytes] = []

        def write() -> bytes:
            self._news = None if self._news is None else self._news + 1
            memo.pick(("page at", file), lambda: self._pages()[file])
            made.append(make().encode())
            return made[0]

        found: bytes = memo.ask(key, write)
        memo.put_aside(key, self._spool.add(found) if made else None)
        return found.decode()

    def _pages(self) -> Mapping[str, SitePage]:
        return self.bench.memo.ask(PAGES_BY_FILE, self._find_pages)

    def _find_pages(self) -> Mapping[str, SitePage]:
        site = make_site(self.bench)
        return {page.file: page for page in site.pages} if site else {}

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what follows from the key alone, made once."""
        find: Callable[[], T] = self._coming.pop(key, make)
        return self._followed.find(key, find)

    def keep(self, learn: Callable[[], None] = lambda: None) -> None:
        """Keep what has been worked out, if more than a little of it is new or dear; where that cannot be done, do without.

        It is done once in a run. `learn` is called at the end, for what is being found out meanwhile and follows from its key.
        """
        self._coming.clear()
        self.bench.memo.coming.clear()  # what is drawn has been asked for by now, or the run has ended in another way
        seconds = _find_seconds() - self._begun
        is_much = self._news is None or self._news > self._most or seconds >= self.cache.seconds * DEAR

        def find_aids() -> Mapping[Hashable, Any]:
            learn()
            aids, asked = self.bench.memo.aids, self._followed.asked
            return aids if asked is None else {**aids, FOLLOWED: asked}

        if is_much and not self._is_kept:
            self._is_kept = True
            if self._is_judged_aside:  # what was found is not known here
                find_problems(self.bench)
            self.cache.keep(self.reader, self.bench.library, find_aids)


def _find_seconds() -> float:
    """Return the seconds of the processors that this process has taken, and copies of it that have ended."""
    reap()
    return sum(os.times()[:4])


def _read(later: Later) -> bytes:
    page = later.find()
    if not isinstance(page, bytes):
        raise PageLost
    return page


def _count_news(reader: ShelfReader, found: KeptSite, today: date) -> int | None:
    """Return how many texts are others than those that were kept; None where that was on another day."""
    before, now = found.read[0], reader.kept[0]
    if not any(one.is_input and one.key == ("input", "today") and one.value == today for one in found.earlier.answers):
        return None
    changed = sum(path not in before or before[path][0] != kept[0] for path, kept in now.items())
    return changed + len(before.keys() - now.keys())
