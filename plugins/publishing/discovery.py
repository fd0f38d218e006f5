"""What is written beside the pages for those who look for them: sitemap, robots, and old addresses.

Stage: publishing. In: the Site. Out: file contents by path in the output. The sitemap is our own because a library's
would take the day of the build for a page's last change; ours says only what the editors have said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from plugins.core.outputs import ROBOTS, SITEMAP, file_at
from plugins.site.model import Site


def write_discovery(site: Site, policy: str = "") -> Mapping[str, str]:
    """Return sitemap, robots and redirects by path; `policy` is what a page may do (CSP), empty where it says nothing of it."""
    files = {SITEMAP: make_sitemap(site), ROBOTS: f"User-agent: *\nAllow: /\nSitemap: {site.root}/{SITEMAP}\n"}
    for old, new in sorted(site.redirects.items()):
        files[file_at(old)] = make_redirect(site, new, policy)
    return files


def make_sitemap(site: Site) -> str:
    """Return the sitemap (sitemaps.org): every page that may be found, with the day the editors say it was changed.

    A page in several languages names them all, itself too, as Google reads it
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


def _entries(site: Site) -> Iterator[str]:
    for page in sorted(site.pages, key=lambda page: page.address):
        if page.frame.is_indexed:
            changed = f"<lastmod>{page.frame.updated[1]}</lastmod>" if page.frame.updated else ""
            link = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'
            others = "".join(link.format(tag, escape(address)) for tag, address in page.frame.alternates)
            yield f"<url><loc>{escape(page.frame.canonical)}</loc>{changed}{others}</url>"


def make_redirect(site: Site, new: str, policy: str = "") -> str:
    """Return a page that leads to `new` at once, on any host and without script."""
    target = next((page for page in site.pages if page.address == new), None)
    title = escape(target.frame.title if target else new)
    words = site.words[(target.frame.language if target else site.language).code]
    attributes = f' lang="{words.language.tag}"' + ("" if words.language.dir == "ltr" else f' dir="{words.language.dir}"')
    rule = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n' if policy else ""
    return (
        f'<!DOCTYPE html>\n<html{attributes}>\n<head>\n<meta charset="utf-8">\n{rule}<title>{title}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={escape(new)}">\n<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{escape(site.root + new)}">\n</head>\n<body>\n<h1>{title}</h1>\n'
        f'<p>{escape(words.moved)} <a href="{escape(new)}">{title}</a></p>\n</body>\n</html>\n'
    )
