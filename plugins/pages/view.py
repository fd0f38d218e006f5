"""Views of pages that are neither goal, activity nor project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plugins.blocks.view import BlockView
from plugins.contacts.view import ContactCard, HelpBox
from plugins.core.markdown import Document
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.pictures import PictureView
from plugins.core.prose import Heading, Piece
from plugins.facts.view import SourceView
from plugins.global_goals.view import GlobalGoalView
from plugins.local_goals.view import ActSection
from plugins.partners.view import PartnerView, TierView
from plugins.website.view import GivingView, GoalLink, Link, OrganisationView


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of text, with its contact and sources at the end."""

    title: str
    pieces: tuple[Piece, ...]
    picture: PictureView | None
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The start page: what Lokalamålen is, the goals (in the frame), the partners, how to take part."""

    text: PlainPage
    global_count: str
    """How many of the UN's goals the local goals meet, as one says it: `tio`, or `""` for none."""
    local_count: str
    """How many local goals there are, as one says it, with a capital: `Fem`."""
    global_heading: Heading
    global_address: str
    """The table of how local and global goals meet."""
    partners_heading: Heading
    partners_address: str
    tiers: tuple[TierView, ...]
    """Every current partner on its highest tier; empty: the section is not shown."""
    act: ActSection | None
    """How to take part."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """`/hjalp/`: who is in danger finds the numbers before anything else."""

    text: PlainPage
    lead: tuple[Piece, ...]
    """The text before its first heading; stands above the boxes."""
    boxes: tuple[HelpBox, ...]
    rest: tuple[Piece, ...]
    """The rest of the text; stands below the boxes. `text.pieces` is not shown again."""
    leave_address: str | None
    """Where the one *Lämna sidan snabbt* of the page goes; None where no box asks for it."""


@dataclass(frozen=True, slots=True)
class SupportedGoal:
    """A goal that a partner supports today."""

    goal: GoalLink
    tier: str | None
    """The tier's name, where it is another than the one the partner stands under."""


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    """A partner with the goals it supports."""

    partner: PartnerView
    presentation: tuple[Piece, ...]
    """In its own words; empty where it has none."""
    goals: tuple[SupportedGoal, ...]
    undertakings: tuple[Link, ...]
    """The activities and projects that name it."""


@dataclass(frozen=True, slots=True)
class TierEntries:
    """One tier on the partner page; never empty."""

    heading: Heading
    display: str
    """`large`, `normal`, `small` or `names`, as on the wall."""
    entries: tuple[PartnerEntry, ...]


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """`/partner/`: every current partner by tier, with the goals each supports."""

    text: PlainPage
    tiers: tuple[TierEntries, ...]
    """Empty where nobody is partner today: the page says so and points to `become_address`."""
    become_address: str


@dataclass(frozen=True, slots=True)
class TierMeaning:
    """What it means to support on a tier."""

    heading: Heading
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class BecomePartnerPage:
    """`/bli-partner/`: what each tier means, what companies can do, whom to call."""

    text: PlainPage
    tiers_heading: Heading
    tiers: tuple[TierMeaning, ...]
    other_tiers: tuple[Heading, ...]
    """Tiers of which the editors have not said what they mean: named, since one can be partner on them."""
    act: ActSection | None
    """What companies and those who work there can do."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A cell of the table: a local goal meets a global goal."""

    local_goal: GoalLink
    targets: tuple[str, ...]
    """Target codes; empty where they meet as whole goals."""
    proposals: tuple[str, ...]
    """Of these, or the whole goal's number, what the organisation has not confirmed."""
    address: str
    """The place on the local goal's page where the reason stands."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlobalGoalRow:
    """A row of the table: a global goal, and a cell for each local goal."""

    goal: GlobalGoalView
    cells: tuple[Meeting | None, ...]
    """In the order of `GlobalGoalsPage.columns`; None where they do not meet."""
    meetings: tuple[Meeting, ...]
    """The cells that are filled, for the reasons in words below the table."""
    undertakings: tuple[Link, ...]
    """Activities and projects of the local goals that meet it."""


@dataclass(frozen=True, slots=True)
class GlobalGoalsPage:
    """`/globala-malen/`: the 17 goals, and which local goals meet each and why."""

    text: PlainPage
    table_heading: Heading
    columns: tuple[GoalLink, ...]
    rows: tuple[GlobalGoalRow, ...]
    """All 17, in the order of their numbers."""
    reasons_heading: Heading
    blocks: tuple[BlockView, ...]
    """What the global goals and UNDP are."""


@dataclass(frozen=True, slots=True)
class ContactPage:
    """`/kontakt/`: whom to call or write to, and who we are."""

    text: PlainPage
    cards: tuple[ContactCard, ...]
    """The site's own contact and those of the goals, each once; `text.contact` is the page's, where it names another."""
    organisation: OrganisationView
    giving: GivingView | None


def build_plain_page(
    title: str,
    document: Document,
    text: PageText,
    headings: tuple[str, str],
    picture: PictureView | None,
    make_contact: Callable[[PageText], ContactCard | None],
    make_sources: Callable[[PageText], tuple[SourceView, ...]],
) -> PlainPage:
    """Return a page of text; `headings` are the words over its contact and its sources."""
    pieces = text.pieces(text.open(document).nodes)
    contact = make_contact(text)
    sources = make_sources(text)
    return PlainPage(
        title=title,
        pieces=pieces,
        picture=picture,
        contact_heading=plain_heading(headings[0], 2, text.ids) if contact else None,
        contact=contact,
        sources_heading=plain_heading(headings[1], 2, text.ids) if sources else None,
        sources=sources,
    )
