"""The pages of news, and their overview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.news.model import NEWS, NewsItem

from plugins.contacts.view import ContactCard
from plugins.core.locale import format_day
from plugins.core.marks import FoundMark, find_marks
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.prose import Heading, Piece
from plugins.core.room import Item
from plugins.core.sheets import Detail, DetailValue, line_values, list_details
from plugins.facts.view import SourceView
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.website.lengths import fit_title
from plugins.website.links import Link


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One piece of news."""

    title: str
    details_heading: Heading
    details: tuple[Detail, ...]
    """The rows of the fact table: when and where."""
    pieces: tuple[Piece, ...]
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class NewsOverview:
    """`/nyheter/`: the news that are not over, the newest first."""

    text: PlainPage
    heading: Heading | None
    """None where there is nothing new: the page says so."""
    links: tuple[Link, ...]


def build_page(item: NewsItem, context: PageContext) -> SitePage:
    """Return the page of one piece of news."""
    words = context.words
    subject = PageText(context.texts.marks()).line(item.title)
    text = context.open_page(subject=subject)
    announcements = context.announcements(text)
    document, _ = context.texts.read(item.text)
    pieces = text.pieces(text.open(document).nodes)  # the headings of the text take their ids first
    details_heading = plain_heading(words.news_details, 2, text.ids, item.place())
    day = DetailValue(format_day(item.day, words.language), time=item.day.isoformat())
    details = list_details([(words.news_day, [day]), (words.news_venue, line_values([item.venue], text))])
    contact = context.contact(item.contact, text, subject)
    contact_heading = plain_heading(words.contact, 2, text.ids, item.place("contact")) if contact else None
    sources = context.sources(text)  # last: of all figures that the page has shown
    sources_heading = plain_heading(words.sources, 2, text.ids) if sources else None
    view = NewsPage(
        title=text.line(item.title),
        details_heading=details_heading,
        details=details,
        pieces=pieces,
        contact_heading=contact_heading,
        contact=contact,
        sources_heading=sources_heading,
        sources=sources,
    )
    frame = context.frame(
        text,
        announcements,
        title=fit_title(view.title, context.parts.site_name),
        description=text.line(item.summary),
        address=item.address,
        is_draft=context.library.is_draft(item),
        updated=context.updated_on(item),
        edit=text.ids.edit(item.place("title")),
        trail=(Link(context.words.menu_news, f"/{NEWS}/"),),
    )
    return context.page("news", frame, view, item.text.source.path, item.place("title"), text, document)


def find_current(context: PageContext) -> tuple[NewsItem, ...]:
    """Return the news that are not over, the newest first."""
    found = (item for item in context.library.shown(NewsItem) if not item.is_over(context.today))
    return tuple(sorted(found, key=lambda item: item.day, reverse=True))


def build_overview(plain: PlainPage, text: PageText, context: PageContext) -> NewsOverview:
    """Return the overview of news."""
    links = tuple(Link(text.line(item.title), item.address) for item in find_current(context))
    return NewsOverview(plain, plain_heading(context.words.news_current, 2, text.ids) if links else None, links)


def overview_marks(context: PageContext) -> Iterator[FoundMark]:
    """Yield the marks of the lines that the overview shows, so that its sources name their figures too."""
    for item in find_current(context):
        yield from find_marks(item.title)


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each piece of news as open data."""
    for item in context.library.shown(NewsItem):
        yield {
            "title": PageText(context.texts.marks()).line(item.title),
            "day": item.day.isoformat(),
            "url": f"{context.website.root}{item.address}",
        }
