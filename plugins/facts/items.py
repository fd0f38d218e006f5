"""Open data of facts: the items that `docs/open-data.md` describes."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.kinds.periods import format_period
from plugins.core.library import Library
from plugins.core.marked_records import find_marked
from plugins.core.room import Item, ItemContext
from plugins.facts.model import Fact


def list_items(context: ItemContext) -> Iterator[Item]:
    """Yield each fact that a page shows by a mark, in the order of the register."""
    library = context.library
    for fact in find_marked(context, Fact):
        yield {
            "id": str(fact.id),
            "value": fact.show_value(library.language) if library.prefix else fact.value.value,
            "unit": fact.unit.value if fact.unit else None,
            "period": _format_period(fact, library),
            "source": fact.source.value if fact.source else None,
        }


def _format_period(fact: Fact, library: Library) -> str | None:
    """Return the period of a fact: as written in the site's own language, else in the words of the library's language."""
    if not (fact.period and fact.period.first_day):
        return None
    return format_period(fact.period, library.words) if library.prefix else fact.period.written
