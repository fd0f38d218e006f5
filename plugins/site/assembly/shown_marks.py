"""Collect the marks that visitors see, on the pages of every language.

Takes the context of the site's own language; returns marks. Used by open data, which has nothing that no page shows.
"""

from __future__ import annotations

from plugins.core.cache.asking import SMALL_CHUNK, cut_chunks
from plugins.core.pages import AddressedPage
from plugins.house.context import KnownPage, PageContext
from plugins.site.assembly.page_lists import list_shown

ShownMarks = frozenset[tuple[str, str]]
"""Pairs of mark name and argument."""


def find_shown_marks(context: PageContext) -> ShownMarks:
    """Return the marks on all pages, in preview also those on drafts; mostly from cached answers."""
    return frozenset(
        mark
        for each in context.languages
        for some in (list_shown(each), each.list_known())
        for chunk in cut_chunks(some, SMALL_CHUNK)
        for mark in each.ask(_list_marks, chunk)
    )


def _list_marks(context: PageContext, chunk: tuple[AddressedPage | KnownPage, ...]) -> ShownMarks:
    return frozenset(mark for one in chunk for mark in context.build(one).marks)
