"""When the site next changes by itself: agreements, announcements, contacts, logos and pages begin and end by date.

In: the library. Out: the next day on which a build would differ, and why. Told after a build, so that nobody waits
for a logo to go that only a new build can take away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.core.day_change import DayChange
from plugins.core.library import ANY_PAGE, Library
from plugins.core.swedish import quote
from plugins.core.translations.published import find_published_marks
from plugins.site.rooms import ROOMS


def find_next_change(library: Library) -> tuple[date, tuple[str, ...]] | None:
    """Return the first day after today on which visitors meet something else, and what; None if nothing will change.

    Last days count as shown, so what ends changes the site on the day after.
    """
    of_rooms = [change for room in ROOMS for change in room.changes(library) if change.is_seen]
    changes = [*of_rooms, *find_mark_changes(library)]
    coming = sorted((change.day, change.words) for change in changes if change.day > library.today)
    if not coming:
        return None
    first = coming[0][0]
    return first, tuple(what for day, what in coming if day == first)


def find_mark_changes(library: Library) -> Iterator[DayChange]:
    """Yield for each published mark, in any language, whose text rests on the day (an age) when it will say something else."""
    values = library.marks(ANY_PAGE).values
    next_changes = {name: find for name, mark in values.items() if (find := getattr(mark.values, "next_change", None))}
    for mark in find_published_marks(library) if next_changes else ():
        find, written = next_changes.get(mark.name), mark.argument.text.value
        if find and (day := find(written, library.today)):
            where = f"markeringen {quote(f'{{{values[mark.name].name}:{written}}}')} i {mark.place.source.path.name}"
            yield DayChange(day, f"{where} visar något annat", mark.place)
