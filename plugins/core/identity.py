"""Swedish personal identity numbers, which must never be published.

Finds them in a line of text, and masks them, so that no message repeats one. A number counts if its date exists and its check
digit matches (modulus 10, Folkbokföringslagen 18 §; coordination numbers add 60 to the day, 18 a §), so that order numbers
pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from plugins.core.swedish import is_luhn_valid

_NUMBER = re.compile(
    r"(?<![\w+./=-])(?P<century>18|19|20)?(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?P<sign> ?[-+\N{EN DASH}\N{NON-BREAKING HYPHEN}] ?|[ \N{NO-BREAK SPACE}]?)(?P<last>\d{4})(?![\w/-]|[.,]\d)"
)
_LIKE_ONE = re.compile(r"\d\d{5}\D{0,3}\d{4}")
"""Matches a part of every such number: a cheap first test, since few texts contain a match."""
_TELEPHONE = re.compile(
    r"\b(?:tel(?:efon)?(?:nummer)?|mobil(?:nummer)?|ring|sms|swish|bankgiro|plusgiro|fax)\b[^\d\n]*$", re.IGNORECASE
)


def may_hold_identity_numbers(text: str) -> bool:
    """Return whether a text has to be searched for identity numbers; cheap."""
    return _LIKE_ONE.search(text) is not None


def find_identity_numbers(line: str) -> Iterator[re.Match[str]]:
    """Yield the identity and coordination numbers in a line."""
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
    return is_luhn_valid(found["year"] + found["month"] + found["day"] + found["last"])


def _is_telephone(found: re.Match[str], line: str) -> bool:
    """Return whether ten digits without a sign are a telephone number: by the prefix 07, or by a word before them."""
    if found["century"] or found["sign"].strip():
        return False
    return found["year"] == "07" or bool(_TELEPHONE.search(line[: found.start()]))


def hide_identity_numbers(text: str) -> str:
    """Return the text with the day and the last four digits of each identity number masked."""
    if not may_hold_identity_numbers(text):
        return text
    for found in reversed(list(find_identity_numbers(text))):
        text = text[: found.start("day")] + "••-••••" + text[found.end() :]
    return text
