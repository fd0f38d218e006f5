"""Views of pages that are neither goal, activity nor project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plugins.contacts.view import ContactCard, HelpBox
from plugins.core.markdown import Document
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.prose import Heading, Piece
from plugins.facts.view import SourceView
from plugins.partners.view import TierView


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of text, with its contact and sources at the end."""

    title: str
    pieces: tuple[Piece, ...]
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The start page: what Lokalamålen is, the goals (in the frame), the partners."""

    text: PlainPage
    global_count: str
    """How many of the UN's goals the local goals meet, as one says it: `tio`, or `""` for none."""
    local_count: str
    """How many local goals there are, as one says it, with a capital: `Fem`."""
    global_heading: Heading
    partners_heading: Heading
    tiers: tuple[TierView, ...]
    """Every current partner on its highest tier; empty: the section is not shown."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """`/hjalp/`: every help box of the site."""

    text: PlainPage
    boxes: tuple[HelpBox, ...]


def build_plain_page(
    title: str,
    document: Document,
    text: PageText,
    headings: tuple[str, str],
    make_contact: Callable[[PageText], ContactCard | None],
    make_sources: Callable[[PageText], tuple[SourceView, ...]],
) -> PlainPage:
    """Return a page of text; `headings` are the words over its contact and its sources."""
    pieces = text.pieces(text.open(document).nodes)
    contact = make_contact(text)
    sources = make_sources(text)
    return PlainPage(
        title=title,
        pieces=pieces,
        contact_heading=plain_heading(headings[0], 2, text.ids) if contact else None,
        contact=contact,
        sources_heading=plain_heading(headings[1], 2, text.ids) if sources else None,
        sources=sources,
    )
