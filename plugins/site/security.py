"""Whom to tell of a weakness in the site: the contact that `webbplats.yaml` names, or who has taken over from it.

Stage: views. In: the website's record and the library. Out: a `SecurityContact`, or None where there is none to reach.
"""

from __future__ import annotations

from plugins.contacts.model import Contact
from plugins.contacts.rules import find_current
from plugins.core.library import Library
from plugins.core.mail import make_mail_link
from plugins.site.model import SecurityContact
from plugins.website.model import Website
from plugins.website.security import find_last_day


def find_security_contact(website: Website, library: Library) -> SecurityContact | None:
    """Return the ways to who holds the contact today: mail and web first, a telephone only where there is neither."""
    contacts = library.known(Contact)
    named = contacts.get(website.security_contact)
    current = find_current(named, contacts, library.today) if named else None
    if current is None:
        return None
    website_address = current.website if current.website and current.website.startswith("https://") else ""  # RFC 9116 part 2.5.3
    written = (make_mail_link(current.email, {}) if current.email else "", website_address)
    ways = tuple(filter(None, written)) or ((current.telephone.link,) if current.telephone else ())
    return SecurityContact(ways, find_last_day(library.today)) if ways else None
