"""Find links that are written in a component but missing from its view, which shows only their words.

Takes a document, the kinds of pieces, and the library; yields the links and pictures that no visitor sees: in a heading of plain
words, beside a name. Called by `site.checks.records`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.library import Library, Setting
from plugins.core.markdown.nodes import Document, HtmlNode, LinkFound, PlaceNode
from plugins.core.pictures.linked import OWN_PLACE
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.pieces import PieceKind, fill_with_pieces


def find_lost_links(document: Document, kinds: Iterable[PieceKind], library: Library, setting: Setting) -> Iterator[LinkFound]:
    """Yield the links and pictures of a document that are in a component, but not in its view."""
    left = [*document.links]
    for node in document.nodes:
        if isinstance(node, PlaceNode):
            continue
        written = [(element, _take(element, left)) for element in _find_links(node.html)]
        if not isinstance(node, HtmlNode) or node.kind == "html" or not written:
            continue
        page = fill_with_pieces(PageText(library.marks(setting)), kinds, library, setting)
        for piece in page.pieces([node]):
            if piece.kind == node.kind:
                yield from _find_lost(written, [*_find_words(piece.view)])


def _find_lost(written: list[tuple[LexborNode, LinkFound | None]], shown: list[str]) -> Iterator[LinkFound]:
    """Yield those of a component's links that are in its view neither as links nor as addresses for its template."""
    there = Counter(_name(element) for words in shown if "<" in words for element in _find_links(words))
    lost: list[LinkFound] = []
    for element, link in reversed(written):  # of two equal links the first, in the heading, is the one that is lost
        name = _name(element)
        if there[name]:
            there[name] -= 1
        elif link is not None and name[0] not in shown:
            lost.append(link)
    yield from reversed(lost)


def _find_links(markup: str) -> list[LexborNode]:
    return LexborHTMLParser(markup).css("a[href], img") if "<a " in markup or "<img " in markup else []


def _address_of(element: LexborNode) -> str:
    return (element.attributes.get("src" if element.tag == "img" else "href") or "").replace(OWN_PLACE, "")


def _name(element: LexborNode) -> tuple[str, str]:
    return _address_of(element), " ".join(element.text().split())


def _take(element: LexborNode, left: list[LinkFound]) -> LinkFound | None:
    """Return the `LinkFound` of an element, the first of the remaining ones that matches: both are in the order of the text.

    Pictures and files have a different address where they are shown.
    """
    is_picture, (address, words) = element.tag == "img", _name(element)
    same = (
        number
        for number, link in enumerate(left)
        if link.is_picture == is_picture
        and (is_picture or link.address == address or (link.name and words.startswith(link.name)))
    )
    number = next(same, None)
    return None if number is None else left.pop(number)


def _find_words(value: object) -> Iterator[str]:
    """Yield every string in a view."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _find_words(tuple(value.values()))
    elif isinstance(value, (tuple, list, frozenset, set)):
        for one in value:
            yield from _find_words(one)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _find_words(tuple(getattr(value, field.name) for field in fields(value)))
