"""Which page shows which contact: the contacts on the contact page, and the best page for each contact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.kinds.keys import Key
from plugins.core.known_pages import CONTACT, HELP, NOT_FOUND, address_of
from plugins.core.library import Library, Register
from plugins.core.marks.known import ALL
from plugins.core.models.model import Model, fields_of
from plugins.core.pages import PageModel
from plugins.core.swedish import compare_key
from plugins.core.walk import find_marks_of, find_references
from plugins.local_goals.model import LocalGoal
from plugins.website.model import Website


def list_page_contacts(library: Library) -> Iterator[Key]:
    """Yield the contacts of the contact page: the organisation's own, then those of the goals."""
    website = library.only(Website)
    asked = (website.organisation.contact if website else None, *(goal.contact for goal in library.shown(LocalGoal)))
    yield from (reference for reference in asked if reference)


def find_places(library: Library) -> Mapping[str, str]:
    """Return the address of the best page for each contact, by its key; contacts without such a page are left out.

    The first of these that applies: the help page, if a help box lists or mentions the contact; the contact page; the first page
    whose own contact it is; the page that shows a record of another register whose contact it is. Contacts that are only in
    texts are left to search.
    """
    found: dict[str, str] = {}
    own = library.registers[Contact]
    for box in library.known(HelpBoxRecord).shown.values():
        found |= {line.key: address_of(HELP) for line in box.contacts}
        found |= {one.argument.key: address_of(HELP) for one in find_marks_of(box) if own.is_of(one)}
    for reference in list_page_contacts(library):
        found.setdefault(reference.key, address_of(CONTACT))
    for page in library.all_pages:
        is_somewhere = not page.address.endswith(address_of(NOT_FOUND))
        if page.contact and page.contact.key not in found and is_somewhere and library.is_shown(page):
            found[page.contact.key] = page.address
    for reference, address in _find_in_registers(library):
        found.setdefault(reference.key, address)
    return found


def _find_in_registers(library: Library) -> Iterator[tuple[Key, str]]:
    """Yield each contact to which a record without a page refers, with the address of the page that shows the record.

    The site's own record is left out: its contact is on the contact page.
    """
    fields = library.registers[Contact].fields
    named = {*map(compare_key, fields)}
    for model, register in library.registers.items():
        if issubclass(model, PageModel) or model in (Contact, HelpBoxRecord, Website) or not _may_name(model, named):
            continue
        for record in library.shown(model):
            address = _find_page(record, register, library)
            yield from ((reference, address) for reference in find_references(record, fields) if address)


def _may_name(model: type[Model], named: Collection[str]) -> bool:
    """Return whether a model, or one nested in it, has one of the fields `named`."""
    return any(key in named or (info.nested and _may_name(info.nested, named)) for key, info in fields_of(model).items())


def _find_page(record: Model, register: Register[Any], library: Library) -> str:
    """Return the address of the page that shows a record: as its register says, else the first page that refers to it.

    Empty if there is none.
    """
    if register.seen_on is not None:
        return register.seen_on(record, library)
    key = compare_key(register.name_of(record))
    for page in filter(library.is_shown, library.all_pages):
        marked = any(register.is_of(one) and one.argument.key in (key, ALL) for one in find_marks_of(page))
        if marked or any(reference.key == key for reference in find_references(page, register.fields)):
            return page.address
    return ""
