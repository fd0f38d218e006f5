"""Rules of the website's own record."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from plugins.core.marks.known import HasStatus, Known, check_references
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.core.texts.headings import heading_key
from plugins.website.model import Website


def check_website(website: Website, blocks: Known[HasStatus]) -> Iterator[Problem]:
    """The site's address is the root of a host, the fixed headings differ from each other, and the blocks exist."""
    yield from _check_root(website)
    headings = website.headings
    seen: dict[str, str] = {}
    for english, words in (("today", headings.today), ("wanted", headings.wanted), ("globally", headings.globally)):
        key = heading_key(words.value)
        if key in seen:
            message = f"Två av målsidans avsnitt heter {quote(words.value)}."
            yield Problem(headings.place(english), "dubbelt-avsnitt", message, help=("Ge dem olika rubriker.",))
        seen[key] = english
    if website.blocks:
        yield from check_references(website.blocks.globally, blocks)
        yield from check_references(website.blocks.last, blocks)


def _check_root(website: Website) -> Iterator[Problem]:
    """The site's address has no path: pages link to each other from the root of the host, so they would break in a folder."""
    parts = urlsplit(website.address)
    if parts.path.strip("/") or parts.query or parts.fragment or website.address.endswith(("?", "#")):
        place, root = website.place("address"), f"{parts.scheme}://{parts.netloc}"
        message = f"Webbplatsens adress är {quote(website.address)}, men den måste ligga överst på sin värd, inte i en mapp."
        help_line = f"Sidorna får adresser som {root}/kontakt/. I en mapp skulle länkarna inte leda någonstans."
        suggestion = place.rewritten(website.address, f"{root}/")
        yield Problem(place, "fel-adress", message, (help_line,), suggestion)
