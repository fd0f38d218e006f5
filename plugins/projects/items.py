"""Open data of projects: the items that `docs/open-data.md` describes."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.room import Item
from plugins.core.texts.pagetext import PageText
from plugins.house.context import PageContext
from plugins.house.dated_items import describe_dated, sort_by_title
from plugins.projects.model import Project


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each visible project as open data, in alphabetical order, whatever its phase."""
    for project in sort_by_title(context.library.shown(Project), context):
        text = PageText(context.library.marks())
        yield {
            **describe_dated(project, text, context),
            **context.describe_fields(project, text),
            "targets": [
                {"measure": text.line(row.what), "value": text.line(row.value) or None, "unit": text.line(row.unit) or None}
                for row in project.measures
            ],
        }
