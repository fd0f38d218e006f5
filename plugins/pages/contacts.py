"""Where contacts stand: the one answer to where a visitor finds whom.

Stage: views. In: the library. Out: whom the contact page has, and the page on which each contact is best found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.core.kinds.keys import Key
from plugins.core.library import Library, Register
from plugins.core.marks.known import ALL
from plugins.core.models.model import Model, fields_of
from plugins.core.pages import PageModel
from plugins.core.swedish import compare_key
from plugins.core.walk import find_marks_of, find_references
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import CONTACT, HELP, KNOWN_ADDRESSES, NOT_FOUND
from plugins.website.model import Website


def list_asked(library: Library) -> Iterator[Key]:
    """Yield whom the contact page has: the organisation's own contact, then those of the goals."""
    website = library.only(Website)
    asked = (website.organisation.contact if website else None, *(goal.contact for goal in library.shown(LocalGoal)))
    yield from (reference for reference in asked if reference)


def find_places(library: Library) -> Mapping[str, str]:
    """Return the address of the page on which each contact is best found, by its key; who is on none is left out.

    That is the help page, where the words of its boxes name them too, else the contact page, else the first page whose contact it
    is, else the one that shows a record of another register whose contact it is. Who is named in texts alone is found by search.
    """
    found: dict[str, str] = {}
    own = library.registers[Contact]
    for box in library.known(HelpBoxRecord).shown.values():
        found |= {line.key: f"/{HELP}/" for line in box.contacts}
        found |= {one.argument.key: f"/{HELP}/" for one in find_marks_of(box) if own.is_of(one)}
    for reference in list_asked(library):
        found.setdefault(reference.key, f"/{CONTACT}/")
    for page in library.all_pages:
        is_somewhere = not page.address.endswith(KNOWN_ADDRESSES[NOT_FOUND])
        if page.contact and page.contact.key not in found and is_somewhere and library.is_shown(page):
            found[page.contact.key] = page.address
    for reference, address in _find_in_registers(library):
        found.setdefault(reference.key, address)
    return found


def _find_in_registers(library: Library) -> Iterator[tuple[Key, str]]:
    """Yield each contact that a record without a page of its own names, with the page that shows it; the site's own has its."""
    fields = library.registers[Contact].fields
    named = {*map(compare_key, fields)}
    for model, register in library.registers.items():
        if issubclass(model, PageModel) or model in (Contact, HelpBoxRecord, Website) or not _may_name(model, named):
            continue
        for record in library.shown(model):
            address = _find_page(record, register, library)
            yield from ((reference, address) for reference in find_references(record, fields) if address)


def _may_name(model: type[Model], named: Collection[str]) -> bool:
    """Tell whether a model, or one within it, has one of the fields `named`."""
    return any(key in named or (info.nested and _may_name(info.nested, named)) for key, info in fields_of(model).items())


def _find_page(record: Model, register: Register[Any], library: Library) -> str:
    """Return the address of the page that shows a record: as its register says, else the first that refers to it."""
    if register.seen_on is not None:
        return register.seen_on(record, library)
    key = compare_key(register.name_of(record))
    for page in filter(library.is_shown, library.all_pages):
        marked = any(register.is_of(one) and one.argument.key in (key, ALL) for one in find_marks_of(page))
        if marked or any(reference.key == key for reference in find_references(page, register.fields)):
            return page.address
    return ""
