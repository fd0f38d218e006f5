"""Match the headings in cleaned HTML with those that Python-Markdown made, so that each has its level and place.

Headings written as tags (`<h2>`) are among them. Such a tag is reported as an error (`otillaten-html`); this makes sure that
problems of the other headings still have the right line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from plugins.core.locales.lasting import without_space
from plugins.core.markdown.torn_markdown import blank_no_markdown
from plugins.core.places import Place
from plugins.core.source.sources import Text

_TAG = re.compile(r"<h[1-6]\b", re.IGNORECASE)


class MadeHeading(NamedTuple):
    """A heading made by Python-Markdown."""

    level: int
    place: Place
    words: str
    lasting: str | None
    """The words without those that depend on the day; None: no word does."""
    own_id: str = ""
    """The id that an editor has given to it; empty if its id follows from its words."""


def place_headings(shown: Sequence[LexborNode], made: Sequence[MadeHeading], text: Text) -> Iterator[MadeHeading]:
    """Yield, for each heading shown, the one Python-Markdown made; one written as a tag gets level and place of the next tag."""
    tags = _TAG.finditer(blank_no_markdown(text.value)) if len(shown) > len(made) else iter(())
    by_hand, waiting = len(shown) - len(made), [*reversed(made)]
    for node in shown:
        is_made = waiting and (by_hand <= 0 or _is_alike(waiting[-1].words, node.text()))
        if is_made:
            yield waiting.pop()
            continue
        by_hand -= 1
        tag = next(tags, None)
        yield MadeHeading(int((node.tag or "h2")[1]), text.place(tag.start() if tag else 0), node.text(), None)


def _is_alike(made: str, shown: str) -> bool:
    """Return whether both have the same words; placeholders for code or tags in `made` match anything."""
    return "\x02" in made or without_space(made) == without_space(shown)
