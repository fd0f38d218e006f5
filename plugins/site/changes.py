"""When the site next changes by itself: agreements, announcements, contacts, logos and pages begin and end by date.

In: the library. Out: the next day on which a build would differ, and why. Told after a build, so that nobody waits
for a logo to go that only a new build can take away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plugins.contacts.rules import has_successor
from plugins.core.phases import find_phase_changes
from plugins.core.swedish import quote
from plugins.site.library import Library

DAY = timedelta(days=1)


def find_next_change(library: Library) -> tuple[date, tuple[str, ...]] | None:
    """Return the first day after today on which something begins or has ended, and what; None if nothing will."""
    coming = sorted((day, what) for day, what in _changes(library) if day > library.today)
    if not coming:
        return None
    first = coming[0][0]
    return first, tuple(what for day, what in coming if day == first)


def _changes(library: Library) -> Iterator[tuple[date, str]]:
    """Yield every day that changes the site, with the words for it; last days count as shown, so the day after."""
    for partner in library.shown_partners:
        name = quote(partner.name.value)
        for agreement in partner.agreements:
            if agreement.first_day:
                yield agreement.first_day, f"{name} börjar visas på mål {agreement.goal}"
            if agreement.last_day:
                yield agreement.last_day + DAY, f"{name} visas inte längre på mål {agreement.goal}"
        if partner.new_logo:
            yield partner.new_logo.first_day, f"{name} byter logotyp"
    for contact in library.contacts.things.values():
        if contact.last_day:
            follows = "byts mot sin efterträdare" if has_successor(contact, library.contacts) else "gäller inte längre"
            yield contact.last_day + DAY, f"kontakten {quote(str(contact.id))} {follows}"
    for announcement in library.announcements:
        if not announcement.is_draft:
            name = quote(str(announcement.text.typed), longest=40)
            if announcement.first_day:
                yield announcement.first_day, f"meddelandet {name} börjar visas"
            yield announcement.last_day + DAY, f"meddelandet {name} visas inte längre"
    for page in library.pages:
        if page.first_day and page.status == "publicerad":
            yield page.first_day, f"sidan {quote(str(page.title.typed))} börjar visas"
    for called, undertakings in (("verksamheten", library.shown_activities), ("projektet", library.shown_projects)):
        for undertaking in undertakings:
            for day, phase in find_phase_changes(undertaking.begins, undertaking.ends):
                yield day, f"{called} {quote(str(undertaking.title.typed))} {'har slutat' if phase == 'ended' else 'börjar'}"
