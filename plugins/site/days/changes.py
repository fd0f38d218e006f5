"""Find the next day on which the site changes by itself: dates of agreements, contacts, logos, records, pages and marks.

Takes the library; returns days with descriptions in Swedish. Shown after a build: a logo whose agreement ends only disappears
with a new build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

from plugins.core.day_change import DayChange
from plugins.core.library import ANY_PAGE, Library
from plugins.core.pages import AddressedPage
from plugins.core.record_names import name_of
from plugins.core.swedish import quote
from plugins.core.translations.published import find_published_marks
from plugins.site.days.heading_changes import find_heading_changes
from plugins.site.rooms import ROOMS

DAY: Final = timedelta(days=1)
LONGEST_NAME: Final = 40
"""Most characters of the name of a record without a title, such as an announcement."""

Change = tuple[date, tuple[str, ...]]
"""A day, and descriptions of what happens then."""


def find_next_changes(library: Library) -> tuple[Change | None, Change | None]:
    """Return the first day after today on which visitors see something else, with and without changes that happen every day.

    Each comes with what happens, and is None if nothing changes. A last day is still shown, so its change is on the day after.
    """
    by_rooms = (change for room in ROOMS for change in room.changes(library))
    changes = chain(by_rooms, find_day_changes(library), find_mark_changes(library), find_heading_changes(library))
    coming = [change for change in changes if change.kind != "staff" and change.day > library.today]
    return _find_first(coming), _find_first(change for change in coming if change.kind != "daily")


def _find_first(changes: Iterable[DayChange]) -> Change | None:
    coming = sorted({(change.day, change.words) for change in changes})
    return (coming[0][0], tuple(what for day, what in coming if day == coming[0][0])) if coming else None


def find_day_changes(library: Library) -> Iterator[DayChange]:
    """Yield the days on which published records begin to be shown, cease to be shown, or leave lists."""
    for record in library.dated:
        name = quote(name_of(record)) if isinstance(record, AddressedPage) else quote(name_of(record), longest=LONGEST_NAME)
        called, first, last = f"{record.CALLED} {name}", record.shown_from, record.shown_until
        if first and not record.is_draft:
            yield DayChange(first, f"{called} börjar visas", record.place(record.FIRST_DAY))
        if last and last < date.max and not record.is_draft:
            yield DayChange(last + DAY, f"{called} visas inte längre", record.place(record.LAST_DAY))
    listed = (model for model in library.registers if issubclass(model, AddressedPage) and model.LAST_LISTED_DAY)
    for page in (page for model in listed for page in library.all(model)):
        if (last := page.listed_until) and last < date.max and not page.is_draft:
            words = f"{page.CALLED} {quote(name_of(page))} lämnar listorna"
            yield DayChange(last + DAY, words, page.place(page.LAST_LISTED_DAY))


def find_mark_changes(library: Library) -> Iterator[DayChange]:
    """Yield for each published mark whose text depends on the date (an age) the next day on which the text changes.

    Also the day from which the mark has no text (days left until a date), so that editors can be told ahead.
    """
    values = library.marks(ANY_PAGE).values
    next_changes = {name: find for name, mark in values.items() if (find := mark.values.next_change)}
    for mark in find_published_marks(library) if next_changes else ():
        find, written = next_changes.get(mark.name), mark.argument.text.value
        if find is None:
            continue
        where = f"markeringen {quote(f'{{{values[mark.name].name}:{written}}}')} i {mark.place.source.path.name}"
        find_last = values[mark.name].values.last_day
        last = find_last(written) if find_last else None
        if last and library.today <= last < date.max:
            words = f"{where} har inget att visa längre, så skriv om meningen innan dess"
            yield DayChange(last + DAY, words, mark.place)
        if (day := find(written, library.today)) and (last is None or day <= last):
            # daily: it changes on the day after too or, on its last day, has changed today as well
            goes_on = find(written, day) == day + DAY or (day == last and find(written, library.today - DAY) == library.today)
            is_daily = day == library.today + DAY and goes_on
            yield DayChange(day, f"{where} visar något annat", mark.place, "daily" if is_daily else "seen")
