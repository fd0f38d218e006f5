"""Until when what `security.txt` says holds (RFC 9116 part 2.5.5: less than a year ahead is recommended).

Stage: rules. In: the day. Out: a day. Halves of years, so that the file is the same on every day of one, and a site that is
built every night never has one that has expired.
"""

from __future__ import annotations

from datetime import date


def find_last_day(today: date) -> date:
    """Return the 30 June or 31 December that is six to twelve months ahead."""
    return date(today.year, 12, 31) if today.month <= 6 else date(today.year + 1, 6, 30)


def find_renewal(today: date) -> date:
    """Return the first day on which `find_last_day` says another day."""
    return date(today.year, 7, 1) if today.month <= 6 else date(today.year + 1, 1, 1)
