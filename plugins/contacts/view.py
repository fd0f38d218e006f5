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
    """The view of a contact."""

    name: str
    """The name, or the role if there is no name."""
    portrait: PictureFile | None
    """A picture of the person; the name beside it is its alternative text."""
    role: str | None
    """The role, if there is a name too."""
    organisation: str | None
    telephone: str | None
    """The number as shown, grouped with non-breaking spaces."""
    telephone_link: str | None
    """`tel:+46…`, or `tel:112` for a short number."""
    email: str | None
    email_link: str | None
    """`mailto:` link, with the page's subject if it has one."""
    email_parts: tuple[str, ...]
    """The address, split where a line may break: `("partnerskap@", "example.", "org")`."""
    address: str | None
    """Website."""
    address_text: str | None
    """The website as shown: host and path without `https://`."""
    own_id: str | None
    """In a text that shows the page's own contact: the id that the heading of that contact would have; else None."""


@dataclass(frozen=True, slots=True)
class HelpBox:
    """The box "Behöver du hjälp nu?"."""

    id: str
    """Id of its heading."""
    title: str
    lines: tuple[ContactCard, ...]
    """Help lines in the order of the record."""
    text: tuple[Piece, ...]
    leave_address: str | None
    """Target of "Lämna sidan snabbt"; None if the box has no such button."""


@dataclass(frozen=True, slots=True)
class StripLine:
    """A help line in its shortest form."""

    name: str
    telephone: str | None
    """None if it has no telephone."""
    link: str
    """Target of the line: the telephone, else the e-mail, else the website."""
    when: str | None
    """When to call (the contact's role); None if the page shows that elsewhere."""


@dataclass(frozen=True, slots=True)
class HelpStrip:
    """The help lines of a help box, right under a page's title."""

    id: str | None
    """Id of its heading; None: the title is only its accessible name."""
    title: str
    lines: tuple[StripLine, ...]
    box: HelpBox | None
    """The box folded under the numbers; None if the page itself shows its text."""


LEAVE_ADDRESS = "https://www.smhi.se/"
"""Target of *Lämna sidan snabbt*: a weather site, which anybody could have been reading."""


def find_card(reference: Key | None, library: Library, text: PageText, subject: str | None = None) -> ContactCard | None:
    """Return the card to show for a contact today (`find_holder`), or None; `subject` is that of its e-mail link."""
    holder = _find_holder(reference, library)
    return view_contact(holder, text, library.gallery, subject) if holder else None


def find_card_in_text(reference: Key, library: Library, text: PageText, subject: str | None = None) -> ContactCard | None:
    """Return the card for a mark in a text.

    If it is the page's own contact, the page does not show that again below the text, and the card gets the id of that heading.
    """
    card = find_card(reference, library, text, subject)
    if card is None or text.has_contact or _find_holder(reference, library) is not _find_holder(text.contact, library):
        return card
    text.has_contact = True
    text.contact_id = text.contact_id or text.ids.take(library.words.contact)
    return replace(card, own_id=text.contact_id)


def find_own_card(library: Library, text: PageText, subject: str | None = None) -> ContactCard | None:
    """Return the card that a page shows below its text; None if the text shows it already."""
    return None if text.has_contact else find_card(text.contact, library, text, subject)


def find_card_without_portrait(reference: Key | str | None, library: Library, text: PageText) -> ContactCard | None:
    """Return the card to show for a contact today, without the portrait; for what is not a page. A string is the key of an id."""
    holder = _find_holder(reference, library)
    return view_contact(holder, text, None) if holder else None


def _find_holder(reference: Key | str | None, library: Library) -> Contact | None:
    contacts = library.known(Contact)
    contact = contacts.shown.get(reference) if isinstance(reference, str) else contacts.get(reference)
    return find_holder(contact, contacts, library.today) if contact else None


def has_holder(reference: Key, library: Library) -> bool:
    """Return whether there is a card to show for a contact today."""
    return _find_holder(reference, library) is not None


def find_last_day(reference: Key, library: Library) -> date | None:
    """Return the last day on which there is a card to show for a contact; None if there is no such day, or no card today."""
    contacts, holder = library.known(Contact), _find_holder(reference, library)
    while holder and holder.last_day and (following := find_holder(holder, contacts, holder.last_day + timedelta(days=1))):
        holder = following
    return holder.last_day if holder else None


def view_contact(contact: Contact, text: PageText, gallery: Gallery | None, subject: str | None = None) -> ContactCard:
    """Return the card of a contact, without portrait if `gallery` is None; `subject` is that of its e-mail link."""
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
    """Split an e-mail address after `@` and after each dot of the domain, where a line may break."""
    user, domain = mail.split("@")
    labels = domain.split(".")
    return (f"{user}@", *(f"{label}." for label in labels[:-1]), labels[-1])


def build_help_box(record: HelpBoxRecord, document: Document, lines: Iterable[ContactCard], text: PageText) -> HelpBox:
    """Return the view of a help box on one page; `lines` are the cards of its contacts."""
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
    """Return a help box as a strip, with the box itself folded."""
    return HelpStrip(box.id, box.title, tuple(view_strip_line(line) for line in box.lines), box)


def view_strip_line(card: ContactCard, *, shows_role: bool = False) -> StripLine:
    """Return a help line in its shortest form; `shows_role`: say when to call it."""
    link = card.telephone_link or card.email_link or card.address or ""
    return StripLine(card.name, card.telephone, link, card.role if shows_role else None)
