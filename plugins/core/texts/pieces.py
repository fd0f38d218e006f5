"""Kinds of pieces: the components that editors use in their texts, each declared once, by its room.

A component is written as a mark on a line of its own, or as a form of Markdown; it becomes a `Piece` with its view. The template,
style and examples are found by the component's name. A text's HTML and headings are not components.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Generic, TypeVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.library import Library, Register, Setting, on_any_day
from plugins.core.locales.lasting import Runs, say_of_today
from plugins.core.markdown.nodes import HtmlNode, PlaceNode
from plugins.core.marks.known import ALL
from plugins.core.marks.marks import FoundMark, PlaceMark
from plugins.core.models.model import Model
from plugins.core.places import Place
from plugins.core.source.sources import Text
from plugins.core.texts.documents import read_document, texts_of
from plugins.core.texts.outline import make_places, plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import DetailValue
from plugins.core.texts.shown import format_file, format_goals
from plugins.core.written_kinds import FindNearly, Nearly, Takes

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class PieceContext:
    """The page on which a component is shown, and its position there."""

    text: PageText
    """The text of the page."""
    library: Library
    """The library in the language of the page."""
    setting: Setting
    level: int
    """The level of the heading above it: 2 for `h2`."""
    subject: str | None
    """The subject of mails that visitors send from the page."""
    runs: Runs = ()
    """The words of a component that is written in the text, if some of them depend on the day."""

    def heading(self, words: str, place: Place | None = None) -> Heading:
        """Return a heading within the component, whose id does not depend on the day; `words` are plain text.

        `place` is where an editor changes what is under it: of a record, `record.place("title")`.
        """
        return plain_heading(say_of_today(words, self.runs), self.level + 1, self.text.ids, place)

    def format_file(self, record: Model, field: str, name: str) -> tuple[DetailValue, ...]:
        """Return the file named in a field of a record as a value that links to it, with the text `name` (`core.texts.shown`)."""
        return format_file(record, field, name, self.text, self.library)

    def goals(self, references: Iterable[Key | None]) -> tuple[DetailValue, ...]:
        """Return the goals that a record belongs to as values that link to them, with their colours (`core.texts.shown`)."""
        return format_goals(references, self.text, self.library)


IsGone = Callable[[PlaceNode], bool]
"""Returns whether a place mark shows nothing today."""


@dataclass(frozen=True)
class MarkedPiece(Generic[V]):
    """A component that is shown in place of a mark on a line of its own: `{kontakt:id}` names a record; some marks can name all
    records of a register.
    """

    name: str
    """The name of the component."""
    view: type[V]
    """The class of the view that its template takes."""
    register: Register[Any]
    """The register whose records the mark can name; its `mark` is the name of the mark."""
    make: Callable[[Key, PieceContext], V | None]
    """Returns the view of the record that a mark names; None if there is nothing to show."""
    make_all: Callable[[tuple[Any, ...], PieceContext], V | None] | None = None
    """Returns the view of all records that are shown (at least one), for a mark that names `alla`; None: a mark names a single
    record."""

    refuse: Callable[[Setting], str | None] = lambda _setting: None
    """Returns why the mark is not allowed in the texts of a setting, in Swedish; None if it is."""

    shows: Callable[[Key, Library, IsGone], bool] | None = None
    """Returns whether there is something to show today, given a function that tells whether a nested mark shows nothing. None:
    yes, if the record is shown."""

    last_day: Callable[[Key, Library], date | None] | None = None
    """Returns the last day on which there is something to show, None if there is no limit. None: the record's own last day."""

    def is_of(self, node: PlaceNode) -> bool:
        """Return whether a mark is of this kind."""
        return self.register.is_of(node.mark)

    def find_last_day(self, reference: Key, library: Library) -> date | None:
        """Return the last day on which a mark shows something; None if there is no limit, or it shows nothing."""
        days = [self._find_last_day(one, library) for one in self._list_named(reference, library)]
        return None if None in days else max(filter(None, days), default=None)

    def _find_last_day(self, reference: Key, library: Library) -> date | None:
        if self.last_day is not None:
            return self.last_day(reference, library)
        record = library.known(self.register.model).get(reference)
        return record.shown_until if record is not None else None

    def _names_all(self, reference: Key) -> bool:
        return self.make_all is not None and reference.key == ALL

    def _list_named(self, reference: Key, library: Library) -> tuple[Key, ...]:
        """Return references to the records that a mark names; for a mark that names all, to those that are shown."""
        if not self._names_all(reference):
            return (reference,)
        known, text = library.known(self.register.model), reference.text
        return tuple(Key(Text(known.names[key], text.source, text.spans), key) for key in known.shown)

    def is_any_there(self, reference: Key, library: Library) -> bool:
        """Return whether a mark names a record that is shown."""
        known = library.known(self.register.model)
        return any(known.get(one) is not None for one in self._list_named(reference, library))

    def is_gone(self, node: PlaceNode, library: Library, is_gone: IsGone) -> bool:
        """Return whether a mark is of this kind and shows nothing today."""
        if not self.is_of(node):
            return False
        return not any(
            self.is_any_there(one, library) and (self.shows is None or self.shows(one, library, is_gone))
            for one in self._list_named(node.mark.argument, library)
        )

    def marks(self, library: Library, setting: Setting) -> Iterator[PlaceMark]:
        """Yield the mark for texts in `setting`."""
        refusal = library.refuse_pieces(setting) or self.refuse(setting)
        known = library.known(self.register.model)
        yield PlaceMark(self.register.mark, known.with_all() if self.make_all else known, refusal)

    def fill(self, node: HtmlNode | PlaceNode, context: PieceContext) -> Piece | None:
        """Return the piece for a mark of this kind; None for any other node."""
        if not isinstance(node, PlaceNode) or not self.is_of(node):
            return None
        reference = node.mark.argument
        if self.make_all is None or not self._names_all(reference):
            view = self.make(reference, context)
        else:
            records = context.library.shown(self.register.model)
            view = self.make_all(records, context) if records else None
        return None if view is None else Piece(self.name, view=view)


