"""Rooms that have pages: what they declare beyond what every room does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.core.room import Room
from plugins.house.context import KnownPage, MakeItems, PageKind


@dataclass(frozen=True)
class PageRoom(Room):
    """A room whose records have pages of their own, or that fills known pages."""

    kinds: tuple[PageKind[Any], ...] = ()
    known: tuple[KnownPage, ...] = ()
    data: Mapping[str, MakeItems] = field(default_factory=dict)
    """What makes the items of each file of open data, by its name without ending."""
