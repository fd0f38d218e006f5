"""Check that the font of share pictures has every character of the titles drawn in them.

Takes the context of the site's own language, whose memo holds the font's characters; yields warnings at the titles.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from plugins.core.inputs import LETTERS, WORDS
from plugins.core.library import Library
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.swedish import join_words, quote
from plugins.house.context import PageContext
from plugins.local_goals.model import LocalGoal
from plugins.website.model import Website


def check_drawn(context: PageContext) -> Iterator[Problem]:
    """Yield a warning for each title with a character that would be missing in its share picture."""
    for each in context.languages:
        if not each.library.prefix or each.translated:
            yield from each.library.gather(_check_titles)


def _check_titles(library: Library) -> Iterator[Problem]:
    letters = library.memo.read(LETTERS)
    for text in _list_titles(library):
        if text.source.language == library.code:
            yield from _check_letters(text.value, text.place(), letters)
    words = library.memo.read(WORDS)
    code = library.words.language.code
    yield from _check_letters(str(library.words.local_goal), words.place(code, "local_goal"), letters)


def _list_titles(library: Library) -> Iterator[Text]:
    yield from (goal.title.typed for goal in library.all(LocalGoal) if library.is_shown(goal))
    website = library.only(Website)
    if website is not None:
        named = (website.organisation.name, website.name)
        yield from (name.typed if isinstance(name, Marked) else name for name in named)


def _check_letters(words: str, place: Place, letters: Collection[str]) -> Iterator[Problem]:
    composed = unicodedata.normalize("NFC", words)
    missing = [sign for sign in dict.fromkeys(composed) if sign.isprintable() and not sign.isspace() and sign not in letters]
    if missing:
        one = len(missing) == 1
        what = f"{'Tecknet' if one else 'Tecknen'} {join_words([quote(sign) for sign in missing])}"
        message = f"{what} finns inte i typsnittet, och fattas i bilden som visas när någon delar sidan."
        help_line = "Kan det skrivas på ett annat sätt: gör det. Annars kan den som sköter programmet byta bildernas typsnitt."
        yield warning(place, "tecken-i-delningsbild", message, help_line)
