"""The site as a whole: its names, menus, footer and whom to ask (`page.frame`)."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.blocks.model import Block
from plugins.contacts.model import Contact
from plugins.core.day_change import DayChange
from plugins.core.known_pages import HOME, address_of
from plugins.core.library import Library, Register
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.website.model import SHELVES, Website
from plugins.website.rules import check_website
from plugins.website.security import SECURITY_FILE, find_renewal

WEBSITE = Register(model=Website, is_asked_for=False, seen_on=lambda _website, _library: address_of(HOME))


def _check(library: Library) -> Iterator[Problem]:
    website = library.only(Website)
    if website is not None:
        yield from check_website(website, library.known(Block))
        for reference in (website.organisation.contact, website.security_contact):
            yield from library.known(Contact).check(reference)


def _changes(library: Library) -> Iterator[DayChange]:
    website = library.only(Website)
    if website is not None and website.security_contact:
        words = "uppgiften om vem som tar emot säkerhetsbrister förnyas"
        yield DayChange(find_renewal(library.today), words, website.place("security_contact"))


ROOM = Room(shelves=SHELVES, registers=(WEBSITE,), check=_check, changes=_changes, beside=(SECURITY_FILE,))
