"""Outline: heading ids that are unique over a page, and nodes made into pieces.

Stage: views. In: the nodes of a `Document`. Out: `Piece`s for the templates. The order of calls is the order in
which ids are given: first the headings of the content, then the template's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from plugins.core.foreign import Foreign, speak_html
from plugins.core.markdown.nodes import HeadingNode, HtmlNode, Node, PlaceNode
from plugins.core.places import Place
from plugins.core.prose import Heading, Piece
from plugins.core.swedish import slugify

THEME_IDS = ("innehall", "meny")
"""Ids that `base.html` uses on every page: the skip link's target and the menus in the footer."""
LOWEST = 6
"""The level of the least heading that HTML has."""


class Ids:
    """The ids of one page: a heading's slug, with `-2` for a repeat."""

    def __init__(
        self,
        edit: Callable[[Place], str] | None = None,
        foreign: Mapping[str, str] = MappingProxyType({}),
        letters: Collection[tuple[str, str]] = (),
    ) -> None:
        """Begin a page; `letters` are those of its language that ids have in other letters."""
        self._taken = set(THEME_IDS)
        self._hidden: set[str] = set()
        self._numbers: dict[str, int] = {}
        """The last number that was given to each slug."""
        self._edit = edit
        self._foreign = foreign
        self._letters = letters

    def tag(self, place: Place) -> str | None:
        """Return the tag of the language of what stands at `place`, where that is another than the page's."""
        return self._foreign.get(place.source.language)

    def edit(self, place: Place | None) -> str | None:
        """Return where an editor changes what stands at `place`; None outside preview."""
        return self._edit(place) if self._edit and place else None

    def take(self, text: str) -> str:
        """Return the id for a heading with these words, and keep it from being given again."""
        slug = slugify(text, tuple(self._letters)) or "avsnitt"
        wanted, number = slug, self._numbers.get(slug, 1)
        if number > 1:
            wanted = f"{slug}-{number}"
        while wanted in self._taken:
            number += 1
            wanted = f"{slug}-{number}"
        self._taken.add(wanted)
        self._numbers[slug] = number
        return wanted

    def hide(self, *ids: str) -> None:
        """Say of what has these ids that it is not shown after all: nothing can lead to it, and nothing else gets its id."""
        self._hidden.update(ids)

    @property
    def shown(self) -> frozenset[str]:
        """All ids that the page has so far."""
        return frozenset(self._taken - self._hidden)


def plain_heading(text: str, level: int, ids: Ids, place: Place | None = None) -> Heading:
    """Return a heading from plain words, at most `h6` deep; `place` is where what stands under it comes from."""
    return Heading(ids.take(text), text, speak_html(text), min(LOWEST, level), ids.edit(place))


def node_heading(node: HeadingNode, ids: Ids, shift: int = 0) -> Heading:
    """Return a heading of the content, `shift` steps further down, at most `h6` deep."""
    tag, text, html = ids.tag(node.place), node.text, node.html
    if tag:
        text, html = Foreign(text, tag), f'<span lang="{tag}">{html}</span>'
    return Heading(ids.take(text), text, html, min(LOWEST, node.level + shift), ids.edit(node.place))


def build_pieces(
    nodes: Iterable[Node], ids: Ids, fill: Callable[[HtmlNode | PlaceNode, int], Piece | None], shift: int = 0, level: int = 2
) -> tuple[Piece, ...]:
    """Turn nodes into pieces; `fill` gives the component that a node is, told the level of the heading above it."""
    pieces: list[Piece] = []
    for node in nodes:
        if isinstance(node, HeadingNode):
            heading = node_heading(node, ids, shift)
            level = heading.level
            pieces.append(Piece("heading", heading=heading))
        elif piece := fill(node, level):
            pieces.append(piece)
        elif isinstance(node, HtmlNode):
            pieces.append(Piece("html", html=node.html, language=ids.tag(node.place)))
    return tuple(pieces)


def group_by_heading(nodes: Iterable[Node], level: int) -> tuple[list[Node], list[tuple[HeadingNode, list[Node]]]]:
    """Return what stands before the first heading of `level`, and each such heading with what follows it."""
    lead: list[Node] = []
    groups: list[tuple[HeadingNode, list[Node]]] = []
    for node in nodes:
        if isinstance(node, HeadingNode) and node.level == level:
            groups.append((node, []))
        elif groups:
            groups[-1][1].append(node)
        else:
            lead.append(node)
    return lead, groups
