"""Prepare the tables of a text for small screens: numbers are kept on one line, and wide tables can be scrolled.

Takes cleaned HTML, in which tables can only come from Markdown; wraps times and numbers so that they do not break, and each table
with three or more columns in a scrollable, focusable region named after its columns. Called by `core.markdown`.
"""

from __future__ import annotations

import re
from html import escape, unescape

FEWEST = 3
"""The fewest columns that do not fit on a phone; two do, since their words wrap."""

_TABLE = re.compile(r"<table>(?>(?:[^<]|<(?!/?table>))*)</table>", re.DOTALL)
_HEADING = re.compile(r"<th(?: scope=\"\w+\")?>((?>(?:[^<]|<(?!/?th\b))*))</th>", re.DOTALL)
_TAG = re.compile(r"(<[^<>]*>)")
_WHOLE = re.compile(r"(?<![\w&#;])\+?\d+(?:[.:,]\d+)*(?:[ \u00a0]?[–-][ \u00a0]?\d+(?:[.:,]\d+)*|[ \u00a0]\d{2,3}(?!\d))*")
"""A time, a time range, a number or a telephone number."""


def frame_tables(html: str) -> str:
    """Return the HTML with its tables prepared."""
    return _TABLE.sub(_frame, html) if "<table>" in html else html


def _frame(found: re.Match[str]) -> str:
    pieces = _TAG.split(found[0])  # alternately text and tags
    pieces[::2] = [_WHOLE.sub(_keep_whole, text) for text in pieces[::2]]
    table = "".join(pieces)
    names = [" ".join(unescape(_TAG.sub("", name)).split()) for name in _HEADING.findall(found[0])]
    if len(names) < FEWEST:
        return table
    label = escape(", ".join(filter(None, names)) or "Tabell")
    return f'<div class="prose__frame" role="region" aria-label="{label}" tabindex="0">{table}</div>'


def _keep_whole(found: re.Match[str]) -> str:
    return f'<span class="prose__whole">{found[0]}</span>' if len(found[0]) > 1 else found[0]
