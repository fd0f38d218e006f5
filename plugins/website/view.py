"""The frame around every page: head, navigation, footer.

Stage: view. In: what all pages share (`FrameParts`) and what one page gives (`FrameInput`). Out: its `Frame`, which
`base.html` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from plugins.announcements.view import AnnouncementView
from plugins.contacts.view import HelpStrip
from plugins.core.dataclass import dataclass
from plugins.core.folded import Foldable
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import format_day
from plugins.core.mail import make_mail_link
from plugins.core.outputs import SHARE_FOLDER
from plugins.core.texts.prose import Piece
from plugins.core.web import decode_address
from plugins.website.languages import LanguageVersion, SiteTranslation, list_alternates
from plugins.website.lengths import fit_description
from plugins.website.links import FooterColumn, GoalLink, Link, mark_all, mark_this_page
from plugins.website.organisation import OrganisationView
from plugins.website.sharing import SITE_PICTURE, name_picture
from plugins.website.structured_data import describe_page


@dataclass(frozen=True, slots=True)
class Frame(Foldable):
    """All that `base.html` needs around a page."""

    site_name: str
    language: Language
    """The language that the page is written in."""
    title: str
    """For `<title>`: unique over the site, and as long as search shows; the page's own title, and the site's name after it."""
    description: str
    """For those who find or share the page: the summary, as long as search shows; empty while that is not known (`saknas`)."""
    summary: str
    """The whole summary, for a page without a text of its own; empty as said."""
    canonical: str
    """The page's public address, absolute."""
    canonical_text: str
    """The page's public address as people read it, with å, ä and ö."""
    address: str
    """The page's address from the root, e.g. `/mal-1/`."""
    is_home: bool
    hidden: str | None
    """Why visitors do not meet the page, which only a preview has: `utkast`, `visas från 1 december 2026`; None: they do."""
    is_indexed: bool
    """False: `noindex` (drafts, 404)."""
    colour_class: str | None
    """The goal's paint, on goal pages."""
    goals: tuple[GoalLink, ...]
    """All local goals; those that nobody has translated lead to the page in the site's own language."""
    own_goals: tuple[GoalLink, ...]
    """Those that have a page in the page's language, for its menus."""
    versions: tuple[LanguageVersion, ...]
    """The page in each language that it is in, itself too; empty where that is one."""
    stale: tuple[str, Link] | None
    """What the reader of a translation is told whose original has changed since, and the way to that; None on most pages."""
    translation: SiteTranslation | None
    """Where the links of a page lead that is in another language than the site's own; None on the site's own."""
    gone: tuple[str, ...]
    """Addresses of pages whose last day has passed, or of what has left at once: what leads there is words, no link."""
    has_further_paints: bool
    """True where a goal has another paint than the first ones, which every page's stylesheet has."""
    menu: tuple[Link, ...]
    """Links beside *Behöver du hjälp?*."""
    help_link: Link | None
    """*Behöver du hjälp?*; None where the site has no help to give."""
    partner_link: Link | None
    """*Bli partner*, the masthead's button; None where the site has no such page."""
    search_link: Link | None
    """*Sök*; None where the site has no such page."""
    help_strip: HelpStrip | None
    """Whom to call now, right under the title; None on most pages."""
    announcements: tuple[AnnouncementView, ...]
    """What is going on today, above the page; most days nothing."""
    footer_text: tuple[Piece, ...]
    footer: tuple[FooterColumn, ...]
    organisation: OrganisationView
    report_link: str | None
    """`mailto:` for *Rapportera fel på sidan*, with the page's address in it; None without an address to write to."""
    updated: tuple[str, str] | None
    """*Senast uppdaterad*: day as written out in the page's language, and as `2026-11-19`."""
    edit: str | None
    """Preview only: the file an editor opens to change the page's head."""
    leave_address: str | None
    """Where *Lämna sidan snabbt* goes; None where the page has no such way out."""
    has_script: bool
    """True where the page has something that a script makes quicker: the way out, the ways to share, what is folded."""
    qr_html: str | None
    """Inline SVG of a QR code to `canonical`, for paper; None on pages that are no hand-out."""
    share_image: str
    """Absolute address of the picture that is shown where the page is shared (PNG, 1200 × 630)."""
    share_image_words: str
    """What the picture shows, for those who cannot see it."""
    trail: tuple[Link, ...]
    """The pages between the start page and this one; empty for most."""
    json_ld_html: str
    """Structured data, safe to stand in a `<script type="application/ld+json">`."""

    @property
    def prefix(self) -> str:
        """What the addresses of the page's language lie below: `/en`; empty in the site's own."""
        return self.translation.prefix if self.translation else ""

    @property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """The page in each language that it is in, for search; empty where that is one."""
        return list_alternates(self.versions, self.canonical.removesuffix(self.address))

    @property
    def other_locales(self) -> tuple[str, ...]:
        """Those of the other languages that the page is in."""
        places = dict.fromkeys(way.language.place for way in self.versions)
        return tuple(place for place in places if place != self.language.place)


