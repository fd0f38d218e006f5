"""Headings that are written as tags (`<h2>`), among those with `#`: which is which, and where each stands.

Stage: read. In: the headings of the cleaned HTML, and those that Python-Markdown has made. Out: each as it was made. Such a
tag is told as an error by itself (`otillaten-html`); what is told of the other headings still stands at their own lines.
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
    """A heading that Python-Markdown has made."""

    level: int
    place: Place
    words: str
    lasting: str | None
    """The words without those that follow the day; None: no word does."""
    own_id: str = ""
    """The id that an editor has given it; empty where it has that of its words."""


def place_headings(shown: Sequence[LexborNode], made: Sequence[MadeHeading], text: Text) -> Iterator[MadeHeading]:
    """Yield what each heading that is shown was made as: one that nobody made has level and place of the next tag."""
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
    """Tell whether both are the same words; what stands for code or a tag among those that were made may be any."""
    return "\x02" in made or without_space(made) == without_space(shown)
