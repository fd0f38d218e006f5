"""Replace headings that a step has left without contents by empty elements with the same ids, so that links still work.

Steps that remove something from a page use this. Headings that were bare before are left for the audit to report.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.texts.bare_headings import HEADINGS, is_bare

_HEADINGS: Final = ", ".join(f"main {tag}" for tag in sorted(HEADINGS))


@contextmanager
def replace_bare_headings(tree: LexborHTMLParser) -> Iterator[None]:
    """Return a context manager: on exit, headings that have become bare within it are removed, and their ids kept."""
    before = {heading.mem_id for heading in tree.css(_HEADINGS) if is_bare(heading)}
    yield
    for heading in reversed(tree.css(_HEADINGS)):  # from the last, so that a heading goes together with bare ones below it
        if heading.mem_id not in before and is_bare(heading):
            if name := heading.attributes.get("id"):
                place = tree.create_node("div")
                place.attrs["id"] = name
                _put(place, heading)
            heading.decompose()


def _put(place: LexborNode, heading: LexborNode) -> None:
    """Put the element with the id at the end of the text above a heading, else at the start of the text below it.

    On its own between the two it would be a block that separates them.
    """
    above, below = _find_words(heading, "prev"), _find_words(heading, "next")
    if above is not None:
        above.insert_child(place)
    elif below is not None and below.first_child is not None:
        below.first_child.insert_before(place)
    else:
        heading.insert_before(place)


def _find_words(heading: LexborNode, side: Literal["prev", "next"]) -> LexborNode | None:
    """Return the `prose` element right before or after a heading; None if there is something else."""
    node: LexborNode | None = getattr(heading, side)
    while node is not None and node.tag == "-text":
        node = getattr(node, side)
    return node if node is not None and node.attributes.get("class") == "prose" else None
