"""Finishing: the last steps on a page's HTML, in one parse.

Stage: after the template. In: a finished page as text. Out: the same with each step done. A step is a function that
changes a parsed page; steps do not know each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from plugins.core.swedish import MONTHS, NO_BREAK_SPACE

Step = Callable[[LexborHTMLParser], None]


def finish_page(html: str, steps: tuple[Step, ...] | None = None) -> str:
    """Return the page with every step done, written as the HTML standard has it."""
    tree = LexborHTMLParser(html)
    for step in STEPS if steps is None else steps:
        step(tree)
    # The standard writes this space as an entity, which weighs three times as much; everywhere else `&` is `&amp;`.
    return f"{(tree.html or '').replace('&nbsp;', NO_BREAK_SPACE)}\n"


_UNITS = "kr|kronor|procent|%|ton|kg|mil|km|år|personer|människor|hushåll|platser|timmar|minuter|kvadratmeter|m²"
_TIED = (
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), "between the groups of a number"),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), "between number and unit"),
    (re.compile(rf"(?<=\b\d) (?=(?:{'|'.join(MONTHS)})\b)|(?<=\b\d\d) (?=(?:{'|'.join(MONTHS)})\b)"), "in a date"),
    (re.compile(r"(?i:(?<=\bmål)|(?<=\bdelmål)|(?<=\bkl\.)|(?<=\bs\.)|(?<=§)|(?<=\bnr)) (?=\d)"), "before a number"),
    (re.compile(r" (?=– )"), "before a dash, which does not begin a line"),
)
"""Where a space must not break (Swedish typography, `facts/accessibility-sv.md` part 9)."""

_UNTOUCHED = {"title", "script", "style", "pre", "code", "textarea"}


def tie_words(tree: LexborHTMLParser) -> None:
    """Put fixed spaces where a line must not break: `12 352 kr`, `mål 11`, `3 december`."""
    for node in list(tree.root.traverse(include_text=True, skip_empty=True)) if tree.root else ():
        text = node.text_content
        if not text or " " not in text or (node.parent and node.parent.tag in _UNTOUCHED):
            continue
        tied = text
        for pattern, _ in _TIED:
            tied = pattern.sub(NO_BREAK_SPACE, tied)
        if tied != text:
            node.replace_with(tied)


def scope_headers(tree: LexborHTMLParser) -> None:
    """Say of a table's headings that they head a column, as screen readers want."""
    for cell in tree.css("thead th:not([scope])"):
        cell.attrs["scope"] = "col"


STEPS: tuple[Step, ...] = (tie_words, scope_headers)
