"""Kinds of pieces: the components that editors write in their texts, each declared in one place, by its room.

Stage: views. In: what a text has at a mark on a line of its own, or as Markdown of a sort. Out: a `Piece` with the view of the
component, whose template, style and examples are found by its name. A text's HTML and headings are no component: they are the
text itself.
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
from plugins.core.source.sources import Text
from plugins.core.texts.outline import make_places, plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import DetailValue
from plugins.core.texts.shown import tell_file
from plugins.core.texts.texts import Texts, texts_of
from plugins.core.written_kinds import FindNearly, Nearly, Takes

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class PieceSpot:
    """The page and the place on it where a component stands."""

    text: PageText
    """The text of the page."""
    texts: Texts
    """All texts, and by them the library, in the language of the page."""
    setting: Setting
    level: int
    """The level of the heading above it: 2 for `h2`."""
    subject: str | None
    """What mails from the page are about."""
    runs: Runs = ()
    """The words of a piece that is written in the text, where some of them follow the day."""

    def heading(self, words: str) -> Heading:
        """Return a heading within the piece, whose id is the same on every day; `words` are plain."""
        return plain_heading(say_of_today(words, self.runs), self.level + 1, self.text.ids)

    def tell_file(self, record: Model, field: str, name: str) -> tuple[DetailValue, ...]:
        """Return the file that a field of a record names, as a value that leads to it, named `name` (`core.texts.shown`)."""
        return tell_file(record, field, name, self.text, self.texts.library)


IsGone = Callable[[PlaceNode], bool]
"""Tells whether a mark on a line of its own shows nothing today."""


@dataclass(frozen=True)
class MarkedPiece(Generic[V]):
    """A component that is shown where a mark stands on a line of its own: `{kontakt:id}` names a record, others may name all
    records of a register.
    """

    name: str
    """The name of the component."""
    view: type[V]
    """What its template takes."""
    register: Register[Any]
    """The records that the mark names; its `mark` is how editors write it."""
    make: Callable[[Key, PieceSpot], V | None]
    """Returns the view of the record that a mark names; None where there is nothing to show."""
    make_all: Callable[[tuple[Any, ...], PieceSpot], V | None] | None = None
    """Returns the view of all records that are shown (at least one), where the mark names `alla`; None: a mark names a single
    record."""

    refuse: Callable[[Setting], str | None] = lambda _setting: None
    """Why the mark cannot stand in the texts of a setting, in Swedish; None where it can."""

    shows: Callable[[Key, Texts, IsGone], bool] | None = None
    """Tells whether there is something to show today; it can ask which marks within show nothing. None: there is whenever the
    record is shown."""

    last_day: Callable[[Key, Library], date | None] | None = None
    """Returns the last day on which there is something to show, None where it stays; no function: the record's own last day."""

    def is_of(self, node: PlaceNode) -> bool:
        """Tell whether a mark is of this kind."""
        return self.register.is_of(node.mark)

    def find_last_day(self, reference: Key, library: Library) -> date | None:
        """Return the last day on which a mark shows something; None where it stays, or shows nothing."""
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
        """Return the records that a mark names, by their references; where it names all, those that are shown."""
        if not self._names_all(reference):
            return (reference,)
        known, text = library.known(self.register.model), reference.text
        return tuple(Key(Text(known.names[key], text.source, text.spans), key) for key in known.shown)

    def is_any_there(self, reference: Key, library: Library) -> bool:
        """Tell whether a mark names something that is shown."""
        known = library.known(self.register.model)
        return any(known.get(one) is not None for one in self._list_named(reference, library))

    def is_gone(self, node: PlaceNode, texts: Texts, is_gone: IsGone) -> bool:
        """Tell whether a mark is of this kind and shows nothing today."""
        if not self.is_of(node):
            return False
        return not any(
            self.is_any_there(one, texts.library) and (self.shows is None or self.shows(one, texts, is_gone))
            for one in self._list_named(node.mark.argument, texts.library)
        )

    def marks(self, library: Library, setting: Setting) -> Iterator[PlaceMark]:
        """Yield the mark as a text in `setting` may have it."""
        refusal = library.refuse_pieces(setting) or self.refuse(setting)
        known = library.known(self.register.model)
        yield PlaceMark(self.register.mark, known.with_all() if self.make_all else known, refusal)

    def fill(self, node: HtmlNode | PlaceNode, spot: PieceSpot) -> Piece | None:
        """Return the piece at a mark of this kind; None for any other node."""
        if not isinstance(node, PlaceNode) or not self.is_of(node):
            return None
        reference = node.mark.argument
        if self.make_all is None or not self._names_all(reference):
            view = self.make(reference, spot)
        else:
            records = spot.texts.library.shown(self.register.model)
            view = self.make_all(records, spot) if records else None
        return None if view is None else Piece(self.name, view=view)


def _never_nearly(_element: LexborNode) -> Nearly | None:
    """Return None: nothing is nearly such a piece."""
    return None


