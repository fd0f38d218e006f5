"""Views of pages that are neither goal, activity nor project."""

from __future__ import annotations

from plugins.blocks.view import BlockView
from plugins.contacts.view import ContactCard, HelpBox, HelpStrip
from plugins.core.dataclass import dataclass
from plugins.core.texts.prose import Heading
from plugins.global_goals.view import GlobalGoalView
from plugins.house.plain import ActSection, PlainPage
from plugins.partners.view import TierView
from plugins.website.links import GoalLink, Link
from plugins.website.organisation import GivingView, OrganisationView


@dataclass(frozen=True, slots=True)
class HomePage:
    """The start page: what Lokalamålen is, the goals (in the frame), the partners, how to take part."""

    text: PlainPage
    meeting: str
    """The sentence of how many local goals there are, and how many of the UN's they are confirmed to meet ("minst" where more
    are proposed); empty where they meet none."""
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
    """What stands before its first heading is above the boxes, the rest below them."""
    strip: HelpStrip | None
    """Every number of the boxes, once; with when to call one that stands in more than one box."""
    boxes: tuple[HelpBox, ...]
    """Each without what stands in others too."""
    leave_address: str | None
    """Where the one *Lämna sidan snabbt* of the page goes; None where no box asks for it."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A cell of the table: a local goal meets a global goal."""

    local_goal: GoalLink
    targets: tuple[str, ...]
    """Target codes; empty where they meet as whole goals."""
    proposals: tuple[str, ...]
    """Those codes, or the number of the whole goal, that the organisation has not confirmed."""
    address: str
    """The place on the local goal's page where the reason stands."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GatheredLinks:
    """Pages of a kind, under its name."""

    kind: str
    """Name of the interface word for them."""
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GlobalGoalRow:
    """A row of the table: a global goal, and a cell for each local goal."""

    goal: GlobalGoalView
    cells: tuple[Meeting | None, ...]
    """In the order of `GlobalGoalsPage.columns`; None where they do not meet."""
    meetings: tuple[Meeting, ...]
    """The cells that are filled, for the reasons in words below the table."""
    undertakings: tuple[GatheredLinks, ...]
    """Activities, projects and other pages of the local goals that meet it."""


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
