"""Facts: figures with source and period, each written once, in `fakta.yaml`."""

from __future__ import annotations

from typing import ClassVar

from plugins.core.kinds.annotations import Day, Id, PlainLine, PlainValue, RoughTime, WebAddress
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import translate_number
from plugins.core.models.model import RegisterModel, field
from plugins.core.shelf import Shelf
from plugins.core.translations.values import has_words


class Fact(RegisterModel):
    """A figure with its unit, period and source."""

    CALLED: ClassVar[str] = "uppgiften"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("id",)
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("fact", "uppgift")
    REVIEW_DAY: ClassVar[str] = "review"
    REVIEWED: ClassVar[str] = "Stäm av mot källan"

    id: Id = field(
        "id", "Ett kort namn som andra sidor hänvisar med. Ändra det inte i onödan.", required=True, may_be_unknown=False
    )
    value: PlainValue = field(
        "värde", "Talet, som det ska läsas. Enheten står för sig.", required=True, may_be_unknown=False, translated=True
    )
    unit: PlainLine | None = field("enhet", "Vad talet räknar, till exempel personer.")
    period: RoughTime | None = field("avser", "Vilken tid siffran gäller.", required=True)
    source: PlainValue | None = field("källa", "Var uppgiften kommer från.", required=True, translated=True)
    source_address: WebAddress | None = field("källans adress", "Sidan där uppgiften står, om den finns på nätet.")
    review: Day | None = field("granska senast", "Den dag då uppgiften ska ses över igen.")

    @property
    def has_words(self) -> bool:
        """Return whether the value has words, and is not a bare number: `cirka 250`, `tre`."""
        return has_words(self.value.value)

    def show_value(self, language: Language) -> str:
        """Return the value as the record's translation has it, else with its number in the format of `language`."""
        return self.value.value if self.is_said_anew("value") else translate_number(self.value.value, language)


SHELVES = (Shelf("fakta.yaml", Fact, "list", "Siffror"),)
