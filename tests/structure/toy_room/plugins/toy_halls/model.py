"""Halls: places to play."""

from __future__ import annotations

from typing import ClassVar

from plugins.core import hints
from plugins.core.kinds.annotations import Day, DocumentAddress, Id, Markdown, PlainLine, Reference, ValueLine
from plugins.core.models.model import RegisterModel, field
from plugins.core.shelf import Shelf


class ToyHall(RegisterModel):
    """A place to play, which may have a last day."""

    CALLED: ClassVar[str] = "leksakslokalen"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name", "id")
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("toy-hall", "leksakslokal")
    LAST_DAY: ClassVar[str] = "last_day"

    id: Id = field("id", "Ett kort namn.", required=True, may_be_unknown=False)
    name: PlainLine = field("namn", "Vad lokalen heter.", required=True, may_be_unknown=False)
    address: ValueLine | None = field("adress", "Var den ligger.")
    text: Markdown | None = field("text", "Vad man kan göra där.")
    plan: DocumentAddress | None = field("planritning", "En ritning av lokalen.")
    goals: tuple[Reference, ...] = field("lokala mål", "De lokala mål som lokalen hör till.", default=())
    contact: Reference | None = field("kontakt", hints.CONTACT)
    last_day: Day | None = field("till", "Sista dagen som den är öppen.")


SHELVES = (Shelf("leksakslokaler.yaml", ToyHall, "list", "Leksakslokaler"),)
