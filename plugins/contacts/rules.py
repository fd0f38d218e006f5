"""Rules of contacts and help boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.kinds import Key
from plugins.core.known import Known, check_unique
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_day, join_words, quote


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


def check_help_boxes(boxes: Iterable[HelpBoxRecord], contacts: Known[Contact]) -> Iterator[Problem]:
    """A help box names contacts that are there."""
    boxes = tuple(boxes)
    yield from check_unique((box.id for box in boxes), "stödruta")
    for box in boxes:
        for reference in box.contacts:
            yield from contacts.check_exists(reference)


def check_uses(uses: Iterable[Key], contacts: Known[Contact], today: date) -> Iterator[Problem]:
    """A contact in use is published, and has not ended without a successor; it is told once, with where it is used.

    `uses` are the references to contacts from what is published.
    """
    by_contact: dict[str, list[Place]] = {}
    for reference in uses:
        by_contact.setdefault(reference.key, []).append(reference.text.place())
    for key, places in by_contact.items():
        contact = contacts.things.get(key)
        if contact is None:
            continue
        told = quote(str(contact.id))
        where = f"Den används i {join_words([_tell_place(place) for place in places])}."
        if contact.is_draft:
            message = f"Kontakten {told} är ett utkast, men används på något som är publicerat."
            advice = "Ta bort raden status: utkast när den får visas, eller skriv en annan kontakt där den används."
            yield warning(contact.place("status"), "pekar-pa-utkast", message, where, advice, stops_publishing=True)
        elif contact.last_day and find_current(contact, contacts, today) is None:
            message = f"Kontakten {told} gällde till {format_day(contact.last_day)} och har ingen efterträdare, men används än."
            advice = "Skriv ”ersätts av: …” här, eller en annan kontakt där den används."
            yield Problem(contact.place("last_day"), "avslutad-kontakt", message, help=(where, advice))


def _tell_place(place: Place) -> str:
    return f"{place.source.path.name} rad {place.line}"


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
