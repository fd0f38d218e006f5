"""Parts that pages of several rooms have: running text with contact and sources, and *Vad kan jag göra?*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from plugins.blocks.model import Block
from plugins.blocks.view import BlockView, build_blocks
from plugins.contacts.view import ContactCard
from plugins.core.dataclass import dataclass
from plugins.core.markdown.nodes import Document
from plugins.core.pictures.pictures import PictureView
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import Detail
from plugins.facts.view import SourceView
from plugins.website.organisation import GivingView
from plugins.website.sharing import ShareView

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of text, with its contact and sources at the end."""

    title: str
    pieces: tuple[Piece, ...]
    lead: tuple[Piece, ...]
    """What stands before its first heading: the introduction, under the title."""
    rest: tuple[Piece, ...]
    """The others; where a page has computed parts, all stand together."""
    picture: PictureView | None
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None = None
    sources: tuple[SourceView, ...] = ()
    """The sources of all figures that the page shows, so they are made last (`with_sources`)."""
    details_heading: Heading | None = None
    details: tuple[Detail, ...] = ()
    """The rows of the fact table of a text page (`house/text_page.py`)."""


@dataclass(frozen=True, slots=True)
class ActSection:
    """*Vad kan jag göra?*: the last blocks, on the band of cloth."""

    heading: Heading
    blocks: tuple[BlockView, ...]
    giving: GivingView | None
    """None where no way to give is filled in."""
    share: ShareView | None
    """None on pages of no goal."""


def build_plain_page(
    title: str,
    document: Document,
    text: PageText,
    contact_words: str,
    picture: PictureView | None,
    make_contact: Callable[[PageText], ContactCard | None],
) -> PlainPage:
    """Return a page of text without its sources, which it has when all else is there (`with_sources`)."""
    with text.ids.watch() as taken:
        pieces = text.pieces(text.open(document).nodes, level=1)  # the first right under the title
    if not text.has_content(document):  # what is left of it are places to lead to
        pieces = ()
        text.ids.hide(*taken)
    first = next((place for place, piece in enumerate(pieces) if piece.kind == "heading"), len(pieces))
    contact = make_contact(text)
    heading = plain_heading(contact_words, 2, text.ids) if contact else None
    text.contact_id = heading.id if heading else text.contact_id
    return PlainPage(
        title=title,
        pieces=pieces,
        lead=pieces[:first],
        rest=pieces[first:],
        picture=picture,
        contact_heading=heading,
        contact=contact,
    )


def with_sources(view: V, sources: tuple[SourceView, ...], words: str, text: PageText) -> V:
    """Return the view of a page of text, or one that holds such a page, with the sources of the figures on it, under `words`."""
    if not sources:
        return view
    return _with(view, {"sources": sources, "sources_heading": plain_heading(words, 2, text.ids)})


def without_contact(view: V) -> V:
    """Return the view of a page of text, or one that holds such a page, whose contact's card stands in what follows the text."""
    return _with(view, {"contact": None, "contact_heading": None})


def _with(view: V, own: dict[str, Any]) -> V:
    """Return a view with other values in its page of text."""
    found: Any = view
    if not isinstance(found, PlainPage):
        held = {part.name: getattr(found, part.name) for part in fields(found)}
        own = {name: replace(part, **own) for name, part in held.items() if isinstance(part, PlainPage)}
    filled: V = replace(found, **own)
    return filled


def build_act_blocks(blocks: Sequence[tuple[Block, Document]], words: str, text: PageText) -> tuple[BlockView, ...]:
    """Return the blocks of *Vad kan jag göra?* as they stand under its heading."""
    return build_blocks(blocks, text, level=3, under=words)


def build_act(
    words: str, blocks: tuple[BlockView, ...], giving: GivingView | None, text: PageText, share: ShareView | None = None
) -> ActSection | None:
    """Return *Vad kan jag göra?*, or None where there is nothing to say."""
    if not blocks and giving is None and share is None:
        return None
    return ActSection(plain_heading(words, 2, text.ids), blocks, giving, share)
