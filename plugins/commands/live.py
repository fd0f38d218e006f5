"""The live site: every file of a preview, made when it is asked for and kept until what it was made of has changed.

In: `content/`, the theme and the day, and word that some of it has changed. Out: the bytes that a fresh preview would
write, by path; and all problems. A page that is asked for comes before anything else; while there are errors, the site
stays as it was before them.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.commands.failure import unexpected
from plugins.commands.light_pelican import begin_pelican
from plugins.commands.preview_state import Find, Tried
from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.memo import Interrupted
from plugins.core.memo_nodes import LATELY
from plugins.core.outputs import file_at
from plugins.core.pages import AddressedPage
from plugins.core.problems import Problem, sort_problems
from plugins.core.shelf_reader import ShelfReader
from plugins.finishing.steps import finish_page
from plugins.house.context import KnownPage, PageContext
from plugins.house.page import SitePage
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.view import GoalPage
from plugins.publishing.heaviest import list_heaviest, weigh_load, weigh_page
from plugins.site.build import build_known, list_written
from plugins.site.kept_bench import may_be_kept
from plugins.site.model import Site, Theme
from plugins.site.prepare import find_first, make_site, prepare
from plugins.site.quick import has_errors_in
from plugins.site.rooms import SHELVES
from plugins.site.shelter import BENCHES, Shelter
from plugins.site.staff import ADDRESS, find_staff_address
from plugins.site.theme import read_theme
from plugins.site.workbench import Reading, Workbench
from plugins.website.model import Website

if TYPE_CHECKING:
    from plugins.commands.resident import Resident  # Pelican: what is known need not be made


LONG_WRONG: Final = 400
"""Revisions, some seventy saves: while the content has errors for no longer, the pages from before them are held on to."""


@dataclass(frozen=True)
class Made:
    """What a page is made of."""

    code: str
    """Its language, where that is not the site's own."""
    of: AddressedPage | KnownPage


@dataclass(frozen=True)
class Inputs:
    """All that a site is made of, at one moment."""

    reading: Reading
    today: date
    theme: Theme
    stamp: bytes
    """What tells the files of the theme from others."""
    turn: int = 0
    """How often files of the theme have been told to have changed: what was made meanwhile, of the files as they lay there, is
    made anew, also where they are what they were."""

    @property
    def look(self) -> bytes:
        """What tells a state of the theme, and of when it was, from others."""
        return self.stamp + (b" %d" % self.turn if self.turn else b"")


