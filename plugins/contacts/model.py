"""Models of contacts (people, roles, help lines) and help boxes."""

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
from plugins.core.pictures.pictures import Picture
from plugins.core.shelf import Shelf


class Contact(RegisterModel):
    """A person, role or help line that can be reached by telephone, e-mail or web."""

    CALLED: ClassVar[str] = "kontakten"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name", "role", "id")
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("contact", "kontakt")
    NEEDS_ONE_OF: ClassVar[tuple[str, ...]] = ("telephone", "email", "website")
    REVIEW_DAY: ClassVar[str] = "review"
    REVIEWED: ClassVar[str] = "Stäm av med den som det gäller"

    id: Id = field(
        "id", "Ett kort namn som andra sidor hänvisar med. Ändra det inte i onödan.", required=True, may_be_unknown=False
    )
    name: Name | None = field("namn", "För- och efternamn. Är det en roll utan person: utelämna raden.", translated="heter")
    role: Role | None = field("roll", "Titel eller uppgift. För en hjälptelefon: när man ska ringa.")
    organisation: Name | None = field("organisation", "Var personen arbetar.")
    telephone: Phone | None = field("telefon", "")
    email: Email | None = field("e-post", "")
    website: WebAddress | None = field("webbplats", "Kontaktens egen webbplats.")
    picture: Picture | None = field("bild", "Ett porträtt. Utan bild visas namnet.")
    last_day: Day | None = field("till", "Personens sista dag. Dagen efter visas den som tar över.")
    successor: Reference | None = field("ersätts av", "Vem som tar över efter den sista dagen.")
    source: PlainValue | None = field("källa", "Var uppgiften kommer från.")
    review: Day | None = field("granska senast", "Den dag då uppgiften ska ses över igen.")

    def has_ended(self, today: date) -> bool:
        """Return whether the last day has passed; references to the contact then lead to its successor."""
        return self.last_day is not None and self.last_day < today


class HelpBoxRecord(RegisterModel):
    """A help box: help lines to call, for pages about difficult subjects."""

    CALLED: ClassVar[str] = "stödrutan"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("title", "id")
    HEADED_BY: ClassVar[str] = "title"
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("help-box", "stodruta", "stödruta")

    id: Id = field(
        "id", "Ett kort namn som andra sidor hänvisar med. Ändra det inte i onödan.", required=True, may_be_unknown=False
    )
    title: Title = field("rubrik", "Rutans rubrik.", required=True, may_be_unknown=False)
    text: Markdown | None = field("text", "Rutans ord. Tom rad ger nytt stycke.", required=True)
    contacts: tuple[Reference, ...] = field("kontakter", "Kontakterna, i den ordning de ska visas.", required=True, default=())
    has_leave_button: YesNo = field("lämna-knapp", "Ja ger en knapp som snabbt lämnar webbplatsen.", default=False)


SHELVES = (Shelf("kontakter.yaml", Contact, "list", "Kontakter"), Shelf("stodrutor.yaml", HelpBoxRecord, "list", "Hjälprutor"))
