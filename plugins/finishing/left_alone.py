"""Replaces headings that a step leaves with nothing under them by places with the same ids, so that links still lead there.

In: a parsed page. Called by the steps that take something off it. What was bare already is left for the audit to refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.texts.bare_headings import HEADINGS, is_bare

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
                _put(place, heading)
            heading.decompose()


def _put(place: LexborNode, heading: LexborNode) -> None:
    """Put a place at the end of the words above a heading, else before those below: by itself it would part what stands there."""
    above, below = _find_words(heading, "prev"), _find_words(heading, "next")
    if above is not None:
        above.insert_child(place)
    elif below is not None and below.first_child is not None:
        below.first_child.insert_before(place)
    else:
        heading.insert_before(place)


def _find_words(heading: LexborNode, side: Literal["prev", "next"]) -> LexborNode | None:
    """Return the running text right above a heading or below it."""
    node: LexborNode | None = getattr(heading, side)
    while node is not None and node.tag == "-text":
        node = getattr(node, side)
    return node if node is not None and node.attributes.get("class") == "prose" else None
