"""Views of what stands on every page: head, navigation, footer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from urllib.parse import quote

from plugins.core.prose import Heading, Piece
from plugins.core.swedish import format_day


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A local goal in a navigation or list."""

    number: int
    title: str
    address: str
    subheading: str | None
    colour_class: str
    """`goal-1` … `goal-8`: the paint."""
    symbol_html: str | None
    """Inline SVG of the drawn symbol; None: show the number in its place."""
    is_current: bool
    """True on the goal's own page: marked, and no link."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu or the footer."""

    text: str
    address: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class FooterColumn:
    """A titled list of links in the footer."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """Who answers for the site, for the footer and the contact page."""

    name: str
    address: str | None
    """Postal address, on one line."""
    number: str | None
    """Organisation number."""
    website: Link | None
    social_media: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GivingView:
    """How to give and take part; each way is there only where it is filled in."""

    heading: Heading
    swish: str | None
    """Number as shown, grouped."""
    bankgiro: str | None
    gift_page: str | None
    """Web address."""
    volunteer: str | None
    """Address of who wants to help with time."""
    company: str | None
    """Address for companies."""


@dataclass(frozen=True, slots=True)
class Frame:
    """All that `base.html` needs around a page."""

    site_name: str
    language: str
    """BCP 47 tag of the page, e.g. `sv`."""
    title: str
    """For `<title>`: unique over the site."""
    description: str
    canonical: str
    """The page's public address, absolute."""
    address: str
    """The page's address from the root, e.g. `/mal-1/`."""
    is_home: bool
    is_draft: bool
    """True only in preview: the page is a draft and must say so."""
    is_indexed: bool
    """False: `noindex` (drafts, 404)."""
    colour_class: str | None
    """The goal's paint, on goal pages."""
    goals: tuple[GoalLink, ...]
    menu: tuple[Link, ...]
    """Links beside *Behöver du hjälp?*."""
    help_link: Link | None
    """*Behöver du hjälp?*; None where the site has no help to give."""
    footer_text: tuple[Piece, ...]
    footer: tuple[FooterColumn, ...]
    organisation: OrganisationView
    report_link: str | None
    """`mailto:` for *Rapportera fel på sidan*, with the page's address in it; None without an address to write to."""
    updated: tuple[str, str] | None
    """*Senast uppdaterad*: day as written out in Swedish, and as `2026-11-19`."""
    edit: str | None
    """Preview only: the file an editor opens to change the page's head."""
    has_leave_button: bool
    """True where *Lämna sidan snabbt* is fixed to the bottom of the screen."""
    goals_count: int
    """How many local goals there are."""
    share_image: str
    """Absolute address of the picture that is shown where the page is shared (PNG, 1200 × 630)."""
    share_image_words: str
    """What the picture shows, for who cannot see it."""
    json_ld_html: str
    """Structured data, safe to stand in a `<script type="application/ld+json">`."""


@dataclass(frozen=True, slots=True)
class FrameParts:
    """What all pages of a site share in their frames."""

    site_name: str
    root: str
    language: str
    organisation: OrganisationView
    goals: tuple[GoalLink, ...]
    goal_links: tuple[Link, ...]
    """The same goals, as links in the footer."""
    menu: tuple[Link, ...]
    help_link: Link | None
    footer_links: tuple[Link, ...]
    footer_titles: tuple[str, str, str]
    """Words over the footer's lists: pages, goals, about the site."""
    report_email: str | None
    report_subject: str
    """Subject of the mail, with `{address}` for the page's."""
    share_words: str
    """What the site's own share picture shows."""


def build_frame(
    parts: FrameParts,
    *,
    title: str,
    description: str,
    address: str,
    footer_text: tuple[Piece, ...] = (),
    colour_class: str | None = None,
    is_draft: bool = False,
    is_indexed: bool = True,
    updated: date | None = None,
    has_leave_button: bool = False,
    edit: str | None = None,
    share: tuple[str, str] | None = None,
    terms: Sequence[Mapping[str, object]] = (),
) -> Frame:
    """Return the frame of one page, with its own links marked as current.

    `share` is the name of the page's share picture and what it shows; `terms` are the goals it is about, as JSON-LD.
    """
    help_link = mark_current(parts.help_link, address) if parts.help_link else None
    menu = mark_all(parts.menu, address)
    goals = mark_all(parts.goals, address)
    canonical = f"{parts.root}{address}"
    picture, picture_words = share or (SITE_PICTURE, parts.share_words)
    columns = (
        (parts.footer_titles[0], (*([help_link] if help_link else []), *menu)),
        (parts.footer_titles[1], mark_all(parts.goal_links, address)),
        (parts.footer_titles[2], mark_all(parts.footer_links, address)),
    )
    return Frame(
        site_name=parts.site_name,
        language=parts.language,
        title=title,
        description=description,
        canonical=canonical,
        address=address,
        is_home=address == "/",
        is_draft=is_draft,
        is_indexed=is_indexed and not is_draft,
        colour_class=colour_class,
        goals=goals,
        menu=menu,
        help_link=help_link,
        footer_text=footer_text,
        footer=tuple(FooterColumn(words, links) for words, links in columns if links),
        organisation=parts.organisation,
        updated=(format_day(updated), updated.isoformat()) if updated else None,
        edit=edit,
        has_leave_button=has_leave_button,
        goals_count=len(goals),
        report_link=_report_link(parts, canonical),
        share_image=f"{parts.root}/{SHARE_FOLDER}/{picture}.png",
        share_image_words=picture_words,
        json_ld_html=describe_page(parts, title, description, canonical, terms),
    )


def _report_link(parts: FrameParts, address: str) -> str | None:
    if parts.report_email is None:
        return None
    return f"mailto:{parts.report_email}?subject={quote(parts.report_subject.format(address=address))}"


def describe_page(parts: FrameParts, title: str, description: str, canonical: str, terms: Sequence[Mapping[str, object]]) -> str:
    """Return structured data of a page (schema.org): the organisation, the page, where it stands, what it is about.

    No persons; `<` is escaped so that the data cannot end its own element.
    """
    home = f"{parts.root}/"
    organisation = parts.organisation
    ngo: dict[str, object] = {"@type": "NGO", "@id": f"{home}#organisation", "name": organisation.name}
    if organisation.website:
        ngo["url"] = organisation.website.address
    if organisation.social_media:
        ngo["sameAs"] = [link.address for link in organisation.social_media]
    trail = [(parts.site_name, home)] + ([(title, canonical)] if canonical != home else [])
    page: dict[str, object] = {
        "@type": "WebPage",
        "@id": canonical,
        "url": canonical,
        "name": title,
        "description": description,
        "inLanguage": parts.language,
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
    data = {"@context": "https://schema.org", "@graph": [ngo, page]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


SHARE_FOLDER = "delning"
SITE_PICTURE = "lokalamalen"
"""Name of the share picture of pages that have none of their own."""


L = TypeVar("L", Link, GoalLink)


def mark_current(link: L, address: str) -> L:
    """Return the link, marked if it leads to the page it stands on."""
    return replace(link, is_current=True) if link.address == address else link


def mark_all(links: tuple[L, ...], address: str) -> tuple[L, ...]:
    """Return the links, with the one marked that leads to the page it stands on."""
    return tuple(mark_current(link, address) for link in links)
