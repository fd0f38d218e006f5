"""The list of all rooms. Code that loops over the content loops over these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from plugins.activities import room as activities
from plugins.announcements import room as announcements
from plugins.blocks import room as blocks
from plugins.contacts import room as contacts
from plugins.core.beside import BY_STEPS, FileBeside
from plugins.core.cache.memo import Memo
from plugins.core.inputs import WORDS
from plugins.core.library import OwnLibrary, Register
from plugins.core.models.model import Model
from plugins.core.named_records import BelongingMark
from plugins.core.pictures.gallery import Gallery
from plugins.core.room import MakeItems, Room
from plugins.core.shelf import Shelf
from plugins.core.shelves import Shelves
from plugins.core.texts.pieces import MarkedPiece, PieceKind, WrittenPiece
from plugins.core.words.lists import WordLists
from plugins.core.written_kinds import Box
from plugins.counts import room as counts
from plugins.discovery import room as discovery
from plugins.facts import room as facts
from plugins.house.context import KnownPage, PageKind
from plugins.house.room import PageRoom
from plugins.language import room as language
from plugins.local_goals import room as local_goals
from plugins.pages import room as pages
from plugins.partners import room as partners
from plugins.partners.model import LOGO_SIZES
from plugins.projects import room as projects
from plugins.search import room as search
from plugins.site.clashes import refuse_clashes
from plugins.site.model import EarlierAnswers
from plugins.site.open_data import declare_file
from plugins.website import room as website

ROOMS: tuple[Room, ...] = (
    website.ROOM,
    counts.ROOM,
    local_goals.ROOM,
    activities.ROOM,
    projects.ROOM,
    partners.ROOM,
    contacts.ROOM,
    facts.ROOM,
    blocks.ROOM,
    announcements.ROOM,
    pages.ROOM,
    search.ROOM,
    discovery.ROOM,
    language.ROOM,
)
"""In the order in which editors meet them. Global goals are data, and have no files."""
refuse_clashes(ROOMS, BY_STEPS)


def _page_rooms() -> tuple[PageRoom, ...]:
    return tuple(room for room in ROOMS if isinstance(room, PageRoom))


SHELVES = tuple(shelf for room in ROOMS for shelf in room.shelves)
SHELF_OF: Mapping[type[Model], Shelf] = MappingProxyType({shelf.model: shelf for shelf in SHELVES if shelf.model is not None})
"""The shelf with the records of a model."""
REGISTERS: Mapping[type[Model], Register[Any]] = MappingProxyType(
    {register.model: register for room in ROOMS for register in room.registers}
)
KINDS: tuple[PageKind[Any], ...] = tuple(kind for room in _page_rooms() for kind in room.kinds)
KNOWN_PAGES: tuple[KnownPage, ...] = tuple(
    sorted((page for room in _page_rooms() for page in room.known), key=lambda page: page.address != "/")
)
"""Pages that the site has even without a file: the home page, then in the order of rooms. Menus have the same order."""
PAGE_FOLDERS: tuple[str, ...] = tuple(SHELF_OF[kind.model].pattern.partition("/*")[0] for kind in KINDS)
"""Folders of `content/` with pages."""
PIECES: tuple[PieceKind, ...] = tuple(piece for room in ROOMS for piece in room.pieces)
"""The components that editors write in their texts."""
BOXES: tuple[Box, ...] = tuple(
    piece.takes for piece in PIECES if isinstance(piece, WrittenPiece) and isinstance(piece.takes, Box)
)
"""Those that are written between `:::NAME` and `:::`."""
NAMED: Mapping[str, BelongingMark] = MappingProxyType({mark.key: mark for room in ROOMS for mark in room.named})
"""The marks that list or count records, by `compare_key` of the mark."""
PLACE_MARKS: frozenset[str] = frozenset(piece.register.mark_key for piece in PIECES if isinstance(piece, MarkedPiece))
"""The `compare_key` of marks that stand on lines of their own, and end a paragraph."""
DATA: Mapping[str, MakeItems] = MappingProxyType({name: make for room in ROOMS for name, make in room.data.items()})
"""For each file of open data, a function that makes its items."""
BESIDE: tuple[FileBeside, ...] = (*BY_STEPS, *map(declare_file, DATA), *(file for room in ROOMS for file in room.beside))
"""All files beside the pages, except those declared with `beside_each`."""


def open_library(
    shelves: Shelves,
    today: date,
    words: WordLists | None = None,
    *,
    shows_drafts: bool,
    earlier: EarlierAnswers | None = None,
) -> OwnLibrary:
    """Return the library of the shelves, with everything that the rooms declare, and cached answers if there are any.

    `words` are the theme's, by language; texts with marks cannot be read before the memo has them. With `shows_drafts` drafts are
    included, also of translations (which otherwise fall back on their originals): for editors, never for what visitors see.
    """
    memo = Memo()
    if earlier is not None:
        memo.adopt_apart(earlier.answers, earlier.latest, earlier.find_rest)
        memo.aids.update(earlier.aids)
    if words is not None:
        memo.give(WORDS.of(words))
    gallery = Gallery({}, LOGO_SIZES, memo=memo, published=earlier.published if earlier else {})
    marks = [room.marks for room in ROOMS] + [mark.make for mark in NAMED.values()]
    marks += [piece.marks for piece in PIECES if isinstance(piece, MarkedPiece)]
    written = {piece.name: piece for piece in PIECES if isinstance(piece, WrittenPiece)}
    library = OwnLibrary(REGISTERS, marks, gallery, written=written)
    library.take(shelves, today, shows_drafts=shows_drafts)
    return library
