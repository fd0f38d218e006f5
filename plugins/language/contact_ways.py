"""Ways to a contact typed in a text, where they stay when the person has left.

Stage: check. In: contacts, and texts. Out: warnings. A help line has the same number for everybody and keeps it, so it
may stand in a sentence: short numbers, and those that are free to call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from plugins.contacts.model import Contact
from plugins.core.kinds.kind import KindError
from plugins.core.kinds.telephone import read_telephone
from plugins.core.problems import Problem, warning
from plugins.core.sources import Text
from plugins.core.swedish import quote

_NUMBER = re.compile(r"[+0](?<![\w+@/.,-][+0])[0-9](?:[ \u00a0\u202f()./\u2010-\u2015-]{0,3}[0-9]){5,14}(?![\w@])")
_MAY_CALL = re.compile(r"[+0][0-9]")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NO_TEXT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def check_contact_ways(contacts: Iterable[Contact], texts: Iterable[tuple[Text, bool]], mark: str) -> Iterator[Problem]:
    """The number and mail address of a contact stand in the register alone; texts come with whether they are Markdown.

    `mark` is what shows one, as editors write its name.
    """
    contacts = tuple(contacts)
    find = cache(lambda: _index(contacts))
    for text, is_markdown in texts:
        told: set[tuple[str, int]] = set()
        value = _NO_TEXT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text.value)
        for written, at, way in _find_ways(value):
            contact = find().get(way)
            place = text.place(at)
            if contact is None or (str(contact.id), place.line) in told:
                continue
            told.add((str(contact.id), place.line))
            message = f"{quote(written)} är {contact.id} i kontakter.yaml, och blir kvar här när någon annan tar över."
            help_line = f"Skriv {{{mark}:{contact.id}}} på en egen rad i stället, så visas den som har uppgiften."
            if not is_markdown:
                help_line = f"Ta bort det, och visa kontakten på sidan: kontakt: {contact.id}"
            yield warning(place, "kontakt-i-text", message, help_line)


def _index(contacts: Iterable[Contact]) -> Mapping[str, Contact]:
    """Return the contacts by number, as linked, and by mail address."""
    ways: dict[str, Contact] = {}
    for contact in contacts:
        if contact.telephone and _is_somebodys(contact.telephone.link):
            ways.setdefault(contact.telephone.link, contact)
        if contact.email:
            ways.setdefault(contact.email.casefold(), contact)
    return ways


def _is_somebodys(link: str) -> bool:
    import phonenumbers  # noqa: PLC0415 (where a text names a number; what is kept needs none)

    number = link.removeprefix("tel:")
    if not number.startswith("+"):
        return False
    return phonenumbers.number_type(phonenumbers.parse(number)) != phonenumbers.PhoneNumberType.TOLL_FREE


def _find_ways(value: str) -> Iterator[tuple[str, int, str]]:
    """Yield each number and mail address of a text: as written, where, and as it is compared."""
    for found in _NUMBER.finditer(value) if _MAY_CALL.search(value) else ():
        try:
            yield found[0], found.start(), read_telephone(found[0]).link
        except KindError:
            continue
    for found in _EMAIL.finditer(value) if "@" in value else ():
        yield found[0], found.start(), found[0].rstrip(".-").casefold()
