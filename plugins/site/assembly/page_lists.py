"""The pages that a language of the site has: those with files, and known pages without.

Takes the context of the language; returns records, whose pages are built on demand.
"""

from __future__ import annotations

from dataclasses import replace

from plugins.core.library import Library
from plugins.core.pages import AddressedPage
from plugins.house.context import KnownPage, PageContext
from plugins.house.page import SitePage
from plugins.pages.page import build_known_page


def list_written(context: PageContext) -> tuple[AddressedPage, ...]:
    """Return the pages of a language that editors have written, by kind; in preview, ended ones come last."""
    return (*list_shown(context), *list_over(context))


def list_shown(context: PageContext) -> tuple[AddressedPage, ...]:
    """Return the written pages of a language that visitors see, by kind; in preview also drafts and pages to come."""
    library = context.library
    return tuple(page for kind in context.kinds for page in library.shown(kind.model) if library.is_here(page))


def list_over(context: PageContext) -> tuple[AddressedPage, ...]:
    """Return the ended pages of a language, which only a preview has; nothing links to them.

    A page that ended is left out where the site has a known page without a file at the address.
    """
    library = context.library
    if not library.shows_drafts:
        return ()
    known = {page.address for page in context.known}
    kinds = (kind.model for kind in context.kinds if kind.model.LAST_DAY)
    over = (page for model in kinds for some in library.ask_each(_pick_over, library.all(model)) for page in some)
    return tuple(page for page in over if library.is_here(page) and page.own_address not in known)


def _pick_over(library: Library, pages: tuple[AddressedPage, ...]) -> tuple[AddressedPage, ...]:
    return tuple(page for page in pages if page.has_ended(library.today))


def build_known(context: PageContext, known: KnownPage) -> SitePage:
    """Return the page of a known page that has no file. In a language that has only drafts it is hidden as they are."""
    page = build_known_page(known, context)
    if context.ask(_has_visible_page):
        return page
    return replace(page, frame=replace(page.frame, hidden=str(context.words.staff.draft_word).lower(), is_indexed=False))


def _has_visible_page(context: PageContext) -> bool:
    """Return whether visitors see a page of the language. The site's own always has a home page."""
    library = context.library
    if not (library.prefix and library.shows_drafts):
        return True
    return any(page.prefix and library.is_shown(page) and not context.describe_hidden(page) for page in library.all_pages)
