"""Models of `webbplats.yaml`: the site's name and address, the organisation, the headings of goal pages, menu and footer."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from plugins.core.kinds.annotations import (
    Language,
    Line,
    LinkAddress,
    Markdown,
    Name,
    NameTitle,
    PlainLine,
    PlainValue,
    Reference,
    TimeZone,
    WebAddress,
)
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.models.model import Model, field
from plugins.core.shelf import Shelf
from plugins.core.source.sources import Text
from plugins.core.swedish import is_luhn_valid, quote

COMPARE = "Jämför med papperet, siffra för siffra."


def _parse_swish(text: Text) -> str:
    """Parse a company's Swish number: ten digits that begin with 123, the last one a check digit. Return it grouped."""
    digits = re.sub(r"[\s\N{NO-BREAK SPACE}-]", "", text.value)
    if not re.fullmatch(r"123[0-9]{7}", digits):
        help_line = "Ett Swish-nummer till en organisation har tio siffror och börjar med 123."
        raise KindError(f"{quote(text.value)} är inget Swish-nummer.", help_line, code="fel-swish")
    if not is_luhn_valid(digits):
        raise KindError(f"Swish-numret {quote(text.value)} har en felaktig siffra.", COMPARE, code="fel-swish")
    return f"{digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}"


def _parse_bankgiro(text: Text) -> str:
    """Parse a bankgiro number: seven or eight digits, the last one a check digit. Return it with a hyphen."""
    digits = re.sub(r"[\s\N{NO-BREAK SPACE}-]", "", text.value)
    if not re.fullmatch(r"[0-9]{7,8}", digits):
        help_line = "Ett bankgironummer har sju eller åtta siffror, till exempel 123-4566."
        raise KindError(f"{quote(text.value)} är inget bankgironummer.", help_line, code="fel-bankgiro")
    if not is_luhn_valid(digits):
        raise KindError(f"Bankgironumret {quote(text.value)} har en felaktig siffra.", COMPARE, code="fel-bankgiro")
    return f"{digits[:-4]}-{digits[-4:]}"


def _parse_charity_account(text: Text) -> str:
    """Parse a 90-account (a charity's account): seven digits that begin with 90, the last one a check digit.

    Svensk Insamlingskontroll grants them (insamlingskontroll.se). The same digits are a plusgiro (`90 12 34-5`) and a bankgiro
    number, so the spelling is kept.
    """
    digits = re.sub(r"[\s\N{NO-BREAK SPACE}-]", "", text.value)
    if not re.fullmatch(r"90[0-9]{5}", digits):
        help_line = "Ett 90-konto har sju siffror och börjar med 90."
        raise KindError(f"{quote(text.value)} är inget 90-konto.", help_line, code="fel-insamlingskonto")
    if not is_luhn_valid(digits):
        raise KindError(f"90-kontot {quote(text.value)} har en felaktig siffra.", COMPARE, code="fel-insamlingskonto")
    return " ".join(text.value.split())


CharityAccount = Annotated[str, Kind("90-konto", _parse_charity_account, "90 12 34-5")]
Swish = Annotated[str, Kind("Swish-nummer", _parse_swish, "123 456 78 97")]
Bankgiro = Annotated[str, Kind("bankgironummer", _parse_bankgiro, "123-4566")]


class SocialMedium(Model):
    """The organisation's account in a social medium."""

    CALLED: ClassVar[str] = "raden"

    name: Name = field("namn", "Vad tjänsten heter.", required=True, may_be_unknown=False)
    address: WebAddress = field("adress", "Organisationens sida där.", required=True, may_be_unknown=False)


class Organisation(Model):
    """The organisation responsible for the site."""

    CALLED: ClassVar[str] = "organisationen"

    name: Name = field("namn", "Organisationens hela namn.", required=True, may_be_unknown=False)
    number: PlainValue | None = field("organisationsnummer", "Tio siffror med bindestreck efter den sjätte.")
    charity_account: CharityAccount | None = field("90-konto", "Börjar med 90.")
    address: PlainValue | None = field("adress", "Postadress eller besöksadress, på en rad.")
    website: WebAddress | None = field("webbplats", "Organisationens egen webbplats.")
    social_media: tuple[SocialMedium, ...] = field("sociala medier", "Sidor i sociala medier.", default=())
    contact: Reference | None = field("kontakt", "Kontakten som står i sidfoten.")


