"""Structured data of a page for search engines: JSON-LD in the vocabulary of schema.org (https://schema.org/WebPage)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from plugins.core.locales.languages import Language
from plugins.website.links import Link
from plugins.website.organisation import OrganisationView


class DescribedSite(Protocol):
    """The site as structured data describes it."""

    @property
    def site_name(self) -> str:
        """The site's name."""

    @property
    def root(self) -> str:
        """Its public address, without a trailing slash."""

    @property
    def home(self) -> str:
        """Path of the start page in the page's language."""

    @property
    def language(self) -> Language:
        """The language of the page."""

    @property
    def organisation(self) -> OrganisationView:
        """The organisation responsible for it."""


class DescribedPage(Protocol):
    """A page as structured data describes it."""

    @property
    def description(self) -> str:
        """Its summary."""

    @property
    def trail(self) -> Sequence[Link]:
        """The pages between the start page and this one."""

    @property
    def terms(self) -> Sequence[Mapping[str, object]]:
        """The goals that the page is about, as JSON-LD."""

    @property
    def entity(self) -> Mapping[str, object] | None:
        """The activity or project that the page presents, as JSON-LD; None on most pages."""


def describe_page(site: DescribedSite, page: DescribedPage, title: str, canonical: str) -> str:
    """Return a page's structured data as JSON-LD: the organisation, the page, its breadcrumbs, and what it is about.

    It names no person. `<` is escaped, so that the data cannot end the script element that holds it.
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
        "@id": canonical,
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
