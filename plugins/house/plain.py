"""Parts shared by pages of several rooms: running text with contact and sources, and the section *Vad kan jag göra?*."""

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
    """A page of running text, with its contact and sources at the end."""

    title: str
    pieces: tuple[Piece, ...]
    lead: tuple[Piece, ...]
    """The introduction: the pieces before the first heading."""
    rest: tuple[Piece, ...]
    """The pieces after `lead`, for templates that place computed content between the two."""
    picture: PictureView | None
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None = None
    sources: tuple[SourceView, ...] = ()
    """The sources of all figures on the page; filled in last, by `with_sources`."""
    details_heading: Heading | None = None
    details: tuple[Detail, ...] = ()
    """The rows of the fact table of a text page (`house/text_page.py`)."""
    has_details_last: bool = False
    """The fact table stands below the text: it has nothing but links to goals."""
    line: str | None = None
    """The line under the title of a text page, such as its day."""
    ingress: str | None = None
    """The summary of a text page whose kind shows it as the introduction; then `lead` is empty."""


@dataclass(frozen=True, slots=True)
class ActSection:
    """The section *Vad kan jag göra?*: the blocks that end a page, on the band of cloth."""

    heading: Heading
    blocks: tuple[BlockView, ...]
    giving: GivingView | None
    """None if no way to give is filled in."""
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
    """Return a page of running text without its sources, which `with_sources` adds when the rest of the page is built."""
    with text.ids.watch() as taken:
        pieces = text.pieces(text.open(document).nodes, level=1)  # its top headings are the first below the title
    if not text.has_content(document):  # nothing but link targets is left
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
    """Return `view` with sources under the heading `words`. The view is a `PlainPage` or has one in a field."""
    if not sources:
        return view
    return _with(view, {"sources": sources, "sources_heading": plain_heading(words, 2, text.ids)})


def without_contact(view: V) -> V:
    """Return `view` without the contact of its `PlainPage`: the card is shown in the content that follows the text."""
    return _with(view, {"contact": None, "contact_heading": None})


def _with(view: V, own: dict[str, Any]) -> V:
    """Return `view` with the fields in `own` replaced in its `PlainPage`: the view itself, or those in its fields."""
    found: Any = view
    if not isinstance(found, PlainPage):
        held = {part.name: getattr(found, part.name) for part in fields(found)}
        own = {name: replace(part, **own) for name, part in held.items() if isinstance(part, PlainPage)}
    filled: V = replace(found, **own)
    return filled


def build_act_blocks(blocks: Sequence[tuple[Block, Document]], words: str, text: PageText) -> tuple[BlockView, ...]:
    """Return the blocks of *Vad kan jag göra?*, with their headings one level below it."""
    return build_blocks(blocks, text, level=3, under=words)


def build_act(
    words: str, blocks: tuple[BlockView, ...], giving: GivingView | None, text: PageText, share: ShareView | None = None
) -> ActSection | None:
    """Return the section *Vad kan jag göra?*; None if it would be empty."""
    if not blocks and giving is None and share is None:
        return None
    return ActSection(plain_heading(words, 2, text.ids), blocks, giving, share)
