"""Kinds of words: lines, titles, names and texts.

Stage: check. In: a `Text` as the editor wrote it. Out: a `Line` or `Writing`, in which marks may stand, or the `Text`
itself where none may. Called by `Kind`, as `core.kinds.annotations` names them.
"""

from __future__ import annotations

import re

from plugins.core.kinds.kind import Kind, KindError
from plugins.core.source.lines import Line as LineOfWords
from plugins.core.source.lines import Writing
from plugins.core.source.sources import Text
from plugins.core.swedish import quote

MARK_NAME = r"[^\W\d_]++(?:-[^\W\d_]++)*+"
"""The name of a mark: letters, with single hyphens between them. Whoever seeks marks takes it from here."""
MARK = re.compile(rf"\{{[^\S\n]*+(?P<name>{MARK_NAME})[^\S\n]*+:[^\S\n]*+(?P<argument>(?:[^{{}}\n]*[^{{}}\s])?)[^\S\n]*+\}}")
"""How a mark looks, `{fakta:id}`; `core.marks.marks` knows which there are."""


def _parse_plain(text: Text) -> Text:
    """Take words that are shown, compared and sent as they are typed: no mark is replaced in them, so none may stand there."""
    if found := MARK.search(text.value):
        message = f"Här kan ingen markering stå, så {quote(found[0])} skulle synas på webbplatsen som det är skrivet."
        help_line = "Skriv orden eller siffran som de ska läsas. Markeringar fungerar i titlar, sammanfattningar och texter."
        raise KindError(message, help_line, code="fel-markering", at=found.start())
    return text


LINE = Kind("rad", LineOfWords, "Några ord", is_text=True, is_line=True)
QUOTED_LINE = Kind("rad", LineOfWords, "Några ord", is_text=True, is_line=True, is_quoted=True)
"""What somebody has said, in their own words."""
VALUE_LINE = Kind("rad", LineOfWords, "Några ord", is_text=True, is_line=True, has_prose=False)
"""A line that holds no sentence: an address, a region, a figure."""
PLAIN_LINE = Kind("rad utan markeringar", _parse_plain, "Några ord", is_text=True, is_line=True, stands_alone=True)
"""Words that others take words from, or compare."""
PLAIN_VALUE = Kind(
    "rad utan markeringar", _parse_plain, "Några ord", is_text=True, is_line=True, has_prose=False, stands_alone=True
)
"""A plain line that holds no sentence: a figure, a source."""
NAME = Kind("namn", _parse_plain, "Exempelbolaget", is_text=True, is_line=True, has_prose=False, is_name=True)
"""The name of an organisation or person: compared and sorted as it is typed."""
ROLE = Kind("namn", _parse_plain, "Volontär", is_text=True, is_line=True)
"""What somebody is called by their work: a name in our own words."""
TITLE = Kind("rad", LineOfWords, "En rubrik", is_text=True, is_line=True)
"""The title of a page, a block or a box."""
NAME_TITLE = Kind("rad", LineOfWords, "Ett namn", is_text=True, is_line=True, has_prose=False, is_name=True)
"""A title that is a name: of the site, or of a group."""
PLAIN_TITLE = Kind("rad utan markeringar", _parse_plain, "En rubrik", is_text=True, is_line=True)
"""A title that stands where no page is, in lists for instance."""
TITLES = (TITLE, NAME_TITLE, PLAIN_TITLE)
MARKDOWN = Kind("text", Writing, "Några ord om saken.", is_text=True)
