"""Shorten titles and descriptions to the length that search engines and link previews show."""

from __future__ import annotations

import re

TITLE_LENGTH = 60
"""Characters of a title that search engines show. They cut at about 600 pixels, and document no number of characters."""
DESCRIPTION_LENGTH = 160
"""Characters of a description that search engines show on a wide screen; X shows 200
(https://developer.x.com/en/docs/x-for-websites/cards/overview/markup)."""


def fit_title(*parts: str) -> str:
    """Join the parts of a title with dashes; drop parts from the end while it is longer than `TITLE_LENGTH`.

    The first part, the page's own name, is always kept.
    """
    while len(parts) > 1 and len(" – ".join(parts)) > TITLE_LENGTH:
        parts = parts[:-1]
    return " – ".join(parts)


def fit_description(summary: str) -> str:
    """Return a summary cut to `DESCRIPTION_LENGTH`: after a sentence if at least half of that is left, else after a word."""
    if len(summary) <= DESCRIPTION_LENGTH:
        return summary
    shown = summary[:DESCRIPTION_LENGTH]
    sentences = re.match(r".*[.!?](?=\s)", shown, re.DOTALL)
    if sentences and len(sentences[0]) >= DESCRIPTION_LENGTH // 2:
        return sentences[0]
    return f"{shown[: DESCRIPTION_LENGTH - 2].rpartition(' ')[0].rstrip(' ,;:–-')} …"
