"""The files of a preview, each made when requested, and cached until something it was made from changes.

Made from the inputs at one moment (`Inputs`); the same bytes that a fresh preview would give. `live.py` decides which moment is
shown.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.commands.building.light_pelican import begin_pelican
from plugins.core.cache.memo import Input
from plugins.core.dataclass import dataclass
from plugins.core.inputs import stamp_of
from plugins.core.library import Library
from plugins.core.outputs import file_at
from plugins.core.pages import AddressedPage
from plugins.core.shelves import Reading
from plugins.core.system.plain_file import read_plain
from plugins.finishing.steps import finish_page
from plugins.house.context import KnownPage, PageContext
from plugins.house.page import SitePage
from plugins.publishing.heaviest import weigh_load, weigh_page
from plugins.site.assembly.page_lists import list_written
from plugins.site.model import Site, Theme
from plugins.site.prepare import make_site
from plugins.site.to_do.statistics import ADDRESS, find_staff_address
from plugins.site.workbench import Workbench
from plugins.website.model import Website

if TYPE_CHECKING:
    from plugins.commands.preview.reused_pelican import ReusedPelican  # Pelican is not imported for what is cached


LOOK: Final = Input[bytes]("stamp")
"""The input that tells which state of the theme the pages have (`Inputs.look`)."""


@dataclass(frozen=True)
class PageSource:
    """What one page of a preview is made from."""

    code: str
    """Its language; "" for the site's own."""
    of: AddressedPage | KnownPage


@dataclass(frozen=True)
class Inputs:
    """Everything that a site is made from, at one moment."""

    reading: Reading
    today: date
    theme: Theme
    stamp: bytes
    """Digest of the files of the theme."""
    turn: int = 0
    """How often files of the theme were reported as changed. What was made before that is made again, even if the files have the
    same bytes: it may have been made while they were different.
    """

    @property
    def look(self) -> bytes:
        """Identifies a state of the theme and when it was read."""
        return self.stamp + (b" %d" % self.turn if self.turn else b"")