class GoalHeadings(Model):
    """The headings of all goal pages that editors may word themselves; three of them are fixed in the goals' texts too."""

    CALLED: ClassVar[str] = "målsidans rubriker"

    today: PlainLine = field("nuläge", "Rubriken för det som görs i dag.", required=True, may_be_unknown=False)
    wanted: PlainLine = field("framåt", "Rubriken för det ni vill göra mer av.", required=True, may_be_unknown=False)
    globally: PlainLine = field(
        "globalt", "Rubriken för avsnittet om det globala, i målens texter.", required=True, may_be_unknown=False
    )
    connection: Line | None = field("koppling", "Rubriken för kopplingen till de globala målen.")
    reach: Line | None = field("att nå målet", "Rubriken över nuläge och framåt.")
    act: Line | None = field("vad kan jag göra", "Rubriken över sätten att hjälpa till.")

    @property
    def fixed(self) -> tuple[str, str, str]:
        """The headings of the three fixed sections, in the order of the page."""
        return self.today.value, self.wanted.value, self.globally.value


class GoalBlocks(Model):
    """The blocks shown on every goal page."""

    CALLED: ClassVar[str] = "målsidans block"

    globally: tuple[Reference, ...] = field("globalt", "Block som visas efter avsnittet om det globala.", default=())
    last: tuple[Reference, ...] = field("sist", "Block som står sist på målens sidor.", default=())


class MenuItem(Model):
    """A link in the menu or footer."""

    CALLED: ClassVar[str] = "länken"

    text: Line = field("text", "Orden som man klickar på.", required=True, may_be_unknown=False)
    address: LinkAddress = field("adress", "Dit länken leder.", required=True, may_be_unknown=False)


class Footer(Model):
    """The text and links of the footer."""

    CALLED: ClassVar[str] = "sidfoten"

    text: Markdown | None = field("text", "Orden längst ner på varje sida. Tom rad ger nytt stycke.")
    links: tuple[MenuItem, ...] = field("länkar", "Länkar i sidfoten.", default=())


class WaysToGive(Model):
    """Ways to give money or time. Each is shown only if it is filled in."""

    CALLED: ClassVar[str] = "stöd oss"

    swish: Swish | None = field("swish", "Swish-numret.")
    bankgiro: Bankgiro | None = field("bankgiro", "Bankgironumret.")
    gift_page: WebAddress | None = field("gåvosida", "Sidan där man ger en gåva.")
    volunteer: LinkAddress | None = field("volontär", "Sidan för den som vill bli volontär.")
    company: LinkAddress | None = field("företag", "Sidan för företag.")


class Website(Model):
    """The single record in `webbplats.yaml`."""

    CALLED: ClassVar[str] = "webbplatsen"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)

    name: NameTitle = field("namn", "Vad webbplatsen heter.", required=True, may_be_unknown=False, translated=True)
    address: WebAddress = field("adress", "Webbplatsens egen adress.", required=True, may_be_unknown=False)
    time_zone: TimeZone = field("tidszon", "I Sverige Europe/Stockholm.", required=True, may_be_unknown=False)
    languages: tuple[Language, ...] = field("språk", "Webbplatsens språk: sv.", required=True, may_be_unknown=False, default=())
    organisation: Organisation = field(
        "organisation", "Uppgifter om organisationen, för sidfot och sökmotorer.", required=True, may_be_unknown=False
    )
    headings: GoalHeadings = field(
        "målsidans rubriker", "De fasta rubrikerna på målens sidor.", required=True, may_be_unknown=False
    )
    blocks: GoalBlocks | None = field("målsidans block", "Block som alla målsidor har.")
    menu: tuple[MenuItem, ...] = field(
        "meny",
        "Länkar i menyn, efter hjälp och målen. De kommer i stället för dem som annars står där, till exempel Våra partner: "
        "skriv alla som ska vara med.",
        default=(),
    )
    footer: Footer | None = field("sidfot", "Det som står längst ner på alla sidor.")
    giving: WaysToGive | None = field("stöd oss", "Sätt att ge. Det som fylls i visas.")
    security_contact: Reference | None = field("säkerhetskontakt", "Vem den som hittar ett säkerhetsfel ska höra av sig till.")

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone; its name is valid, as the field's kind checks it."""
        return ZoneInfo(self.time_zone)

    @property
    def has_own_menu(self) -> bool:
        """Whether the record lists a menu, even if none of its pages is visible today."""
        return "menu.0" in self.at

    @property
    def root(self) -> str:
        """The public address without a trailing slash."""
        return self.address.rstrip("/")

    @property
    def language(self) -> str:
        """The code of the site's own language: the first in the list, `sv` if that is empty."""
        return self.languages[0] if self.languages else "sv"


SHELVES = (Shelf("webbplats.yaml", Website, "record", "Webbplatsen", is_required=True, speaks_of_site=True),)
