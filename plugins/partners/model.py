"""Models of partners, their agreements and logos, and the tiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from plugins.core.intake.sizes import LogoSize
from plugins.core.kinds.annotations import Day, FileName, Id, Markdown, Name, Number, PlainTitle, Reference, WebAddress, YesNo
from plugins.core.kinds.choices import choice
from plugins.core.models.model import Model, RegisterModel, field
from plugins.core.shelf import Shelf

Display = Literal["large", "normal", "small", "names"]

LOGO_FOLDER = "partner/logotyper"
DISPLAYS: Mapping[str, Display] = MappingProxyType(
    {"stor logotyp": "large", "logotyp": "normal", "liten logotyp": "small", "namn": "names"}
)
"""How a tier is shown: the theme's word by the editors' word."""


LOGO_SIZES: Mapping[str, LogoSize] = MappingProxyType(
    {
        "large": LogoSize(weight=15_000, widest=288, tallest=140, narrow=246, lightest=1_200),
        "normal": LogoSize(weight=4_500, widest=160, tallest=88, narrow=106, lightest=400),
        "small": LogoSize(weight=1_370, widest=100, tallest=52, narrow=100, lightest=130),
    }
)
"""The size of logos for each display. The area of a logo varies with its density by a factor of up to √10; each weight is less
than 1/√10 of the one above, so that no logo is as large as one of the display above. Widths are those of the cells in `wall.css`,
on a wide screen and on a phone of 320 px."""


class Tier(RegisterModel):
    """A level of support."""

    CALLED: ClassVar[str] = "nivån"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("tier", "niva", "nivå")

    name: Id = field(
        "namn", "Vad nivån heter. Partnernas avtal hänvisar till det.", required=True, may_be_unknown=False, translated="heter"
    )
    plural: PlainTitle = field("plural", "Nivåns namn i flera, som rubrik: Vänföretag.", required=True, may_be_unknown=False)
    order: Number = field("ordning", "1 visas först.", required=True, may_be_unknown=False)
    display_word: Annotated[str, choice("visning", *DISPLAYS)] = field(
        "visning", "Hur partner på nivån visas.", required=True, may_be_unknown=False
    )
    meaning: Markdown | None = field("innebär", "Vad nivån innebär, för den som funderar på att bli partner.")
    is_sponsored: YesNo = field("märk länken som sponsrad", "Ja om nivån är betald reklam.", default=False)
    requires_approval: YesNo = field(
        "kräver godkännande", "Ja om alla på nivån ska ha sagt ja till sitt korrektur före publiceringen.", default=False
    )

    @property
    def display(self) -> Display:
        """How the tier is shown, as the theme calls it."""
        return DISPLAYS[self.display_word]


class Agreement(Model):
    """An organisation's agreement to support a local goal on a tier, from a first to a last day (both inclusive)."""

    CALLED: ClassVar[str] = "avtalet"
    FIRST_DAY: ClassVar[str] = "first_day"
    LAST_DAY: ClassVar[str] = "last_day"

    goal: Reference = field("lokalt mål", "Numret på det av våra mål som avtalet gäller.", required=True, may_be_unknown=False)
    tier: Reference = field("nivå", "Vilken nivå av stöd avtalet gäller.", required=True, may_be_unknown=False)
    first_day: Day | None = field("från", "Avtalets första dag. Utan dag gäller det redan.")
    last_day: Day | None = field("till", "Avtalets sista dag. Dagen efter visas det inte längre.")


class NewLogo(Model):
    """A logo that replaces the current one on a given day."""

    CALLED: ClassVar[str] = "den nya logotypen"
    FILES_IN: ClassVar[str | None] = LOGO_FOLDER

    file: FileName = field("fil", "Den nya logotypens fil.", required=True, may_be_unknown=False)
    first_day: Day = field("från", "Den dag då den nya logotypen tar över.", required=True, may_be_unknown=False)


class Partner(RegisterModel):
    """An organisation that supports goals, with one agreement in fields of its own, or with a list of agreements."""

    CALLED: ClassVar[str] = "partnern"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("partner",)
    FOLDS_INTO: ClassVar[str | None] = "agreement_list"
    FILES_IN: ClassVar[str | None] = LOGO_FOLDER

    name: Name = field("namn", "Som partnern själv skriver det.", required=True, may_be_unknown=False, data="name")
    website: WebAddress | None = field("webbplats", "Partnerns egen webbplats.", data="website")
    logo: FileName | None = field("logotyp", "Logotypens fil, som ni har fått den.")
    dark_logo: FileName | None = field("logotyp mörk", "En ljusare logotyp för mörk bakgrund, om det behövs en.", later=True)
    new_logo: NewLogo | None = field("ny logotyp", "En logotyp som tar över en viss dag.", later=True)
    presentation: Markdown | None = field(
        "presentation", "En eller två meningar om partnern, för sidan Våra partner.", later=True
    )
    goal: Reference | None = field("lokalt mål", "Numret på det av våra mål som avtalet gäller.", may_be_unknown=False)
    tier: Reference | None = field("nivå", "Vilken nivå av stöd avtalet gäller.", may_be_unknown=False)
    first_day: Day | None = field("från", "Avtalets första dag. Utan dag gäller det redan.")
    last_day: Day | None = field("till", "Avtalets sista dag. Dagen efter visas partnern inte längre.")
    agreement_list: tuple[Agreement, ...] = field(
        "avtal",
        "Har partnern flera avtal: skriv dem här i stället för mål och nivå ovan.",
        default=(),
        may_be_unknown=False,
        later=True,
    )
    approved: Day | None = field("godkänd", "Dagen då partnern sa ja till korrekturet.", later=True)

    def list_dated(self) -> Iterable[Model]:
        """Return its agreements, as the parts of the record that have first and last days."""
        return self.agreements

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """All agreements: the one in fields of the record itself, if any, then those in its list."""
        if self.goal is None or self.tier is None:
            return self.agreement_list
        own = Agreement.model_construct(  # the values have been validated
            goal=self.goal, tier=self.tier, first_day=self.first_day, last_day=self.last_day, at=self.at
        )
        return (own, *self.agreement_list)

    def is_approved(self, today: date) -> bool:
        """Return whether the partner has approved its proof by `today`."""
        return self.approved is not None and self.approved <= today

    def logo_file(self, today: date) -> str | None:
        """Return the file name of the logo on `today`; None if there is no logo."""
        if self.new_logo and self.new_logo.first_day <= today:
            return self.new_logo.file.value
        return self.logo.value if self.logo else None


PARTNERS = "partner"
BECOME_PARTNER = "bli-partner"
"""Names of the known pages."""

SHELVES = (
    Shelf("nivaer.yaml", Tier, "list", "Partnernas nivåer"),
    Shelf("partner/*.yaml", Partner, "list", "Partner"),
    Shelf(f"{LOGO_FOLDER}/*", None, "file"),
)
