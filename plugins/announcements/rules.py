"""Rules of announcements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from plugins.announcements.model import MOST, Announcement
from plugins.core.library import Library
from plugins.core.markdown.nodes import Document, HeadingNode
from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_day, number_word

LONGEST = 400
"""Signs: some three sentences, half the height of a phone."""


def check_announcements(announcements: Iterable[Announcement], today: date) -> Iterator[Problem]:
    """An announcement has room on its days."""
    published = [one for one in announcements if not one.is_draft]
    for number, announcement in enumerate(published):
        if day := find_crowded_day(announcement, published[:number], today):
            count = number_word(MOST)
            message = f"Meddelandet får inte plats {format_day(day)}: {count} andra visas redan då."
            yield warning(
                announcement.place("text"),
                "for-manga-meddelanden",
                message,
                f"Högst {count} meddelanden visas på samma gång, och de som står först i filen går före.",
                "Ändra dagarna på ett av dem, eller flytta det viktigaste överst.",
            )


def find_crowded_day(announcement: Announcement, before: Sequence[Announcement], today: date) -> date | None:
    """Return the first day from `today` on which those `before` it take all the room, or None."""
    begins = max(announcement.first_day or today, today)
    days = sorted({begins, *(other.first_day for other in before if other.first_day and other.first_day > begins)})
    # Fuller than before only where one begins.
    for day in days:
        if announcement.is_current(day) and sum(other.is_current(day) for other in before) >= MOST:
            return day
    return None


def find_shown(library: Library) -> tuple[Announcement, ...]:
    """Return the announcements of today: no more than there is room for."""
    return library.shown(Announcement)[:MOST]


def check_announcement_text(announcement: Announcement, document: Document) -> Iterator[Problem]:
    """An announcement is a line or two: it has no headings and no pictures."""
    length = len(announcement.text.typed.value)
    if length > LONGEST and not announcement.is_draft:
        message = f"Meddelandet är {length} tecken långt. Det står överst på varje sida, och skymmer resten."
        help_line = "Skriv det viktigaste i en eller två meningar, resten på en sida, och sidans adress efter länk:."
        yield warning(announcement.place("text"), "langt-meddelande", message, help_line)
    for node in document.nodes:
        if isinstance(node, HeadingNode):
            plain = re.sub(r"#+[ \t]*", "", node.place.written, count=1).strip().removeprefix("- ")
            message = "Ett meddelande har ingen rubrik. Det visas som en rad överst på varje sida."
            yield Problem(node.place, "fel-rubrik", message, suggestion=plain)
    for link in document.links:
        if link.is_picture:
            message = "Ett meddelande kan inte ha någon bild."
            yield Problem(link.place, "fel-bild", message, help=("Lägg bilden på en sida, och skriv sidans adress efter länk:.",))
