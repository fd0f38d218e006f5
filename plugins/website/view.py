"""Views of what stands on every page: head, navigation, footer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar
from urllib.parse import quote

import segno

from plugins.announcements.view import AnnouncementView
from plugins.core.mail import make_mail_link
from plugins.core.outputs import SHARE_FOLDER
from plugins.core.prose import Heading, Piece
from plugins.core.swedish import format_day
from plugins.core.web import decode_address


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A local goal in a navigation or list."""

    number: int
    title: str
    address: str
    subheading: str | None
    colour_class: str
    """The paint: `goal-1`."""
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
class ShareView:
    """Ways to tell others of a page: plain links with the words ready; no network's script."""

    heading: Heading
    mail: str
    """`mailto:` with subject and body."""
    networks: tuple[Link, ...]
    """Name of the network, and its own page for sharing with this page's address in it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """All that `base.html` needs around a page."""

    site_name: str
    language: str
    """BCP 47 tag of the page, e.g. `sv`."""
    title: str
    """For `<title>`: unique over the site, and as long as search shows."""
    description: str
    """For who finds or shares the page: the summary, as long as search shows."""
    summary: str
    """The whole summary, for a page without a text of its own."""
    canonical: str
    """The page's public address, absolute."""
    canonical_text: str
    """The same as people read it, with å, ä and ö."""
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
    has_further_paints: bool
    """True where a goal has another paint than the first ones, which every page's stylesheet has."""
    menu: tuple[Link, ...]
    """Links beside *Behöver du hjälp?*."""
    help_link: Link | None
    """*Behöver du hjälp?*; None where the site has no help to give."""
    announcements: tuple[AnnouncementView, ...]
    """What is going on today, above the page; most days nothing."""
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
    has_script: bool
    """True where the page has something that a script makes quicker: the way out, the ways to share."""
    qr_html: str | None
    """Inline SVG of a QR code to `canonical`, for paper; None on pages that are no hand-out."""
    goals_count: int
    """How many local goals there are."""
    share_image: str
    """Absolute address of the picture that is shown where the page is shared (PNG, 1200 × 630)."""
    share_image_words: str
    """What the picture shows, for who cannot see it."""
    trail: tuple[Link, ...]
    """The pages between the start page and this one; empty for most."""
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
    has_further_paints: bool
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
    announcements: tuple[AnnouncementView, ...] = (),
    footer_text: tuple[Piece, ...] = (),
    colour_class: str | None = None,
    is_draft: bool = False,
    is_indexed: bool = True,
    updated: date | None = None,
    has_leave_button: bool = False,
    is_handout: bool = False,
    edit: str | None = None,
    share: tuple[str, str] | None = None,
    terms: Sequence[Mapping[str, object]] = (),
    trail: tuple[Link, ...] = (),
    entity: Mapping[str, object] | None = None,
) -> Frame:
    """Return the frame of one page, with its own links marked as current.

    `share` is the name of the page's share picture and what it shows; `terms` are the goals it is about, and `entity` is
    the activity or project it presents, as JSON-LD; `trail` are the pages above it. A hand-out has a QR code for paper,
    and ways to share it.
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
        description=fit_description(description),
        summary=description,
        canonical=canonical,
        address=address,
        is_home=address == "/",
        is_draft=is_draft,
        is_indexed=is_indexed and not is_draft,
        colour_class=colour_class,
        goals=goals,
        has_further_paints=parts.has_further_paints,
        menu=menu,
        help_link=help_link,
        announcements=announcements,
        footer_text=footer_text,
        footer=tuple(FooterColumn(words, links) for words, links in columns if links),
        organisation=parts.organisation,
        updated=(format_day(updated), updated.isoformat()) if updated else None,
        edit=edit,
        has_leave_button=has_leave_button,
        has_script=has_leave_button or is_handout or bool(announcements),
        canonical_text=decode_address(canonical),
        qr_html=draw_qr(canonical) if is_handout else None,
        goals_count=len(goals),
        report_link=_report_link(parts, canonical),
        share_image=f"{parts.root}/{SHARE_FOLDER}/{picture}.png",
        share_image_words=picture_words,
        trail=trail,
        json_ld_html=describe_page(parts, title, description, canonical, terms, trail, entity),
    )


def _report_link(parts: FrameParts, address: str) -> str | None:
    if parts.report_email is None:
        return None
    return make_mail_link(parts.report_email, {"subject": parts.report_subject.format(address=decode_address(address))})


@cache
def draw_qr(address: str) -> str:
    """Return a QR code as inline SVG with one path and no margin; the stylesheet shows it on paper only.

    The lowest level of error correction gives the largest modules and the lightest path: paper is clean, and the sheet
    says the address in words too.
    """
    code = segno.make_qr(address, error="l", boost_error=False)
    svg: str = code.svg_inline(border=0, omitsize=True, svgclass="footer__qr", lineclass=None)
    return svg.replace("<svg", '<svg aria-hidden="true" width="96"', 1)


SHARE_PAGES = (
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={address}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={address}"),
    ("WhatsApp", "https://wa.me/?text={text}%20{address}"),
)
"""The networks' own pages for sharing: they take an address, and WhatsApp a text, without any script of theirs."""


