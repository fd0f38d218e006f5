"""Views of known pages: home, help, the global goals, contact."""

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
    """The start page: its text, the goals (in the frame), the partners, and how to take part."""

    text: PlainPage
    meeting: str
    """A sentence with the number of local goals, and of the global goals to which they are confirmed to contribute ("minst" if
    more are proposed); empty if there is none."""
    global_heading: Heading
    global_address: str
    """Address of the page of the global goals."""
    partners_heading: Heading
    partners_address: str
    tiers: tuple[TierView, ...]
    """Each current partner on its highest tier; if empty, the section is hidden."""
    act: ActSection | None
    """How to take part."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """`/hjalp/`: help lines first, for those in danger."""

    text: PlainPage
    """The text before its first heading is shown above the boxes, the rest below them."""
    strip: HelpStrip | None
    """The help lines of all boxes, each once; a line of several boxes says when to call it."""
    boxes: tuple[HelpBox, ...]
    """The boxes, without lines that are in several of them."""
    leave_address: str | None
    """Target of the page's only *Lämna sidan snabbt*; None if no box has that button."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A cell of the table: a local goal that contributes to a global goal."""

    local_goal: GoalLink
    targets: tuple[str, ...]
    """Target codes; empty if it is the goal as a whole."""
    proposals: tuple[str, ...]
    """Those of the codes, or the number of the goal as a whole, that the organisation has not confirmed."""
    address: str
    """Address of the reason on the local goal's page."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GatheredLinks:
    """Links to pages of one kind."""

    kind: str
    """Name of the interface word for the kind."""
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GlobalGoalRow:
    """A row of the table: a global goal, and a cell for each local goal."""

    goal: GlobalGoalView
    cells: tuple[Meeting | None, ...]
    """In the order of `GlobalGoalsPage.columns`; None if the local goal does not contribute."""
    meetings: tuple[Meeting, ...]
    """The cells that are not None, for the reasons below the table."""
    undertakings: tuple[GatheredLinks, ...]
    """Activities, projects and other pages of those local goals."""


@dataclass(frozen=True, slots=True)
class GlobalGoalsPage:
    """`/globala-malen/`: the 17 goals, and which local goals contribute to each, and why."""

    text: PlainPage
    table_heading: Heading
    columns: tuple[GoalLink, ...]
    rows: tuple[GlobalGoalRow, ...]
    """All 17, by number."""
    reasons_heading: Heading
    blocks: tuple[BlockView, ...]
    """Blocks about the global goals and UNDP."""


@dataclass(frozen=True, slots=True)
class ContactPage:
    """`/kontakt/`: the contacts, and the organisation."""

    text: PlainPage
    cards: tuple[ContactCard, ...]
    """The organisation's contact and those of the goals, each once, without `text.contact` and contacts in the text."""
    organisation: OrganisationView
    giving: GivingView | None
