"""The mark `{ålder:2016-12-01}`: how many whole years have passed since a day."""

from __future__ import annotations

from datetime import date

from plugins.core.marks import OpenValues, Refusal, ValueMark
from plugins.core.swedish import quote
from plugins.core.words import Words


def make_age_mark(today: date, words: Words) -> ValueMark:
    """Return the mark as a page of today has it, in the language of `words`."""

    def tell(written: str) -> str | Refusal:
        day = _read(written)
        help_line = f"Skriv en dag som har varit, som {{ålder:{today.year - 1}-12-01}}."
        if day is None:
            return Refusal(f"{quote(written)} är ingen dag.", help_line)
        if day > today:
            return Refusal(f"{quote(written)} är en dag som inte har varit.", help_line)
        return str(words.news_age.format(years=_count_years(day, today)))

    return ValueMark("ålder", OpenValues(tell, find_next_birthday))


def find_next_birthday(written: str, today: date) -> date | None:
    """Return the next day on which an age is another; None for what is no day."""
    day = _read(written)
    return _birthday(day, day.year + _count_years(day, today) + 1) if day else None


def _count_years(day: date, today: date) -> int:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _birthday(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def _read(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