class LiveSite:
    """A preview's site."""

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
        shelter = self._find_shelter(_stamp(theme))
        found = shelter.find() if self._name else None
        self._is_kept = found is not None
        self._reader = ShelfReader(content, SHELVES, found.read) if found else ShelfReader(content, SHELVES)
        self._now = self._take_in(None, None)
        self._good: Inputs | None = None
        """What was shown before the errors; None where nothing has been without them."""
        self._shows_now = True
        self._has_failed = False
        """What nobody foresaw went wrong, as where a file of the theme is away: all is asked for anew at the next change."""
        earlier = found.earlier if found else None
        self._bench = Workbench(self._now.reading, self._now.today, self._now.theme, shows_drafts=True, earlier=earlier)
        self._memo = self._bench.memo
        shelter.serve(self._memo)
        self._memo.give({"stamp": self._now.look})
        self._revive_other, self._memo.revive = self._memo.revive, self._revive
        self._held = self._now
        self._resident: tuple[bytes, Resident] | None = None
        self._shows_now = not has_errors_in(self._bench, ())

    # ---- what lasts

    def _find_shelter(self, stamp: bytes) -> Shelter:
        name = f"{self._name} {stamp.hex()}"
        return Shelter(self.project / BENCHES, name, self.content, shows_drafts=True, is_so=self._is_so)

    def keep(self) -> None:
        """Keep what is known, so that the next preview of this site begins where this one is."""
        if self._name:
            with self._first():
                self._find_shelter(self._held.stamp).keep(self._reader, self._bench.library)
                self._is_kept = True

    # ---- what changes

    def change(self, paths: Collection[Path] | None = None) -> bool:
        """Take in what has changed: these files, or, where that is not known, any; tell whether anything has."""
        if not (paths or paths is None) and self._today() == self._now.today:
            return False
        with self._first():
            has_failed, self._has_failed = self._has_failed, True  # until all has been taken in
            if has_failed:
                paths, self._resident = None, None  # which may have been begun while something was away
            self._hold(self._now)
            self._now = self._take_in(paths, self._now)
            has_changed = self._hold(self._now) or has_failed
            if has_changed:
                wrong = {problem.place.source.path for problem in self.problems if problem.is_error}
                self._shows_now = not has_errors_in(self._bench, {*(paths or ()), *wrong})
                # what was told stays until it has been checked again: a panel that goes and comes is read twice
                self.problems = [one for one in self.problems if not (one.is_error and self._shows_now)]
            self._has_failed = False
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

    def _hold(self, inputs: Inputs) -> bool:
        """Lay inputs on the bench, if it has others; tell whether they differ."""
        if inputs is self._held:
            return False
        before = self._memo.changes
        self._bench.take(inputs.reading, inputs.today, inputs.theme)
        self._memo.give({"stamp": inputs.look})
        self._held = inputs
        return self._memo.changes > before

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
                    self._hold(self._now)
                    return self._find(path)
                except Exception as error:
                    self._shows_now = False
                    self.problems = sort_problems([*self.problems, self._tell(error)])
                    self.told()
            if self._good is None:
                return None
            self._hold(self._good)
            try:
                return self._find(path)
            except Exception:  # what is not there now, as a file of the theme, may be missing to what was good too: it is told
                return None

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
            self._hold(shown)
            return path in self._pages()

    def files(self) -> Mapping[str, bytes]:
        """Return every file that is shown, by path."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return {}
            self._hold(shown)
            return {**self._rest(), **{path: self._html(path) for path in self._pages()}}

    # ---- what is told

    def check(self) -> None:
        """Check everything, and make all pages. Who asks for a page meanwhile comes first."""
        while True:
            self._wait_for_calm()
            try:
                with self._lock:
                    self._memo.must_wait = lambda: self._waiting > 0
                    try:
                        self._check()
                    finally:
                        self._memo.must_wait = None
                return
            except Interrupted:
                continue

    def _check(self) -> None:
        try:
            self._hold(self._now)
            first = find_first(self._bench)
            if any(problem.is_error for problem in first) and self._shows_now:
                self.problems, self._shows_now = sort_problems(first), False
                self.told()
            preparation = prepare(self._bench)
            problems = sort_problems(preparation.problems)
            is_good = preparation.site is not None and not any(problem.is_error for problem in problems)
            if problems != self.problems or is_good != self._shows_now:
                self.problems, self._shows_now = problems, is_good
                self.told()
            if is_good:
                for path in self._pages():
                    self._html(path)
                problems = sort_problems([*problems, *self._open().problems])
                is_good = not any(problem.is_error for problem in problems)
            self._memo.let_go(LATELY if is_good or self._good is None else LONG_WRONG)
            self._bench.library.gallery.let_go()
        except Exception as error:
            problems, is_good = sort_problems([*self.problems, self._tell(error)]), False
        if problems != self.problems or is_good != self._shows_now:
            self.problems, self._shows_now = problems, is_good
            self.told()
        if is_good:
            self._good = self._now
            if not self._is_kept:
                self.keep()

    def _tell(self, error: Exception) -> Problem:
        self._has_failed = True
        from jinja2 import TemplateError  # noqa: PLC0415 (what is known is shown without templates)

        if isinstance(error, TemplateError):
            from plugins.commands.pelican_run import template_problem  # noqa: PLC0415 (with Pelican, whose template it is)

            return template_problem(error, self.theme, self.project)
        return unexpected(error, self.content, self.project)

    # ---- the files

    def _open(self) -> Resident:
        """Return Pelican with the templates of the theme as it is held."""
        if self._resident is None or self._resident[0] != self._held.look:
            begin_pelican(self.project)
            from plugins.commands.resident import Resident  # noqa: PLC0415 (what is known is shown without Pelican)

            folder = self.project / ".cache" / "forhandsvisning"
            self._resident = self._held.look, Resident(self.content, self._held.theme, self.project, folder)
        return self._resident[1]

    def _find(self, path: str) -> bytes | None:
        if path in self._pages():
            return self._html(path)
        files: Mapping[str, bytes] = self._open().assets
        found = files.get(path) or self._bench.library.gallery.find_published(path) or self._rest().get(path)
        return found.read_bytes() if isinstance(found, Path) else found

    def _pages(self) -> Mapping[str, Made]:
        """Return what each page is made of, by its file."""
        return self._memo.ask("page files", self._list_pages)

    def _list_pages(self) -> Mapping[str, Made]:
        context = self._bench.context
        if context.library.only(Website) is None:
            return {}
        found: dict[str, Made] = {}
        drafts: dict[str, Made] = {}
        for each in context.tongues:
            code = each.library.code
            for written, waiting in each.library.ask_each(_name_files, list_written(each)):
                for files, some in ((found, written), (drafts, waiting)):
                    for file, made in some.items():
                        files.setdefault(file, made)  # the first stays
            for known in each.list_known():
                found.setdefault(file_at(each.lead(known.address)), Made(code, known))
        return {**drafts, **found}

    def _list_hidden(self) -> Mapping[str, str]:
        """Return why visitors do not meet a page, by its address in every language."""
        context = self._bench.context
        if context.library.only(Website) is None:
            return {}
        named = [one for each in context.tongues for one in each.library.ask_each(_name_files, list_written(each))]
        there = {file for written, _ in named for file in written}
        drafts: dict[str, Made] = {}
        for _, waiting in named:
            for file, made in waiting.items():
                drafts.setdefault(file, made)  # the first stays
        pages = (made.of for file, made in drafts.items() if file not in there)
        return {page.address: context.tell_hidden(page) or "" for page in pages if not isinstance(page, KnownPage)}

    def _find_made(self, path: str) -> Made:
        return self._pages()[path]

    def _revive(self, key: Hashable) -> Callable[[], Any] | None:
        """Return what answers one of these questions, which an earlier preview has asked and nobody yet has here."""
        if isinstance(key, tuple) and key[0] == "page of":
            return partial(self._find_made, key[1])
        return self._revive_other(key)

    def _html(self, path: str) -> bytes:
        """Return a page as it is written."""
        return self._memo.ask(("html", path), lambda: self._render(path))

    def _render(self, path: str) -> bytes:
        self._memo.read("stamp")
        made = self._memo.ask(("page of", path), partial(self._find_made, path))
        staff = self._memo.ask("staff address", self._find_staff)
        given: dict[str, Any] = {"goal_pages": _GoalPages(self._bench.context.speak(made.code))}
        page = self._build(made)
        frame = page.frame
        html = self._open().render(page, staff, given)
        hidden = self._memo.ask("hidden pages", self._list_hidden)
        return finish_page(html, frame.language, frame.tongue, frame.gone, frame.canonical, hidden).encode()

    def _build(self, made: Made) -> SitePage:
        context = self._bench.context.speak(made.code)
        return context.ask(build_known, made.of) if isinstance(made.of, KnownPage) else context.build(made.of)

    def _find_staff(self) -> str:
        return find_staff_address({ADDRESS} if file_at(ADDRESS) in self._pages() else ())

    def _site(self) -> Site:
        site = make_site(self._bench)
        assert site is not None
        return site

    def try_page(self, files: Mapping[str, bytes | None], find: Find, day: date | None = None) -> Tried | None:
        """Return a page as it would be if some texts of `content/` had these bytes, on a day; None where it could not be made.

        `find` says which page, of the library that has them.
        """
        with self._first():
            shelves, problems = self._reader.read_with(files)
            trial = Inputs(
                Reading(shelves, tuple(problems)), day or self._today(), self._now.theme, self._now.stamp, self._now.turn
            )
            try:
                self._hold(trial)
                if has_errors_in(self._bench, frozenset(self.content / name for name in files)):
                    return None
                address = find(self._bench.library)
                data = self._find(file_at(address)) if address else b""
                return None if data is None else Tried(address, data)
            except Exception:  # told when it is saved
                return None
            finally:
                self._hold(self._now)

    def heaviest(self) -> list[tuple[str, str]]:
        """Return the heaviest pages that are shown, each with its weight in words; none where they cannot be made."""
        with self._first():
            shown = self._now if self._shows_now else self._good
            if shown is None:
                return []
            self._hold(shown)
            try:
                weights = [self._memo.ask(("weight", path), partial(self._weigh_page, path)) for path in self._list_current()]
            except Exception:  # told where the page is shown
                return []
            return list_heaviest(weights)

    def _list_current(self) -> Iterator[str]:
        """Yield the pages that are not over, which nobody needs to make lighter."""
        for path, made in self._pages().items():
            if isinstance(made.of, KnownPage) or not self._bench.library.is_over(made.of):
                yield path

    def _weigh_page(self, path: str) -> tuple[str, int]:
        made = self._memo.ask(("page of", path), partial(self._find_made, path))
        return self._build(made).address, weigh_page(path, self._html(path), self._weigh_load)

    def _weigh_load(self, load: str) -> int:
        return self._memo.ask(("weight of", load), lambda: weigh_load(load, self._read_load(load)))

    def _read_load(self, load: str) -> bytes | Path | None:
        """Return a file that a page loads: of the theme, or one whose name tells its content."""
        self._memo.read("stamp")
        files: Mapping[str, bytes] = self._open().assets
        return files.get(load) or self._bench.library.gallery.find_published(load)

    def _rest(self) -> Mapping[str, bytes]:
        """Return the files beside the pages, by path."""
        return self._memo.ask("rest", self._make_rest)

    def _make_rest(self) -> Mapping[str, bytes]:
        self._memo.read("stamp")
        return self._open().write_rest(self._site())


def _name_files(library: Library, pages: tuple[AddressedPage, ...]) -> tuple[Mapping[str, Made], Mapping[str, Made]]:
    """Return what each of some pages is made of, by its file, and the same of drafts, which give way (`part_by_file`)."""
    drafts = library.ask(Library.draft_files)
    written: dict[str, Made] = {}
    waiting: dict[str, Made] = {}
    for page in pages:
        (waiting if page.text.source.path in drafts else written).setdefault(file_at(page.address), Made(library.code, page))
    return written, waiting


class _GoalPages(Mapping[int, GoalPage]):
    """The goal pages by number, which are made where a template asks for them."""

    def __init__(self, context: PageContext) -> None:
        self._context = context

    def _views(self) -> dict[int, GoalPage]:
        views = [self._context.build(goal).view for goal in self._context.library.shown(LocalGoal)]
        return {view.number: view for view in views if isinstance(view, GoalPage)}

    def __getitem__(self, number: int) -> GoalPage:
        return self._views()[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._views())

    def __len__(self) -> int:
        return len(self._views())


def _stamp(folder: Path) -> bytes:
    """Return what tells the files of a folder from others."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.digest()
