"""The parts of a parsed Markdown text: headings, cleaned HTML, places that are filled in later, and links.

Made by `read` and `reading`; used by views, rules and checks.
"""

from __future__ import annotations

from plugins.core.dataclass import dataclass
from plugins.core.locales.lasting import Runs
from plugins.core.marks.marks import FoundMark
from plugins.core.places import Place


@dataclass(frozen=True, slots=True)
class HeadingNode:
    """A heading as written; its level is 1 for `#`."""

    level: int
    text: str
    html: str
    place: Place
    lasting: str | None = None
    """Its words without those that depend on the day (`core.locales.lasting`); None: none does."""
    own_id: str = ""
    """The id that an editor has given to it (`{#id}`); empty if its id follows from its words."""


@dataclass(frozen=True, slots=True)
class HtmlNode:
    """Cleaned HTML between headings and places."""

    html: str
    place: Place
    kind: str = "html"
    """The name of the component that it becomes (`core.texts.pieces`), or `html`."""
    runs: Runs = ()
    """The words of such a component, if some of them depend on the day; otherwise empty."""


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A mark on a line of its own, such as `{kontakt:id}`."""

    mark: FoundMark


Node = HeadingNode | HtmlNode | PlaceNode


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link or picture in a text, to be checked when all addresses are known."""

    address: str
    place: Place
    is_picture: bool = False
    name: str = ""
    """The words that a visitor clicks on; empty for a picture or a menu link."""

    @property
    def is_within(self) -> bool:
        """Whether it leads to a place on this site."""
        return self.address.startswith(("/", "#"))


@dataclass(frozen=True)
class Document:
    """A Markdown text, parsed and cleaned."""

    nodes: tuple[Node, ...] = ()
    links: tuple[LinkFound, ...] = ()
    marks: tuple[FoundMark, ...] = ()
