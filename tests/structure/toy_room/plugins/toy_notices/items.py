"""Open data of notices."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.room import Item
from plugins.core.texts.pagetext import PageText
from plugins.house.context import PageContext
from plugins.toy_notices.model import ToyNotice


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each visible notice as open data."""
    for item in context.library.shown(ToyNotice):
        yield {
            "title": PageText(context.library.marks()).line(item.title),
            "day": item.day.isoformat(),
            "url": context.whole_address(item.address),
            "attachment": context.whole_address(item.attachment) if item.attachment else None,
        }
