"""Find things that rooms declare under the same name, of which the site would silently use one.

Runs once, when the rooms are listed (`plugins.site.rooms`). The names of marks depend on the library, and are checked by
`core.marks.marks.make_marks`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from plugins.core.beside import FileBeside
from plugins.core.room import Room
from plugins.core.swedish import compare_key
from plugins.core.texts.pieces import WrittenPiece
from plugins.core.written_kinds import list_boxes
from plugins.house.room import PageRoom
from plugins.site.open_data import declare_file


def refuse_clashes(rooms: Iterable[Room], others: Iterable[FileBeside]) -> None:
    """Raise `ValueError` if two things of a sort have the same name, with the files that declare them.

    `others` are files beside the pages that no room declares.
    """
    if clashes := tuple(find_clashes(rooms, others)):
        raise ValueError("\n".join(clashes))


def find_clashes(rooms: Iterable[Room], others: Iterable[FileBeside]) -> Iterator[str]:
    """Yield a line for each name that several things of a sort have."""
    declared: dict[tuple[str, str], list[tuple[Room | None, str]]] = {}
    named: list[tuple[Room | None, str, str]] = [(None, _FILE, file.path) for file in others]
    named += [(room, sort, name) for room in rooms for sort, name in _list_names(room)]
    for room, sort, name in named:
        compared = name.casefold() if sort in _OF_FILES else compare_key(name)
        declared.setdefault((sort, compared), []).append((room, name))
    for (sort, _), found in declared.items():
        if len(found) > 1:
            where = " and ".join(dict.fromkeys(_find_file(room) for room, _ in found))
            yield f"{where}: {sort} {found[-1][1]} is declared {len(found)} times: give all but one another name"


def _find_file(room: Room | None) -> str:
    """Return the file that declares a room, or the one that declares files of no room."""
    if room is None:
        return "plugins/core/beside.py"
    name = next((name for name, module in sys.modules.items() if getattr(module, "ROOM", None) is room), "a room")
    return f"{name.replace('.', '/')}.py" if "." in name else name


_FILE = "the file beside the pages"
_SHELF = "the Shelf of"
_NEW = "what `skapa` is asked for,"
_OF_FILES = (_FILE, _SHELF)
"""Sorts whose names are compared as file names, without regard to case."""


def _list_names(room: Room) -> Iterator[tuple[str, str]]:
    """Yield (sort, name) for everything that a room declares."""
    yield from ((_SHELF, shelf.pattern) for shelf in room.shelves)
    for model in (shelf.model for shelf in room.shelves if shelf.form == "list" and shelf.model):
        yield from ((_NEW, word) for word in dict.fromkeys(map(compare_key, model.NEW_WORDS)))
    for register in room.registers:
        yield "the Register of", register.model.__name__
        yield from (("the field that refers to records,", name) for name in register.fields)
        if register.code:
            yield "the code of a reference to nothing,", register.code
    yield from (("the piece", piece.name) for piece in room.pieces)
    yield from (("the Box", name) for name in list_boxes(piece for piece in room.pieces if isinstance(piece, WrittenPiece)))
    yield from ((_FILE, file.path) for file in (*map(declare_file, room.data), *room.beside))
    if isinstance(room, PageRoom):
        for kind in room.kinds:
            yield "the PageKind of", kind.model.__name__
            yield from ((_NEW, word) for word in dict.fromkeys(map(compare_key, kind.new.words)))
        yield from (("the KnownPage", known.name) for known in room.known)
        yield from (("the KnownPage at", known.address) for known in room.known)
