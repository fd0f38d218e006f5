"""The website itself: name, address, organisation, the words of the goal page, menus and footer."""

from __future__ import annotations

from typing import ClassVar

from plugins.core.kinds import Language, Line, LinkAddress, Markdown, Reference, TimeZone, WebAddress
from plugins.core.models import Model, field
from plugins.core.shelves import Shelf


class SocialMedium(Model):
    """An account of the organisation."""

    CALLED: ClassVar[str] = "raden"

    name: Line = field("namn", required=True, may_be_unknown=False)
    address: WebAddress = field("adress", required=True, may_be_unknown=False)


class Organisation(Model):
    """Who answers for the site."""

    CALLED: ClassVar[str] = "organisationen"

    name: Line = field("namn", required=True, may_be_unknown=False)
    number: Line | None = field("organisationsnummer")
    address: Line | None = field("adress")
    website: WebAddress | None = field("webbplats")
    social_media: tuple[SocialMedium, ...] = field("sociala medier", default=())
    contact: Reference | None = field("kontakt")


class GoalHeadings(Model):
    """The words of the headings that every goal page has."""

    CALLED: ClassVar[str] = "målsidans rubriker"

    today: Line = field("nuläge", required=True, may_be_unknown=False)
    wanted: Line = field("framåt", required=True, may_be_unknown=False)
    globally: Line = field("globalt", required=True, may_be_unknown=False)
    connection: Line | None = field("koppling")
    reach: Line | None = field("att nå målet")
    act: Line | None = field("vad kan jag göra")

    @property
    def fixed(self) -> tuple[str, str, str]:
        """The words of the three fixed sections, in their order on the page."""
        return self.today.value, self.wanted.value, self.globally.value


class GoalBlocks(Model):
    """The blocks that every goal page has."""

    CALLED: ClassVar[str] = "målsidans block"

    globally: tuple[Reference, ...] = field("globalt", default=())
    last: tuple[Reference, ...] = field("sist", default=())


class MenuItem(Model):
    """A link of the menu or footer."""

    CALLED: ClassVar[str] = "länken"

    text: Line = field("text", required=True, may_be_unknown=False)
    address: LinkAddress = field("adress", required=True, may_be_unknown=False)


class Footer(Model):
    """The footer's own words and links."""

    CALLED: ClassVar[str] = "sidfoten"

    text: Markdown | None = field("text")
    links: tuple[MenuItem, ...] = field("länkar", default=())


class WaysToGive(Model):
    """How to give and take part; shown from the issue that brings them."""

    CALLED: ClassVar[str] = "stöd oss"

    swish: Line | None = field("swish")
    bankgiro: Line | None = field("bankgiro")
    gift_page: WebAddress | None = field("gåvosida")
    volunteer: LinkAddress | None = field("volontär")
    company: LinkAddress | None = field("företag")


class Website(Model):
    """The one record of `webbplats.yaml`."""

    CALLED: ClassVar[str] = "webbplatsen"

    name: Line = field("namn", required=True, may_be_unknown=False)
    address: WebAddress = field("adress", required=True, may_be_unknown=False)
    time_zone: TimeZone = field("tidszon", required=True, may_be_unknown=False)
    languages: tuple[Language, ...] = field("språk", required=True, may_be_unknown=False, default=())
    organisation: Organisation = field("organisation", required=True, may_be_unknown=False)
    headings: GoalHeadings = field("målsidans rubriker", required=True, may_be_unknown=False)
    blocks: GoalBlocks | None = field("målsidans block")
    menu: tuple[MenuItem, ...] = field("meny", default=())
    footer: Footer | None = field("sidfot")
    giving: WaysToGive | None = field("stöd oss")

    @property
    def root(self) -> str:
        """The public address without the slash at its end."""
        return self.address.rstrip("/")

    @property
    def language(self) -> str:
        """The site's own language."""
        return self.languages[0] if self.languages else "sv"


SHELVES = (Shelf("webbplats.yaml", Website, "record", is_required=True),)
