"""Titles and descriptions, as long as search and shared links show them.

Stage: view. In: words. Out: as many of them as fit. Called by the frame and by pages that make their titles.
"""

from __future__ import annotations

import re

TITLE_LENGTH = 60
"""Characters of a title that search shows; it cuts by pixels, about 600 of them, and says no number of its own."""
DESCRIPTION_LENGTH = 160
"""Characters of a description that search shows on a wide screen; X takes 200
(https://developer.x.com/en/docs/x-for-websites/cards/overview/markup)."""


def fit_title(*parts: str) -> str:
    """Return the parts of a title with dashes between, without the last ones where it would be too long to be shown whole.

    The first part is always there: it is the page's own name.
    """
    while len(parts) > 1 and len(" – ".join(parts)) > TITLE_LENGTH:
        parts = parts[:-1]
    return " – ".join(parts)


def fit_description(summary: str) -> str:
    """Return the summary, or as many of its sentences, or at least of its words, as search shows."""
    if len(summary) <= DESCRIPTION_LENGTH:
        return summary
    shown = summary[:DESCRIPTION_LENGTH]
    sentences = re.match(r".*[.!?](?=\s)", shown, re.DOTALL)
    if sentences and len(sentences[0]) >= DESCRIPTION_LENGTH // 2:
        return sentences[0]
    return f"{shown[: DESCRIPTION_LENGTH - 2].rpartition(' ')[0].rstrip(' ,;:–-')} …"
