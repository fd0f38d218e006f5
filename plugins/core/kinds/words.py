"""Kinds of words: lines, titles, names and texts.

Parse a `Text` and return a `Line` or `Writing`, which may contain marks, or the `Text` itself where marks are not allowed. Called
by `Kind`, as `core.kinds.annotations` lists them.
"""

from __future__ import annotations

import re

from plugins.core.kinds.kind import Kind, KindError
from plugins.core.source.lines import Line as LineOfWords
from plugins.core.source.lines import Writing
from plugins.core.source.sources import Text
from plugins.core.swedish import quote

MARK_NAME = r"[^\W\d_]++(?>(?:-[^\W\d_]++)*)"
"""The name of a mark, as part of a pattern: letters, with single hyphens between them. All searches for marks use it."""
MARK = re.compile(rf"\{{[^\S\n]*+(?P<name>{MARK_NAME})[^\S\n]*+:[^\S\n]*+(?P<argument>(?:[^{{}}\n]*[^{{}}\s])?)[^\S\n]*+\}}")
"""A mark, `{fakta:id}`; `core.marks.marks` knows which marks exist."""


def _parse_plain(text: Text) -> Text:
    """Return words that are displayed, compared and sent as typed; raise `KindError` for a mark, which would not be replaced."""
    if found := MARK.search(text.value):
        message = f"Här kan ingen markering stå, så {quote(found[0])} skulle synas på webbplatsen som det är skrivet."
        help_line = "Skriv orden eller siffran som de ska läsas. Markeringar fungerar i titlar, sammanfattningar och texter."
        raise KindError(message, help_line, code="fel-markering", at=found.start())
    return text


LINE = Kind("rad", LineOfWords, "Några ord", is_text=True, is_line=True)
QUOTED_LINE = Kind("rad", LineOfWords, "Några ord", is_text=True, is_line=True, is_quoted=True)
"""A quotation, in the words of the person quoted."""
VALUE_LINE = Kind("rad", LineOfWords, "Några ord", is_text=True, is_line=True, has_prose=False)
"""A line without sentences: an address, a region, a figure."""
PLAIN_LINE = Kind("rad utan markeringar", _parse_plain, "Några ord", is_text=True, is_line=True, stands_alone=True)
"""Words that are compared, or quoted elsewhere."""
PLAIN_VALUE = Kind(
    "rad utan markeringar", _parse_plain, "Några ord", is_text=True, is_line=True, has_prose=False, stands_alone=True
)
"""A plain line without sentences: a figure, a source."""
NAME = Kind("namn", _parse_plain, "Exempelbolaget", is_text=True, is_line=True, has_prose=False, is_name=True)
"""The name of an organisation or person: compared and sorted as typed."""
ROLE = Kind("namn", _parse_plain, "Volontär", is_text=True, is_line=True)
"""A description of somebody by their work: a name in our own words."""
TITLE = Kind("rad", LineOfWords, "En rubrik", is_text=True, is_line=True)
"""The title of a page, block or box."""
NAME_TITLE = Kind("rad", LineOfWords, "Ett namn", is_text=True, is_line=True, has_prose=False, is_name=True)
"""A title that is a name: of the site, or of a group."""
PLAIN_TITLE = Kind("rad utan markeringar", _parse_plain, "En rubrik", is_text=True, is_line=True)
"""A title that is shown outside pages, for instance in lists."""
TITLES = (TITLE, NAME_TITLE, PLAIN_TITLE)
MARKDOWN = Kind("text", Writing, "Några ord om saken.", is_text=True)
