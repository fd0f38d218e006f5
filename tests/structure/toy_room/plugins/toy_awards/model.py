"""Awards (priser), who gives them and who judges: three registers, which together use all that a register can declare."""

from __future__ import annotations

from typing import ClassVar

from plugins.core import hints
from plugins.core.kinds.annotations import AnyYear, Id, Markdown, Name, Number, PlainLine, Reference, ValueLine
from plugins.core.models.model import Model, RegisterModel, field
from plugins.core.pictures.pictures import Picture
from plugins.core.shelf import Shelf


class ToyWinner(Model):
    """A row of `vinnare`: a winner of an award, with the day."""

    CALLED: ClassVar[str] = "raden"

    name: Name = field("namn", "Vem det var.", required=True, may_be_unknown=False)
    year: AnyYear | None = field("år", "När det gavs.")


class ToyAward(RegisterModel):
    """An award; references use its number."""

    CALLED: ClassVar[str] = "leksakspriset"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("spoken", "id")
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("toy-award", "leksakspris")

    id: Id = field("id", "Ett kort namn.", required=True, may_be_unknown=False)
    number: Number = field("nummer", "Det som andra hänvisar med.", required=True, may_be_unknown=False)
    spoken: PlainLine | None = field("benämning", "Vad priset heter.")
    text: Markdown | None = field("text", "Vad det ges för.")
    worth: ValueLine | None = field("värt", "Vad det är värt.", translated=True)
    winners: tuple[ToyWinner, ...] = field("vinnare", "De som har fått det.", required=True, default=())
    picture: Picture | None = field("bild", "Den som fick det.")
    contact: Reference | None = field("kontakt", hints.CONTACT)
    rank: str = ""
    """A prefix of the name as shown."""


class ToyGiver(RegisterModel):
    """An organisation that gives an award."""

    CALLED: ClassVar[str] = "leksaksgivaren"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)

    name: Name = field("namn", "Vad organisationen heter.", required=True, may_be_unknown=False)
    award: Reference | None = field("leksakspris", "Priset som den ger.")


class ToyJudge(RegisterModel):
    """A judge, to whom no record refers."""

    CALLED: ClassVar[str] = "leksaksdomaren"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)

    name: Name = field("namn", "Vem det är.", required=True, may_be_unknown=False)
    contacts: tuple[Reference, ...] = field("kontakter", hints.CONTACT, default=())


SHELVES = (
    Shelf("leksakspriser.yaml", ToyAward, "list", "Leksakspriser"),
    Shelf("leksaksgivare.yaml", ToyGiver, "list", "Leksaksgivare"),
    Shelf("leksaksdomare.yaml", ToyJudge, "list", "Leksaksdomare"),
)
