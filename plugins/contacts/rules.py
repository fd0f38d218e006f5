"""Rules of contacts and help boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.kinds.keys import Key
from plugins.core.marks.known import Known, check_references, check_unique
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import compare_key, format_day, join_words, quote

NOTICE: Final = timedelta(days=60)
"""How long before its last day a contact without a successor is reported: as far as the staff overview looks ahead."""


def check_contacts(contacts: Iterable[Contact], known: Known[Contact]) -> Iterator[Problem]:
    """A contact has a name or a role, and a way to be reached; its successor exists."""
    contacts = tuple(contacts)
    yield from check_unique((contact.id for contact in contacts), "kontakt")
    for contact in contacts:
        if not (contact.name or contact.role):
            message = f"Kontakten {quote(str(contact.id))} har varken namn eller roll."
            yield Problem(contact.place("id"), "saknar-falt", message, help=("Lägg till en rad namn: … eller roll: …",))
        if not {*Contact.NEEDS_ONE_OF} & {*contact.gaps, *contact.at}:
            message = f"Kontakten {quote(str(contact.id))} går inte att nå."
            help_line = "Lägg till en rad telefon: …, e-post: … eller webbplats: …"
            yield Problem(contact.place("id"), "saknar-falt", message, help=(help_line,))
        yield from known.check_draft(contact.successor)
        yield from known.check(contact.successor)
        yield from _check_cycle(contact, known)


def _check_cycle(contact: Contact, contacts: Known[Contact]) -> Iterator[Problem]:
    """Contacts do not succeed each other in a cycle; a cycle is reported once, at its first contact in the register."""
    cycle = find_cycle(contact, contacts)
    if not any(one is contact for one in cycle):
        return
    order = {id(one): number for number, one in enumerate(contacts.things.values())}
    if contact is min(cycle, key=lambda one: order[id(one)]):
        names = [quote(str(one.id)) for one in cycle]
        message = f"Kontakten {names[0]} ersätts av sig själv."
        if len(cycle) > 1:
            message = f"Kontakterna {join_words(names)} ersätter varandra i en ring, så ingen är den sista."
        help_line = "Skriv vem som har uppgiften nu, eller ta bort raden ”ersätts av” hos den."
        yield Problem(contact.place("successor"), "fel-eftertradare", message, help=(help_line,))


def find_cycle(contact: Contact, contacts: Known[Contact]) -> list[Contact]:
    """Return the cycle into which following `ersätts av` from `contact` leads; empty if there is none."""
    trail: dict[int, Contact] = {}  # by identity, as comparing whole records is slow
    current: Contact | None = contact
    while current and id(current) not in trail:
        trail[id(current)] = current
        current = contacts.get(current.successor)
    return list(trail.values())[list(trail).index(id(current)) :] if current else []


def check_help_boxes(boxes: Iterable[HelpBoxRecord], contacts: Known[Contact], today: date) -> Iterator[Problem]:
    """A help box that has not ended refers to existing contacts."""
    boxes = tuple(boxes)
    yield from check_unique((box.id for box in boxes), "stödruta")
    for box in boxes:
        yield from () if box.has_ended(today) else check_references(box.contacts, contacts)


def check_uses(uses: Iterable[Key], contacts: Known[Contact], today: date) -> Iterator[Problem]:
    """A contact in use is published, and its last successor has not ended, and does not end within `NOTICE`.

    Once it has ended the site cannot be built, hence the warning ahead. Each last successor is reported once, with all uses.
    `uses` are the references to contacts in published content.
    """
    by_contact: dict[str, list[Place]] = {}
    for reference in uses:
        by_contact.setdefault(reference.key, []).append(reference.text.place())
    by_last: dict[Contact, list[Place]] = {}
    for key, places in by_contact.items():
        contact = contacts.things.get(key)
        if contact is None:
            continue
        if contact.is_draft:
            message = f"Kontakten {quote(str(contact.id))} är ett utkast, men används på något som är publicerat."
            advice = "Ta bort raden status: utkast när den får visas, eller skriv en annan kontakt där den används."
            yield warning(
                contact.place("status"), "pekar-pa-utkast", message, _describe_uses(places), advice, stops_publishing=True
            )
        elif not find_cycle(contact, contacts):
            by_last.setdefault(_find_end(contact, contacts, today), []).extend(places)
    for contact, places in by_last.items():
        yield from _check_end(contact, places, contacts, today)


def _find_end(contact: Contact, contacts: Known[Contact], today: date) -> Contact:
    """Return the contact to which `ersätts av` leads from `contact`, counting successions within `NOTICE` from today."""
    end = _find_last(contact, contacts, today)
    while end.last_day and today <= end.last_day <= today + NOTICE:
        following = find_holder(end, contacts, end.last_day + timedelta(days=1))
        if following is None:
            break
        end = following
    return end


def _check_end(contact: Contact, places: Iterable[Place], contacts: Known[Contact], today: date) -> Iterator[Problem]:
    """The last successor has not ended, and does not end within `NOTICE` without a successor."""
    if contact.last_day is None:
        return
    is_successor_unknown = contact.successor is not None and contact.successor.key not in contacts.things  # already reported
    name, until = quote(str(contact.id)), format_day(contact.last_day)
    where, advice = _describe_uses(places), "Skriv ”ersätts av: …” här, eller en annan kontakt där den används."
    if contact.has_ended(today):
        message = f"Kontakten {name} gällde till {until} och har ingen efterträdare, men används än."
        yield Problem(contact.place("last_day"), "avslutad-kontakt", message, help=(where, advice))
    elif contact.last_day <= today + NOTICE and not (is_successor_unknown or has_successor(contact, contacts)):
        message = f"Kontakten {name} gäller till {until} och har ingen efterträdare."
        after = "Efter den dagen går webbplatsen inte att bygga."
        yield warning(contact.place("last_day"), "kontakt-slutar", message, where, after, advice)


def _describe_uses(places: Iterable[Place]) -> str:
    return f"Den används i {join_words([_format_place(place) for place in places])}."


def _format_place(place: Place) -> str:
    return f"{place.source.path.name} rad {place.line}"


def find_holder(contact: Contact, contacts: Known[Contact], today: date) -> Contact | None:
    """Return the contact to show in place of `contact` on `today`; None if it and its successors have all ended.

    A contact that has not ended is its own answer. Else `ersätts av` is followed; without that field, a contact with the same
    role and no name is the successor. Whatever shows a contact (cards, help boxes, strips, `security.txt`) uses this.
    """
    last = _find_last(contact, contacts, today)
    return None if last.has_ended(today) else last


def _find_last(contact: Contact, contacts: Known[Contact], today: date) -> Contact:
    """Return the current contact as in `find_holder`, or if there is none the last one before."""
    seen: set[str] = set()
    last, following = contact, contact if contact.has_ended(today) else None
    while following and following.id.key not in seen:
        last = following
        seen.add(last.id.key)
        if not last.has_ended(today):
            break
        following = contacts.get(last.successor) if last.successor else _find_by_role(last, contacts, today)
    return last


def has_successor(contact: Contact, contacts: Known[Contact]) -> bool:
    """Return whether there is a current contact on the day after the last day of `contact`; True if it has no last day."""
    return contact.last_day is None or find_holder(contact, contacts, contact.last_day + timedelta(days=1)) is not None


def _find_by_role(contact: Contact, contacts: Known[Contact], today: date) -> Contact | None:
    if contact.role is None:
        return None
    role = compare_key(contact.role.value)
    shown = (one for one in contacts.things.values() if contacts.get(one.id) and not (one.name or one.has_ended(today)))
    return next((one for one in shown if one.role and compare_key(one.role.value) == role), None)
