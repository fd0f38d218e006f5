"""Written pieces: what of a text is a component of its own, as Markdown of a sort, and what nearly is one.

Stage: check. In: the elements of a text's cleaned HTML, in their order, and the `Marks` that know the kinds of components. Out:
which of them are one; problems of what would stand as any other text without a word to its writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from plugins.core.markdown.seeking import Seek
from plugins.core.marks.marks import Marks
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.written_kinds import Nearly

WRONG_HEADING: Final = "fel-rubrik"
_WITH_WORDS: Final = frozenset(("p", "li", "tr", "pre"))
_LISTS: Final = frozenset(("ol", "ul"))


class WrittenPieces:
    """Looks at the elements of one text, one after the other."""

    def __init__(self, marks: Marks, seek: Seek, problems: list[Problem]) -> None:
        """Begin a text; what is told is added to its `problems`, which are read too: one thing is told once."""
        self._marks = marks
        self._seek = seek
        self._problems = problems
        self._passed: list[LexborNode] = []
        """The elements below the last heading, place or line that something was told of, to what is looked at."""
        self._passed_by: set[int] = set()
        """Blocks of words that the search has gone past, by what tells elements apart."""
        self._sought: dict[int, Place] = {}
        """Where elements stand of which something is told."""

    def begin_anew(self) -> None:
        """Take note of a heading or place, below which the search for lines begins."""
        self._passed = []

    def find(self, element: LexborNode, here: Place) -> str | None:
        """Return the kind of piece that an element is, where it is a component of its own; tell what nearly is one, and one
        that cannot be shown: it stands in another element (a component too), or where no component may.

        `here` is the heading or place above it.
        """
        self._passed.append(element)
        kinds, refusal = self._marks.written, self._marks.no_pieces
        if not kinds:
            return None
        takers = [name for name, kind in kinds.items() if kind.takes(element)]
        found = takers[0] if takers else None
        if len(takers) > 1:
            self._tell_nearly(_tell_of_two(element, [kinds[name].way for name in takers]), here)
        if found and not refusal:
            if within := self._find_within(element):
                self._tell_nearly(_tell_hidden(within), here)
            return found
        nearly = None if found else next(filter(None, (kind.nearly(element) for kind in kinds.values())), None)
        hidden = next((part for part in _walk(element) if any(kind.takes(part) for kind in kinds.values())), None)
        if refusal and (nearly or hidden):
            nearly = Nearly(hidden or element, "På en sida blir det här en ruta för sig, men inte här.", refusal)
        elif hidden and not nearly:
            nearly = _tell_hidden(hidden)
        if nearly:
            self._tell_nearly(nearly, here, is_by_shape=not hidden and not refusal)
        return None

    def _find_within(self, piece: LexborNode) -> LexborNode | None:
        """Return the first component that is written within another; a list in a list is a part of it."""
        parts = (part for child in piece.iter() for part in _walk(child))
        own = (part for part in parts if piece.tag not in _LISTS or part.tag not in _LISTS)
        return next((part for part in own if any(kind.takes(part) for kind in self._marks.written.values())), None)

    def _tell_nearly(self, nearly: Nearly, here: Place, *, is_by_shape: bool = False) -> None:
        """Tell it at the line of its part; like words that stand above are passed by.

        What its shape keeps from being one, where that begins with a heading, has been told: none stands there.
        """
        part = nearly.part
        if part.mem_id not in self._sought:
            before, own = _blocks_to(part, self._passed)
            for block in before:
                if block.mem_id not in self._passed_by:
                    self._seek.pass_by(_words_of(block), here)
            self._sought[part.mem_id] = self._seek.shown(_words_of(part), here)
            self._passed = self._passed[-1:]
            self._passed_by = {block.mem_id for block in (*before, *own)}
        place = self._sought[part.mem_id]
        if is_by_shape and any(told.code == WRONG_HEADING and told.place.line == place.line for told in self._problems):
            return
        self._problems.append(warning(place, "nastan-ratt", nearly.message, nearly.advice, stops_publishing=True))


def _tell_of_two(element: LexborNode, ways: Iterable[str]) -> Nearly:
    """Return what is told of what is written as two kinds of components: the first of them is shown."""
    advice = " ".join(filter(None, ("Skriv det så att det bara är en av dem.", *ways)))
    return Nearly(element, "Det här är skrivet så att det är två sorters rutor, och bara den ena visas.", advice)


def _tell_hidden(part: LexborNode) -> Nearly:
    """Return what is told of a component that stands in another element, where it is shown as any text is."""
    advice = "Skriv den längst till vänster, med en tom rad före och efter."
    return Nearly(part, "Det här är skrivet som en ruta för sig, men står inne i något annat.", advice)


def _walk(element: LexborNode) -> Iterator[LexborNode]:
    """Yield an element, and those within it in their order."""
    yield element
    for part in element.iter():
        yield from _walk(part)


def _words_of(element: LexborNode) -> str:
    """Return the words of an element, with those that stand for its pictures."""
    return "".join(
        (node.attributes.get("alt") or "") if node.tag == "img" else node.text(deep=False) if node.tag == "-text" else ""
        for node in element.traverse(include_text=True)
    )


def _blocks_to(part: LexborNode, elements: Iterable[LexborNode]) -> tuple[list[LexborNode], list[LexborNode]]:
    """Return the blocks of words in some elements that stand before a part of the last one, and the one that it begins with."""
    before: list[LexborNode] = []
    is_there = False
    for block in (block for element in elements for block in _walk(element)):
        is_there = is_there or block.mem_id == part.mem_id
        if block.tag in _WITH_WORDS and not (block.tag == "li" and block.css_first("p")):
            if is_there or any(inner.mem_id == part.mem_id for inner in _walk(block)):
                return before, [block]
            before.append(block)
    return before, []
