"""Quotations in texts, with who said it after a dash.

`> Here I may be who I am.` and, as a paragraph of its own in it, `> – Alva, who comes each day`.
"""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from plugins.core.pieces import Spot

_DASH = "–"


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody has said."""

    words_html: str
    """Safe HTML."""
    who: str


def is_quotation(element: LexborNode) -> bool:
    """Tell of an element whether it is words that somebody has said: another stands as any text in a frame does."""
    return element.tag == "blockquote" and _last(element).startswith(_DASH)


def view_quotation(element: LexborNode, _spot: Spot) -> Quotation:
    """Return the view of a quotation."""
    *words, _who = element.iter()
    return Quotation("".join(word.html or "" for word in words), _last(element).removeprefix(_DASH).strip())


def _last(element: LexborNode) -> str:
    parts = [*element.iter()]
    return parts[-1].text().strip() if len(parts) > 1 else ""
