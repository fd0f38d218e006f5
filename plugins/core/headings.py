"""Rules of headings, the same for every Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.markdown.nodes import Document, HeadingNode
from plugins.core.problems import Problem


def heading_key(words: str) -> str:
    """Return what fixed headings are compared by: case, dashes and `i dag`/`idag` do not matter."""
    words = re.sub(r"(?:(?<!\s)\s+)?[-\u2010-\u2015]\s*", " - ", words.casefold())
    return re.sub(r"\bi dag\b", "idag", " ".join(words.split())).strip(" .:")


def check_headings(document: Document) -> Iterator[Problem]:
    """The headings of a text begin at `##` and go down one step at a time; `#` is the page's own title."""
    above = 1
    for node in document.nodes:
        if not isinstance(node, HeadingNode):
            continue
        if re.match(r"#+[^#\s]", node.place.written[node.place.column - 1 :]):
            continue  # a heading by accident: told where it was read
        if node.level == 1:
            message = "En rubrik med ett enda # är sidans titel, och den står redan i sidhuvudet."
            yield Problem(node.place, "fel-rubrik", message, suggestion=node.place.rewritten("#", "##"))
        elif node.level > above + 1:
            message = f"Rubriken hoppar över ett steg: efter {'#' * above if above > 1 else 'titeln'} kommer {'#' * (above + 1)}."
            right = node.place.rewritten("#" * node.level, "#" * (above + 1))
            yield Problem(node.place, "fel-rubrik", message, suggestion=right)
        above = max(2, node.level)
