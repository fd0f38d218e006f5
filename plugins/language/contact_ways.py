"""Find telephone numbers and mail addresses of contacts in texts, where they remain when the person has left.

Takes contacts and texts; yields warnings. Short numbers and toll-free ones may stand in a text: they belong to help lines, and do
not change. Numbers and addresses are found by `core.written_ways`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from plugins.contacts.model import Contact
from plugins.core.problems import Problem, warning
from plugins.core.source.sources import Text
from plugins.core.swedish import quote
from plugins.core.written_ways import email_key, find_written_ways


def check_contact_ways(contacts: Iterable[Contact], texts: Iterable[tuple[Text, bool]], mark: str) -> Iterator[Problem]:
    """The telephone number and mail address of a contact stand in the register only.

    Each text comes with whether it is Markdown. `mark` is the mark that shows a contact.
    """
    contacts = tuple(contacts)
    find = cache(lambda: _index(contacts))
    for text, is_markdown in texts:
        reported: set[tuple[str, int]] = set()
        for way in find_written_ways(text.value):
            contact = find().get(way.key)
            place = text.place(way.start)
            if contact is None or (str(contact.id), place.line) in reported:
                continue
            reported.add((str(contact.id), place.line))
            message = f"{quote(way.written)} är {contact.id} i kontakter.yaml, och blir kvar här när någon annan tar över."
            help_line = f"Skriv {{{mark}:{contact.id}}} på en egen rad i stället, så visas den som har uppgiften."
            if not is_markdown:
                help_line = f"Ta bort det, och visa kontakten på sidan: kontakt: {contact.id}"
            yield warning(place, "kontakt-i-text", message, help_line)


def _index(contacts: Iterable[Contact]) -> Mapping[str, Contact]:
    """Return the contacts by number (as in a link) and by mail address."""
    ways: dict[str, Contact] = {}
    for contact in contacts:
        if contact.telephone and _is_somebodys(contact.telephone.link):
            ways.setdefault(contact.telephone.link, contact)
        if contact.email:
            ways.setdefault(email_key(contact.email), contact)
    return ways


def _is_somebodys(link: str) -> bool:
    import phonenumbers  # noqa: PLC0415 (where a text names a number; what is kept needs none)

    number = link.removeprefix("tel:")
    if not number.startswith("+"):
        return False
    return phonenumbers.number_type(phonenumbers.parse(number)) != phonenumbers.PhoneNumberType.TOLL_FREE
