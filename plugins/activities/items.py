"""Open data of activities: the items that `docs/open-data.md` describes."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.activities.model import Activity
from plugins.core.room import Item
from plugins.core.texts.pagetext import PageText
from plugins.house.context import PageContext
from plugins.house.dated_items import describe_dated, sort_by_title


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each visible activity as open data, in alphabetical order, whatever its phase."""
    for activity in sort_by_title(context.library.shown(Activity), context):
        text = PageText(context.library.marks())
        yield {
            **describe_dated(activity, text, context),
            **context.describe_fields(activity, text),
        }
