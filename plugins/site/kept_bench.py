"""The kept bench: what is known of a site, from one process to the next (`docs/decisions/0133-kept-between-processes.md`).

Stage: around all from reading to views. In: a folder, and a name for all else that a site is made of (program, theme, packages).
Out: a reader and a `Workbench` that know what an earlier process has worked out; what rests on something that has changed is
made anew, as in preview after a save. What is kept is the memo with the reads of each answer: nothing is believed that does not
rest on the very bytes of today.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import time
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Never, TypeVar

from plugins.core.kept import Kept, name_key, pack, unpack
from plugins.core.kinds.kind import Kind
from plugins.core.library import Library
from plugins.core.markdown.nodes import LinkFound
from plugins.core.memo import Forgotten, Same
from plugins.core.memo import Kept as KeptAnswer
from plugins.core.models.model import Model, fields_of
from plugins.core.places import Place
from plugins.core.shelf import Shelf
from plugins.core.shelves import KeptReading, ShelfReader
from plugins.core.translations.model import remake
from plugins.house.context import KnownPage, PageKind
from plugins.house.page import SitePage
from plugins.language.drift import Trace
from plugins.language.names import Use
from plugins.site.answers import is_kept
from plugins.site.model import Earlier, Preparation, Theme
from plugins.site.rooms import KINDS, KNOWN_PAGES, SHELVES
from plugins.site.workbench import Reading, Workbench

BENCHES: Final = ".cache/bankar"
"""Where they are kept below the folder of the program."""
MOST: Final = 6
"""Sites that are kept: some folders, with drafts and without."""
MOST_BYTES: Final = 400_000_000
DEAR: Final = 1.5
"""What is new is kept when it took so many times longer than it takes to write all down: a large site is not written down at
each edit, whose work is then done once more by the next."""

MOST_TEXT: Final = 3_000_000
"""Bytes of texts up to which a site is kept: some four hundred pages. Of a thousand all would be written and
read in 700 MB of memory, where making all anew takes 200."""

MANY: Final = (Place, Use, Trace, LinkFound)
"""Values of which a site has tens of thousands: they are made anew of their parts, which is quicker than what `dataclasses` does
with those that have slots."""

T = TypeVar("T")


@dataclass(frozen=True)
class Sheltered:
    """All that is kept of a bench."""

    read: KeptReading
    """What was made of each file."""
    answers: tuple[tuple[Any, ...], ...]
    """Those of the memo, each as a row: a thousand pages have some thirty thousand, and rows are read quickest."""
    published: Mapping[str, Path | bytes]
    """Files that pages have shown."""

    @property
    def earlier(self) -> Earlier:
        """What the memo and the gallery take up."""
        return Earlier(tuple(KeptAnswer(*row) for row in self.answers), self.published)


class Shelter:
    """Where one site is kept."""

    def __init__(self, folder: Path, name: str, content: Path, *, shows_drafts: bool) -> None:
        """Find the place; `name` stands for the program, the theme, the packages, and whatever else the site rests on."""
        self._kept = Kept(folder, MOST, MOST_BYTES)
        self.key = name_key(name, content, Path.cwd(), shows_drafts)
        self.seconds = 0.0
        """What it took to write down all that is kept; none where there is nothing."""

    def find(self) -> Sheltered | None:
        """Return what an earlier process has kept; None where there is nothing, or nothing that can be read."""
        data = self._kept.read(self.key)
        if data is None:
            return None
        try:
            seconds, data = unpack(data)
            found = _unpack(data)
            self.seconds = float(seconds)
        except Exception:  # whatever it is: all is made anew
            return None
        return found if isinstance(found, Sheltered) else None

    def keep(self, reader: ShelfReader, library: Library) -> None:
        """Keep what is known; where that cannot be done, do without."""
        begun = time.process_time()
        with suppress(Exception):  # whatever it is: the work is done, and the next process begins as if nothing had been kept
            answers = tuple(map(_as_row, library.memo.export(is_kept)))
            sheltered = Sheltered(reader.kept, answers, dict(library.gallery.all_published))
            try:
                data = _pack(sheltered)
            except (pickle.PicklingError, TypeError, AttributeError):
                data = _pack(replace(sheltered, answers=tuple(map(_without_what_stays, answers))))
            self.seconds = time.process_time() - begun
            self._kept.write(self.key, pack([str(self.seconds).encode(), data]))


def may_be_kept(content: Path) -> bool:
    """Tell whether the texts of a folder are few enough for what is known of them to be kept."""
    weight = 0
    for folder, _, names in os.walk(content):
        for name in names:
            if name.endswith((".md", ".yaml")):
                with suppress(OSError):  # it is told by who reads it
                    weight += (Path(folder) / name).stat().st_size
    return weight <= MOST_TEXT


class KeptBench:
    """The bench of one site, with what earlier processes have worked out."""

    def __init__(self, folder: Path, name: str, content: Path, today: date, theme: Theme, *, shows_drafts: bool = False) -> None:
        """Take up a site; `name` stands for the program, the theme, the packages, and whatever else it rests on."""
        self._begun = time.process_time()
        self.shelter = Shelter(folder, name, content, shows_drafts=shows_drafts)
        found = self.shelter.find()
        self.reader = ShelfReader(content, SHELVES, found.read) if found else ShelfReader(content, SHELVES)
        shelves, problems = self.reader.read()
        earlier = found.earlier if found else None
        self.bench = Workbench(Reading(shelves, tuple(problems)), today, theme, shows_drafts=shows_drafts, earlier=earlier)

    def prepare(self) -> Preparation:
        """Check everything and make the Site, of what is new."""
        return replace(self.bench.prepare(is_once=True, will_last=True), keeper=self)

    def written(self, form: str, file: str, make: Callable[[], str]) -> str:
        """Return a page as it is written in some form of site; `make` makes it of its template."""
        memo = self.bench.memo
        memo.ask(("page at", file), lambda: self._pages()[file])

        def write() -> str:
            memo.ask(("page at", file), lambda: self._pages()[file])
            return make()

        return memo.ask(("written", form, file), write)

    def _pages(self) -> Mapping[str, SitePage]:
        return self.bench.memo.ask("pages by file", self._find_pages)

    def _find_pages(self) -> Mapping[str, SitePage]:
        site = self.bench.site
        return {page.file: page for page in site.pages} if site else {}

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what follows from the key alone, made once."""
        return self.bench.memo.ask(("follows", key), make)

    def keep(self) -> None:
        """Keep what has been worked out, if that took longer than it takes to keep it; where that cannot be done, do without."""
        if self.shelter.seconds * DEAR <= time.process_time() - self._begun:
            self.shelter.keep(self.reader, self.bench.library)


