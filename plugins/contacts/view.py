"""Views of contacts and help boxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from plugins.contacts.model import Contact, HelpBoxRecord
from plugins.contacts.rules import find_holder
from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.library import Library
from plugins.core.mail import make_mail_link
from plugins.core.markdown.nodes import Document
from plugins.core.pictures.gallery import Gallery
from plugins.core.pictures.pictures import PictureFile, view_file
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Piece
from plugins.core.web import decode_address, shorten_address


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A person, role or help line with the ways to reach it."""

    name: str
    """The name, or the role where no name is given."""
    portrait: PictureFile | None
    """A picture of the person; its words are the name beside it."""
    role: str | None
    """The role, where there is a name beside it."""
    organisation: str | None
    telephone: str | None
    """As shown, grouped, with fixed spaces."""
    telephone_link: str | None
    """`tel:+46…`, or `tel:112` for a short number."""
    email: str | None
    email_link: str | None
    """`mailto:` with the goal in its subject where there is one."""
    email_parts: tuple[str, ...]
    """The address cut where a line may break: `("partnerskap@", "example.", "org")`."""
    address: str | None
    """Web address."""
    address_text: str | None
    """The web address as shown: host and path without `https://`."""
    own_id: str | None
    """The id of the heading that the card would have as the page's own contact, where it stands without that."""


@dataclass(frozen=True, slots=True)
class HelpBox:
    """The box "Behöver du hjälp nu?" with all its words."""

    id: str
    """Id of its heading."""
    title: str
    lines: tuple[ContactCard, ...]
    """Help lines in the order the editor gave them."""
    text: tuple[Piece, ...]
    leave_address: str | None
    """Where "Lämna sidan snabbt" goes; None where the box does not ask for it."""


@dataclass(frozen=True, slots=True)
class StripLine:
    """Whom to call, as short as can be."""

    name: str
    telephone: str | None
    """None where one writes instead."""
    link: str
    """Where the line leads: the telephone, else the mail, else the web."""
    when: str | None
    """When to call; None where that stands elsewhere."""


@dataclass(frozen=True, slots=True)
class HelpStrip:
    """Whom to call, first on a page: right under its title."""

    id: str | None
    """Id of its heading; None: the title is heard only."""
    title: str
    lines: tuple[StripLine, ...]
    box: HelpBox | None
    """The words that are folded under the numbers; None where they stand on the page itself."""


LEAVE_ADDRESS = "https://www.smhi.se/"
"""Where *Lämna sidan snabbt* goes: a page about the weather, which anybody may have been reading."""


def find_card(reference: Key | None, library: Library, text: PageText, subject: str | None = None) -> ContactCard | None:
    """Return the card of whoever holds a contact today, None where nobody does; mails from it are about `subject`."""
    holder = _find_holder(reference, library)
    return view_contact(holder, text, library.gallery, subject) if holder else None


def find_card_in_text(reference: Key, library: Library, text: PageText, subject: str | None = None) -> ContactCard | None:
    """Return the card at a mark. Where the page would show the same contact of itself, that stands here alone, with its id."""
    card = find_card(reference, library, text, subject)
    if card is None or text.has_contact or _find_holder(reference, library) is not _find_holder(text.contact, library):
        return card
    text.has_contact = True
    text.contact_id = text.contact_id or text.ids.take(library.words.contact)
    return replace(card, own_id=text.contact_id)


def find_own_card(library: Library, text: PageText, subject: str | None = None) -> ContactCard | None:
    """Return the card that a page shows below its text; None where an editor has set it higher up."""
    return None if text.has_contact else find_card(text.contact, library, text, subject)


def find_card_in_words(reference: Key | None, library: Library, text: PageText) -> ContactCard | None:
    """Return the card of whoever holds a contact today, without the portrait, for what is no page."""
    holder = _find_holder(reference, library)
    return view_contact(holder, text, None) if holder else None


def find_named_card(key: str, library: Library, text: PageText) -> ContactCard | None:
    """Return the same by the compared name of the contact."""
    contacts = library.known(Contact)
    contact = contacts.shown.get(key)
    holder = find_holder(contact, contacts, library.today) if contact else None
    return view_contact(holder, text, None) if holder else None


def _find_holder(reference: Key | None, library: Library) -> Contact | None:
    contacts = library.known(Contact)
    contact = contacts.get(reference)
    return find_holder(contact, contacts, library.today) if contact else None


def has_holder(reference: Key, library: Library) -> bool:
    """Tell whether anybody holds a contact today."""
    contacts = library.known(Contact)
    contact = contacts.get(reference)
    return contact is not None and find_holder(contact, contacts, library.today) is not None


def find_last_day(reference: Key, library: Library) -> date | None:
    """Return the last day on which anybody holds a contact; None where somebody does without end, or nobody today."""
    contacts = library.known(Contact)
    contact = contacts.get(reference)
    holder = find_holder(contact, contacts, library.today) if contact else None
    while holder and holder.last_day and (following := find_holder(holder, contacts, holder.last_day + timedelta(days=1))):
        holder = following
    return holder.last_day if holder else None


def view_contact(contact: Contact, text: PageText, gallery: Gallery | None, subject: str | None = None) -> ContactCard:
    """Return the card of a contact, without its portrait where no gallery has that; `subject` is what the mail is about."""
    name, role = text.line(contact.name), text.line(contact.role)
    mail = contact.email
    return ContactCard(
        name=name or role,
        portrait=view_file(contact.picture, gallery) if gallery else None,
        role=role if name and role else None,
        organisation=text.line(contact.organisation) or None,
        telephone=contact.telephone.shown if contact.telephone else None,
        telephone_link=contact.telephone.link if contact.telephone else None,
        email=decode_address(mail) if mail else None,
        email_link=make_mail_link(mail, {"subject": subject or ""}) if mail else None,
        email_parts=_cut_address(decode_address(mail)) if mail else (),
        address=contact.website,
        address_text=shorten_address(contact.website) if contact.website else None,
        own_id=None,
    )


def _cut_address(mail: str) -> tuple[str, ...]:
    """Cut an e-mail address after `@` and after dots of the domain, where a line may break."""
    user, domain = mail.split("@")
    labels = domain.split(".")
    return (f"{user}@", *(f"{label}." for label in labels[:-1]), labels[-1])


def build_help_box(record: HelpBoxRecord, document: Document, lines: Iterable[ContactCard], text: PageText) -> HelpBox:
    """Return a help box as it stands on one page."""
    title = text.line(record.title)
    nodes = text.open(document).nodes
    return HelpBox(
        id=text.ids.take(title),
        title=title,
        lines=tuple(lines),
        text=text.pieces(nodes, shift=1),
        leave_address=LEAVE_ADDRESS if record.has_leave_button else None,
    )


def build_help_strip(box: HelpBox) -> HelpStrip:
    """Return a help box as a strip, with its words folded up."""
    return HelpStrip(box.id, box.title, tuple(view_strip_line(line) for line in box.lines), box)


def view_strip_line(card: ContactCard, *, is_told: bool = False) -> StripLine:
    """Return a help line as short as can be, with when to call it where that `is_told` nowhere else."""
    link = card.telephone_link or card.email_link or card.address or ""
    return StripLine(card.name, card.telephone, link, card.role if is_told else None)
