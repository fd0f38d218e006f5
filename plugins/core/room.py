"""Rooms: what a room declares about itself, so that code that loops over the site's content need not know it.

Every room has a `room.py` with its `ROOM`; `plugins.site.rooms` lists them. A room with pages declares more
(`plugins.house.room`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any, Protocol

from plugins.core.beside import FileBeside
from plugins.core.dataclass import dataclass
from plugins.core.day_change import DayChange
from plugins.core.kinds.keys import Key
from plugins.core.library import Library, MakeMarks, Register, Setting
from plugins.core.marks.marks import ValueMark
from plugins.core.models.model import Model
from plugins.core.named_records import BelongingMark
from plugins.core.pages import AddressedPage
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.shelf import Shelf
from plugins.core.texts.pieces import PieceKind

CheckRoom = Callable[[Library], Iterator[Problem]]
"""Yields problems that no single value or text reveals, such as two records with the same name."""

CheckPage = Callable[[AddressedPage, Library], Iterator[Problem]]
"""Yields the problems of one page."""

FindLeftOut = Callable[[Library], Iterator[tuple[Model, Place, Key]]]
"""Yields each record that is hidden because its goal is a draft, with the place that names the goal, and the goal's key."""

FindChanges = Callable[[Library], Iterator[DayChange]]
"""Yields the days on which something of a room appears or disappears, or of which only the editors are informed."""

Item = Mapping[str, object]
"""One item of open data: plain values with English keys."""


class ItemContext(Protocol):
    """What the `items.py` of a room that `house` imports may use of the site in one language (`PageContext` implements it)."""

    @property
    def library(self) -> Library:
        """The library in that language."""
        ...

    @property
    def shown_marks(self) -> frozenset[tuple[str, str]]:
        """The marks that are shown to visitors in any language: name and argument."""
        ...


MakeItems = Callable[[Any], Iterator[Item]]
"""Yields the items of an open-data file, given the `PageContext` of each language. A room defines it in `items.py`;
one that `house` imports takes the context as an `ItemContext`."""


FindFiles = Callable[[Any], Iterator[FileBeside]]
"""Yields a file for each page, record or language that has one, given the `SiteFront` (`plugins.house.front`): the data about
pages that every build has at hand. Only the function that writes a file gets the whole Site (`core.beside`)."""


def no_files(_site: Any) -> Iterator[FileBeside]:
    """Yield nothing: the room has no files for single pages or records."""
    yield from ()


def no_marks(_library: Library, _setting: Setting) -> Iterator[ValueMark]:
    """Yield nothing: the room has no marks."""
    yield from ()


def no_rules(_library: Library) -> Iterator[Problem]:
    """Yield nothing: the room has no rules beyond its schema."""
    yield from ()


def no_rules_of_pages(_page: AddressedPage, _library: Library) -> Iterator[Problem]:
    """Yield nothing: the room has no rules about pages."""
    yield from ()


def nothing_left_out(_library: Library) -> Iterator[tuple[Model, Place, Key]]:
    """Yield nothing: nothing of the room except its pages belongs to goals."""
    yield from ()


def no_changes(_library: Library) -> Iterator[DayChange]:
    """Yield nothing: nothing of the room changes by date."""
    yield from ()


@dataclass(frozen=True)
class Room:
    """What a room declares to the rest of the program."""

    shelves: tuple[Shelf, ...]
    """Where its files are, below `content/`."""
    registers: tuple[Register[Any], ...] = ()
    """How its records are named and referred to: one register for each model with several records."""
    marks: MakeMarks = no_marks
    """Yields its marks that become text; marks on a line of their own are in `pieces`."""
    named: tuple[BelongingMark, ...] = ()
    """Its marks that list or count the records belonging to another record: `{partner-för:1}`, `{antal-verksamheter:1}`."""
    pieces: tuple[PieceKind, ...] = ()
    """The components that editors can use in texts."""
    check: CheckRoom = no_rules
    """Its rules: yields problems that no single value or text reveals."""
    check_last: CheckRoom = no_rules
    """Rules that run last, when every text has been read and it is known what is used."""
    check_page: CheckPage = no_rules_of_pages
    """Rules of the room about pages of any kind."""
    left_out: FindLeftOut = nothing_left_out
    """Yields records other than pages that are hidden because their goal is a draft."""
    changes: FindChanges = no_changes
    """Yields the days on which something of it appears or disappears, or of which only the editors are informed."""
    data: Mapping[str, MakeItems] = field(default_factory=dict)
    """Its files of open data: the name without extension, and the function that yields the items."""
    beside: tuple[FileBeside, ...] = ()
    """The files that it writes beside the pages, other than open data."""
    beside_each: FindFiles = no_files
    """Yields such files where each page, record or language has one."""
