"""The contact for `security.txt`: the one that `webbplats.yaml` names, or whoever has taken over from it."""

from __future__ import annotations

from plugins.contacts.model import Contact
from plugins.contacts.rules import find_holder
from plugins.core.library import Library
from plugins.core.mail import make_mail_link
from plugins.core.web import write_uri
from plugins.website.model import Website
from plugins.website.security import SecurityContact, find_last_day


def find_security_contact(website: Website, library: Library) -> SecurityContact | None:
    """Return the ways to reach whoever holds the security contact today; None if there is none.

    Mail and web come first; the telephone is only used if there is neither.
    """
    contacts = library.known(Contact)
    named = contacts.get(website.security_contact)
    holder = find_holder(named, contacts, library.today) if named else None
    if holder is None:
        return None
    is_safe = bool(holder.website) and str(holder.website).startswith("https://")  # RFC 9116, section 2.5.3
    website_address = write_uri(str(holder.website)) if is_safe else ""
    written = (make_mail_link(holder.email, {}) if holder.email else "", website_address)
    ways = tuple(filter(None, written)) or ((holder.telephone.link,) if holder.telephone else ())
    return SecurityContact(ways, find_last_day(library.today)) if ways else None
