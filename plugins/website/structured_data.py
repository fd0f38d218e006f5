"""Structured data: what a page says of itself to search, in the words of schema.org (https://schema.org/WebPage).

Stage: view. In: a page's title, address and what it is about. Out: JSON-LD, safe within a script element. Called by
the frame.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from plugins.core.locales.languages import Language
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


class DescribedPage(Protocol):
    """What the data says of one page."""

    @property
    def description(self) -> str:
        """Its summary."""

    @property
    def trail(self) -> Sequence[Link]:
        """The pages between the start page and this one."""

    @property
    def terms(self) -> Sequence[Mapping[str, object]]:
        """The goals it is about, as JSON-LD."""

    @property
    def entity(self) -> Mapping[str, object] | None:
        """What it presents, as JSON-LD; None on most pages."""


def describe_page(site: DescribedSite, page: DescribedPage, title: str, canonical: str) -> str:
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
    trail = [(site.site_name, f"{site.root}{site.home}"), *((link.text, f"{site.root}{link.address}") for link in page.trail)]
    trail += [(title, canonical)] if canonical != trail[0][1] else []
    data: dict[str, object] = {
        "@type": "WebPage",
        "@id": canonical,  # its address too
        "name": title,
        "description": page.description,
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
    if page.terms:
        data["about"] = list(page.terms)
    if page.entity:
        data["mainEntity"] = page.entity
    graph = {"@context": "https://schema.org", "@graph": [ngo, data]}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
