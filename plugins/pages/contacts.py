"""Where contacts stand: the one answer to where a visitor finds whom.

Stage: views. In: the library. Out: whom the contact page has, and the page on which each contact is best found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.contacts.model import HelpBoxRecord
from plugins.core.kinds.keys import Key
from plugins.core.library import Library
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import CONTACT, HELP
from plugins.website.model import Website


def list_asked(library: Library) -> Iterator[Key]:
    """Yield whom the contact page has: the organisation's own contact, then those of the goals."""
    website = library.only(Website)
    asked = (website.organisation.contact if website else None, *(goal.contact for goal in library.shown(LocalGoal)))
    yield from (reference for reference in asked if reference)


def find_places(library: Library) -> Mapping[str, str]:
    """Return the address of the page on which each contact is best found, by its key; who is on none is left out.

    That is the help page, else the contact page, else the first page whose contact it is.
    """
    found: dict[str, str] = {}
    for box in library.known(HelpBoxRecord).shown.values():
        found |= {line.key: f"/{HELP}/" for line in box.contacts}
    for reference in list_asked(library):
        found.setdefault(reference.key, f"/{CONTACT}/")
    for page in library.all_pages:
        if page.contact and page.contact.key not in found and library.is_shown(page):
            found[page.contact.key] = page.address
    return found
