"""The room of announcements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from plugins.announcements.model import SHELVES, Announcement
from plugins.announcements.rules import check_announcement_text, check_announcements
from plugins.core.day_change import DayChange
from plugins.core.library import Library, Register, Setting
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.core.swedish import quote
from plugins.core.texts import Texts

ANNOUNCEMENTS = Register(
    model=Announcement,
    name_of=lambda announcement: str(announcement.text.typed),
    named_at="",
    no_pieces="Ett meddelande är kort, så kontaktkort, block och andra rutor kan inte stå i det. Skriv en länk i stället.",
    setting=lambda _announcement: Setting(Announcement),
)


def _check(library: Library, texts: Texts) -> Iterator[Problem]:
    announcements = library.all(Announcement)
    yield from check_announcements(announcements, library.today)
    for announcement in announcements:
        yield from check_announcement_text(announcement, texts.read(announcement.text, library.setting_of(announcement))[0])


def _changes(library: Library) -> Iterator[DayChange]:
    for announcement in library.all(Announcement):
        if not announcement.is_draft:
            name = quote(str(announcement.text.typed), longest=40)
            if announcement.first_day:
                yield DayChange(announcement.first_day, f"meddelandet {name} börjar visas", announcement.place("first_day"))
            words = f"meddelandet {name} visas inte längre"
            yield DayChange(announcement.last_day + timedelta(days=1), words, announcement.place("last_day"))


ROOM = Room(shelves=SHELVES, registers=(ANNOUNCEMENTS,), check=_check, changes=_changes)
