"""The text of one page: fills in lines, converts documents, and records what the page uses.

There is one `PageText` per page. It gives out heading ids, replaces marks, turns documents into pieces, and remembers which marks
were shown, which links have to be checked, and which translated texts the page contains.
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
"""Returns the component for a node, given the level of the heading above it; None if it is none."""


class PageText:
    """State shared by the views of one page."""

    def __init__(self, marks: Marks, edit: Callable[[Place], str] | None = None) -> None:
        self.marks = marks
        self.ids = Ids(edit, marks.foreign, marks.letters)
        self.used: dict[tuple[str, str], None] = {}
        """Marks shown on the page, as text or as a component: (name, argument), in order."""
        self.links: list[LinkFound] = []
        self.seen: set[tuple[Path, int]] = set()
        """File and line of each translated text shown, which may be older than its original (`core.translations.stale`)."""
        self.contact: Key | None = None
        """The page's contact, shown below its text under a heading."""
        self.contact_id: str | None = None
        """The id of that heading, or of the contact's card if that is in the text instead."""
        self.has_contact = False
        """Whether an editor has placed that card in the text, or in a block shown on the page."""
        self._fill: Fill = _leave
        self._is_gone: Callable[[PlaceNode], bool] = _never

    def beside(self) -> PageText:
        """Return a page text that shares only the ids, for contents that are not shown."""
        other = PageText(self.marks)
        other.ids = self.ids
        return other

    def fill_with(self, fill: Fill, is_gone: Callable[[PlaceNode], bool]) -> None:
        """Set the components for the text (`core.texts.pieces`), and which of them show nothing today; none by default."""
        self._fill, self._is_gone = fill, is_gone

    def line(self, line: Line | Text | None) -> str:
        """Return a line with its marks replaced, or a plain one unchanged; an empty string for None."""
        if line is None:
            return ""
        typed = line if isinstance(line, Text) else line.typed
        if typed.source.language:
            self.see(typed.place())
        return self.shared_line(line)

    def shared_line(self, line: Line | Text | None) -> str:
        """Return a line that many pages show, such as a common heading: its marks are recorded, its place is not."""
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
        """Return an address from a field at `place`; links within the site lead to the pages in the language of that place."""
        return mark_place(written) if self.ids.tag(place) else written

    def show(self, *lines: Line | None) -> None:
        """Record lines that the page shows but that were filled in elsewhere, such as the title of a goal that it links to: their
        marks, and the age of their translation.
        """
        for line in filter(None, lines):
            self.see(line.place())
            self.note(find_marks(line))

    def note(self, marks: Iterable[FoundMark]) -> None:
        """Record value marks that are shown on the page."""
        for mark in marks:
            if mark.name in self.marks.values:
                self.used.setdefault((mark.name, mark.argument.key))

    def see(self, *places: Place) -> None:
        """Record the places of texts that are shown on the page, if they are translations."""
        self.seen.update((place.source.path, place.line) for place in places if place.source.language)

    def open(self, document: Document) -> Document:
        """Add a document to the page: record its marks and links, and reserve the ids of its headings before those of components.

        Return it without headings over nothing but components that are not shown today.
        """
        self.note(document.marks)
        self.links.extend(document.links)
        headings = [node for node in document.nodes if isinstance(node, HeadingNode)]
        for node in sorted(headings, key=lambda node: not node.own_id):  # ids given by editors take precedence
            self.ids.keep_for(node)
        alone = find_left_alone(document.nodes, self._is_gone)
        return replace(document, nodes=tuple(leave_out(document.nodes, alone, self.ids))) if alone else document

    def has_content(self, document: Document) -> bool:
        """Return whether a document shows anything today other than headings."""
        return has_content(document.nodes, self._is_gone)

    def pieces(self, nodes: Iterable[Node], shift: int = 0, level: int = 2) -> tuple[Piece, ...]:
        """Return nodes as pieces, with headings `shift` levels deeper; `level` is that of the heading above."""
        nodes = tuple(nodes)
        self.see(*(node.place for node in nodes if isinstance(node, HtmlNode)))
        return build_pieces(nodes, self.ids, self._fill, shift, level)


def _never(_node: PlaceNode) -> bool:
    """Return False: no components have been set."""
    return False


def _leave(_node: HtmlNode | PlaceNode, _level: int) -> None:
    """Return None: no components have been set."""
