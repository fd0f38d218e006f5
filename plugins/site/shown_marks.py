"""Shown marks: what the marks that visitors meet name, on the pages of every language.

Stage: views. In: the context of the site's own language. Out: marks. Open data asks for them: nothing is there that
no page shows.
"""

from __future__ import annotations

from plugins.core.cache.asking import SMALL_CHUNK, cut_chunks
from plugins.core.pages import AddressedPage
from plugins.house.context import KnownPage, PageContext
from plugins.site.page_lists import build_known, list_shown

ShownMarks = frozenset[tuple[str, str]]
"""The name of each mark, and what it names."""


def find_shown_marks(context: PageContext) -> ShownMarks:
    """Return the marks of all pages, in preview those of drafts too; few pages are looked at for it."""
    return frozenset(
        mark
        for each in context.tongues
        for some in (list_shown(each), each.list_known())
        for chunk in cut_chunks(some, SMALL_CHUNK)
        for mark in each.ask(_list_marks, chunk)
    )


def _list_marks(context: PageContext, chunk: tuple[AddressedPage | KnownPage, ...]) -> ShownMarks:
    pages = (context.ask(build_known, one) if isinstance(one, KnownPage) else context.build(one) for one in chunk)
    return frozenset(mark for page in pages for mark in page.marks)
