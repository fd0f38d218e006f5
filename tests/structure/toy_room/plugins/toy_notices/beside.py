"""Files beside the pages: a feed of notices (Atom, RFC 4287), and calendar files (iCalendar, RFC 5545) of their days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from xml.sax.saxutils import escape

from plugins.core.beside import FileBeside
from plugins.house.front import SiteFront
from plugins.house.page import SitePage, WholeSite
from plugins.toy_notices.model import NOTICES
from plugins.toy_notices.page import ToyNoticesPage, calendar_file

PATH = "leksaksnotiser.xml"


def make_feed(site: WholeSite) -> str:
    """Return the feed of notices in the site's own language, the newest first."""
    notices = sorted(_find_notices(site), key=lambda found: found[1].day, reverse=True)
    updated = notices[0][1].day if notices else "1970-01-01"
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.language.tag}">',
            f"<id>{site.root}/</id><title>{escape(site.home.site_name)}</title><updated>{updated}T00:00:00Z</updated>",
            f"<subtitle>{escape(site.words[site.language.code].toy_notices_summary)}</subtitle>",
            f"<author><name>{escape(site.home.organisation.name)}</name></author>",
            f'<link rel="self" href="{site.root}/{PATH}"/>',
            *(_format_entry(page, item) for page, item in notices),
            "</feed>",
            "",
        ]
    )


def has_notices(site: SiteFront) -> bool:
    """Return whether the site has any notice."""
    return any(page.folder == NOTICES and page.frame.language == site.language for page in site.visible_pages)


def _find_notices(site: WholeSite) -> Iterator[tuple[SitePage, ToyNoticesPage]]:
    for page in site.visible_pages:
        if page.folder == NOTICES and page.frame.language == site.language and isinstance(page.view, ToyNoticesPage):
            yield page, page.view


def _format_entry(page: SitePage, item: ToyNoticesPage) -> str:
    address, title, summary = (escape(words) for words in (page.frame.canonical, item.title, page.frame.description))
    return (
        f'<entry><id>{address}</id><title>{title}</title><link href="{address}"/>'
        f"<updated>{item.day}T00:00:00Z</updated>{f'<summary>{summary}</summary>' if summary else ''}</entry>"
    )


def find_calendars(site: SiteFront) -> Iterator[FileBeside]:
    """Yield a calendar file for each notice, and one for all notices in each language."""
    for own in site.languages:
        for address in (page.address for page in own.pages if page.folder == NOTICES):
            what = f"dagen för {address} för kalendrar"
            yield FileBeside(calendar_file(address), what, partial(_write_calendar, [address]), may_be_linked=False)
        if found := [page.address for page in own.visible_pages if page.folder == NOTICES]:
            what = f"dagarna för notiser för kalendrar ({own.language.name})"
            yield FileBeside(own.path("leksaksdagar.ics"), what, partial(_write_calendar, found), speaks_of_pages=True)


def _write_calendar(addresses: Sequence[str], site: WholeSite) -> str:
    events = [line for address in addresses for line in _format_event(site.by_address[address], site)]
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:leksak", *events, "END:VCALENDAR", ""))


def _format_event(page: SitePage, site: WholeSite) -> tuple[str, ...]:
    if not isinstance(page.view, ToyNoticesPage):
        return ()
    contact = site.contact_of(page)
    ask = (f"CONTACT:{_escape(contact.role or contact.name)}",) if contact else ()
    day = page.view.day.replace("-", "")
    when = (f"DTSTAMP:{day}T000000Z", f"DTSTART;VALUE=DATE:{day}")
    return ("BEGIN:VEVENT", f"UID:{page.frame.canonical}", *when, f"SUMMARY:{_escape(page.view.title)}", *ask, "END:VEVENT")


def _escape(words: str) -> str:
    return words.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


FEED = FileBeside(PATH, "notiserna som flöde", make_feed, speaks_of_pages=True, is_there=has_notices)
