"""Lines of news above every page, between two days."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.announcements.model import SHELVES, Announcement
from plugins.announcements.rules import check_announcement_text, check_announcements
from plugins.core.known_pages import HOME, address_of
from plugins.core.library import Library, Register, Setting
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.core.texts.documents import read_document

ANNOUNCEMENTS = Register(
    model=Announcement,
    is_asked_for=False,
    no_pieces="Ett meddelande är kort, så kontaktkort, block och andra rutor kan inte stå i det. Skriv en länk i stället.",
    setting=lambda _announcement: Setting(Announcement),
    seen_on=lambda _announcement, _library: address_of(HOME),
    no_headings="Ett meddelande har ingen rubrik. Det visas som en rad överst på varje sida.",
)


def _check(library: Library) -> Iterator[Problem]:
    announcements = library.all(Announcement)
    yield from check_announcements(announcements, library.today)
    for announcement in announcements:
        if library.is_over(announcement):
            continue
        document, _ = read_document(announcement.text, library, library.setting_of(announcement))
        yield from check_announcement_text(announcement, document)


ROOM = Room(shelves=SHELVES, registers=(ANNOUNCEMENTS,), check=_check)
