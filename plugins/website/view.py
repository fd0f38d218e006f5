"""The frame around every page: head, menus, footer.

`build_frame` makes the `Frame` that `base.html` renders from what all pages share (`FrameParts`) and what one page adds
(`FrameInput`).
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
    """What `base.html` renders around a page."""

    site_name: str
    language: Language
    """The language of the page."""
    title: str
    """For `<title>`: unique on the site, at most as long as search engines show; ends with the site's name if that fits."""
    description: str
    """The summary, cut to the length that search engines show; empty if the summary is missing (`saknas`)."""
    summary: str
    """The whole summary, for a page without a text of its own; empty if it is missing."""
    canonical: str
    """The page's public address, absolute."""
    canonical_text: str
    """The public address in readable form, with å, ä and ö."""
    address: str
    """The page's path, e.g. `/mal-1/`."""
    is_home: bool
    hidden: str | None
    """Why the page is hidden (only in a preview): `utkast`, `visas från 1 december 2026`; None for a visible page."""
    is_indexed: bool
    """False: `noindex` (drafts, 404)."""
    colour_class: str | None
    """CSS class of the goal's colour, on goal pages."""
    goals: tuple[GoalLink, ...]
    """All local goals; an untranslated one links to its page in the site's own language."""
    own_goals: tuple[GoalLink, ...]
    """The goals that have a page in this page's language, for its menus."""
    versions: tuple[LanguageVersion, ...]
    """The language versions of the page, this one included; empty if there is only one."""
    stale: tuple[str, Link] | None
    """A notice that the original of this translation has changed since, and a link to it; None on most pages."""
    translation: SiteTranslation | None
    """What rewrites the links of a page in a language other than the site's own; None for the site's own language."""
    gone: tuple[str, ...]
    """Addresses of pages that have ended or were removed at once; a link to one is shown as plain text."""
    has_further_paints: bool
    """True if a goal has a colour beyond the first ones, which are in the stylesheet of every page."""
    menu: tuple[Link, ...]
    """Links beside *Behöver du hjälp?*."""
    help_link: Link | None
    """*Behöver du hjälp?*; None if the site has no such page."""
    partner_link: Link | None
    """*Bli partner*, the button in the masthead; None if the site has no such page."""
    search_link: Link | None
    """*Sök*; None if the site has no such page."""
    help_strip: HelpStrip | None
    """Telephone numbers right under the title; None on most pages."""
    announcements: tuple[AnnouncementView, ...]
    """Today's announcements, shown above the page; usually empty."""
    footer_text: tuple[Piece, ...]
    footer: tuple[FooterColumn, ...]
    organisation: OrganisationView
    report_link: str | None
    """`mailto:` link of *Rapportera fel på sidan*, with the page's address in it; None if there is no e-mail address."""
    updated: tuple[str, str] | None
    """*Senast uppdaterad*: the day in words, in the page's language, and in ISO 8601 (`2026-11-19`)."""
    edit: str | None
    """Preview only: the place in `content/` where the page's head is edited."""
    leave_address: str | None
    """Target of *Lämna sidan snabbt*; None if the page has no such button."""
    has_script: bool
    """True if the page needs the script: for the way out, a help strip, share buttons, folds or announcements."""
    qr_html: str | None
    """Inline SVG of a QR code of `canonical`, for print; None if the page is no hand-out."""
    share_image: str
    """Absolute address of the picture in link previews (PNG, 1200 × 630)."""
    share_image_words: str
    """Alternative text of that picture."""
    trail: tuple[Link, ...]
    """The pages between the start page and this one (breadcrumbs); usually empty."""
    json_ld_html: str
    """Structured data, escaped for `<script type="application/ld+json">`."""

    @property
    def prefix(self) -> str:
        """The prefix of addresses in the page's language: `/en`; empty for the site's own."""
        return self.translation.prefix if self.translation else ""

    @property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """The page's `hreflang` links (`list_alternates`); empty if it is in one language."""
        return list_alternates(self.versions, self.canonical.removesuffix(self.address))

    @property
    def other_locales(self) -> tuple[str, ...]:
        """The Open Graph locales of the page's other languages."""
        places = dict.fromkeys(way.language.place for way in self.versions)
        return tuple(place for place in places if place != self.language.place)


