"""Contacts (people, roles, help lines) and help boxes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from plugins.core.kinds.annotations import (
    Day,
    Email,
    Id,
    Markdown,
    Name,
    Phone,
    PlainValue,
    Reference,
    Role,
    Title,
    WebAddress,
    YesNo,
)
from plugins.core.models.model import RegisterModel, field
from plugins.core.pictures import Picture
from plugins.core.shelf import Shelf


class Contact(RegisterModel):
    """Somebody to reach, by telephone, mail or web."""

    CALLED: ClassVar[str] = "kontakten"

    id: Id = field("id", required=True, may_be_unknown=False)
    name: Name | None = field("namn")
    role: Role | None = field("roll")
    organisation: Name | None = field("organisation")
    telephone: Phone | None = field("telefon")
    email: Email | None = field("e-post")
    website: WebAddress | None = field("webbplats")
    picture: Picture | None = field("bild")
    last_day: Day | None = field("till")
    successor: Reference | None = field("ersätts av")
    source: PlainValue | None = field("källa")
    review: Day | None = field("granska senast")

    def has_ended(self, today: date) -> bool:
        """Tell whether the last day has passed."""
        return self.last_day is not None and self.last_day < today


class HelpBoxRecord(RegisterModel):
    """A help box: whom to call, first on a page that speaks of danger."""

    CALLED: ClassVar[str] = "stödrutan"

    id: Id = field("id", required=True, may_be_unknown=False)
    title: Title = field("rubrik", required=True, may_be_unknown=False)
    text: Markdown | None = field("text", required=True)
    contacts: tuple[Reference, ...] = field("kontakter", required=True, default=())
    has_leave_button: YesNo = field("lämna-knapp", default=False)


SHELVES = (Shelf("kontakter.yaml", Contact, "list"), Shelf("stodrutor.yaml", HelpBoxRecord, "list"))
