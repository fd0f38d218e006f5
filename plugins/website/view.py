"""Views of what stands on every page: head, navigation, footer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plugins.core.prose import Piece
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
    organisation: str
    updated: tuple[str, str] | None
    """*Senast uppdaterad*: day as written out in Swedish, and as `2026-11-19`."""
    edit: str | None
    """Preview only: the file an editor opens to change the page."""
    has_leave_button: bool
    """True where *Lämna sidan snabbt* is fixed to the bottom of the screen."""
    goals_count: int
    """How many local goals there are."""


@dataclass(frozen=True, slots=True)
class FrameParts:
    """What all pages of a site share in their frames."""

    site_name: str
    root: str
    language: str
    organisation: str
    goals: tuple[GoalLink, ...]
    menu: tuple[Link, ...]
    help_link: Link | None
    footer_links: tuple[Link, ...]
    footer_titles: tuple[str, str, str]
    """Words over the footer's lists: pages, goals, about the site."""


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
) -> Frame:
    """Return the frame of one page, with its own links marked as current."""
    help_link = mark_current(parts.help_link, address) if parts.help_link else None
    menu = tuple(mark_current(link, address) for link in parts.menu)
    goals = tuple(replace(goal, is_current=goal.address == address) for goal in parts.goals)
    goal_links = tuple(Link(goal.title, goal.address, goal.is_current) for goal in goals)
    columns = (
        (parts.footer_titles[0], (*([help_link] if help_link else []), *menu)),
        (parts.footer_titles[1], goal_links),
        (parts.footer_titles[2], tuple(mark_current(link, address) for link in parts.footer_links)),
    )
    return Frame(
        site_name=parts.site_name,
        language=parts.language,
        title=title,
        description=description,
        canonical=f"{parts.root}{address}",
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
        edit=None,
        has_leave_button=has_leave_button,
        goals_count=len(goals),
    )


def mark_current(link: Link, address: str) -> Link:
    """Return the link, marked if it leads to the page it stands on."""
    return replace(link, is_current=link.address == address)
