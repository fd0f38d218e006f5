"""Rules of announcements."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from plugins.announcements.model import MOST, Announcement
from plugins.core.library import Library
from plugins.core.markdown.nodes import Document
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_day, number_word

LONGEST = 400
"""Characters: about three sentences, or half the height of a phone."""


def check_announcements(announcements: Iterable[Announcement], today: date) -> Iterator[Problem]:
    """No published announcement is left out on any of its days because `MOST` others are shown."""
    published = [one for one in announcements if not one.is_draft]
    for announcement, day in zip(published, find_crowded_days(published, today), strict=True):
        if day:
            count = number_word(MOST)
            message = f"Meddelandet får inte plats {format_day(day)}: {count} andra visas redan då."
            yield warning(
                announcement.place("text"),
                "for-manga-meddelanden",
                message,
                f"Högst {count} meddelanden visas på samma gång, och de som står först i filen går före.",
                "Ändra dagarna på ett av dem, eller flytta det viktigaste överst.",
            )


def find_crowded_days(announcements: Sequence[Announcement], today: date) -> Iterator[date | None]:
    """Yield for each announcement the first of its days, from `today`, on which `MOST` earlier ones are shown; else None."""
    begins = [max(one.first_day or today, today) for one in announcements]
    days = sorted({*begins})  # the number shown only rises on these days
    taken = [0] * len(days)
    free = [*range(len(days) + 1)]
    """For each day by index, the same or a later day on which there may be room: a disjoint-set forest."""
    full: list[int] = []
    for one, begin in zip(announcements, begins, strict=True):
        first = bisect_left(days, begin)
        end = bisect_right(days, one.last_day) if one.last_day else len(days)
        at = bisect_left(full, first)
        yield days[full[at]] if at < len(full) and full[at] < end else None
        number = _find_free(free, first)
        while number < end:
            taken[number] += 1
            if taken[number] == MOST:
                free[number] = number + 1
                insort(full, number)
            number = _find_free(free, number + 1)


def _find_free(free: list[int], number: int) -> int:
    """Return the index of the next day with room, from `number`, and compress the path to it."""
    way = []
    while free[number] != number:
        way.append(number)
        number = free[number]
    for one in way:
        free[one] = number
    return number


def find_shown(library: Library) -> tuple[Announcement, ...]:
    """Return the announcements that are shown today, at most `MOST`."""
    return library.shown(Announcement)[:MOST]


def check_announcement_text(announcement: Announcement, document: Document) -> Iterator[Problem]:
    """An announcement has at most `LONGEST` characters, and no pictures."""
    length = len(announcement.text.typed.value)
    if length > LONGEST and not announcement.is_draft:
        message = f"Meddelandet är {length} tecken långt. Det står överst på varje sida, och skymmer resten."
        help_line = "Skriv det viktigaste i en eller två meningar, resten på en sida, och sidans adress efter länk:."
        yield warning(announcement.place("text"), "langt-meddelande", message, help_line)
    for link in document.links:
        if link.is_picture:
            message = "Ett meddelande kan inte ha någon bild."
            yield Problem(link.place, "fel-bild", message, help=("Lägg bilden på en sida, och skriv sidans adress efter länk:.",))