def _never_nearly(_element: LexborNode) -> Nearly | None:
    """Return None: nothing is nearly such a component."""
    return None


@dataclass(frozen=True)
class WrittenPiece(Generic[V]):
    """A component that editors write as a form of Markdown, such as a quotation.

    Its words are checked, translated, searched and counted like any text, and it may contain links, pictures and marks. Where it
    cannot be shown (in a list, in another component, in an announcement) it is shown as ordinary text, and reported
    (`nastan-ratt`). A link or picture in it that its view leaves out, as in a heading of plain words, is reported too.
    """

    name: str
    """The name of the component."""
    view: type[V]
    """The class of the view that its template takes."""
    takes: Takes
    """Returns whether a top-level element of a text's cleaned HTML is such a component. `Box("steg", "Steg att följa")`
    matches what is between `:::steg` and `:::`."""
    make: Callable[[LexborNode, PieceContext], V | None]
    """Returns the view of such an element; None if it is to be shown as ordinary HTML."""
    nearly: FindNearly = _never_nearly
    """Returns why an element that was meant as such a component is none, to be reported at its line (`nastan-ratt`); otherwise
    None. Of what `takes` matches too: a box in which something else stands than it can show."""
    way: str = ""
    """How to write it, as a Swedish sentence, for editors who use the box syntax of other programs (`> [!NOTE]`).

    "Ett citat skrivs > Orden, och sist > – Namnet." Empty: such a box never means this component.
    """

    def fill(self, node: HtmlNode | PlaceNode, context: PieceContext) -> Piece | None:
        """Return the piece for a node of this kind; None for any other node."""
        if not isinstance(node, HtmlNode) or node.kind != self.name:
            return None
        body = LexborHTMLParser(node.html).body
        element = next(body.iter(), None) if body else None
        view = self.make(element, replace(context, runs=node.runs)) if element else None
        return None if view is None else Piece(self.name, view=view, language=context.text.ids.tag(node.place))


PieceKind = MarkedPiece[Any] | WrittenPiece[Any]


