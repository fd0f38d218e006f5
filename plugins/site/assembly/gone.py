"""Remove links to files beside the pages that only exist on other days.

Takes the Site and returns it with such links as plain words, and without them in menus and footer. Links to pages are handled by
`site.assembly.frame`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from plugins.core.library import Library
from plugins.core.web import path_on, path_within
from plugins.house.page import SitePage
from plugins.site.model import Site
from plugins.website.links import Link
from plugins.website.model import Website
from plugins.website.view import Frame


def leave_out_gone(site: Site, library: Library) -> Site:
    """Return the site without links to files that are missing today.

    `check_links` reports links to files that exist on no day, and stops the build.
    """
    elsewhere = find_elsewhere(library)
    there = {*site.linkable, *site.by_address, *(f"/{name}" for name in library.shelves.files)}
    paths = {path_on(site.root, link) for link in site.linked if not link.casefold().startswith(elsewhere or ("#",))}
    gone = {path for path in paths if path and not path.endswith("/") and there.isdisjoint((path, f"{path}/"))}
    if not gone:
        return site
    return replace(site, pages=tuple(_without(page, gone, site.root) for page in site.pages))


def find_elsewhere(library: Library) -> tuple[str, ...]:
    """Return the prefix of addresses on our host that do not belong to this site: the organisation's website may be beside it."""
    site = library.only(Website)
    website = site.organisation.website if site else None
    return (website.rstrip("/").casefold(),) if website and path_within(website).strip("/") else ()


def _without(page: SitePage, gone: Collection[str], root: str) -> SitePage:
    """Return a page without some addresses in menu and footer, and with them in `gone` for the finishing steps."""

    def keep(links: Collection[Link]) -> tuple[Link, ...]:
        return tuple(link for link in links if path_on(root, link.address) not in gone)

    frame: Frame = page.frame
    columns = tuple(replace(column, links=links) for column in frame.footer if (links := keep(column.links)))
    return replace(page, frame=replace(frame, gone=(*frame.gone, *sorted(gone)), menu=keep(frame.menu), footer=columns))
