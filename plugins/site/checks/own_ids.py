"""Check the ids that editors give to headings (`{#id}`): each is unique on its page.

Takes the pages; yields warnings at the headings. Not errors, because the other element may come from a block that is shown on
some days only.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.cache.asking import SMALL_CHUNK, cut_chunks
from plugins.core.pages import AddressedPage
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.house.context import PageContext
from plugins.site.answers import for_link_checks
from plugins.site.assembly.page_lists import list_shown


def check_own_ids(context: PageContext) -> Iterator[Problem]:
    """No other element of a page has the id that an editor gives to a heading. Reported once, wherever the text is shown."""
    chunks = ((each, chunk) for each in context.languages for chunk in cut_chunks(list_shown(each), SMALL_CHUNK))
    clashes: dict[tuple[str, Place], str] = {}
    for each, chunk in chunks:
        for clash, address in each.ask(_list_clashes, chunk):
            clashes.setdefault(clash, address)
    for (own, place), address in clashes.items():
        message = f"På sidan {address} har något annat redan adressen {quote('#' + own)}, så rubriken får en annan."
        yield warning(place, "upptagen-rubrikadress", message, f"Skriv något annat inom klamrarna än {{#{own}}}.")


@for_link_checks
def _list_clashes(context: PageContext, records: tuple[AddressedPage, ...]) -> tuple[tuple[tuple[str, Place], str], ...]:
    """Return each id that another element has, with its heading and the address of the page."""
    pages = (context.build(record) for record in records)
    return tuple((clash, page.address) for page in pages for clash in page.clashes)
