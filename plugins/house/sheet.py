"""Sheets: the pages of what goes on for a time, such as activities and projects; they may belong to local goals.

Stage: views. In: a dated page, and what is its own (rows, notices, structured data). Out: its view and its `SitePage`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from plugins.contacts.view import ContactCard
from plugins.core.dataclass import dataclass
from plugins.core.markdown.nodes import Document
from plugins.core.phases import DatedPage
from plugins.core.pictures.gallery import Gallery
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
from plugins.core.words.interface import Words
from plugins.facts.view import SourceView
from plugins.house.context import PageContext
from plugins.house.goal_parts import frame_goals, list_goal_row
from plugins.house.page import SitePage
from plugins.house.undertakings import has_goal
from plugins.website.links import GoalLink, Link
from plugins.website.view import FrameInput


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the pages of activities and projects have in common, from top to bottom."""

    title: str
    summary: str
    notices: tuple[str, ...]
    """Sentences that must be known first: that it has ended, that somebody else runs it, how old the information is."""
    english: Heading | None
    """Where the part in English begins; None where there is none."""
    details_heading: Heading
    details: tuple[Detail, ...]
    lead: tuple[Piece, ...]
    contents_heading: Heading
    contents: tuple[Heading, ...]
    """Empty where the page has few parts: then the table of contents is not shown."""
    parts: tuple[SheetPart, ...]
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class SheetRelations:
    """What other rooms have made ready for the page of an activity or project."""

    own_organisation: str
    """Name of the site's own organisation."""
    goals: tuple[GoalLink, ...]
    """The shown goals that it belongs to."""
    partner_addresses: Mapping[str, str]
    """Where the name of a partner leads, by compared name."""
    today: date
    words: Words
    gallery: Gallery
    """Pictures as they are shown."""
    make_contact: Callable[[PageText], ContactCard | None]
    make_sources: Callable[[PageText], tuple[SourceView, ...]]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """What a kind of sheets is to its pages."""

    template: str
    kind: str
    """What such a page is called: `Projekt`."""
    overview: Link
    """The page above it."""
    build: Callable[[Document, SheetRelations, PageText], object]
    """Makes the view of one page."""
    describe: Callable[[SheetRelations, PageText], Mapping[str, object]]
    """What it is as structured data (schema.org): organisations, no persons."""


def build_sheet(
    page: DatedPage,
    document: Document,
    relations: SheetRelations,
    text: PageText,
    notices: Sequence[str],
    rows: Sequence[DetailRow],
    details_words: str,
    own: Sequence[str | None] = (),
) -> tuple[Sheet, tuple[Heading | None, ...]]:
    """Return the sheet, and the headings of the page's `own` sections (None for one that is not shown).

    The headings of the content take their ids first, the page's own after.
    """
    words = relations.words
    lead, parts = build_parts(document, text)
    details_heading = plain_heading(details_words, 2, text.ids, page.place())
    contents_heading = plain_heading(words.contents, 2, text.ids)
    own_headings = tuple(plain_heading(title, 2, text.ids) if title else None for title in own)
    contact = relations.make_contact(text)
    contact_heading = plain_heading(words.contact, 2, text.ids, page.place("contact")) if contact else None
    title, summary = text.line(page.title), text.line(page.summary)
    sources = relations.make_sources(text)
    contents = list_contents(parts, (*own_headings, contact_heading))
    if not contents:
        text.ids.hide(contents_heading.id)
    sheet = Sheet(
        title=title,
        summary=summary,
        notices=tuple(notices),
        english=find_english(parts),
        details_heading=details_heading,
        details=list_details([*rows, list_goal_row(relations.goals, words)]),
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


def build_sheet_page(page: DatedPage, own: SheetPage, partner_addresses: Mapping[str, str], context: PageContext) -> SitePage:
    """Return the page of a sheet."""
    words = context.words
    subject = f"{own.kind}: {PageText(context.texts.marks()).line(page.title)}"
    text = context.open_page(subject=subject, contact=page.contact)
    announcements = context.announcements(text)
    document, _ = context.texts.read(page.text)
    relations = SheetRelations(
        own_organisation=context.website.organisation.name.value,
        goals=context.show_goals((goal for goal in context.parts.goals if has_goal(page, goal.number)), text),
        partner_addresses=partner_addresses,
        gallery=context.library.gallery,
        today=context.today,
        words=words,
        make_contact=lambda text: context.own_contact(text, subject),
        make_sources=lambda text: context.sources(text, page.help_box),
    )
    view = own.build(document, relations, text)
    strip = context.help_strip(page.help_box, text)
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
            entity=own.describe(relations, text),
            **frame_goals(relations.goals, context),
        ),
    )
    return context.page(own.template, frame, view, page.text.source.path, page.place("title"), text, document)
