"""Structured data: what a page says of itself to search, in the words of schema.org (https://schema.org/WebPage).

Stage: view. In: a page's title, address and what it is about. Out: JSON-LD, safe within a script element. Called by
the frame.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from plugins.core.languages import Language
from plugins.website.links import Link
from plugins.website.organisation import OrganisationView


class DescribedSite(Protocol):
    """What the data says of the whole site."""

    @property
    def site_name(self) -> str:
        """What the site is called."""

    @property
    def root(self) -> str:
        """Its public address, without a slash at the end."""

    @property
    def home(self) -> str:
        """Address of the start page from the root, in the page's language."""

    @property
    def language(self) -> Language:
        """The language of the page."""

    @property
    def organisation(self) -> OrganisationView:
        """Who answers for it."""


def describe_page(
    site: DescribedSite,
    title: str,
    description: str,
    canonical: str,
    terms: Sequence[Mapping[str, object]],
    above: Sequence[Link] = (),
    entity: Mapping[str, object] | None = None,
) -> str:
    """Return structured data of a page (schema.org): the organisation, the page, where it stands, what it is about.

    No persons; `<` is escaped so that the data cannot end its own element.
    """
    home = f"{site.root}/"
    organisation = site.organisation
    ngo: dict[str, object] = {"@type": "NGO", "@id": f"{home}#organisation", "name": organisation.name}
    if organisation.website:
        ngo["url"] = organisation.website.address
    if organisation.social_media:
        ngo["sameAs"] = [link.address for link in organisation.social_media]
    trail = [(site.site_name, f"{site.root}{site.home}"), *((link.text, f"{site.root}{link.address}") for link in above)]
    trail += [(title, canonical)] if canonical != trail[0][1] else []
    page: dict[str, object] = {
        "@type": "WebPage",
        "@id": canonical,  # its address too
        "name": title,
        "description": description,
        "inLanguage": site.language.tag,
        "publisher": {"@id": f"{home}#organisation"},
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": address}
                for place, (name, address) in enumerate(trail, 1)
            ],
        },
    }
    if terms:
        page["about"] = list(terms)
    if entity:
        page["mainEntity"] = entity
    data = {"@context": "https://schema.org", "@graph": [ngo, page]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
