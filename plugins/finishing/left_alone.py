"""Headings that a step leaves over nothing: a place to lead to stands instead, as links to them were right before.

In: a parsed page. Called by the steps that take something off it. What was bare already is left for the audit to refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from plugins.core.bare_headings import HEADINGS, is_bare

_HEADINGS: Final = ", ".join(f"main {tag}" for tag in sorted(HEADINGS))


@contextmanager
def leaving_out_bare(tree: LexborHTMLParser) -> Iterator[None]:
    """Leave out, with what is taken off the page meanwhile, each heading that has nothing else below it."""
    before = {heading.mem_id for heading in tree.css(_HEADINGS) if is_bare(heading)}
    yield
    for heading in reversed(tree.css(_HEADINGS)):  # one goes with those within it
        if heading.mem_id not in before and is_bare(heading):
            if name := heading.attributes.get("id"):
                place = tree.create_node("div")
                place.attrs["id"] = name
                heading.insert_before(place)
            heading.decompose()