@dataclass(frozen=True, slots=True)
class FrameParts:
    """What all pages of a site share in their frames."""

    site_name: str
    root: str
    language: Language
    organisation: OrganisationView
    goals: tuple[GoalLink, ...]
    own_goals: tuple[GoalLink, ...]
    """Those of the goals that have a page in the language."""
    translation: SiteTranslation | None
    """None in the site's own language."""
    gone: tuple[str, ...]
    home: str
    """Address of the start page, in the language where it has one."""
    has_further_paints: bool
    goal_links: tuple[Link, ...]
    """The goals as links in the footer."""
    menu: tuple[Link, ...]
    help_link: Link | None
    partner_link: Link | None
    search_link: Link | None
    ways_to_give: tuple[Link, ...]
    """Ways for volunteers and givers, in the footer; empty where none is filled in."""
    footer_links: tuple[Link, ...]
    footer_titles: tuple[str, str, str]
    """Words over the footer's lists: pages, goals, about the site."""
    report_email: str | None
    report_subject: str
    """Subject of the mail, with `{address}` for the page's."""
    share_words: str
    """What the site's own share picture shows."""


@dataclass(frozen=True, slots=True)
class FrameInput:
    """What one page gives to its frame; all that pages share is in `FrameParts`."""

    title: str
    """For `<title>`, with the site's name already in it."""
    description: str
    """The page's whole summary; empty while it is not known."""
    address: str
    """From the root, e.g. `/mal-1/`."""
    edit: str | None
    """Preview only: the file an editor opens to change the page's head."""
    updated: date | None = None
    colour_class: str | None = None
    help_strip: HelpStrip | None = None
    leave_address: str | None = None
    """Where *Lämna sidan snabbt* goes; None: where the box of the help strip says."""
    trail: tuple[Link, ...] = ()
    """The pages above it."""
    share: tuple[str, str] | None = None
    """The name of its share picture, and what that shows; None: the site's own."""
    terms: Sequence[Mapping[str, object]] = ()
    """The goals it is about, as JSON-LD."""
    entity: Mapping[str, object] | None = None
    """The activity or project it presents, as JSON-LD."""
    is_indexed: bool = True
    is_handout: bool = False
    """It has a QR code for paper, and ways to share it."""
    has_folds: bool = False


def build_frame(
    parts: FrameParts,
    page: FrameInput,
    *,
    draw: Callable[[str], str],
    announcements: tuple[AnnouncementView, ...] = (),
    footer_text: tuple[Piece, ...] = (),
    versions: tuple[LanguageVersion, ...] = (),
    stale: tuple[str, Link] | None = None,
) -> Frame:
    """Return the frame of one page, with its own links marked as current; `draw` returns the QR code of an address."""
    address, strip = page.address, page.help_strip
    help_link = mark_this_page(parts.help_link, address) if parts.help_link else None
    menu = mark_all(parts.menu, address)
    partner_link = mark_this_page(parts.partner_link, address) if parts.partner_link else None
    search_link = mark_this_page(parts.search_link, address) if parts.search_link else None
    prefix = parts.translation.prefix if parts.translation else ""
    canonical = f"{parts.root}{address}"
    title = _tell_language(page.title, parts)
    picture, picture_words = page.share or (SITE_PICTURE, parts.share_words)
    leave_address = page.leave_address or (strip.box.leave_address if strip and strip.box else None)
    footer_pages = (*filter(None, [help_link, partner_link]), *menu, *mark_all(parts.ways_to_give, address))
    return Frame(
        site_name=parts.site_name,
        language=parts.language,
        title=title,
        description=fit_description(page.description),
        summary=page.description,
        canonical=canonical,
        address=address,
        is_home=address == f"{prefix}/",
        hidden=None,
        is_indexed=page.is_indexed,
        colour_class=page.colour_class,
        goals=mark_all(parts.goals, address),
        own_goals=mark_all(parts.own_goals, address),
        versions=versions,
        stale=stale,
        translation=parts.translation,
        gone=parts.gone,
        has_further_paints=parts.has_further_paints,
        menu=menu,
        help_link=help_link,
        partner_link=partner_link,
        search_link=search_link,
        help_strip=strip,
        announcements=announcements,
        footer_text=footer_text,
        footer=_build_footer(parts, footer_pages, address),
        organisation=parts.organisation,
        updated=(format_day(page.updated, parts.language), page.updated.isoformat()) if page.updated else None,
        edit=page.edit,
        leave_address=leave_address,
        has_script=bool(leave_address or strip or page.has_folds or page.is_handout or announcements),
        canonical_text=decode_address(canonical),
        qr_html=draw(canonical) if page.is_handout else None,
        report_link=_report_link(parts, canonical),
        share_image=f"{parts.root}/{SHARE_FOLDER}/{name_picture(prefix, picture)}.png",
        share_image_words=picture_words,
        trail=page.trail,
        json_ld_html=describe_page(parts, page, title, canonical),
    )


def _tell_language(title: str, parts: FrameParts) -> str:
    """Return a title that says its language where the site's own has the same tag: both would look alike in a browser's tabs."""
    is_alike = parts.translation is not None and parts.translation.own_language.tag == parts.language.tag
    return f"{title} – {parts.language.name}" if is_alike else title


def _build_footer(parts: FrameParts, pages: tuple[Link, ...], address: str) -> tuple[FooterColumn, ...]:
    """Return the footer's lists: pages, goals, about the site; one that is empty is left out."""
    lists = (pages, mark_all(parts.goal_links, address), mark_all(parts.footer_links, address))
    return tuple(FooterColumn(words, links) for words, links in zip(parts.footer_titles, lists, strict=True) if links)


def _report_link(parts: FrameParts, address: str) -> str | None:
    if parts.report_email is None:
        return None
    return make_mail_link(parts.report_email, {"subject": parts.report_subject.format(address=decode_address(address))})
