"""Find headings with nothing under them, which mislead people who navigate by headings with a screen reader.

Takes markup, or its headings. Used by the check of texts, by views, to separate parts of a text, by the finishing steps that
remove links, and by the audit of the built pages.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.invisible import without_widthless

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SECTIONS = frozenset(("article", "aside", "body", "dd", "details", "dialog", "li", "main", "nav", "section", "td", "th"))
"""Elements whose end also ends the scope of the headings inside."""
_SHOWN = frozenset(
    ("audio", "button", "canvas", "embed", "iframe", "img", "input", "math", "meter", "object", "progress", "select", "svg",
     "textarea", "video")
)  # fmt: skip
"""Elements that show something without text."""
_UNREAD = frozenset(("noscript", "script", "style", "template"))
"""Elements whose text is not shown."""
_PASSED_OVER = _UNREAD | _SHOWN | {"a"}
"""Elements inside which headings are ignored."""
_WORDS = re.compile(r"(?:^|>)\s*+[A-Za-zÀ-ÖØ-öø-ÿ0-9]")
"""Where words begin: a fast test, since most markup has some and need not be parsed."""


def shows_nothing(markup: str) -> bool:
    """Return whether markup shows neither text nor an element that needs none: a rule, an empty paragraph, an empty item."""
    if _WORDS.search(markup):
        return False
    body = LexborHTMLParser(markup).body
    return body is None or not _find_anything(body, "")


def is_bare(heading: LexborNode) -> bool:
    """Return whether a page's heading has nothing under it, up to the next heading of the same or a higher level, or the end of
    its section.

    A title (`h1`), a heading that is a link, and one that is `hidden` (until a script shows it) are never bare. A heading with a
    deeper heading under it is not bare, even if that one is.
    """
    return heading.tag != "h1" and _has_nothing_below(heading) and not _is_way_or_unseen(heading)


def _is_way_or_unseen(heading: LexborNode) -> bool:
    """Return whether a heading is, contains, or is inside a link or button, or is hidden."""
    above: LexborNode | None = heading
    while above is not None:
        if above.tag in _PASSED_OVER or "hidden" in above.attributes:
            return True
        above = above.parent
    return heading.css_first("a, button") is not None


def _has_nothing_below(heading: LexborNode) -> bool:
    """Return whether nothing follows a heading up to the end of its section."""
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
    """Return whether a heading of `level` before a node has contents: True if the node shows something first, False if its scope
    ends first, None if neither.
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
