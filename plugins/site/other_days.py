"""Other days: where a link leads to an id that its page has not today, but on a day before or after.

Stage: check. In: a link to such an id, and the context. Out: what is said of it; nothing where the page has it on no day. The
page is made for each day on which the site changes by itself, in a memo of its own: rooms do nothing for it
(`docs/decisions/0258-a-link-holds-on-other-days.md`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.library import Library, with_memo
from plugins.core.markdown.nodes import LinkFound
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_day, quote
from plugins.core.texts import Texts
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.site.answers import judges_links, made_anew
from plugins.site.build import build_known, list_written
from plugins.site.changes import DAY, find_day_changes
from plugins.site.frame import open_context
from plugins.site.rooms import ROOMS

EARLY: Final = date(1900, 1, 1)
"""A day before all that a site speaks of: rooms may tell of what is to come alone."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end on which a page has the same ids."""

    first: date | None
    """None: so it was on all days before."""
    last: date | None
    """None: so it will be on all days after."""
    ids: frozenset[str]


def tell_other_day(link: LinkFound, address: str, anchor: str, context: PageContext) -> Problem | None:
    """Say on which other day the page at an address has the id that a link leads to; None where it has it on none.

    Nobody has done anything on the day that made it so, and who follows the link comes to the page: it stops nothing.
    """
    today, path = context.today, link.address.partition("#")[0]
    with_it = [one for one in context.ask(find_stretches, address) if anchor in one.ids]
    where = f"{quote('#' + anchor)} på {address}" if path else f"{quote('#' + anchor)} på sidan"
    if coming := next((one.first for one in with_it if one.first and one.first > today), None):
        message = f"Länken leder till {where}, som visas från {format_day(coming)}. Till dess leder den till sidans början."
        return warning(link.place, "annan-dag", message, f"Vänta med {quote('#' + anchor)} till den dagen.")
    if over := next((one.last for one in reversed(with_it) if one.last and one.last < today), None):
        message = f"Länken leder till {where}, som visades till {format_day(over)}. Nu leder den till sidans början."
        return warning(
            link.place, "annan-dag", message, f"Ta bort {quote('#' + anchor)}, eller låt länken leda till något annat."
        )
    return None


@judges_links
def find_stretches(context: PageContext, address: str) -> tuple[Stretch, ...]:
    """Return the days on which there is a page at an address, with its ids, in their order."""
    other = context.ask(_open_other)
    found: list[Stretch] = []
    for first, last in zip((None, *other.days), (*(day - DAY for day in other.days), None), strict=True):
        page = other.find_page(address, first or other.days[0] - DAY)
        before = found[-1] if found else None
        if page is None:
            continue
        if before and first and before.last == first - DAY and before.ids == page.ids:
            found[-1] = replace(before, last=last)
        else:
            found.append(Stretch(first, last, page.ids))
    return tuple(found)


class _Other:
    """The site on other days, of which one is asked for at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._context = open_context(library, Texts(library))
        self.days: Final = self._list_days()
        """The days, of all times, from which the site is another than the day before; some may change nothing."""

    def _list_days(self) -> list[date]:
        """Return them: what a room tells of what is shown, it tells on a day on which that is shown."""
        seen, found = set[date](), {self._library.today, EARLY}
        for _ in range(2):
            for day in found - seen:
                self._go_to(day)
                changes = chain(find_day_changes(self._library), *(room.changes(self._library) for room in ROOMS))
                found = found | {change.day for change in changes if change.kind != "staff"}
                seen.add(day)
        return sorted(found)

    def _go_to(self, day: date) -> None:
        self._library.memo.give({"today": day})

    def find_page(self, address: str, day: date) -> SitePage | None:
        """Return the page that has an address on a day, in whatever language."""
        self._go_to(day)
        for each in self._context.tongues:
            for record in list_written(each):
                if record.address == address:
                    return each.build(record)
            for known in each.list_known():
                if each.lead(known.address) == address:
                    return each.ask(build_known, known)
        return None


@made_anew
def _open_other(context: PageContext) -> _Other:
    """Return the site on other days; all that is known of it may have a part in that, so who asks rests on all of it."""
    return _Other(with_memo(context.library, context.library.memo.open_beside()))
