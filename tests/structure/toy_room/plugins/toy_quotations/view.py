"""Quotations: block quotes whose last paragraph is the speaker's name after the character ✎.

`> Here I may be who I am.`, then, as a paragraph of its own, `> ✎ Alva, who comes each day`.
Only the text of that paragraph is kept, without links or bold type.
"""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from plugins.core.dataclass import dataclass
from plugins.core.texts.pieces import PieceContext
from plugins.core.written_kinds import Nearly

_SIGN = "✎"


@dataclass(frozen=True, slots=True)
class ToyQuotation:
    """A quotation with its speaker."""

    words_html: str
    """Safe HTML."""
    who: str


def is_quotation(element: LexborNode) -> bool:
    """Return whether a block quote is a quotation; others stay block quotes."""
    return element.tag == "blockquote" and _last(element).startswith(_SIGN)


def find_nearly(element: LexborNode) -> Nearly | None:
    """Return why a block quote that has a speaker in another form is no quotation; None if it has none."""
    if element.tag != "blockquote" or is_quotation(element):
        return None
    parts = [*element.iter()]
    name = parts[-1]
    if len(parts) == 1 and name.text().strip().startswith(_SIGN):
        advice = "Skriv > på den tomma raden ovanför, så hör namnet till citatet."
        return Nearly(name, "Den som har sagt något står i en ram för sig, skild från orden.", advice)
    if name.tag == "ul" and len(parts) > 1 and name.text().strip().startswith(_SIGN):
        advice = f"Ta bort bindestrecket före {_SIGN}."
        return Nearly(name, "Den som har sagt något står som en punkt i en lista.", advice)
    return None


def view_quotation(element: LexborNode, _context: PieceContext) -> ToyQuotation:
    """Return the view of a quotation."""
    *words, _who = element.iter()
    return ToyQuotation("".join(word.html or "" for word in words), _last(element).removeprefix(_SIGN).strip())


def _last(element: LexborNode) -> str:
    parts = [*element.iter()]
    return parts[-1].text().strip() if len(parts) > 1 and parts[-1].tag == "p" else ""
