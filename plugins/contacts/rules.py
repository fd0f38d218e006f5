"""Rules of contacts and help boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.kinds import Key
from plugins.core.known import Known, check_unique
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_day, quote


def check_contacts(contacts: Iterable[Contact], known: Known[Contact], today: date) -> Iterator[Problem]:
    """A contact has a name or a role, and a way to be reached; its successor is there."""
    contacts = tuple(contacts)
    yield from check_unique((contact.id for contact in contacts), "kontakt")
    for contact in contacts:
        if not (contact.name or contact.role):
            message = f"Kontakten {quote(str(contact.id))} har varken namn eller roll."
            yield Problem(contact.place("id"), "saknar-falt", message, help=("Lägg till en rad namn: … eller roll: …",))
        ways = {"telephone", "email", "website"}
        if not (contact.telephone or contact.email or contact.website) and not ways & {*contact.gaps, *contact.at}:
            message = f"Kontakten {quote(str(contact.id))} går inte att nå."
            help_line = "Lägg till en rad telefon: …, e-post: … eller webbplats: …"
            yield Problem(contact.place("id"), "saknar-falt", message, help=(help_line,))
        yield from known.check(contact.successor)
        if contact.review and contact.review < today:
            message = f"Kontakten {quote(str(contact.id))} skulle granskas senast {format_day(contact.review)}."
            help_line = "Stäm av att den stämmer och skriv en ny dag."
            yield warning(contact.place("review"), "granskning-forfallen", message, help_line)


def check_help_boxes(boxes: Iterable[HelpBoxRecord], contacts: Known[Contact], today: date) -> Iterator[Problem]:
    """A help box names contacts that are there."""
    boxes = tuple(boxes)
    yield from check_unique((box.id for box in boxes), "stödruta")
    for box in boxes:
        for reference in box.contacts:
            yield from check_contact(reference, contacts, today)


def check_contact(reference: Key | None, contacts: Known[Contact], today: date) -> Iterator[Problem]:
    """A contact in use is there and has not ended without a successor."""
    yield from contacts.check(reference)
    contact = contacts.get(reference)
    if reference and contact and find_current(contact, contacts, today) is None:
        assert contact.last_day is not None
        message = f"Kontakten {quote(str(reference))} gällde till {format_day(contact.last_day)} och har ingen efterträdare."
        help_line = f"Skriv en annan kontakt här, eller ”ersätts av: …” hos {quote(str(contact.id))} i kontakter.yaml."
        yield Problem(reference.text.place(), "avslutad-kontakt", message, help=(help_line,))


def find_current(contact: Contact, contacts: Known[Contact], today: date) -> Contact | None:
    """Follow `ersätts av` from a contact that has ended to the one that holds today; None where the trail ends."""
    seen: set[str] = set()
    current: Contact | None = contact
    while current and current.has_ended(today):
        if current.id.key in seen:
            return None
        seen.add(current.id.key)
        current = contacts.get(current.successor)
    return current