@dataclass(frozen=True)
class WrittenPiece(Generic[V]):
    """A component that editors write as some form of Markdown, such as a quotation.

    Its words are judged, translated, searched and counted as those of any text, and links, pictures and marks work in it as
    everywhere. Where it cannot be shown (in a list, in another such piece, in an announcement) it stands as any text does, and
    the editor is told (`nastan-ratt`). The editor is told too of a link or picture in it that its view leaves out, as in a
    heading of plain words.
    """

    name: str
    """The name of the component."""
    view: type[V]
    """What its template takes."""
    takes: Takes
    """Tells whether an element of a text's cleaned HTML, which stands in no other element, is such a piece. `Box("steg")`: it is
    all that stands between `:::steg` and `:::`."""
    make: Callable[[LexborNode, PieceSpot], V | None]
    """Returns the view of such an element; None where it stands as any HTML of the text does."""
    nearly: FindNearly = _never_nearly
    """Returns what keeps an element from being such a piece that was meant as one, to be told at its line (`nastan-ratt`); else
    None."""
    way: str = ""
    """How it is written, as a sentence in Swedish, told to an editor who writes boxes as elsewhere (`> [!NOTE]`): "Ett citat
    skrivs > Orden, och sist > – Namnet." Empty: nobody means it by such a box."""

    def fill(self, node: HtmlNode | PlaceNode, spot: PieceSpot) -> Piece | None:
        """Return the piece that a node of this kind is; None for any other."""
        if not isinstance(node, HtmlNode) or node.kind != self.name:
            return None
        body = LexborHTMLParser(node.html).body
        element = next(body.iter(), None) if body else None
        view = self.make(element, replace(spot, runs=node.runs)) if element else None
        return None if view is None else Piece(self.name, view=view, language=spot.text.ids.tag(node.place))


PieceKind = MarkedPiece[Any] | WrittenPiece[Any]


Ring = tuple[tuple[str, str], ...]
"""Components that stand in one another, the last around the first again: what each is called, and what it names."""


def fill_with_pieces(
    text: PageText,
    kinds: Iterable[PieceKind],
    texts: Texts,
    setting: Setting,
    subject: str | None = None,
    left_out: Callable[[HtmlNode | PlaceNode, Ring], object] = lambda _node, _ring: None,
    *,
    is_of_any_day: bool = False,
) -> PageText:
    """Return a page's text, which knows from now on what stands where a component is written; mails are about `subject`.

    `left_out` is called for each component that would stand within itself. With `is_of_any_day` no mark is left out for its days.
    """
    kinds = tuple(kinds)
    open_pieces: list[tuple[str, str]] = []

    def fill(node: HtmlNode | PlaceNode, level: int) -> Piece | None:
        if isinstance(node, HtmlNode) and node.kind == "html":
            return None
        spot = PieceSpot(text, texts, setting, level, subject)
        own = (node.kind, node.html) if isinstance(node, HtmlNode) else (node.mark.name, node.mark.argument.key)
        if own in open_pieces:  # a block that holds itself would have no end; what it says stands around already
            left_out(node, tuple(open_pieces[open_pieces.index(own) :]))
            return None
        open_pieces.append(own)
        piece = next(filter(None, (kind.fill(node, spot) for kind in kinds)), None)
        open_pieces.pop()
        if piece is None and isinstance(node, PlaceNode) and not is_of_any_day:
            return _keep_places(node, kinds, spot)
        if piece is not None and isinstance(node, PlaceNode):
            text.used.setdefault(own)
        return piece

    def is_gone(node: PlaceNode) -> bool:
        return not is_of_any_day and any(isinstance(kind, MarkedPiece) and kind.is_gone(node, texts, is_gone) for kind in kinds)

    text.fill_with(fill, is_gone)
    return text


def _keep_places(node: PlaceNode, kinds: tuple[PieceKind, ...], spot: PieceSpot) -> Piece | None:
    """Return places to lead to where a mark shows nothing today, instead of the headings that it shows on another day.

    So a link to one of them leads on, and no other heading of the page has another id for the day alone. What is to come has its
    ids as well, but is not led to yet.
    """
    texts = Texts(on_any_day(spot.texts.library))
    text = fill_with_pieces(spot.text.beside(), kinds, texts, spot.setting, spot.subject, is_of_any_day=True)
    with spot.text.ids.watch() as taken:
        text.pieces([node], level=spot.level)
    if not taken:
        return None
    own = (kind for kind in kinds if isinstance(kind, MarkedPiece) and kind.is_of(node))
    off = [spot.texts.library.known(kind.register.model).off.get(node.mark.argument.key) for kind in own]
    if any(why is not None and not why.is_over for why in off):
        spot.text.ids.hide(*taken)
        return None
    return Piece("html", html=make_places(taken))


def find_rings(kinds: Iterable[PieceKind], texts: Texts) -> Iterator[FoundMark]:
    """Yield, once for each ring of records that show each other, a mark that is left out because what it shows stands around it.

    The components are made to find this out: many show only the title of a record, and two such records may well name each other.
    """
    kinds, library, told = tuple(kinds), texts.library, set[frozenset[tuple[str, str]]]()
    for model in [kind.register.model for kind in kinds if isinstance(kind, MarkedPiece)]:
        for record in library.all(model):
            setting = library.setting_of(record)
            places, found = texts.marks(setting).places, list[tuple[HtmlNode | PlaceNode, Ring]]()
            documents = [texts.read(text, setting)[0] for text in texts_of(record)]
            nodes = [node for document in documents for node in document.nodes if isinstance(node, PlaceNode)]
            if shown := [node for node in nodes if not places[node.mark.name].refusal]:  # which is told already
                page = fill_with_pieces(
                    PageText(texts.marks(setting)), kinds, texts, setting, left_out=lambda *one, found=found: found.append(one)
                )
                page.pieces(shown)
            for node, ring in found:
                if isinstance(node, PlaceNode) and frozenset(ring) not in told:
                    told.add(frozenset(ring))
                    yield node.mark
