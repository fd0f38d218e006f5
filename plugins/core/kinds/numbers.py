"""Kinds of numbers: whole numbers, years, and amounts in kronor.

Parse a `Text` and return an `int`, or raise `KindError` with a suggestion. Called by `Kind`, as `core.kinds.annotations` lists
them.
"""

from __future__ import annotations

import re

from plugins.core.kinds.kind import Kind, KindError
from plugins.core.source.sources import Text
from plugins.core.swedish import NO_BREAK_SPACE, NUMBER_WORDS, format_money, quote


def _parse_number(text: Text) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text.value):
        help_line = "Skriv bara siffror, till exempel 4."
        raise KindError(f"{quote(text.value)} är inget heltal.", help_line, right=_guess_number(text.value))
    return int(text.value)


def _guess_number(written: str) -> str | None:
    """Return the number meant by "2.", "nr 2", "2,0", "3 000" or "två", or None."""
    if written.casefold() in NUMBER_WORDS:
        return str(NUMBER_WORDS.index(written.casefold()))
    found = re.fullmatch(r"(?:[^\W\d_]+\.?\s*)?#?(?P<digits>\d{1,3}(?:[ \N{NO-BREAK SPACE}]\d{3})*)(?:[.,]0*|:[ae])?", written)
    return str(int(re.sub(r"\s", "", found["digits"]))) if found else None


def _parse_year(text: Text) -> int:
    """Parse a year of four digits: `1994`."""
    if re.fullmatch(r"[12][0-9]{3}", text.value):
        return int(text.value)
    years = re.findall(r"(?<![0-9])[12][0-9]{3}(?![0-9])", text.value)
    message, help_line = f"{quote(text.value)} är inget år.", "Skriv året med fyra siffror, till exempel 1994."
    raise KindError(message, help_line, right=years[0] if len(years) == 1 else None)


_KRONOR = r"\s*(?:kr\.?|kronor|SEK|:-)?"
_AMOUNT = re.compile(rf"([0-9]+|[0-9]{{1,3}}(?:[ {NO_BREAK_SPACE}\u202f][0-9]{{3}})+){_KRONOR}", re.IGNORECASE)
_OTHER_AMOUNT = re.compile(  # other common formats, for the suggestion
    rf"(?:SEK|kr)?\s*([0-9]{{1,3}}(?:[.,' ][0-9]{{3}})+|[0-9]+)(?:[.,](?:00|-))?{_KRONOR}", re.IGNORECASE
)


def _parse_money(text: Text) -> int:
    """Parse an amount in whole Swedish kronor: `4719182`, `1 250 kr`."""
    if found := _AMOUNT.fullmatch(text.value):
        return int(re.sub(r"\D", "", found[1]))
    guess = _OTHER_AMOUNT.fullmatch(text.value)
    right = format_money(int(re.sub(r"\D", "", guess[1]))).replace(NO_BREAK_SPACE, " ") if guess else None
    help_line = "Skriv hela kronor, till exempel 1 250 kr."
    raise KindError(f"{quote(text.value)} är inget belopp i kronor.", help_line, code="fel-belopp", right=right)


YEAR = Kind("år", _parse_year, "1994", "Ett år med fyra siffror, till exempel 1994.", stands_alone=True)
"""A year in the past or present, such as one of founding; a later one is reported (`site/checks/records.py`)."""
ANY_YEAR = Kind(
    "år", _parse_year, "2030", "Ett år med fyra siffror, till exempel 2030. Det kan vara ett som kommer.", stands_alone=True
)
"""A year that may be in the future, as in a plan."""
NUMBER = Kind("heltal", _parse_number, "3", "Ett helt tal.")
MONEY = Kind("belopp", _parse_money, "1 250 kr", "Hela kronor, till exempel 1 250 kr.", stands_alone=True)
