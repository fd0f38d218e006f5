"""Views of the organisation and of the ways to give to it."""

from __future__ import annotations

from plugins.core.dataclass import dataclass
from plugins.core.texts.prose import Heading
from plugins.website.links import Link


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """The organisation responsible for the site, for the footer and the contact page."""

    name: str
    address: str | None
    """Postal address, on one line."""
    number: str | None
    """Organisation number."""
    charity_account: str | None
    """90-account, as the organisation writes it."""
    website: Link | None
    social_media: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GivingView:
    """The ways to give money or time; None for each that is not filled in."""

    heading: Heading
    swish: str | None
    """The number as shown, grouped."""
    swish_qr_html: str | None
    """Inline SVG of the QR code for the Swish app, with the number and no amount."""
    bankgiro: str | None
    gift_page: str | None
    """Web address."""
    volunteer: str | None
    """Address of the page for volunteers."""
    company: str | None
    """Address of the page for companies."""
