"""The table in `plugins/README.md` of the rooms: what each is, its files, its pages and what it writes beside them.

Reads the declarations of the rooms; returns rows for the mark `<!-- fält: rum -->` (`site.documentation.field_tables`).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType

from plugins.core.room import Room
from plugins.house.room import PageRoom
from plugins.site import rooms

HEAD = ("Room", "Is", "Reads from `content/`", "Pages that always exist", "Writes beside the pages")


def list_rooms() -> Iterator[tuple[str, ...]]:
    """Yield the cells of each room's row. What a room is, the first sentence of its `room.py` says."""
    modules = {
        id(module.ROOM): module for module in vars(rooms).values() if isinstance(module, ModuleType) and hasattr(module, "ROOM")
    }
    for room in rooms.ROOMS:
        module = modules[id(room)]
        is_what = (inspect.getdoc(module) or "").split("\n\n")[0].replace("\n", " ").removesuffix(".")
        yield f"`{module.__name__.split('.')[1]}`", is_what, *map(_join, (_files(room), _pages(room), _beside(room)))


def _files(room: Room) -> Iterator[str]:
    yield from (shelf.pattern for shelf in room.shelves)


def _pages(room: Room) -> Iterator[str]:
    if isinstance(room, PageRoom):
        yield from (known.address for known in room.known)


def _beside(room: Room) -> Iterator[str]:
    yield from (f"/data/{name}.json" for name in room.data)
    yield from (f"/{file.path}" for file in room.beside)


def _join(names: Iterator[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
