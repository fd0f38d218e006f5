"""The mark `{kontakt:id}`: a contact card on a line of its own."""

from __future__ import annotations

from plugins.contacts.model import Contact
from plugins.core.known import Known
from plugins.core.marks import PlaceMark


def make_contact_mark(contacts: Known[Contact]) -> PlaceMark:
    """Return the mark for the contacts."""
    return PlaceMark("kontakt", contacts)
