"""Find headings with nothing under them among the nodes of a text: always, or on a given day only.

Takes the nodes of a `Document`. Which markup shows nothing is decided by `core.texts.bare_headings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from plugins.core.markdown.nodes import HeadingNode, HtmlNode, Node, PlaceNode
from plugins.core.texts.bare_headings import shows_nothing
from plugins.core.texts.prose import Heading


def is_spacing(node: Node) -> bool:
    """Return whether a node only separates others, and shows nothing."""
    return isinstance(node, HtmlNode) and node.kind == "html" and shows_nothing(node.html)


def is_way(heading: HeadingNode | Heading) -> bool:
    """Return whether a heading contains a link, so that it needs nothing under it."""
    return "<a " in heading.html


def has_content(nodes: Iterable[Node], is_gone: Callable[[PlaceNode], bool]) -> bool:
    """Return whether any node shows something today, other than headings, rules and spacing."""
    return any(
        not is_gone(node) if isinstance(node, PlaceNode) else not isinstance(node, HeadingNode) and not is_spacing(node)
        for node in nodes
    )


def find_bare(nodes: Iterable[Node], *, goes_on: bool = False) -> list[HeadingNode]:
    """Return the headings with nothing under them on any day; marks, and deeper headings, count as contents. With `goes_on` more
    follows below the text, so its last heading is not bare.
    """
    bare: list[HeadingNode] = []
    waiting: HeadingNode | None = None
    for node in nodes:
        if isinstance(node, HeadingNode):
            if waiting and _is_above(node, waiting.level):
                bare.append(waiting)
            waiting = node
        elif not is_spacing(node):
            waiting = None
    return [*bare, waiting] if waiting and not goes_on else bare


def find_last(nodes: Sequence[Node]) -> list[HeadingNode]:
    """Return the headings at the end of a text, with nothing under them on any day, in order; headings with links excluded."""
    last = takewhile(lambda one: not is_way(one) if isinstance(one, HeadingNode) else is_spacing(one), reversed(nodes))
    return [one for one in last if isinstance(one, HeadingNode)][::-1]


def find_left_alone(nodes: Sequence[Node], is_gone: Callable[[PlaceNode], bool]) -> list[HeadingNode]:
    """Return the headings that have nothing under them but marks for which `is_gone` is true, rules and spacing."""
    alone: list[HeadingNode] = []
    bare = [isinstance(node, PlaceNode) and is_gone(node) for node in nodes]
    if not any(bare):
        return alone
    size = len(nodes)
    bares, others = [0] * (size + 1), [0] * (size + 1)
    """For each node, how many from it on are bare, and how many are neither bare nor spacing."""
    below: list[tuple[int, int]] = []
    """Level and index of the headings that may end the scope of one above them, the nearest last."""
    for at in range(size - 1, -1, -1):
        node = nodes[at]
        if isinstance(node, HeadingNode):
            while below and below[-1][0] > node.level:
                below.pop()
            end = below[-1][1] if below else size
            bare[at] = bares[at + 1] > bares[end] and others[at + 1] == others[end]
            if bare[at]:
                alone.append(node)
            below.append((node.level, at))
        bares[at] = bares[at + 1] + bare[at]
        others[at] = others[at + 1] + (not bare[at] and not is_spacing(node))
    return alone[::-1]


def list_marks_under(nodes: Iterable[Node], headings: Iterable[HeadingNode]) -> list[tuple[HeadingNode, tuple[PlaceNode, ...]]]:
    """Return each of these headings with the place marks under it."""
    marks: dict[int, list[PlaceNode]] = {id(heading): [] for heading in headings}
    found: list[tuple[HeadingNode, list[PlaceNode]]] = []
    above: list[HeadingNode] = []
    for node in nodes:
        if isinstance(node, HeadingNode):
            above = [one for one in above if one.level < node.level]
            if id(node) in marks:
                above.append(node)
                found.append((node, marks[id(node)]))
        elif isinstance(node, PlaceNode):
            for one in above:
                marks[id(one)].append(node)
    return [(heading, tuple(under)) for heading, under in found]


def _is_above(node: Node, level: int) -> bool:
    return isinstance(node, HeadingNode) and node.level <= level
