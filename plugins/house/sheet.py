"""Sheets: the pages of activities and projects, which go on for a time and may belong to local goals.

Takes a dated page and what its kind adds (rows, notices, structured data); returns its view and its `SitePage`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from plugins.contacts.view import ContactCard, find_own_card
from plugins.core.dataclass import dataclass
from plugins.core.markdown.nodes import Document
from plugins.core.phases import DatedPage
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import (
    Detail,
    DetailRow,
    SheetPart,
    build_parts,
    find_english,
    list_contents,
    list_details,
)
from plugins.facts.view import SourceView
from plugins.house.context import PageContext
from plugins.house.goal_parts import frame_goals, list_goal_row
from plugins.house.other_rooms import find_help_strip, list_sources
from plugins.house.page import SitePage
from plugins.house.undertakings import has_goal
from plugins.website.links import GoalLink, Link
from plugins.website.view import FrameInput


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of the view that activities and projects share, from top to bottom."""

    title: str
    summary: str
    notices: tuple[str, ...]
    """Sentences that a reader must know first: that it has ended, that another organisation runs it, how old the information is.
    """
    english: Heading | None
    """The heading where the part in English begins; None if there is none."""
    details_heading: Heading
    details: tuple[Detail, ...]
    lead: tuple[Piece, ...]
    contents_heading: Heading
    contents: tuple[Heading, ...]
    """The table of contents; empty, and not shown, if the page has few parts."""
    parts: tuple[SheetPart, ...]
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class SheetInput:
    """What the view of a sheet is built from, besides its record."""

    document: Document
    """Its text."""
    goals: tuple[GoalLink, ...]
    """The shown goals that it belongs to."""
    subject: str
    """The subject of mails from its contact's links."""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """How one kind of sheets is built: its template, words and functions."""

    template: str
    kind: str
    """The word for such a page: `Projekt`."""
    overview: Link
    """The link to the page above it."""
    build: Callable[[SheetInput, PageText, PageContext], object]
    """Builds the view of a page."""
    describe: Callable[[PageText, PageContext], Mapping[str, object]]
    """Returns its structured data (schema.org): organisations only, no persons."""


def build_sheet(
    page: DatedPage,
    own: SheetInput,
    text: PageText,
    context: PageContext,
    notices: Sequence[str],
    rows: Sequence[DetailRow],
    details_words: str,
    own_titles: Sequence[str | None] = (),
) -> tuple[Sheet, tuple[Heading | None, ...]]:
    """Return the sheet, and the headings of the page's own sections, made of `own_titles`: None for one that is not shown.

    Headings in the text take their ids before the page's own headings do.
    """
    words = context.words
    lead, parts = build_parts(own.document, text)
    details_heading = plain_heading(details_words, 2, text.ids, page.place())
    contents_heading = plain_heading(words.contents, 2, text.ids)
    own_headings = tuple(plain_heading(title, 2, text.ids) if title else None for title in own_titles)
    contact = find_own_card(context.library, text, own.subject)
    contact_heading = plain_heading(words.contact, 2, text.ids, page.place("contact")) if contact else None
    title, summary = text.line(page.title), text.line(page.summary)
    sources = list_sources(context.library, text, page.help_box)
    contents = list_contents(parts, (*own_headings, contact_heading))
    if not contents:
        text.ids.hide(contents_heading.id)
    sheet = Sheet(
        title=title,
        summary=summary,
        notices=tuple(notices),
        english=find_english(parts),
        details_heading=details_heading,
        details=list_details([*rows, list_goal_row(own.goals, words)]),
        lead=lead,
        contents_heading=contents_heading,
        contents=contents,
        parts=parts,
        contact_heading=contact_heading,
        contact=contact,
        sources_heading=plain_heading(words.sources, 2, text.ids) if sources else None,
        sources=sources,
    )
    return sheet, own_headings


def build_sheet_page(page: DatedPage, own: SheetPage, context: PageContext) -> SitePage:
    """Return the page of a sheet."""
    subject = f"{own.kind}: {PageText(context.library.marks()).line(page.title)}"
    text = context.open_page(subject=subject, contact=page.contact)
    announcements = context.announcements(text)
    document, _ = read_document(page.text, context.library)
    goals = context.show_goals((goal for goal in context.parts.goals if has_goal(page, goal.number)), text)
    view = own.build(SheetInput(document, goals, subject), text, context)
    strip = find_help_strip(page.help_box, context.library, text)
    title = text.line(page.title)
    frame = context.frame(
        text,
        announcements,
        FrameInput(
            title=f"{title} – {own.kind} – {context.parts.site_name}",
            description=text.line(page.summary),
            address=page.address,
            updated=context.updated_on(page),
            edit=text.ids.edit(page.place("title")),
            help_strip=strip,
            trail=(own.overview,),
            entity=own.describe(text, context),
            **frame_goals(goals, context),
        ),
    )
    return context.page(own.template, frame, view, page.text.source.path, page.place("title"), text, document)
