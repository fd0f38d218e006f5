"""The marks `{leksaksålder:2016-12-01}` (years since a day), `{leksaksdagar:2027-03-01}` (days until one) and
`{leksakskarta:Storgatan 1}` (a link to a map).

The second has no value once its day has passed: that is a warning, which does not stop the nightly run.
"""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from plugins.core.kinds.days import read_day
from plugins.core.locales.locale import format_number
from plugins.core.marks.marks import ValueMark
from plugins.core.marks.values import LinkedWords, NoMarkText, OpenValues
from plugins.core.swedish import quote
from plugins.core.words.interface import Words


def make_age_mark(today: date, words: Words) -> ValueMark:
    """Return the mark with values for `today`, in the language of `words`."""

    def format_age(written: str) -> str | NoMarkText:
        day = read_day(written)
        help_line = f"Skriv en dag som har varit, som {{leksaksålder:{today.year - 1}-12-01}}."
        if day is None:
            return NoMarkText(f"{quote(written)} är ingen dag.", help_line)
        if day > today:
            return NoMarkText(f"{quote(written)} är en dag som inte har varit.", help_line)
        return str(words.toy_notices_age.format(years=_count_years(day, today)))

    return ValueMark("leksaksålder", OpenValues(format_age, find_next_birthday, example="2016-12-01"))


def find_next_birthday(written: str, today: date) -> date | None:
    """Return the next day on which the age changes; None if the argument is not a day."""
    day = read_day(written)
    return _birthday(day, day.year + _count_years(day, today) + 1) if day else None


def _count_years(day: date, today: date) -> int:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _birthday(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def make_days_left_mark(today: date, words: Words) -> ValueMark:
    """Return the mark with values for `today`."""

    def format_days_left(written: str) -> str | NoMarkText:
        day = read_day(written)
        if day is None:
            return NoMarkText(
                f"{quote(written)} är ingen dag.", f"Skriv en dag som kommer, som {{leksaksdagar:{today.year + 1}-12-01}}."
            )
        left = format_number(max(0, (day - today).days), words.language)
        advice = "Skriv om meningen, eller skriv en dag som kommer."
        return left if day >= today else NoMarkText(f"{quote(written)} är en dag som har varit.", advice, meanwhile=left)

    values = OpenValues(format_days_left, find_next_day, last_day=read_day, example=f"{today.year + 1}-12-01")
    return ValueMark("leksaksdagar", values)


def find_next_day(written: str, today: date) -> date | None:
    """Return the next day on which the number changes: the day after `today`; None if the written day has come."""
    day = read_day(written)
    return today + timedelta(days=1) if day and day > today else None


def make_map_mark() -> ValueMark:
    """Return the mark of a place, which becomes a link to a map."""
    return ValueMark("leksakskarta", OpenValues(lambda written: LinkedWords(written, f"{_MAP}?{urlencode({'sok': written})}")))


_MAP = "https://karta.example.org/"
