"""Contact cards and help boxes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from plugins.contacts.model import SHELVES, Contact, HelpBoxRecord
from plugins.contacts.rules import check_contacts, check_help_boxes, check_uses, has_successor
from plugins.contacts.view import ContactCard, find_card_in_text, find_last_day, has_holder
from plugins.core.day_change import DayChange
from plugins.core.kinds.keys import Key
from plugins.core.library import Library, Register
from plugins.core.marks.marks import FoundMark
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.core.swedish import compare_key, quote
from plugins.core.texts.documents import find_marks_used
from plugins.core.texts.pieces import MarkedPiece
from plugins.core.translations.published import list_libraries
from plugins.core.walk import find_marks_of, find_references

CONTACTS = Register(
    model=Contact,
    code="okand-kontakt",
    missing="Det finns ingen kontakt med id {} i kontakter.yaml.",
    listing="Kontakterna är",
    other_names=lambda contacts: {compare_key(str(way)): str(c.id) for c in contacts for way in (c.name, c.role, c.email) if way},
    fields=("kontakt", "kontakter", "ersätts av", "säkerhetskontakt"),
    instead="Ska någon annan ta över? Skriv till: och ersätts av: hos kontakten, så byts den på alla ställen.",
    mark="kontakt",
    reports_drafts=True,
    has_portraits=True,
)
HELP_BOXES = Register(
    model=HelpBoxRecord,
    code="okand-stodruta",
    missing="Det finns ingen stödruta med id {} i stodrutor.yaml.",
    listing="Stödrutorna är",
    fields=("stödruta",),
)


CARD = MarkedPiece(
    name="contact",
    view=ContactCard,
    register=CONTACTS,
    make=lambda contact, context: find_card_in_text(contact, context.library, context.text, context.subject),
    shows=lambda contact, library, _is_gone: has_holder(contact, library),
    last_day=find_last_day,
)
"""The component `{kontakt:id}`, a contact card."""


def _check(library: Library) -> Iterator[Problem]:
    yield from check_contacts(library.all(Contact), library.known(Contact))
    yield from check_help_boxes(library.all(HelpBoxRecord), library.known(Contact), library.today)


def _check_page(page: AddressedPage, library: Library) -> Iterator[Problem]:
    """A page's contact and help box exist."""
    yield from library.known(Contact).check(page.contact)
    yield from library.known(HelpBoxRecord).check(getattr(page, "help_box", None))


def _check_last(library: Library) -> Iterator[Problem]:
    yield from check_uses(_find_uses(library), library.known(Contact), library.today)


def _find_uses(library: Library) -> Iterator[Key]:
    """Yield each reference to a contact in fields and texts of published records that have not ended; in the site's own language
    also those that only a translation has, since contacts are reported in their own file.
    """
    yield from _find_uses_in(library)
    for spoken in () if library.prefix else list_libraries(library)[1:]:
        yield from (use for use in _find_uses_in(spoken) if use.text.source.language)


def _find_uses_in(library: Library) -> Iterator[Key]:
    yield from library.gather_together(_references_of, library.published())
    withheld, over = library.withheld_files(), {mark.place for mark in _find_marks_over(library)}
    for mark in find_marks_used(library):
        if CONTACTS.is_of(mark) and mark.place.source.path not in withheld and mark.place not in over:
            yield mark.argument


def _find_marks_over(library: Library) -> Iterator[FoundMark]:
    """Yield the marks in records that have ended; other records in the same file may not have."""
    yield from (mark for one in library.dated if one.has_ended(library.today) for mark in find_marks_of(one))


def _references_of(_library: Library, record: Model) -> Iterator[Key]:
    yield from find_references(record, ("kontakt", "kontakter", "säkerhetskontakt"))


def _changes(library: Library) -> Iterator[DayChange]:
    contacts = library.known(Contact)
    for contact in contacts.things.values():
        if contact.last_day:
            follows = "byts mot sin efterträdare" if has_successor(contact, contacts) else "gäller inte längre"
            words = f"kontakten {quote(str(contact.id))} {follows}"
            yield DayChange(contact.last_day + timedelta(days=1), words, contact.place("last_day"))


ROOM = Room(
    shelves=SHELVES,
    registers=(CONTACTS, HELP_BOXES),
    pieces=(CARD,),
    check=_check,
    check_last=_check_last,
    check_page=_check_page,
    changes=_changes,
)
