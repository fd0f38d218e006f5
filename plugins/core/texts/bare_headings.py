"""Headings over nothing: those who listen to a page go from heading to heading, and find nothing there.

Stage: check, where an editor has written one; views, which part a text from the next by what shows nothing; the last steps, which
take a link away; audit, which looks at the page that was built. In: markup, or its headings. Out: which of these are bare.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.invisible import without_widthless

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SECTIONS = frozenset(("article", "aside", "body", "dd", "details", "dialog", "li", "main", "nav", "section", "td", "th"))
"""Elements at whose end the headings within stand over nothing more."""
_SHOWN = frozenset(
    ("audio", "button", "canvas", "embed", "iframe", "img", "input", "math", "meter", "object", "progress", "select", "svg",
     "textarea", "video")
)  # fmt: skip
"""Elements that show something without words."""
_UNREAD = frozenset(("noscript", "script", "style", "template"))
"""Elements whose words nobody reads."""
_PASSED_OVER = _UNREAD | _SHOWN | {"a"}
"""Elements within which no heading is looked at."""
_WORDS = re.compile(r"(?:^|>)\s*+[A-Za-zÀ-ÖØ-öø-ÿ0-9]")
"""Where words begin: most markup has some, and need not be parsed."""


def shows_nothing(markup: str) -> bool:
    """Tell whether markup of a text has neither words nor what is shown without: a rule, an empty line, an empty item."""
    if _WORDS.search(markup):
        return False
    body = LexborHTMLParser(markup).body
    return body is None or not _find_anything(body, "")


def is_bare(heading: LexborNode) -> bool:
    """Tell of a heading of a page whether nothing stands before the next of its level or a higher, or before its section ends.

    A title (`h1`) may stand alone, a heading with a link is the way to what it is of, and what is `hidden` waits for a script.
    A heading over another is not bare, even if that one is.
    """
    return heading.tag != "h1" and _has_nothing_below(heading) and not _is_way_or_unseen(heading)


def _is_way_or_unseen(heading: LexborNode) -> bool:
    """Tell whether a heading is a link or a button, or a part of one; or stands where nobody reads it, or not yet."""
    above: LexborNode | None = heading
    while above is not None:
        if above.tag in _PASSED_OVER or "hidden" in above.attributes:
            return True
        above = above.parent
    return heading.css_first("a, button") is not None


def _has_nothing_below(heading: LexborNode) -> bool:
    """Tell whether nothing follows, up to the end of the section."""
    node = heading
    while True:
        while (following := node.next) is not None:
            node = following
            if (found := _find_anything(node, heading.tag or "")) is not None:
                return not found
        above = node.parent
        if above is None or above.tag in _SECTIONS:
            return True
        node = above


def _find_anything(node: LexborNode, level: str) -> bool | None:
    """Tell whether a heading of some level that stands before a node has something there: what is in the node comes first.

    None: there is neither that nor an end.
    """
    tag = node.tag or ""
    if tag == "-text":
        return True if without_widthless(node.text_content or "").strip() else None
    if tag in _UNREAD or tag.startswith("-"):
        return None
    if tag in _SHOWN or "hidden" in node.attributes:
        return True
    if tag in HEADINGS:
        return tag > level
    return next((found for one in node.iter(include_text=True) if (found := _find_anything(one, level)) is not None), None)