@dataclass(frozen=True, slots=True)
class FrameParts:
    """What the frames of all pages in one language share."""

    site_name: str
    root: str
    language: Language
    organisation: OrganisationView
    goals: tuple[GoalLink, ...]
    own_goals: tuple[GoalLink, ...]
    """The goals that have a page in the language."""
    translation: SiteTranslation | None
    """None for the site's own language."""
    gone: tuple[str, ...]
    home: str
    """Path of the start page, in the language if it has one."""
    has_further_paints: bool
    goal_links: tuple[Link, ...]
    """The goals as links in the footer."""
    menu: tuple[Link, ...]
    help_link: Link | None
    partner_link: Link | None
    search_link: Link | None
    ways_to_give: tuple[Link, ...]
    """Links for volunteers and donors, in the footer."""
    footer_links: tuple[Link, ...]
    footer_titles: tuple[str, str, str]
    """Titles of the footer's lists: pages, goals, about the site."""
    report_email: str | None
    report_subject: str
    """Subject of the mail, with the placeholder `{address}` for the page's address."""
    share_words: str
    """Alternative text of the site's own share picture."""


@dataclass(frozen=True, slots=True)
class FrameInput:
    """What one page adds to its frame."""

    title: str
    """For `<title>`, as `fit_title` returns it."""
    description: str
    """The page's whole summary; empty if it is missing."""
    address: str
    """The page's path, e.g. `/mal-1/`."""
    edit: str | None
    """Preview only: the place in `content/` where the page's head is edited."""
    updated: date | None = None
    colour_class: str | None = None
    help_strip: HelpStrip | None = None
    leave_address: str | None = None
    """Target of *Lämna sidan snabbt*; None: that of the help strip's box."""
    trail: tuple[Link, ...] = ()
    """The pages between the start page and this one (breadcrumbs)."""
    share: tuple[str, str] | None = None
    """Name and alternative text of its share picture; None: the site's own picture."""
    terms: Sequence[Mapping[str, object]] = ()
    """The goals that the page is about, as JSON-LD."""
    entity: Mapping[str, object] | None = None
    """The activity or project that the page presents, as JSON-LD."""
    is_indexed: bool = True
    is_handout: bool = False
    """True if the page has a QR code for print, and share links."""
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
    """Return the frame of one page, with links to itself marked as current; `draw` returns the QR code of an address."""
    address, strip = page.address, page.help_strip
    help_link = mark_this_page(parts.help_link, address) if parts.help_link else None
    menu = mark_all(parts.menu, address)
    partner_link = mark_this_page(parts.partner_link, address) if parts.partner_link else None
    search_link = mark_this_page(parts.search_link, address) if parts.search_link else None
    prefix = parts.translation.prefix if parts.translation else ""
    canonical = f"{parts.root}{address}"
    title = _add_language(page.title, parts)
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


def _add_language(title: str, parts: FrameParts) -> str:
    """Append the language to a title if the site's own language has the same tag: the two would look alike in browser tabs."""
    is_alike = parts.translation is not None and parts.translation.own_language.tag == parts.language.tag
    return f"{title} – {parts.language.name}" if is_alike else title


def _build_footer(parts: FrameParts, pages: tuple[Link, ...], address: str) -> tuple[FooterColumn, ...]:
    """Return the footer's lists that are not empty, of pages, goals, and about the site."""
    lists = (pages, mark_all(parts.goal_links, address), mark_all(parts.footer_links, address))
    return tuple(FooterColumn(words, links) for words, links in zip(parts.footer_titles, lists, strict=True) if links)


def _report_link(parts: FrameParts, address: str) -> str | None:
    if parts.report_email is None:
        return None
    return make_mail_link(parts.report_email, {"subject": parts.report_subject.format(address=decode_address(address))})
