"""Check the word lists of the site's languages: each language in `språk` has a list, and every word.

Takes the library, whose memo has the theme's lists; yields problems in `webbplats.yaml` or in a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plugins.core.inputs import WORDS
from plugins.core.library import Library
from plugins.core.models.model import fields_of
from plugins.core.problems import Problem
from plugins.core.swedish import join_words, quote
from plugins.core.words.copies import check_copied
from plugins.core.words.interface import FIRST_LIST, Words
from plugins.core.words.lists import WordLists
from plugins.global_goals.model import GLOBAL_GOALS
from plugins.site.documentation.field_tables import find_models
from plugins.website.model import Website


def check_words(library: Library) -> Iterator[Problem]:
    """Yield the problems of the languages that the site names, and of their words."""
    website, lists = library.only(Website), library.memo.read(WORDS)
    if website and (twice := [code for code, count in Counter(website.languages).items() if count > 1]):
        help_line = f"Skriv:  språk: [{', '.join(dict.fromkeys(website.languages))}]"
        yield Problem(website.place("languages"), "fel-varde", f"Språket {quote(twice[0])} står två gånger.", (help_line,))
    yield from check_labels(lists)
    for code in dict.fromkeys(website.languages) if website else ():
        if code in lists:
            yield from lists.problems(code)
            yield from _check_global_goals(lists, code)
            yield from check_copied(lists, code)
        elif website:
            message = f"Språket {quote(code)} har inga ord: filen theme/words/{code}.yaml finns inte."
            help_line = f"Skriv ett språk som har sina ord där: {join_words(sorted(lists), 'eller')}."
            yield Problem(website.place("languages"), "okant-sprak", message, (help_line,))


def check_labels(lists: WordLists) -> Iterator[Problem]:
    """The first list has the label of every field in a fact table; all missing ones are reported together."""
    labels = {info.label: info for model in find_models() for info in fields_of(model).values() if info.label}
    missing = {label: info for label, info in labels.items() if lists[FIRST_LIST].find(label) is None}
    if missing:
        what = f"Ordet {quote(next(iter(missing)))}" if len(missing) == 1 else f"{len(missing)} ord"
        lines = [f"{label}: {info.swedish[0].upper()}{info.swedish[1:]}" for label, info in missing.items()]
        help_line = "Det står framför fältet på sidan. Skriv på en egen rad, och sedan i språkens andra listor i samma mapp:"
        yield Problem(lists.place(FIRST_LIST), "saknat-ord", f"{what} saknas i {FIRST_LIST}.yaml.", (help_line, *lines))


def _check_global_goals(lists: WordLists, code: str) -> Iterator[Problem]:
    """A list that names the global goals names all of them."""
    own = lists[code].find("global_goals")
    if own is None:
        return
    names = own.find("names") if isinstance(own, Words) else None
    missing = [str(number) for number in GLOBAL_GOALS if not (isinstance(names, Words) and names.find(str(number)))]
    if missing:
        message = f"De globala målen {join_words(missing)} saknar namn på språket {quote(lists[code].language.name)}."
        help_line = "Skriv dem under ”global_goals:” och ”names:”, ett på varje rad, till exempel ”1: Keine Armut”."
        yield Problem(lists.place(code, "global_goals"), "saknat-ord", message, (help_line,))
