"""When the site next changes by itself: agreements, announcements, contacts, logos and pages begin and end by date.

In: the library. Out: the next day on which a build would differ, and why. Told after a build, so that nobody waits
for a logo to go that only a new build can take away.
"""

from __future__ import annotations

from datetime import date

from plugins.core.library import Library
from plugins.site.rooms import ROOMS


def find_next_change(library: Library) -> tuple[date, tuple[str, ...]] | None:
    """Return the first day after today on which visitors meet something else, and what; None if nothing will change.

    Last days count as shown, so what ends changes the site on the day after.
    """
    changes = [change for room in ROOMS for change in room.changes(library) if change.is_seen]
    coming = sorted((change.day, change.words) for change in changes if change.day > library.today)
    if not coming:
        return None
    first = coming[0][0]
    return first, tuple(what for day, what in coming if day == first)
