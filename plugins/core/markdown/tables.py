"""Tables of a text, so that a phone shows them whole: no time or number is broken, and what is wide is scrolled.

Stage: read. In: cleaned HTML, in which a table can only come from Markdown. Out: the same, with times and numbers kept
together, and each table of three columns or more in a frame of its own, which can be scrolled by keyboard too and has
a name: those of its columns. Called by `core.markdown`.
"""

from __future__ import annotations

import re
from html import escape, unescape

FEWEST = 3
"""How many columns have no room on a telephone; two have, as they break between words."""

_TABLE = re.compile(r"<table>(?:[^<]|<(?!/?table>))*+</table>", re.DOTALL)
_HEADING = re.compile(r"<th(?: scope=\"\w+\")?>((?:[^<]|<(?!/?th\b))*+)</th>", re.DOTALL)
_TAG = re.compile(r"(<[^<>]*>)")
_WHOLE = re.compile(r"(?<![\w&#;])\+?\d+(?:[.:,]\d+)*(?:[ \u00a0]?[–-][ \u00a0]?\d+(?:[.:,]\d+)*|[ \u00a0]\d{2,3}(?!\d))*")
"""A time, a span of times, a number or a telephone number."""


def frame_tables(html: str) -> str:
    """Return the HTML with its tables made ready."""
    return _TABLE.sub(_frame, html) if "<table>" in html else html


def _frame(found: re.Match[str]) -> str:
    pieces = _TAG.split(found[0])  # text and tags by turns
    pieces[::2] = [_WHOLE.sub(_keep_whole, text) for text in pieces[::2]]
    table = "".join(pieces)
    names = [" ".join(unescape(_TAG.sub("", name)).split()) for name in _HEADING.findall(found[0])]
    if len(names) < FEWEST:
        return table
    label = escape(", ".join(filter(None, names)) or "Tabell")
    return f'<div class="prose__frame" role="region" aria-label="{label}" tabindex="0">{table}</div>'


def _keep_whole(found: re.Match[str]) -> str:
    return f'<span class="prose__whole">{found[0]}</span>' if len(found[0]) > 1 else found[0]
