"""Views of the organisation: who answers for the site, and how one gives to it.

Stage: view. Called by the frame, by the pages that ask for gifts, and by the contact page.
"""

from __future__ import annotations

from plugins.core.dataclass import dataclass
from plugins.core.texts.prose import Heading
from plugins.website.links import Link


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """Who answers for the site, for the footer and the contact page."""

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
    """How to give and take part; each way is there only where it is filled in."""

    heading: Heading
    swish: str | None
    """Number as shown, grouped."""
    swish_qr_html: str | None
    """Inline SVG of the code that the app reads: the number is filled in, the sum is not."""
    bankgiro: str | None
    gift_page: str | None
    """Web address."""
    volunteer: str | None
    """Address for those who want to help with their time."""
    company: str | None
    """Address for companies."""
