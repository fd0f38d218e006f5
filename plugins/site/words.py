"""Words of the site's languages: each that `språk` names has its list, and every word of it.

Stage: check. In: the library, in whose memo the theme's lists are. Out: problems, in `webbplats.yaml` or in a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from plugins.core.library import Library
from plugins.core.problems import Problem
from plugins.core.swedish import join_words, quote
from plugins.core.word_lists import WordLists
from plugins.website.model import Website


def check_words(library: Library) -> Iterator[Problem]:
    """Yield what is wrong with the languages that the site names, and with their words."""
    website, lists = library.only(Website), cast("WordLists", library.memo.read("words"))
    for code in dict.fromkeys(website.languages) if website else ():
        if code in lists:
            yield from lists.problems(code)
        elif website:
            message = f"Språket {quote(code)} har inga ord: filen theme/words/{code}.yaml finns inte."
            help_line = f"Skriv ett språk som har sina ord där: {join_words(sorted(lists), 'eller')}."
            yield Problem(website.place("languages"), "okant-sprak", message, (help_line,))
