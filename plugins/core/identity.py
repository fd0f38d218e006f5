"""Personal identity numbers, which never stand on a website.

Stage: check and telling. In: a line of text. Out: the numbers in it; and the text with them made unreadable, so that no
message repeats one. A number counts when its day is in the calendar and its check digit fits (modulus 10,
Folkbokföringslagen 18 §; coordination numbers add 60 to the day, 18 a §), so that an order number passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from plugins.core.swedish import luhn_fits

_NUMBER = re.compile(
    r"(?<![\w+./=-])(?P<century>18|19|20)?(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?P<sign> ?[-+\N{EN DASH}\N{NON-BREAKING HYPHEN}] ?|[ \N{NO-BREAK SPACE}]?)(?P<last>\d{4})(?![\w/-]|[.,]\d)"
)
_LIKE_ONE = re.compile(r"\d\d{5}\D{0,3}\d{4}")
"""What each of them has in it: few texts do, and to look for it is quick, since it begins with a sign of one sort."""
_TELEPHONE = re.compile(
    r"\b(?:tel(?:efon)?(?:nummer)?|mobil(?:nummer)?|ring|sms|swish|bankgiro|plusgiro|fax)\b[^\d\n]*$", re.IGNORECASE
)


def may_hold_identity_numbers(text: str) -> bool:
    """Tell whether it is worth looking for identity numbers in the lines of a text."""
    return _LIKE_ONE.search(text) is not None


def find_identity_numbers(line: str) -> Iterator[re.Match[str]]:
    """Yield the identity and coordination numbers of a line."""
    for found in _NUMBER.finditer(line):
        if _is_identity(found) and not _is_telephone(found, line):
            yield found


def _is_identity(found: re.Match[str]) -> bool:
    day = int(found["day"])
    year = int((found["century"] or "20") + found["year"])
    try:
        date(year, int(found["month"]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return luhn_fits(found["year"] + found["month"] + found["day"] + found["last"])


def _is_telephone(found: re.Match[str], line: str) -> bool:
    """Ten digits in one piece may be a telephone number: a mobile one, or what a line says is to be called."""
    if found["century"] or found["sign"].strip():
        return False
    return found["year"] == "07" or bool(_TELEPHONE.search(line[: found.start()]))


def hide_identity_numbers(text: str) -> str:
    """Return a text with the last digits of each identity number made into dots."""
    if not may_hold_identity_numbers(text):
        return text
    for found in reversed(list(find_identity_numbers(text))):
        text = text[: found.start("day")] + "••-••••" + text[found.end() :]
    return text
