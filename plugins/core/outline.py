"""Outline: heading ids that are unique over a page, and nodes made into pieces.

Stage: views. In: the nodes of a `Document`. Out: `Piece`s for the templates. The order of calls is the order in
which ids are given: first the headings of the content, then the template's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType

from plugins.core.bare_headings import shows_nothing
from plugins.core.foreign import Foreign, speak_html
from plugins.core.lasting import lasting_of
from plugins.core.markdown.nodes import HeadingNode, HtmlNode, Node, PlaceNode
from plugins.core.places import Place
from plugins.core.prose import Heading, Piece
from plugins.core.swedish import slugify

THEME_IDS = ("innehall", "meny")
"""Ids that `base.html` uses on every page: the skip link's target and the menus in the footer."""
ANCHOR = "anchor"
"""The kind of a node that is but a place to lead to."""
_PLACE = "<div id="
"""How a place to lead to begins, and nothing else in the HTML of a text."""
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
        self._taken: dict[str, None] = dict.fromkeys(THEME_IDS)
        """In the order in which they were taken."""
        self._hidden: set[str] = set()
        self._numbers: dict[str, int] = {}
        """The last number that was given to each slug."""
        self._edit = edit
        self._foreign = foreign
        self._letters = letters
        self._kept: dict[tuple[Path, int, int], str] = {}
        """Ids that are kept for headings of the content, by where these stand."""
        self._by_words: dict[str, str] = {}
        """The ids of headings with words that follow the day, by what these would be on the day."""
        self._own: dict[str, Place] = {}
        """The ids that editors have given to headings, with where these stand."""
        self.clashes: list[tuple[str, Place]] = []
        """The ids of this sort that something else on the page has, with where the headings stand that lack them."""

    def tag(self, place: Place) -> str | None:
        """Return the tag of the language of what stands at `place`, where that is not the page's."""
        return self._foreign.get(place.source.language)

    def edit(self, place: Place | None) -> str | None:
        """Return where an editor changes what stands at `place`; None outside preview."""
        return self._edit(place) if self._edit and place else None

    def take(self, text: str) -> str:
        """Return the id for a heading with these words, and keep it from being given again; it has none that follow the day."""
        return self._take(text, lasting_of(text))

    def _take(self, text: str, lasting: str) -> str:
        letters = tuple(self._letters)
        slug = slugify(lasting, letters) or "avsnitt"
        wanted, number = slug, self._numbers.get(slug, 1)
        if number > 1:
            wanted = f"{slug}-{number}"
        while wanted in self._taken:
            number += 1
            wanted = f"{slug}-{number}"
        self._taken[wanted] = None
        self._numbers[slug] = number
        if lasting != text:
            self._by_words.setdefault(slugify(text, letters), wanted)
        return wanted

    def take_over(self, taken: Iterable[str]) -> None:
        """Keep ids that something of the page has."""
        self._taken.update(dict.fromkeys(taken))

    def is_one(self, text: str, other: str) -> bool:
        """Tell whether headings with these words would have one id."""
        letters = tuple(self._letters)
        return slugify(text, letters) == slugify(other, letters)

    def keep_for(self, node: HeadingNode) -> None:
        """Give a heading of the content its id before it is shown, so that nothing of the records shown above it takes that."""
        if _spot(node) not in self._kept:
            self._kept[_spot(node)] = self._take_anew(node)

    def take_for(self, node: HeadingNode) -> str:
        """Return the id of a heading of the content: the one that was kept for it."""
        return self._kept.pop(_spot(node), None) or self._take_anew(node)

    def _take_anew(self, node: HeadingNode) -> str:
        if node.own_id:
            return self._take_own(node)
        return self._take(node.text, node.text if node.lasting is None else node.lasting)

    def _take_own(self, node: HeadingNode) -> str:
        """Return the id that an editor has given to a heading; where something else has that, it is told and has a number."""
        taken = self._take(node.own_id, node.own_id)
        if taken == node.own_id:
            self._own[taken] = node.place
        elif self._own.get(node.own_id) != node.place:  # a block may stand twice on a page
            self.clashes.append((node.own_id, node.place))
        return taken

    def give_back(self, node: HeadingNode) -> None:
        """Let what is shown instead of a heading take the id that was kept for it."""
        self._taken.pop(self._kept.pop(_spot(node), ""), None)

    def hide(self, *ids: str) -> None:
        """Say of what has these ids that it is not shown after all: nothing can lead to it, and nothing else gets its id."""
        self._hidden.update(ids)

    @property
    def shown(self) -> frozenset[str]:
        """All ids that the page has so far."""
        return frozenset(self._taken.keys() - self._hidden - {*self._kept.values()})

    @property
    def by_words(self) -> tuple[tuple[str, str], ...]:
        """What somebody would write who reads a heading with words that follow the day, and the id that it has."""
        return tuple((words, name) for words, name in self._by_words.items() if words not in self._taken and name in self.shown)

    @contextmanager
    def watch(self) -> Iterator[list[str]]:
        """Give a list that has, when all is done, the ids that were taken meanwhile."""
        before, taken = {*self._taken}, list[str]()
        yield taken
        taken += (name for name in self._taken if name not in before)


