"""The files of a preview, each made when it is asked for, and remembered as long as nothing it rests on has changed.

In: what a site is made of at one moment (`Inputs`). Out: the bytes that a fresh preview would write, by path. Which moment is
shown, and what is told of it, is `plugins/commands/preview/live.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.commands.building.light_pelican import begin_pelican
from plugins.core.dataclass import dataclass
from plugins.core.library import Library
from plugins.core.outputs import file_at
from plugins.core.pages import AddressedPage
from plugins.core.system.plain_file import read_plain
from plugins.finishing.steps import finish_page
from plugins.house.context import KnownPage, PageContext
from plugins.house.page import SitePage
from plugins.local_goals.model import LocalGoal
from plugins.local_goals.view import GoalPage
from plugins.publishing.heaviest import weigh_load, weigh_page
from plugins.site.model import Site, Theme
from plugins.site.page_lists import build_known, list_written
from plugins.site.prepare import make_site
from plugins.site.staff import ADDRESS, find_staff_address
from plugins.site.workbench import Reading, Workbench
from plugins.website.model import Website

if TYPE_CHECKING:
    from plugins.commands.preview.kept_pelican import KeptPelican  # Pelican: what is known need not be made


@dataclass(frozen=True)
class PageSource:
    """What one page of a preview is made of."""

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


class LiveFiles:
    """Every file of the site on a workbench, made when it is asked for."""

    def __init__(self, content: Path, project: Path, bench: Workbench, inputs: Inputs) -> None:
        """Make files of the folder `content` with what lies on the bench: these inputs."""
        self.content, self.project, self.bench = content, project, bench
        self.held = inputs
        """What lies on the bench."""
        self._memo = bench.memo
        self._memo.give({"stamp": inputs.look})
        self._revive_other, self._memo.revive = self._memo.revive, self._revive
        self._resident: tuple[bytes, KeptPelican] | None = None

    def forget_templates(self) -> None:
        """Read the templates anew where they are needed next: they may have been read while something was away."""
        self._resident = None

    def hold(self, inputs: Inputs) -> bool:
        """Lay inputs on the bench, if it has others; tell whether they differ."""
        if inputs is self.held:
            return False
        before = self._memo.changes
        self.bench.take(inputs.reading, inputs.today, inputs.theme)
        self._memo.give({"stamp": inputs.look})
        self.held = inputs
        return self._memo.changes > before

    def open(self) -> KeptPelican:
        """Return Pelican with the templates of the theme as it is held."""
        if self._resident is None or self._resident[0] != self.held.look:
            begin_pelican(self.project)
            from plugins.commands.preview.kept_pelican import KeptPelican  # noqa: PLC0415 (what is known is shown without Pelican)

            folder = self.project / ".cache" / "forhandsvisning"
            self._resident = self.held.look, KeptPelican(self.content, self.held.theme, self.project, folder)
        return self._resident[1]

    def find(self, path: str) -> bytes | None:
        """Return a file; None where there is none."""
        if path in self.pages():
            return self.html(path)
        files: Mapping[str, bytes] = self.open().assets
        found = files.get(path) or self.bench.library.gallery.find_published(path) or self.rest().get(path)
        return read_plain(found) if isinstance(found, Path) else found

    def pages(self) -> Mapping[str, PageSource]:
        """Return what each page is made of, by its file."""
        return self._memo.ask("page files", self._list_pages)

    def _list_pages(self) -> Mapping[str, PageSource]:
        written, waiting = self._name_all()
        known = dict[str, PageSource]()
        for each in self._tongues():
            for page in each.list_known():
                known.setdefault(file_at(each.lead(page.address)), PageSource(each.library.code, page))
        return {**waiting, **known, **written}

    def _list_hidden(self) -> Mapping[str, str]:
        """Return why visitors do not meet a page, by its address in every language."""
        written, waiting = self._name_all()
        pages = (made.of for file, made in waiting.items() if file not in written)
        tell = self.bench.context.tell_hidden
        return {page.address: tell(page) or "" for page in pages if not isinstance(page, KnownPage)}

    def _name_all(self) -> tuple[dict[str, PageSource], dict[str, PageSource]]:
        """Return what the pages of all languages are made of, by file, and the same of drafts."""
        written, waiting = dict[str, PageSource](), dict[str, PageSource]()
        for each in self._tongues():
            for pages, drafts in each.library.ask_each(_name_files, list_written(each)):
                for files, some in ((written, pages), (waiting, drafts)):
                    for file, made in some.items():
                        files.setdefault(file, made)  # the first stays
        return written, waiting

    def _tongues(self) -> Sequence[PageContext]:
        """Return the context of each language; none where the site's own record could not be read."""
        context = self.bench.context
        return context.tongues if context.library.only(Website) is not None else ()

    def _find_made(self, path: str) -> PageSource:
        return self.pages()[path]

    def _revive(self, key: Hashable) -> Callable[[], Any] | None:
        """Return what answers one of these questions, which an earlier preview has asked and nobody yet has here."""
        if isinstance(key, tuple) and key[0] == "page of":
            return partial(self._find_made, key[1])
        return self._revive_other(key)

    def html(self, path: str) -> bytes:
        """Return a page as it is written."""
        return self._memo.ask(("html", path), lambda: self._render(path))

    def _render(self, path: str) -> bytes:
        self._memo.read("stamp")
        made = self._memo.ask(("page of", path), partial(self._find_made, path))
        staff = self._memo.ask("staff address", self._find_staff)
        given: dict[str, Any] = {"goal_pages": _GoalPages(self.bench.context.speak(made.code))}
        page = self._build(made)
        frame = page.frame
        html = self.open().render(page, staff, given)
        hidden = self._memo.ask("hidden pages", self._list_hidden)
        return finish_page(html, frame.language, frame.tongue, frame.gone, frame.canonical, hidden).encode()

    def _build(self, made: PageSource) -> SitePage:
        context = self.bench.context.speak(made.code)
        return context.ask(build_known, made.of) if isinstance(made.of, KnownPage) else context.build(made.of)

    def _find_staff(self) -> str:
        return find_staff_address({ADDRESS} if file_at(ADDRESS) in self.pages() else ())

    def _site(self) -> Site:
        site = make_site(self.bench)
        assert site is not None
        return site

    def weigh_pages(self) -> list[tuple[str, int]]:
        """Return how many bytes each page weighs that is not over, by its address."""
        return [self._memo.ask(("weight", path), partial(self._weigh_page, path)) for path in self._list_current()]

    def _list_current(self) -> Iterator[str]:
        """Yield the pages that are not over, which nobody needs to make lighter."""
        for path, made in self.pages().items():
            if isinstance(made.of, KnownPage) or not self.bench.library.is_over(made.of):
                yield path

    def _weigh_page(self, path: str) -> tuple[str, int]:
        made = self._memo.ask(("page of", path), partial(self._find_made, path))
        return self._build(made).address, weigh_page(path, self.html(path), self._weigh_load)

    def _weigh_load(self, load: str) -> int:
        return self._memo.ask(("weight of", load), lambda: weigh_load(load, self._read_load(load)))

    def _read_load(self, load: str) -> bytes | Path | None:
        """Return a file that a page loads: of the theme, or one whose name tells its content."""
        self._memo.read("stamp")
        files: Mapping[str, bytes] = self.open().assets
        return files.get(load) or self.bench.library.gallery.find_published(load)

    def rest(self) -> Mapping[str, bytes]:
        """Return the files beside the pages, by path."""
        return self._memo.ask("rest", self._make_rest)

    def _make_rest(self) -> Mapping[str, bytes]:
        self._memo.read("stamp")
        site = self._site()
        for name, what in site.files.items():
            if isinstance(what, Path):  # a file of `content/` under its own name, read here
                self._memo.read(("stamp", name))
        return self.open().write_rest(site)


def _name_files(library: Library, pages: tuple[AddressedPage, ...]) -> tuple[Mapping[str, PageSource], Mapping[str, PageSource]]:
    """Return what each of some pages is made of, by its file, and the same of drafts, which give way (`part_by_file`)."""
    drafts = library.ask(Library.draft_files)
    written: dict[str, PageSource] = {}
    waiting: dict[str, PageSource] = {}
    for page in pages:
        (waiting if page.text.source.path in drafts else written).setdefault(
            file_at(page.address), PageSource(library.code, page)
        )
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