def _without_what_stays(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return an answer without what no other process can take up: it is made anew there."""
    key, value, *rest = row
    return (key if _can_go(key) else Same([]), value if _can_go(value) else Forgotten.FORGOTTEN, *rest)


def _can_go(thing: Any) -> bool:
    try:
        _pack(thing)
    except (pickle.PicklingError, TypeError, AttributeError):
        return False
    return True


_as_row: Final = attrgetter(*(one.name for one in fields(KeptAnswer)))


# ---- how it is written: what the program declares stands there by its name


def _pack(thing: Any) -> bytes:
    file = io.BytesIO()
    pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {
        MappingProxyType: lambda found: (_fix, (dict(found),)),
        Kind: lambda kind: (_find_kind, (_names_of_kinds()[kind],)),
        Shelf: lambda shelf: (_find_shelf, (SHELVES.index(shelf),)),
        object: _refuse,
        type(Model): lambda model: (remake, model.MADE_OF) if getattr(model, "MADE_OF", None) else model.__qualname__,
        KnownPage: lambda page: (_find_known, (page.name,)),
        PageKind: lambda kind: (_find_page_kind, (KINDS.index(kind),)),
        **{sort: partial(_take_apart, sort, attrgetter(*(one.name for one in fields(sort)))) for sort in MANY},
    }
    pickler.dump(thing)
    return file.getvalue()


def _unpack(data: bytes) -> Any:
    """Return what was packed; nothing of it goes before the process does, so nobody looks for rings among it."""
    gc.disable()
    try:
        return pickle.loads(data)  # its digest is right: this program wrote it
    finally:
        gc.freeze()
        gc.enable()


def _refuse(_found: object) -> Never:
    """A bare object is known by being itself, which another process has no way to tell."""
    raise pickle.PicklingError


def _take_apart(sort: type[Any], values: Callable[[Any], tuple[Any, ...]], found: Any) -> tuple[type[Any], tuple[Any, ...]]:
    return sort, values(found)


def _fix(found: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(found)


def _find_shelf(number: int) -> Shelf:
    return SHELVES[number]


def _find_page_kind(number: int) -> PageKind[Any]:
    return KINDS[number]


def _find_known(name: str) -> KnownPage:
    return next(page for page in KNOWN_PAGES if page.name == name)


def _find_kind(name: str) -> Kind:
    return _kinds()[name]


@cache
def _kinds() -> Mapping[str, Kind]:
    """Return every kind of a field by model and field."""
    found: dict[str, Kind] = {}
    models = [shelf.model for shelf in SHELVES if shelf.model]
    seen: set[type[Model]] = set()
    while models:
        model = models.pop()
        if model in seen:
            continue
        seen.add(model)
        for info in fields_of(model).values():
            if info.kind:
                found.setdefault(f"{model.__module__}.{model.__qualname__}.{info.english}", info.kind)
            if info.nested:
                models.append(info.nested)
    return found


@cache
def _names_of_kinds() -> Mapping[Kind, str]:
    return {kind: name for name, kind in _kinds().items()}