def find_next_id(words: str, taken: Iterable[str], letters: Collection[tuple[str, str]]) -> str:
    """Return the id that a heading with these words would have beside what has been `taken` on a page."""
    ids = Ids(letters=letters)
    ids.take_over(taken)
    return ids.take(words)


def make_places(names: Iterable[str]) -> str:
    """Return places to lead to, instead of what had these ids on another day."""
    return "".join(f'{_PLACE}"{name}"></div>' for name in names)


def _spot(node: HeadingNode) -> tuple[Path, int, int]:
    return node.place.source.path, node.place.line, node.place.column


def plain_heading(text: str, level: int, ids: Ids, place: Place | None = None) -> Heading:
    """Return a heading from plain words, at most `h6` deep; `place` is where what stands under it comes from."""
    return Heading(ids.take(text), text, speak_html(text), min(LOWEST, level), ids.edit(place))


def node_heading(node: HeadingNode, ids: Ids, shift: int = 0) -> Heading:
    """Return a heading of the content, `shift` steps further down, at most `h6` deep."""
    tag, text, html = ids.tag(node.place), node.text, node.html
    if tag:
        text, html = Foreign(text, tag), f'<span lang="{tag}">{html}</span>'
    return Heading(ids.take_for(node), text, html, min(LOWEST, node.level + shift), ids.edit(node.place))


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
    return _join_places(pieces)


def _join_places(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces in which a place to lead to stands at the end of the words above it, else before those below: by itself it
    would have the room of a piece.
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
    """Return pieces without the headings that stand last, nor rules and spacing among them; places to lead to stand instead."""
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


def has_content(nodes: Iterable[Node], is_gone: Callable[[PlaceNode], bool]) -> bool:
    """Tell whether nodes show anything today but headings, rules and spacing."""
    return any(
        not is_gone(node) if isinstance(node, PlaceNode) else not isinstance(node, HeadingNode) and not is_spacing(node)
        for node in nodes
    )


def find_left_alone(nodes: Sequence[Node], is_gone: Callable[[PlaceNode], bool]) -> list[HeadingNode]:
    """Return the headings that stand over nothing but marks of which each `is_gone`, rules and spacing."""
    alone: list[HeadingNode] = []
    bare = [isinstance(node, PlaceNode) and is_gone(node) for node in nodes]
    if not any(bare):
        return alone
    size = len(nodes)
    bares, others = [0] * (size + 1), [0] * (size + 1)
    """How many of the nodes from each on are bare, and how many are neither that nor spacing."""
    below: list[tuple[int, int]] = []
    """Level and place of the headings at which what stands under one may end, the nearest last."""
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


def find_bare(nodes: Iterable[Node], *, goes_on: bool = False) -> list[HeadingNode]:
    """Return the headings that stand over nothing on any day: what a mark shows is its own matter, and a heading over a deeper
    one has that. Where something `goes_on` below a text, the last of it stands over that.
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
    """Return the headings that stand last in a text, over nothing on any day, the first of them first; a link is no such."""
    last = takewhile(lambda one: not is_way(one) if isinstance(one, HeadingNode) else is_spacing(one), reversed(nodes))
    return [one for one in last if isinstance(one, HeadingNode)][::-1]


def is_way(heading: HeadingNode | Heading) -> bool:
    """Tell whether a heading has a link, so that it is the way to what it is of."""
    return "<a " in heading.html


def list_marks_under(nodes: Iterable[Node], headings: Iterable[HeadingNode]) -> list[tuple[HeadingNode, tuple[PlaceNode, ...]]]:
    """Return each of these headings with the marks on lines of their own that stand under it."""
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


def is_spacing(node: Node) -> bool:
    """Tell of a node whether it only parts what stands around it, and shows nothing."""
    return isinstance(node, HtmlNode) and node.kind == "html" and shows_nothing(node.html)


def _is_above(node: Node, level: int) -> bool:
    return isinstance(node, HeadingNode) and node.level <= level


def leave_out(nodes: Iterable[Node], alone: Collection[HeadingNode], ids: Ids) -> Iterator[Node]:
    """Yield nodes with a place to lead to instead of each heading that stands `alone`: links to it were right the day before."""
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
    """Return words with places to lead to after them."""
    return replace(node, html=node.html + make_places(names)) if names else node


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
