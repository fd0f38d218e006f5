"""Find the number of local goals written by hand, where a mark would count them.

Takes passages, the number of goals and the names of the organisation; yields warnings. Projects, partners and strategies have
goals of their own, so on their pages only a count that names ours is reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import product

from plugins.core.problems import Problem, warning
from plugins.core.swedish import NUMBER_WORDS, number_word, quote
from plugins.core.texts.passages import Passage, find_near, fold
from plugins.core.texts.quoted import Quoted

_COUNT = re.compile(
    rf"(?<![\w,.-])(?P<ours>(?:de|våra|alla|dessa|stadens)\s+)?(?P<number>{'|'.join(NUMBER_WORDS[2:])}|[1-9]\d?)"
    r"\s+(?P<local>lokala\s+)?(?P<noun>mål(?:en)?)(?![\w-])"
    r"(?!\s+(?:mat|varm|lagad|soppa|om\s+da|per\s|i\s+(?:match|halvlek|serie|veckan|siffror)|mot\s)|\s*+(?:[–:-]\s*+)?\d)",
    re.IGNORECASE,
)
_GOAL = tuple(map("".join, product("mM", "åÅ", "lL")))
"""Every such count has one of these, and most passages have none."""
_OURS = re.compile(r"\blokalamål", re.IGNORECASE)
MARK = "{antal:mål}"
NEAR = 20
"""Characters of the words between a name and a count, such as ” som ”, with a margin."""


def check_counts(passages: Iterable[Passage], goals: int, names: Iterable[str], ours: Collection[str]) -> Iterator[Problem]:
    """The number of local goals is written with a mark, so that no text is wrong when a goal is added.

    `ours` are the folders and files of `content/` in which the site speaks of itself. There a count without further words is one
    of ours if it is the present number, or differs from it by one.
    """
    names = tuple(name.casefold() for name in names if name)
    for passage in find_near(passages, _may_count_goals):
        if not any(goal in passage.prose for goal in _GOAL):
            continue
        is_own = passage.page.parent.name in ours or passage.page.name in ours
        sentences: dict[tuple[int, int], bool] = {}
        quoted = Quoted(passage)
        for found in _COUNT.finditer(passage.prose):
            if quoted.has(*found.span("number")):
                continue
            number = found["number"].casefold()
            count = int(number) if number.isdigit() else NUMBER_WORDS.index(number)
            sentence = passage.sentence_at(found.start())
            if sentence not in sentences:
                sentences[sentence] = bool(_OURS.search(passage.prose[slice(*sentence)]))
            names_ours = bool(found["local"]) or sentences[sentence]
            if names_ours or (is_own and (abs(count - goals) < 2 or found["ours"] or _is_owned(passage.prose, found, names))):
                yield _report(passage, found, count, goals)


def _may_count_goals(value: str) -> bool:
    return "mål" in fold(value)


def _is_owned(prose: str, found: re.Match[str], names: Collection[str]) -> bool:
    """Return whether the words beside a count name our organisation: "stadsmissionens fem mål", "fem mål som vi har"."""
    near = max(map(len, names), default=0) + NEAR
    before, after = (
        prose[max(0, found.start() - near) : found.start()].casefold(),
        prose[found.end() : found.end() + near].casefold(),
    )
    return any(before.rstrip().endswith((name, f"{name}s")) or after.startswith(f" som {name}") for name in names)


def _report(passage: Passage, found: re.Match[str], count: int, goals: int) -> Problem:
    written = found["number"]
    place = passage.place(found.start("number"))
    words = quote(passage.prose[found.start("number") : found.end("noun")])
    message = f"{words} är räknat för hand, och stämmer inte när målen blir fler eller färre."
    if count != goals:
        message = f"Här står {words}, men de lokala målen är {number_word(goals)}."
    help_line = f"Märket {MARK} räknar dem. Gäller det andra mål: skriv vilkas, så att ingen tar fel."
    return replace(warning(place, "antal-i-ord", message, help_line), suggestion=place.rewritten(written, MARK))
