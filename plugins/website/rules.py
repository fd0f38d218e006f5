"""Rules of the website's own record."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.headings import heading_key
from plugins.core.known import HasStatus, Known
from plugins.core.problems import Problem
from plugins.core.swedish import quote
from plugins.website.model import Website


def check_website(website: Website, blocks: Known[HasStatus]) -> Iterator[Problem]:
    """The fixed headings differ from each other, and the blocks of the goal page are there."""
    headings = website.headings
    seen: dict[str, str] = {}
    for english, words in (("today", headings.today), ("wanted", headings.wanted), ("globally", headings.globally)):
        key = heading_key(words.value)
        if key in seen:
            message = f"Två av målsidans avsnitt heter {quote(words.value)}."
            yield Problem(headings.place(english), "dubbelt-avsnitt", message, help=("Ge dem olika rubriker.",))
        seen[key] = english
    if website.blocks:
        for reference in (*website.blocks.globally, *website.blocks.last):
            yield from blocks.check(reference)