def build_share(heading: Heading, subject: str, text: str, address: str) -> ShareView:
    """Return the ways to share a page; the first sentence of `text` is the ready words, which who shares may change."""
    ready = {"address": quote(address, safe=""), "text": quote(text.partition(". ")[0])}
    networks = tuple(Link(name, form.format(**ready)) for name, form in SHARE_PAGES)
    mail = make_mail_link("", {"subject": subject, "body": f"{text.partition('. ')[0]}\n\n{decode_address(address)}"})
    return ShareView(heading, mail, networks)


def describe_page(
    parts: FrameParts,
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
    home = f"{parts.root}/"
    organisation = parts.organisation
    ngo: dict[str, object] = {"@type": "NGO", "@id": f"{home}#organisation", "name": organisation.name}
    if organisation.website:
        ngo["url"] = organisation.website.address
    if organisation.social_media:
        ngo["sameAs"] = [link.address for link in organisation.social_media]
    trail = [(parts.site_name, home), *((link.text, f"{parts.root}{link.address}") for link in above)]
    trail += [(title, canonical)] if canonical != home else []
    page: dict[str, object] = {
        "@type": "WebPage",
        "@id": canonical,  # its address too
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
    if entity:
        page["mainEntity"] = entity
    data = {"@context": "https://schema.org", "@graph": [ngo, page]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


TITLE_LENGTH = 60
"""Characters of a title that search shows; it cuts by pixels, about 600 of them, and says no number of its own."""
DESCRIPTION_LENGTH = 160
"""Characters of a description that search shows on a wide screen; X takes 200
(https://developer.x.com/en/docs/x-for-websites/cards/overview/markup)."""


def fit_title(*parts: str) -> str:
    """Return the parts of a title with dashes between, without the last ones where it would be too long to be shown whole.

    The first part is always there: it is the page's own name.
    """
    while len(parts) > 1 and len(" – ".join(parts)) > TITLE_LENGTH:
        parts = parts[:-1]
    return " – ".join(parts)


def fit_description(summary: str) -> str:
    """Return the summary, or as many of its sentences, or at least of its words, as search shows."""
    if len(summary) <= DESCRIPTION_LENGTH:
        return summary
    shown = summary[:DESCRIPTION_LENGTH]
    sentences = re.match(r".*[.!?](?=\s)", shown, re.DOTALL)
    if sentences and len(sentences[0]) >= DESCRIPTION_LENGTH // 2:
        return sentences[0]
    return f"{shown[: DESCRIPTION_LENGTH - 2].rpartition(' ')[0].rstrip(' ,;:–-')} …"


SITE_PICTURE = "lokalamalen"
"""Name of the share picture of pages that have none of their own."""


L = TypeVar("L", Link, GoalLink)


def mark_current(link: L, address: str) -> L:
    """Return the link, marked if it leads to the page it stands on."""
    return replace(link, is_current=True) if link.address == address else link


def mark_all(links: tuple[L, ...], address: str) -> tuple[L, ...]:
    """Return the links, with the one marked that leads to the page it stands on."""
    return tuple(mark_current(link, address) for link in links)
