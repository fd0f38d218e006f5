"""Views of announcements."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from plugins.announcements.model import Announcement
from plugins.core.dataclass import dataclass
from plugins.core.locales.locale import format_day
from plugins.core.markdown.nodes import Document, LinkFound
from plugins.core.pictures.gallery import Gallery
from plugins.core.pictures.linked import add_words, lead
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Piece
from plugins.core.words.interface import Words


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """An announcement above a page."""

    pieces: tuple[Piece, ...]
    link: str | None
    """Address of a page with more about it; None without a link."""
    link_text: str
    """Text of the link, which makes sense on its own; empty without a link."""
    last_day: tuple[str, str]
    """The last day with its year: in words, in the page's language, and in ISO 8601 (`2026-12-31`)."""
    ends: str
    """The end of its last day (`2027-01-01T00:00:00+01:00`), from which the script hides it."""
    key: str
    """The key by which the script remembers that the visitor has closed it (`Announcement.key`)."""
    is_draft: bool
    """True for a draft, which is shown in preview only."""
    edit: str | None
    """Preview only: the place in `content/` where it is edited."""


def view_announcement(
    announcement: Announcement,
    document: Document,
    text: PageText,
    gallery: Gallery,
    link_text: str,
    zone: ZoneInfo,
    words: Words,
) -> AnnouncementView:
    """Return the view of an announcement on one page; its days begin and end in the site's time `zone`."""
    opened = text.open(document)
    if announcement.link and announcement.link.startswith("/"):
        text.links.append(LinkFound(announcement.link, announcement.place("link")))
    last = announcement.last_day
    link = text.address(announcement.link, announcement.place("link")) if announcement.link else None
    led = lead(link, gallery, words) if link else None
    return AnnouncementView(
        pieces=text.pieces(opened.nodes),
        link=led.address if led else None,
        link_text=add_words(link_text, led.words) if led else link_text,
        last_day=(format_day(last, words.language), last.isoformat()),
        ends=datetime.combine(last + timedelta(days=1), time.min, zone).isoformat(),
        key=announcement.key,
        is_draft=announcement.is_draft,
        edit=text.ids.edit(announcement.place("text")),
    )
