"""The pages of notices, and their overview."""

from __future__ import annotations

from plugins.contacts.view import ContactCard, find_own_card
from plugins.core.dataclass import dataclass
from plugins.core.locales.locale import format_day
from plugins.core.texts.documents import read_document
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading, Piece
from plugins.core.texts.sheets import Card, Detail, DetailValue, list_details
from plugins.core.texts.shown import list_rows
from plugins.facts.view import SourceView
from plugins.house.context import PageContext
from plugins.house.other_rooms import find_help_strip, list_sources
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.toy_notices.model import NOTICES, ToyNotice
from plugins.website.lengths import fit_title
from plugins.website.links import Link
from plugins.website.view import FrameInput


@dataclass(frozen=True, slots=True)
class ToyNoticesPage:
    """The page of a notice."""

    title: str
    day: str
    """Its day in ISO 8601, for the feed."""
    details_heading: Heading
    details: tuple[Detail, ...]
    """The rows of the fact table: day and place."""
    calendar: Link
    """A link to its calendar file."""
    pieces: tuple[Piece, ...]
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class ToyNoticesOverview:
    """The overview `/leksaksnotiser/`: the notices that have not ended, the newest first."""

    text: PlainPage
    heading: Heading | None
    """None if there is no notice; then the page says so."""
    items: tuple[ToyNoticesLink, ...]


@dataclass(frozen=True, slots=True)
class ToyNoticesLink:
    """A notice in the overview."""

    link: Link
    day: DetailValue
    """Its day, in words and in ISO 8601."""


def build_page(item: ToyNotice, context: PageContext) -> SitePage:
    """Return the page of a notice."""
    words = context.words
    subject = PageText(context.library.marks()).line(item.title)
    text = context.open_page(subject=subject, contact=item.contact)
    announcements = context.announcements(text)
    document, _ = read_document(item.text, context.library)
    pieces = text.pieces(text.open(document).nodes)  # first, so that headings of the text take their ids before others
    details_heading = plain_heading(words.toy_notices_details, 2, text.ids, item.place())
    own = list_rows(item, text, words)
    attachment = (words.toy_notices_attachment, context.format_file(item, "attachment", words.toy_notices_read, text))
    details = list_details([(words.toy_notices_day, [_format_day(item, context)]), *own, attachment])
    contact = find_own_card(context.library, text, subject)
    contact_heading = plain_heading(words.contact, 2, text.ids, item.place("contact")) if contact else None
    strip = find_help_strip(item.help_box, context.library, text)
    title, summary = text.line(item.title), text.line(item.summary)
    sources = list_sources(context.library, text)  # last, as it has the facts shown so far
    sources_heading = plain_heading(words.sources, 2, text.ids) if sources else None
    view = ToyNoticesPage(
        title=title,
        day=item.day.isoformat(),
        details_heading=details_heading,
        details=details,
        calendar=Link(words.toy_notices_calendar, f"/{calendar_file(item.address)}"),
        pieces=pieces,
        contact_heading=contact_heading,
        contact=contact,
        sources_heading=sources_heading,
        sources=sources,
    )
    frame = context.frame(
        text,
        announcements,
        FrameInput(
            title=fit_title(title, context.parts.site_name),
            description=summary,
            address=item.address,
            updated=context.updated_on(item),
            edit=text.ids.edit(item.place("title")),
            trail=(Link(words.menu_toy_notices, f"/{NOTICES}/"),),
            help_strip=strip,
        ),
    )
    return context.page("toy_notices", frame, view, item.text.source.path, item.place("title"), text, document)


def calendar_file(address: str) -> str:
    """Return the path of the calendar file of the page with this address; each language has its own."""
    return f"{address.strip('/')}.ics"


def _format_day(item: ToyNotice, context: PageContext) -> DetailValue:
    return DetailValue(format_day(item.day, context.language), time=item.day.isoformat())


def build_card(item: ToyNotice, text: PageText, _context: PageContext, is_short: bool) -> Card:
    """Return the card of a notice, for the pages of its goals."""
    return Card(text.line(item.title), item.address, "" if is_short else text.line(item.summary), ())


def build_overview(plain: PlainPage, text: PageText, context: PageContext) -> ToyNoticesOverview:
    """Return the overview of notices."""
    items = tuple(_lead_to(item, text, context) for item in context.library.listed(ToyNotice))
    return ToyNoticesOverview(plain, plain_heading(context.words.toy_notices_current, 2, text.ids) if items else None, items)


def _lead_to(item: ToyNotice, text: PageText, context: PageContext) -> ToyNoticesLink:
    return ToyNoticesLink(Link(text.line(item.title), item.address), _format_day(item, context))