Ring = tuple[tuple[str, str], ...]
"""Components that contain each other in a cycle, as (name of the mark, argument), from the outermost inwards."""


def fill_with_pieces(
    text: PageText,
    kinds: Iterable[PieceKind],
    library: Library,
    setting: Setting,
    subject: str | None = None,
    left_out: Callable[[HtmlNode | PlaceNode, Ring], object] = lambda _node, _ring: None,
    *,
    is_of_any_day: bool = False,
) -> PageText:
    """Set the components of a page's text and return the text; `subject` is that of mails sent from the page.

    `left_out` is called for each component that would contain itself. With `is_of_any_day` no mark is left out because of its
    days.
    """
    kinds = tuple(kinds)
    open_pieces: list[tuple[str, str]] = []

    def fill(node: HtmlNode | PlaceNode, level: int) -> Piece | None:
        if isinstance(node, HtmlNode) and node.kind == "html":
            return None
        context = PieceContext(text, library, setting, level, subject)
        own = (node.kind, node.html) if isinstance(node, HtmlNode) else (node.mark.name, node.mark.argument.key)
        if own in open_pieces:  # would recurse without end; its contents are around it already
            left_out(node, tuple(open_pieces[open_pieces.index(own) :]))
            return None
        open_pieces.append(own)
        piece = next(filter(None, (kind.fill(node, context) for kind in kinds)), None)
        open_pieces.pop()
        if piece is None and isinstance(node, PlaceNode) and not is_of_any_day:
            return _keep_places(node, kinds, context)
        if piece is not None and isinstance(node, PlaceNode):
            text.used.setdefault(own)
        return piece

    def is_gone(node: PlaceNode) -> bool:
        return not is_of_any_day and any(isinstance(kind, MarkedPiece) and kind.is_gone(node, library, is_gone) for kind in kinds)

    text.fill_with(fill, is_gone)
    return text


def _keep_places(node: PlaceNode, kinds: tuple[PieceKind, ...], context: PieceContext) -> Piece | None:
    """Return link targets in place of a mark that shows nothing today, for the headings that it shows on other days.

    Links to them keep working, and no other heading of the page gets another id today. The ids of a future record are reserved
    too, but cannot be linked to yet.
    """
    library = on_any_day(context.library)
    text = fill_with_pieces(context.text.beside(), kinds, library, context.setting, context.subject, is_of_any_day=True)
    with context.text.ids.watch() as taken:
        text.pieces([node], level=context.level)
    if not taken:
        return None
    own = (kind for kind in kinds if isinstance(kind, MarkedPiece) and kind.is_of(node))
    off = [context.library.known(kind.register.model).off.get(node.mark.argument.key) for kind in own]
    if any(why is not None and not why.is_over for why in off):
        context.text.ids.hide(*taken)
        return None
    return Piece("html", html=make_places(taken))


def find_rings(kinds: Iterable[PieceKind], library: Library) -> Iterator[FoundMark]:
    """Yield, once for each cycle of records that show each other, a mark that is left out to break the cycle.

    The components have to be built to find cycles: many show only the title of a record, so two records may name each other.
    """
    kinds, reported = tuple(kinds), set[frozenset[tuple[str, str]]]()
    for model in [kind.register.model for kind in kinds if isinstance(kind, MarkedPiece)]:
        for record in library.all(model):
            setting = library.setting_of(record)
            places, found = library.marks(setting).places, list[tuple[HtmlNode | PlaceNode, Ring]]()
            documents = [read_document(text, library, setting)[0] for text in texts_of(record)]
            nodes = [node for document in documents for node in document.nodes if isinstance(node, PlaceNode)]
            if shown := [node for node in nodes if not places[node.mark.name].refusal]:  # refused marks are reported already
                page = fill_with_pieces(
                    PageText(library.marks(setting)),
                    kinds,
                    library,
                    setting,
                    left_out=lambda *one, found=found: found.append(one),
                )
                page.pieces(shown)
            for node, ring in found:
                if isinstance(node, PlaceNode) and frozenset(ring) not in reported:
                    reported.add(frozenset(ring))
                    yield node.mark
