"""Finishing: the last steps on a page's HTML, in one parse.

Stage: after the template. In: a finished page as text. Out: the same with each step done. A step is a function that
changes a parsed page; steps do not know each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.element import NavigableString, PreformattedString
from bs4.formatter import HTMLFormatter

from plugins.core.swedish import MONTHS, NO_BREAK_SPACE

Step = Callable[[BeautifulSoup], None]


class _Formatter(HTMLFormatter):
    """`&`, `<`, `>` only; void elements without a slash, as HTML has them; attributes as the templates order them."""

    def __init__(self) -> None:
        super().__init__(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")

    def attributes(self, tag: Tag) -> Iterable[tuple[str, str | None]]:
        """Return the attributes in their order; bs4 would sort them."""
        return tag.attrs.items()  # type: ignore[return-value]  # lists of classes are joined by bs4


_FORMATTER = _Formatter()


def finish_page(html: str, steps: tuple[Step, ...] | None = None) -> str:
    """Return the page with every step done."""
    soup = BeautifulSoup(html, "html.parser")
    for step in STEPS if steps is None else steps:
        step(soup)
    return f"{soup.decode(formatter=_FORMATTER).strip()}\n"


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


def tie_words(soup: BeautifulSoup) -> None:
    """Put fixed spaces where a line must not break: `12 352 kr`, `mål 11`, `3 december`."""
    for text in soup.find_all(string=True):
        if isinstance(text, PreformattedString) or (text.parent and text.parent.name in _UNTOUCHED):
            continue
        tied = str(text)
        for pattern, _ in _TIED:
            tied = pattern.sub(NO_BREAK_SPACE, tied)
        if tied != text:
            text.replace_with(NavigableString(tied))


def scope_headers(soup: BeautifulSoup) -> None:
    """Say of a table's headings that they head a column, as screen readers want."""
    for cell in soup.select("thead th"):
        if not cell.has_attr("scope"):
            cell["scope"] = "col"


STEPS: tuple[Step, ...] = (tie_words, scope_headers)
