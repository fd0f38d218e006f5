"""Open data that all dated pages (activities, projects and similar kinds) have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from plugins.core.locales.locale import sort_key
from plugins.core.phases import DatedPage, format_time
from plugins.core.room import Item
from plugins.core.texts.pagetext import PageText
from plugins.global_goals.model import GLOBAL_GOALS
from plugins.house.context import PageContext
from plugins.house.undertakings import has_goal

D = TypeVar("D", bound=DatedPage)


def describe_dated(page: DatedPage, text: PageText, context: PageContext) -> Item:
    """Return the fields of an open-data item that every dated page has. Dates are formatted as text, as rough as their source."""
    own = [goal for goal in context.parts.goals if has_goal(page, goal.number)]
    records = context.library.referred_by("lokala mål").things
    meets = {row.global_goal.number for goal in own for row in records[str(goal.number)].mapping}
    return {
        "title": text.line(page.title),
        "summary": text.line(page.summary) or None,
        "url": context.whole_address(page.address),
        "organisation": text.line(getattr(page, "organisation", None)) or context.website.organisation.name.value,
        "goals": [goal.number for goal in own],
        "global_goals": [{"number": number, "iri": GLOBAL_GOALS[number].iri} for number in sorted(meets)],
        "phase": page.known_phase(context.today),
        "begins": format_time(page.begins, context.words) if page.begins else None,
        "ends": format_time(page.ends, context.words) if page.ends else None,
        "as_of": format_time(page.as_of, context.words) if page.as_of else None,
        "updated": updated.isoformat() if (updated := context.updated_on(page)) else None,
    }


def sort_by_title(pages: Iterable[D], context: PageContext) -> list[D]:
    """Return pages sorted by title, in the alphabet of the context's language."""
    text = PageText(context.library.marks())
    return sorted(pages, key=lambda page: sort_key(text.line(page.title), context.language))