class LiveFiles:
    """Every file of the site on a workbench, made when requested."""

    def __init__(self, content: Path, project: Path, bench: Workbench, inputs: Inputs) -> None:
        """Make files of the folder `content` from the inputs that are on the bench."""
        self.content, self.project, self.bench = content, project, bench
        self.held = inputs
        """The inputs on the bench."""
        self._memo = bench.memo
        self._memo.give(LOOK.of(inputs.look))
        self._revive_other, self._memo.revive = self._memo.revive, self._revive
        self._resident: tuple[bytes, ReusedPelican] | None = None

    def forget_templates(self) -> None:
        """Read the templates again when they are next needed: they may have been read while a file was missing."""
        self._resident = None

    def hold(self, inputs: Inputs) -> bool:
        """Put inputs on the bench, unless they are there; return whether they differ."""
        if inputs is self.held:
            return False
        before = self._memo.changes
        self.bench.take(inputs.reading, inputs.today, inputs.theme)
        self._memo.give(LOOK.of(inputs.look))
        self.held = inputs
        return self._memo.changes > before

    def open(self) -> ReusedPelican:
        """Return Pelican with the templates of the current theme."""
        if self._resident is None or self._resident[0] != self.held.look:
            begin_pelican(self.project)
            from plugins.commands.preview.reused_pelican import ReusedPelican  # noqa: PLC0415 (cached pages need no Pelican)

            folder = self.project / ".cache" / "forhandsvisning"
            self._resident = self.held.look, ReusedPelican(self.content, self.held.theme, self.project, folder)
        return self._resident[1]

    def find(self, path: str) -> bytes | None:
        """Return the content of a file; None where there is none."""
        if path in self.pages():
            return self.html(path)
        files: Mapping[str, bytes] = self.open().assets
        found = files.get(path) or self.bench.library.gallery.find_published(path) or self.rest().get(path)
        return read_plain(found) if isinstance(found, Path) else found

    def pages(self) -> Mapping[str, PageSource]:
        """Return what each page is made from, by its file."""
        return self._memo.ask("page files", self._list_pages)

    def _list_pages(self) -> Mapping[str, PageSource]:
        written, waiting = self._name_all()
        known = dict[str, PageSource]()
        for each in self._languages():
            for page in each.list_known():
                known.setdefault(file_at(each.translate_address(page.address)), PageSource(each.library.code, page))
        return {**waiting, **known, **written}

    def _list_hidden(self) -> Mapping[str, str]:
        """Return, by address, why visitors do not see a page; in every language."""
        written, waiting = self._name_all()
        pages = (made.of for file, made in waiting.items() if file not in written)
        describe = self.bench.context.describe_hidden
        return {page.address: describe(page) or "" for page in pages if not isinstance(page, KnownPage)}

    def _name_all(self) -> tuple[dict[str, PageSource], dict[str, PageSource]]:
        """Return what the pages of all languages are made from, by file: those that visitors see, and withheld ones."""
        written, waiting = dict[str, PageSource](), dict[str, PageSource]()
        for each in self._languages():
            for pages, withheld in each.library.ask_each(_name_files, list_written(each)):
                for files, some in ((written, pages), (waiting, withheld)):
                    for file, made in some.items():
                        files.setdefault(file, made)  # the first wins
        return written, waiting

    def _languages(self) -> Sequence[PageContext]:
        """Return the context of each language; none where the site's own record could not be read."""
        context = self.bench.context
        return context.languages if context.library.only(Website) is not None else ()

    def _find_made(self, path: str) -> PageSource:
        return self.pages()[path]

    def _revive(self, key: Hashable) -> Callable[[], Any] | None:
        """Return the function that answers a question cached by an earlier preview; None for one of no known kind."""
        if isinstance(key, tuple) and key[0] == "page of":
            return partial(self._find_made, key[1])
        return self._revive_other(key)

    def html(self, path: str) -> bytes:
        """Return the bytes of a page."""
        return self._memo.ask(("html", path), lambda: self._render(path))

    def _render(self, path: str) -> bytes:
        self._memo.read(LOOK)
        made = self._memo.ask(("page of", path), partial(self._find_made, path))
        staff = self._memo.ask("staff address", self._find_staff)
        page = self._build(made)
        frame = page.frame
        html = self.open().render(page, staff)
        hidden = self._memo.ask("hidden pages", self._list_hidden)
        return finish_page(html, frame.language, frame.translation, frame.gone, frame.canonical, hidden).encode()

    def _build(self, made: PageSource) -> SitePage:
        return self.bench.context.in_language(made.code).build(made.of)

    def _find_staff(self) -> str:
        return find_staff_address({ADDRESS} if file_at(ADDRESS) in self.pages() else ())

    def _site(self) -> Site:
        site = make_site(self.bench)
        assert site is not None
        return site

    def weigh_pages(self) -> list[tuple[str, int]]:
        """Return address and bytes of each page that is not past."""
        return [self._memo.ask(("weight", path), partial(self._weigh_page, path)) for path in self._list_current()]

    def _list_current(self) -> Iterator[str]:
        """Yield the files of pages that are not past, which nobody needs to make lighter."""
        for path, made in self.pages().items():
            if isinstance(made.of, KnownPage) or not self.bench.library.is_over(made.of):
                yield path

    def _weigh_page(self, path: str) -> tuple[str, int]:
        made = self._memo.ask(("page of", path), partial(self._find_made, path))
        return self._build(made).address, weigh_page(path, self.html(path), self._weigh_load)

    def _weigh_load(self, load: str) -> int:
        return self._memo.ask(("weight of", load), lambda: weigh_load(load, self._read_load(load)))

    def _read_load(self, load: str) -> bytes | Path | None:
        """Return a file that a page loads: of the theme, or one named by its content."""
        self._memo.read(LOOK)
        files: Mapping[str, bytes] = self.open().assets
        return files.get(load) or self.bench.library.gallery.find_published(load)

    def rest(self) -> Mapping[str, bytes]:
        """Return the files beside the pages, by path."""
        return self._memo.ask("rest", self._make_rest)

    def _make_rest(self) -> Mapping[str, bytes]:
        self._memo.read(LOOK)
        site = self._site()
        for name, what in site.files.items():
            if isinstance(what, Path):  # a file of `content/` under its own name, read by `write_rest`
                self._memo.read(stamp_of(name), None)
        return self.open().write_rest(site)


def _name_files(library: Library, pages: tuple[AddressedPage, ...]) -> tuple[Mapping[str, PageSource], Mapping[str, PageSource]]:
    """Return the sources of pages by file, and apart from them those of withheld ones, which yield (`part_by_file`)."""
    withheld = library.ask(Library.withheld_files)
    written: dict[str, PageSource] = {}
    waiting: dict[str, PageSource] = {}
    for page in pages:
        (waiting if page.text.source.path in withheld else written).setdefault(
            file_at(page.address), PageSource(library.code, page)
        )
    return written, waiting
