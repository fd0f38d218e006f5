"""Find the elements of a text that become components because of how they are written, and those that nearly do.

Takes the elements of the cleaned HTML, in order, and the `Marks` with the kinds of components. Reports elements that would be
shown as ordinary text although a component was meant.
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
    """Examines the elements of one text, one after the other."""

    def __init__(self, marks: Marks, seek: Seek, problems: list[Problem]) -> None:
        """Start with a text; problems are appended to `problems`, which is also read, so that nothing is reported twice."""
        self._marks = marks
        self._seek = seek
        self._problems = problems
        self._passed: list[LexborNode] = []
        """The elements since the last heading, place or report, up to the current one."""
        self._passed_by: set[int] = set()
        """Ids (`mem_id`) of the blocks that the search for lines has passed."""
        self._sought: dict[int, Place] = {}
        """Places of the reported elements, by `mem_id`."""

    def begin_anew(self) -> None:
        """Restart the search for lines below a heading or place."""
        self._passed = []

    def find(self, element: LexborNode, here: Place) -> str | None:
        """Return the name of the component that an element becomes, or None. Report an element that nearly becomes one, and one
        that cannot be shown because it is inside another element (or component), or because components are not allowed here.

        `here` is the place of the heading or mark above it.
        """
        self._passed.append(element)
        kinds, refusal = self._marks.written, self._marks.no_pieces
        if not kinds:
            return None
        takers = [name for name, kind in kinds.items() if kind.takes(element)]
        found = takers[0] if takers else None
        if len(takers) > 1:
            self._report_nearly(_report_both(element, [kinds[name].way for name in takers]), here)
        wrong = kinds[found].nearly(element) if found else None  # as a box of that name with something else in it
        if found and not wrong and not refusal:
            if within := self._find_within(element):
                self._report_nearly(_report_inner(within), here)
            return found
        nearly = wrong if found else next(filter(None, (kind.nearly(element) for kind in kinds.values())), None)
        inner = (part for part in _walk(element) if not (found and part.mem_id == element.mem_id))
        hidden = next((part for part in inner if any(kind.takes(part) for kind in kinds.values())), None)
        if refusal and (found or nearly or hidden):
            part = hidden if hidden and not found else element
            nearly = Nearly(part, "På en sida blir det här en ruta för sig, men inte här.", refusal)
        elif hidden and not nearly:
            nearly = _report_inner(hidden)
        if nearly:
            self._report_nearly(nearly, here, is_by_shape=not hidden and not refusal)
        return None

    def _find_within(self, piece: LexborNode) -> LexborNode | None:
        """Return the first component written inside another, or None; a list in a list is part of it."""
        parts = (part for child in piece.iter() for part in _walk(child))
        own = (part for part in parts if piece.tag not in _LISTS or part.tag not in _LISTS)
        return next((part for part in own if any(kind.takes(part) for kind in self._marks.written.values())), None)

    def _report_nearly(self, nearly: Nearly, here: Place, *, is_by_shape: bool = False) -> None:
        """Report a problem at the line of its element; similar words above it are skipped.

        A problem of the element's shape is left out if a heading at its beginning has been reported already.
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
        if is_by_shape and any(problem.code == WRONG_HEADING and problem.place.line == place.line for problem in self._problems):
            return
        self._problems.append(warning(place, "nastan-ratt", nearly.message, nearly.advice, stops_publishing=True))


def _report_both(element: LexborNode, ways: Iterable[str]) -> Nearly:
    """Return the problem of an element that matches two components, of which the first is shown."""
    advice = " ".join(filter(None, ("Skriv det så att det bara är en av dem.", *ways)))
    return Nearly(element, "Det här är skrivet så att det är två sorters rutor, och bara den ena visas.", advice)


def _report_inner(part: LexborNode) -> Nearly:
    """Return the problem of a component inside another element, where it is shown as ordinary text."""
    advice = "Skriv den längst till vänster, med en tom rad före och efter."
    return Nearly(part, "Det här är skrivet som en ruta för sig, men står inne i något annat.", advice)


def _walk(element: LexborNode) -> Iterator[LexborNode]:
    """Yield an element and its descendants, in order."""
    yield element
    for part in element.iter():
        yield from _walk(part)


def _words_of(element: LexborNode) -> str:
    """Return the words of an element, including the text alternatives of its pictures."""
    return "".join(
        (node.attributes.get("alt") or "") if node.tag == "img" else node.text(deep=False) if node.tag == "-text" else ""
        for node in element.traverse(include_text=True)
    )


def _blocks_to(part: LexborNode, elements: Iterable[LexborNode]) -> tuple[list[LexborNode], list[LexborNode]]:
    """Return the blocks of text in `elements` that precede a part of the last one, and the block with which the part begins."""
    before: list[LexborNode] = []
    is_there = False
    for block in (block for element in elements for block in _walk(element)):
        is_there = is_there or block.mem_id == part.mem_id
        if block.tag in _WITH_WORDS and not (block.tag == "li" and block.css_first("p")):
            if is_there or any(inner.mem_id == part.mem_id for inner in _walk(block)):
                return before, [block]
            before.append(block)
    return before, []
