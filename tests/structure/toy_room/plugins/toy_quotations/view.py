"""Quotations in texts, with who said it after a dash.

`> Here I may be who I am.` and, as a paragraph of its own in it, `> – Alva, who comes each day`.
"""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from plugins.core.marks import Nearly
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


def find_nearly(element: LexborNode) -> Nearly | None:
    """Return what keeps a frame from being a quotation, where somebody's name stands in it in another way."""
    if element.tag != "blockquote" or is_quotation(element):
        return None
    parts = [*element.iter()]
    name = parts[-1]
    if len(parts) == 1 and name.text().strip().startswith(_DASH):
        advice = "Skriv > på den tomma raden ovanför, så hör namnet till citatet."
        return Nearly(name, "Den som har sagt något står i en ram för sig, skild från orden.", advice)
    if name.tag == "ul" and len(parts) > 1:
        advice = f"Skriv ett tankstreck ({_DASH}) i stället för bindestrecket före namnet."
        return Nearly(name, "Den som har sagt något står som en punkt i en lista.", advice)
    return None


def view_quotation(element: LexborNode, _spot: Spot) -> Quotation:
    """Return the view of a quotation."""
    *words, _who = element.iter()
    return Quotation("".join(word.html or "" for word in words), _last(element).removeprefix(_DASH).strip())


def _last(element: LexborNode) -> str:
    parts = [*element.iter()]
    return parts[-1].text().strip() if len(parts) > 1 else ""
