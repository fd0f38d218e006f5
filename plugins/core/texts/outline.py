"""Convert the nodes of a text to pieces for the templates; headings get their level and id.

Ids are given out in the order of the calls (`core.texts.page_ids`): first to the headings of the content, then to the template's
own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from plugins.core.locales.foreign import Foreign, speak_html
from plugins.core.markdown.nodes import HeadingNode, HtmlNode, Node, PlaceNode
from plugins.core.places import Place
from plugins.core.texts.bare_headings import shows_nothing
from plugins.core.texts.bare_nodes import is_way
from plugins.core.texts.page_ids import Ids
from plugins.core.texts.prose import Heading, Piece

ANCHOR = "anchor"
"""The kind of a node that is only a link target."""
_PLACE = "<div id="
"""How the markup of a link target begins; nothing else in the HTML of a text does."""
LOWEST = 6
"""The lowest level of heading in HTML."""


def make_places(names: Iterable[str]) -> str:
    """Return empty elements with these ids, as link targets in place of headings that are not shown today."""
    return "".join(f'{_PLACE}"{name}"></div>' for name in names)


def plain_heading(text: str, level: int, ids: Ids, place: Place | None = None) -> Heading:
    """Return a heading with plain words, at most `h6`; `place` is the source of what is under it."""
    return Heading(ids.take(text), text, speak_html(text), min(LOWEST, level), ids.edit(place))


def node_heading(node: HeadingNode, ids: Ids, shift: int = 0) -> Heading:
    """Return a heading of the content, `shift` levels deeper, at most `h6`."""
    tag, text, html = ids.tag(node.place), node.text, node.html
    if tag:
        text, html = Foreign(text, tag), f'<span lang="{tag}">{html}</span>'
    return Heading(ids.take_for(node), text, html, min(LOWEST, node.level + shift), ids.edit(node.place))


def build_pieces(
    nodes: Iterable[Node], ids: Ids, fill: Callable[[HtmlNode | PlaceNode, int], Piece | None], shift: int = 0, level: int = 2
) -> tuple[Piece, ...]:
    """Convert nodes to pieces; `fill` returns the component for a node, given the level of the heading above it, or None."""
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
    return _join_places(pieces)


def _join_places(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with link targets appended to the text above them, or else prepended to the text below: as pieces of their
    own they would take up space.
    """
    if not any(map(_is_place, pieces)):
        return tuple(pieces)
    words = [number for number, piece in enumerate(pieces) if piece.kind == "html" and not _is_place(piece)]
    joined: dict[int, list[str]] = {}
    last: int | None = None
    for number, piece in enumerate(pieces):
        if not _is_place(piece):
            last = number if piece.kind == "html" else last
        elif words and last is None:
            joined.setdefault(words[0], [pieces[words[0]].html]).insert(0, piece.html)
        elif last is not None:
            joined.setdefault(last, [pieces[last].html]).append(piece.html)
    kept = (one for one in enumerate(pieces) if not (words and _is_place(one[1])))
    return tuple(replace(piece, html="".join(joined[number])) if number in joined else piece for number, piece in kept)


def without_last_headings(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces without the headings at the end, and without rules and spacing among them; link targets replace them."""
    shown = [number for number, piece in enumerate(pieces, 1) if not _is_bare(piece)]
    end = shown[-1] if shown else 0
    last = pieces[end:]
    names = [piece.heading.id for piece in last if piece.heading]
    if not names:
        return tuple(pieces)
    return _join_places([*pieces[:end], *filter(_is_place, last), Piece("html", html=make_places(names))])


def _is_bare(piece: Piece) -> bool:
    return not is_way(piece.heading) if piece.heading else piece.kind == "html" and shows_nothing(piece.html)


def _is_place(piece: Piece) -> bool:
    return piece.kind == "html" and piece.html.startswith(_PLACE)


def leave_out(nodes: Iterable[Node], alone: Collection[HeadingNode], ids: Ids) -> Iterator[Node]:
    """Yield nodes with a link target in place of each heading in `alone`, so that existing links to it keep working."""
    left_out = {id(node) for node in alone}
    waiting: HtmlNode | None = None
    names: list[str] = []
    for node in nodes:
        if isinstance(node, HeadingNode) and id(node) in left_out:
            names.append(ids.take_for(node))
            waiting = waiting or HtmlNode("", node.place, ANCHOR)
            continue
        if waiting:
            yield _with_places(waiting, names)
        names = []
        waiting = node if isinstance(node, HtmlNode) and node.kind == "html" else None
        if waiting is None:
            yield node
    if waiting:
        yield _with_places(waiting, names)


def _with_places(node: HtmlNode, names: Sequence[str]) -> HtmlNode:
    """Return an HTML node with link targets appended."""
    return replace(node, html=node.html + make_places(names)) if names else node


def group_by_heading(nodes: Iterable[Node], level: int) -> tuple[list[Node], list[tuple[HeadingNode, list[Node]]]]:
    """Return the nodes before the first heading of `level`, and each such heading with the nodes under it."""
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
