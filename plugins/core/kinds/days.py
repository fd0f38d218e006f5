"""The kind of a date: `2026-12-31` or `31 december 2026`.

Parse a `Text` and return a `date`, or raise `KindError` with a suggestion. Called by `Kind`, by `core.kinds.periods`, and for
dates in texts.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from plugins.core.kinds.kind import Kind, KindError
from plugins.core.source.sources import Text
from plugins.core.swedish import MONTHS, NO_BREAK_SPACE, SHORT_WEEKDAYS, closest, quote

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LONG_DAY = re.compile(rf"([0-9]{{1,2}})[ {NO_BREAK_SPACE}]({'|'.join(MONTHS)})[ {NO_BREAK_SPACE}]([0-9]{{4}})", re.IGNORECASE)
_OTHER_DAYS = (  # other common formats, for the suggestion
    (re.compile(r"([0-9]{4})[/. ]([0-9]{1,2})[/. ]([0-9]{1,2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{2}|[0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})"), (3, 2, 1)),
    (re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})"), (1, 2, 3)),
)
_WORD_DAY = re.compile(r"(?P<day>[0-9]{1,2})(?::?[ae])?\.?\s*(?P<month>[^\W\d_]{3,})\.?,?\s*(?P<year>[0-9]{4})")
_AROUND_DAY = re.compile(
    r"^(?>(?:(?:den|t\.?\s?o\.?\s?m\.?|till\s++och\s++med|till|fr\.?\s?o\.?\s?m\.?|från\s++och\s++med|från|senast|ca|cirka"
    rf"|(?:{'|'.join(SHORT_WEEKDAYS)})(?:dag)?(?:en)?)\s++)+)"
    r"|(?<![T ])[T ]++[0-9]{2}:[0-9]{2}.*$|(?:(?<!\s)\s+)?\([^()]*\)$",
    re.IGNORECASE,
)
_ZONED = re.compile(
    r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\s?(?:Z|[A-Z]{3,4}|(?:UTC|GMT)?\s?[+-][0-9]{1,2}(?::?[0-9]{2})?)\s?$"
)
DAY_HELP = "En dag skrivs 2026-12-31 eller 31 december 2026."


def _parse_day(text: Text) -> date:
    found = find_day(text.value)
    if found is None:
        written = text.value
        help_lines = [DAY_HELP]
        without = "" if re.search(r"[0-9]", written) else "Finns det ingen sådan dag: ta bort raden."
        if re.search(r"[0-9]", written) and not re.search(r"[0-9]{4}", written):
            help_lines.append("Skriv hela året, med fyra siffror.")
        elif re.fullmatch(r"[^\W\d_]*\.?\s*[0-9]{4}(?:-[0-9]{2})?", written):
            help_lines.append("Här behövs också dagen i månaden.")
        message, right = f"{quote(written)} är ingen dag.", guess_day(written)
        raise KindError(message, *help_lines, code="fel-datum", right=right, without=without)
    return found


def find_day(written: str) -> date | None:
    """Return the date in either format; None for anything else. Raise `KindError` for a date that does not exist."""
    if found := _ISO_DAY.fullmatch(written):
        year, month, day = (int(part) for part in found.groups())
    elif found := _LONG_DAY.fullmatch(written):
        year, month, day = int(found[3]), MONTHS.index(found[2].casefold()) + 1, int(found[1])
    else:
        return None
    if year == date.max.year:  # used to mean "never"; the calendar has no day after its last
        without = "Finns det ingen sådan dag: ta bort raden."
        raise KindError(f"Året {year} ligger för långt bort.", "Skriv ett närmare år.", code="fel-datum", without=without)
    try:
        return date(year, month, day)
    except ValueError:
        last = last_day(year, month)
        why = f"{MONTHS[month - 1].capitalize()} {year} har {last.day} dagar." if last and day else DAY_HELP
        raise KindError(f"Det finns ingen dag {quote(written)}.", why, code="fel-datum") from None


def read_day(written: str) -> date | None:
    """Return the date in either format, as in a field: `2026-12-31` or `31 december 2026`; None for anything else.

    For marks, and for text that was not checked: `date.fromisoformat` would also accept `20261231` and `2026-W53-4`.
    """
    try:
        return find_day(written.strip())
    except KindError:
        return None


def last_day(year: int, month: int) -> date | None:
    """Return the last day of a month; None for a month that does not exist, and for the year 9999."""
    if not (1 <= month <= 12 and 1 <= year < 9999):
        return None
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def guess_day(written: str) -> str | None:
    """Return the date that was probably meant, in ISO format, or None; a time with a zone may be another day here."""
    if _ZONED.search(written):
        return None
    plain = re.sub(r"[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", written.strip(" .,;\"'”“[]"))
    plain = _AROUND_DAY.sub("", _AROUND_DAY.sub("", plain))
    if found := _WORD_DAY.fullmatch(plain):
        month = guess_month(found["month"])
        parts = [(int(found["year"]), MONTHS.index(month) + 1, int(found["day"]))] if month else []
    else:
        matches = ((pattern.fullmatch(plain), order) for pattern, order in _OTHER_DAYS)
        parts = [tuple(int(found[group]) for group in order) for found, order in matches if found]  # type: ignore[misc]
    for year, month_number, day in parts:
        try:
            guess = date(year if year > 99 else 2000 + year, month_number, day).isoformat()
        except ValueError:
            continue
        if read_day(guess):  # otherwise the suggestion would be refused as well
            return guess
    return None


def guess_month(written: str) -> str | None:
    """Return the month that an abbreviated or misspelt name means, or None."""
    short = written.casefold().strip(".")
    starting = [month for month in MONTHS if month.startswith(short[:3])] if len(short) < 5 else []
    return starting[0] if len(starting) == 1 else closest(short, MONTHS)


DAY = Kind("dag", _parse_day, "2026-12-31", "Till exempel 2026-12-31 eller 31 december 2026.", stands_alone=True)
