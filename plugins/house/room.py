"""Rooms that have pages: what they declare beyond what every room does."""

from __future__ import annotations

from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.room import Room
from plugins.house.context import KnownPage, PageKind


@dataclass(frozen=True)
class PageRoom(Room):
    """A room whose records have pages of their own, or that fills known pages."""

    kinds: tuple[PageKind[Any], ...] = ()
    known: tuple[KnownPage, ...] = ()
