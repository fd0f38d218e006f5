"""Find the numbers in running text that count something, not years, ages, addresses or telephone numbers.

Takes prose; yields `Figure`s. Called by `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import digits

from plugins.core.dataclass import dataclass
from plugins.core.swedish import ABOUT, MONTHS, NUMBER_WORDS, SWEDISH
from plugins.language.words import LOOKED_UP, NO_COUNTS, NUMBERED, SMALL_WORDS

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?"
_DIGIT = re.compile(r"\d")
_COUNTING = NUMBER_WORDS[2:]
NUMBER = "|".join(_COUNTING)
_FIGURE = re.compile(
    rf"(?<![\w#§&@/.,:–-])(?P<about>(?:{'|'.join(map(re.escape, ABOUT))})\s+)?"
    rf"(?P<number>(?P<first>{_DIGITS})(?:(?:\s?[–-]\s?|\s+till\s+)(?P<last>{_DIGITS}))?|(?P<word>{NUMBER}))(?![\w:/]|[.,]\d|-\d)",
    re.IGNORECASE,
)
_NAMED = "|".join((*(word.rstrip(".") for word in SWEDISH.before_number), *NUMBERED, *LOOKED_UP))
_NO_FIGURE_BEFORE = re.compile(
    rf"(?:\b(?:{_NAMED})|\w{{1,40}}(?:gatan|vägen|gränd|torget|stigen|allén|plan))[.:]?\s{{0,3}}(?:\d{{1,9}}\s{{0,3}}(?:och|till|–|-)\s{{0,3}})?$",
    re.IGNORECASE,
)
_NO_FIGURE_AFTER = re.compile(
    rf"\s*(?:år(?:en)?(?:\s+(?:och|eller|gamla?|unga?|fyllda|har|är|idag|i dag|just|sedan|sen)\b|\s*[,.]|$)"
    rf"|åring|-?års|-?årig|:[ea]\b"
    rf"|(?:{'|'.join(MONTHS)})\b|och \d+\s*(?:år|§)|kap\b|§|st gatan|tr\b)",
    re.IGNORECASE,
)


NEAR = 80
"""Characters that are examined on either side of a number: room for three long words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in running text."""

    start: int
    """Offset of the number, or of a word such as "cirka" before it."""
    number_start: int
    end: int
    numbers: tuple[str, ...]
    is_small: bool
    """A number that many things have: at most twelve, or written as a word."""


def find_figures(prose: str) -> Iterator[Figure]:
    """Yield the figures in a stretch of prose, without telephone numbers and dates."""
    for found in _FIGURE.finditer(prose) if _may_count(prose) else ():
        before, after = _around(prose, found.start("number"), found.end())
        if found["word"]:
            yield Figure(
                found.start(), found.start("number"), found.end(), (str(NUMBER_WORDS.index(found["word"].casefold())),), True
            )
            continue
        if re.match(r"\s+\d|[–-]", after) or re.search(r"\d[\s–-]+$", before) or found["first"].startswith("0"):
            continue  # part of a telephone number or a date
        numbers = tuple(re.sub(r"\s", "", number).replace(",", ".") for number in (found["first"], found["last"]) if number)
        is_small = all(number.isdigit() and len(number) < 3 and int(number) <= 12 for number in numbers)
        yield Figure(found.start(), found.start("number"), found.end(), numbers, is_small)


def _may_count(prose: str) -> bool:
    """Return whether a text may have a number: a quick test, false for most passages."""
    return has_digit(prose) or has_number_word(prose.casefold())


def has_digit(prose: str) -> bool:
    """Return whether a text has a digit. ASCII digits are tried first; other digits need a character outside Latin-1."""
    if any(map(prose.__contains__, digits)):
        return True
    try:
        prose.encode("latin-1")
    except UnicodeEncodeError:
        return _DIGIT.search(prose) is not None
    return False


def has_number_word(folded: str) -> bool:
    """Return whether a case-folded text may have a number written as a word."""
    return any(word in folded for word in _COUNTING)


def _around(prose: str, start: int, end: int) -> tuple[str, str]:
    """Return the text before and after a number that can tell what the number is."""
    return prose[max(0, start - NEAR) : start], prose[end : end + NEAR]


def is_counted(sentence: str, figure: Figure) -> bool:
    """Return whether a figure counts something, and is no year, date, age, number of a thing or telephone number."""
    before, after = _around(sentence, figure.number_start, figure.end)
    if _NO_FIGURE_BEFORE.search(before) or _NO_FIGURE_AFTER.match(after):
        return False
    first = figure.numbers[0]
    is_year = (
        len(first) == 4
        and first.isdigit()
        and 1800 <= int(first) <= 2100
        and sentence[figure.number_start : figure.end].isdigit()
    )
    if is_year or re.fullmatch(r"112|1177|90101|116\d{3}|11414|114", first):
        return False
    following = re.match(r"\s*%|\s+(?P<word>[^\W\d_]{2,})(?:\s+(?P<next>[^\W\d_]+))?", after)
    if following is None:
        return False
    return (following["word"] or "%").casefold() not in SMALL_WORDS | NO_COUNTS and following["next"] != "målen"
