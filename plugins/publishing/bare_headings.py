"""Headings over nothing on a built page: who listens goes from heading to heading, and finds nothing there.

Stage: audit. In: the body of a page. Out: the words of such headings.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from plugins.core.invisible import without_widthless

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SECTIONS = frozenset(("article", "aside", "dd", "details", "dialog", "li", "main", "nav", "section", "td", "th"))
"""Elements at whose end the headings within stand over nothing more."""
_SHOWN = frozenset(
    ("audio", "button", "canvas", "embed", "iframe", "img", "input", "math", "meter", "object", "progress", "select", "svg",
     "textarea", "video")
)  # fmt: skip
"""Elements that show something without words."""
_UNREAD = frozenset(("noscript", "script", "style", "template"))
"""Elements whose words nobody reads."""


def find_bare_headings(body: LexborNode) -> Iterator[str]:
    """Yield the words of each heading with nothing before the next of its level or a higher, or before its section ends.

    A title (`h1`) may stand alone, a heading with a link is the way to what it is of, and what is `hidden` waits for a script.
    A heading over another is not bare, even if that one is.
    """
    bare: LexborNode | None = None
    around: list[tuple[LexborNode | None, bool, Iterator[LexborNode]]] = [(None, True, body.iter(include_text=True))]
    while around:
        before, is_section, rest = around[-1]
        node = next(rest, None)
        if node is None:
            around.pop()
            if is_section and bare is not None and bare is not before:
                yield _say(bare)
                bare = None
            continue
        tag = node.tag or ""
        if tag == "-text":
            if bare is not None and without_widthless(node.text_content or "").strip():
                bare = None
        elif tag in _UNREAD or tag.startswith("-"):
            continue
        elif tag in _SHOWN or "hidden" in node.attributes:
            bare = None
        elif tag in HEADINGS:
            if bare is not None and tag <= (bare.tag or ""):
                yield _say(bare)
            bare = None if tag == "h1" or _leads_on(node) else node
        else:
            around.append((bare, tag in _SECTIONS, node.iter(include_text=True)))


def _leads_on(heading: LexborNode) -> bool:
    """Tell whether a heading is a link or a button, or a part of one."""
    above = heading.parent
    while above is not None and above.tag not in ("a", "button"):
        above = above.parent
    return above is not None or heading.css_first("a, button") is not None


def _say(heading: LexborNode) -> str:
    return " ".join(heading.text().split())
