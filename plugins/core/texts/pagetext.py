"""The text of one page: lines and documents made ready, with what the page has used on the way.

Stage: views. One `PageText` a page: it gives heading ids, replaces marks in lines, turns documents into pieces and
remembers which facts were shown, which links must lead somewhere and what of translations it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from plugins.core.kinds.keys import Key
from plugins.core.locales.foreign import Foreign
from plugins.core.markdown.nodes import Document, HeadingNode, HtmlNode, LinkFound, Node, PlaceNode
from plugins.core.marks.marks import FoundMark, Marks, find_marks
from plugins.core.pictures.linked import mark_place
from plugins.core.places import Place
from plugins.core.source.lines import Line
from plugins.core.source.sources import Text
from plugins.core.texts.bare_nodes import find_left_alone, has_content
from plugins.core.texts.outline import build_pieces, leave_out
from plugins.core.texts.page_ids import Ids
from plugins.core.texts.prose import Piece

Fill = Callable[[HtmlNode | PlaceNode, int], Piece | None]
"""Returns the component that a node is, told the level of the heading above it; None where it is none."""


class PageText:
    """What the views of one page share."""

    def __init__(self, marks: Marks, edit: Callable[[Place], str] | None = None) -> None:
        self.marks = marks
        self.ids = Ids(edit, marks.foreign, marks.letters)
        self.used: dict[tuple[str, str], None] = {}
        """Marks that the page shows, as words or as a component: (name, argument), in order."""
        self.links: list[LinkFound] = []
        self.seen: set[tuple[Path, int]] = set()
        """File and line of what is shown of translations, which may be older than their originals (`core.translations.stale`)."""
        self.contact: Key | None = None
        """Whom the page shows as its contact, below its text and under a heading."""
        self.contact_id: str | None = None
        """The id of that heading, or of the card of the same contact that stands in the text instead."""
        self.has_contact = False
        """An editor has set that card in the text, or in a block that the page shows."""
        self._fill: Fill = _leave
        self._is_gone: Callable[[PlaceNode], bool] = _never

    def beside(self) -> PageText:
        """Return a text whose ids are the page's, and all else is not: what is made of it is not shown."""
        other = PageText(self.marks)
        other.ids = self.ids
        return other

    def fill_with(self, fill: Fill, is_gone: Callable[[PlaceNode], bool]) -> None:
        """Say which components stand in the text (`core.texts.pieces`), and which show nothing today; before that, none does."""
        self._fill, self._is_gone = fill, is_gone

    def line(self, line: Line | Text | None) -> str:
        """Return a line with its marks replaced, or a plain one as it is; an empty string for one that is left out."""
        if line is None:
            return ""
        typed = line if isinstance(line, Text) else line.typed
        if typed.source.language:
            self.see(typed.place())
        return self.shared_line(line)

    def shared_line(self, line: Line | Text | None) -> str:
        """Return the words of a line that pages share, such as a heading of all: its figures are the page's, its age is not."""
        if line is None:
            return ""
        typed = line if isinstance(line, Text) else line.typed
        tag = self.marks.foreign.get(typed.source.language)
        words = self._fill_line(line)
        return Foreign(words, tag) if tag else words

    def _fill_line(self, line: Line | Text) -> str:
        if isinstance(line, Text):
            return line.value
        self.note(find_marks(line))
        return line.fill(self.marks)

    def address(self, written: str, place: Place) -> str:
        """Return the address of a field, which stands at `place`; places that it names are those of that language's pages."""
        return mark_place(written) if self.ids.tag(place) else written

    def show(self, *lines: Line | None) -> None:
        """Remember lines that the page shows as another has filled them, such as the title of a goal that it leads to: their
        figures and their age are the page's.
        """
        for line in filter(None, lines):
            self.see(line.place())
            self.note(find_marks(line))

    def note(self, marks: Iterable[FoundMark]) -> None:
        """Remember value marks that are shown on the page."""
        for mark in marks:
            if mark.name in self.marks.values:
                self.used.setdefault((mark.name, mark.argument.key))

    def see(self, *places: Place) -> None:
        """Remember where words stand that are shown on the page."""
        self.seen.update((place.source.path, place.line) for place in places if place.source.language)

    def open(self, document: Document) -> Document:
        """Take a document into the page: its figures and links are the page's, its headings have their ids before all that its
        marks show. A heading over nothing but what is not shown today is left out with it.
        """
        self.note(document.marks)
        self.links.extend(document.links)
        headings = [node for node in document.nodes if isinstance(node, HeadingNode)]
        for node in sorted(headings, key=lambda node: not node.own_id):  # what an editor has given is made way for
            self.ids.keep_for(node)
        alone = find_left_alone(document.nodes, self._is_gone)
        return replace(document, nodes=tuple(leave_out(document.nodes, alone, self.ids))) if alone else document

    def has_content(self, document: Document) -> bool:
        """Tell whether a document shows anything today but headings."""
        return has_content(document.nodes, self._is_gone)

    def pieces(self, nodes: Iterable[Node], shift: int = 0, level: int = 2) -> tuple[Piece, ...]:
        """Return nodes as pieces, headings `shift` steps down; `level` is that of the heading above."""
        nodes = tuple(nodes)
        self.see(*(node.place for node in nodes if isinstance(node, HtmlNode)))
        return build_pieces(nodes, self.ids, self._fill, shift, level)


def _never(_node: PlaceNode) -> bool:
    """Return False: nothing is known of the components."""
    return False


def _leave(_node: HtmlNode | PlaceNode, _level: int) -> None:
    """Return nothing: the text has no components."""
