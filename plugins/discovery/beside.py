"""The files for search engines: `sitemap.xml` and `robots.txt`.

The sitemap is our own because a library would give the day of the build as a page's `lastmod`; here it is a day that editors
have written, or is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from plugins.core.beside import FileBeside
from plugins.core.outputs import ROBOTS, SITEMAP
from plugins.house.page import WholeSite


def make_sitemap(site: WholeSite) -> str:
    """Return the sitemap (sitemaps.org): every visible page that is indexed, with the day of its last change if it has one.

    A page in several languages lists all its versions, itself included, as Google requires
    (https://developers.google.com/search/docs/specialty/international/localized-versions).
    """
    languages = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if any(page.frame.alternates for page in site.pages) else ""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{languages}>',
            *_entries(site),
            "</urlset>",
            "",
        ]
    )


def _entries(site: WholeSite) -> Iterator[str]:
    for page in sorted(site.visible_pages, key=lambda page: page.address):
        if page.frame.is_indexed:
            changed = f"<lastmod>{page.frame.updated[1]}</lastmod>" if page.frame.updated else ""
            link = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'
            others = "".join(link.format(tag, escape(address)) for tag, address in page.frame.alternates)
            yield f"<url><loc>{escape(page.frame.canonical)}</loc>{changed}{others}</url>"


def make_robots(site: WholeSite) -> str:
    """Return `robots.txt` (RFC 9309), which allows everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.root}/{SITEMAP}\n"


SITEMAP_FILE = FileBeside(SITEMAP, "listan över sidor för sökmotorer", make_sitemap, speaks_of_pages=True)
ROBOTS_FILE = FileBeside(ROBOTS, "en fil för sökmotorer", make_robots, speaks_of_pages=True)
