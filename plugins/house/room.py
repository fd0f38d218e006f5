"""The declaration of a room that has pages."""

from __future__ import annotations

from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.room import Room
from plugins.house.context import KnownPage, PageKind


@dataclass(frozen=True)
class PageRoom(Room):
    """A room whose records have pages of their own, or that fills known pages."""

    kinds: tuple[PageKind[Any], ...] = ()
    """The kinds of pages that editors write."""
    known: tuple[KnownPage, ...] = ()
    """The pages that the site has also without a file, such as an overview."""
