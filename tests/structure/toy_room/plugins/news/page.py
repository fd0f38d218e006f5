"""The pages of news, and their overview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.news.model import NEWS, NewsItem

from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.prose import Heading, Piece
from plugins.core.swedish import format_day
from plugins.house.context import Item, PageContext
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.website.lengths import fit_title
from plugins.website.links import Link


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One piece of news."""

    title: str
    day: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class NewsOverview:
    """`/nyheter/`: all news, the newest first."""

    text: PlainPage
    heading: Heading
    links: tuple[Link, ...]


def build_page(item: NewsItem, context: PageContext) -> SitePage:
    """Return the page of one piece of news."""
    text = context.open_page()
    announcements = context.announcements(text)
    document, _ = context.texts.read(item.text)
    view = NewsPage(text.line(item.title), format_day(item.day), text.pieces(text.open(document).nodes))
    frame = context.frame(
        text,
        announcements,
        title=fit_title(view.title, context.parts.site_name),
        description=text.line(item.summary),
        address=item.address,
        is_draft=context.library.is_draft(item),
        updated=item.updated,
        edit=text.ids.edit(item.place("title")),
        trail=(Link(context.words.menu_news, f"/{NEWS}/"),),
    )
    return context.page("news", frame, view, item.text.source.path, item.place("title"), text, document)


def build_overview(plain: PlainPage, text: PageText, context: PageContext) -> NewsOverview:
    """Return the overview of news."""
    newest_first = sorted(context.library.shown(NewsItem), key=lambda item: item.day, reverse=True)
    links = tuple(Link(text.line(item.title), item.address) for item in newest_first)
    return NewsOverview(plain, plain_heading(context.words.menu_news, 2, text.ids), links)


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each piece of news as open data."""
    for item in context.library.shown(NewsItem):
        yield {
            "title": PageText(context.texts.marks()).line(item.title),
            "day": item.day.isoformat(),
            "url": f"{context.website.root}{item.address}",
        }
