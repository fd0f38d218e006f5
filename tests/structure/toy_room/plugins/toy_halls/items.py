"""Open data of halls, with absolute addresses of files, which need a page's context."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.marked_records import find_marked
from plugins.core.room import Item
from plugins.house.context import PageContext
from plugins.toy_halls.model import ToyHall


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each hall that a page shows by a mark."""
    for hall in find_marked(context, ToyHall, has_all=True):
        yield {"id": str(hall.id), "name": hall.name.value, "plan": context.whole_address(hall.plan) if hall.plan else None}
