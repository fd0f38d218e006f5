"""What a Markdown text becomes: headings, cleaned HTML, places that are filled later, and the links found in it.

Stage: read. Called by `read` and `reading`; views, rules and checks take it from here.
"""

from __future__ import annotations

from plugins.core.dataclass import dataclass
from plugins.core.locales.lasting import Runs
from plugins.core.marks.marks import FoundMark
from plugins.core.places import Place


@dataclass(frozen=True, slots=True)
class HeadingNode:
    """A heading as written: its level counts from 1 for `#`."""

    level: int
    text: str
    html: str
    place: Place
    lasting: str | None = None
    """Its words without those that follow the day (`core.locales.lasting`); None: none of them does."""
    own_id: str = ""
    """The id that an editor has given it (`{#id}`); empty where it has that of its words."""


@dataclass(frozen=True, slots=True)
class HtmlNode:
    """Cleaned HTML between headings and places."""

    html: str
    place: Place
    kind: str = "html"
    """The name of the component that it becomes (`core.texts.pieces`); `html` where it becomes none."""
    runs: Runs = ()
    """The words of such a piece where some of them follow the day; empty: none do."""


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A mark on a line of its own, such as `{kontakt:id}`."""

    mark: FoundMark


Node = HeadingNode | HtmlNode | PlaceNode


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link or picture of a text, to be judged when all addresses are known."""

    address: str
    place: Place
    is_picture: bool = False
    name: str = ""
    """What a visitor reads and clicks on; empty for a picture or a link of a menu."""

    @property
    def is_within(self) -> bool:
        """True where it leads to a place on this site."""
        return self.address.startswith(("/", "#"))


@dataclass(frozen=True)
class Document:
    """A Markdown text, read and cleaned."""

    nodes: tuple[Node, ...] = ()
    links: tuple[LinkFound, ...] = ()
    marks: tuple[FoundMark, ...] = ()
