"""The room of notices."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.library import Library, Register, Setting
from plugins.core.marks.marks import ValueMark
from plugins.house.context import KnownPage, PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.toy_notices.beside import FEED, find_calendars
from plugins.toy_notices.items import list_items
from plugins.toy_notices.markdown import make_age_mark, make_days_left_mark, make_map_mark
from plugins.toy_notices.model import NOTICES, SHELVES, ToyNotice
from plugins.toy_notices.page import build_card, build_overview, build_page

REGISTER = Register(
    model=ToyNotice,
    instead="Är den inte ny längre? Skriv till: och den sista dagen, så lämnar den listan och har kvar sin sida.",
)


def _marks(library: Library, _setting: Setting) -> Iterator[ValueMark]:
    yield make_age_mark(library.today, library.words)
    yield make_days_left_mark(library.today, library.words)
    yield make_map_mark()


NEW = NewPage(
    ("toy-notice", "leksaksnotis"),
    "Vad är det som har hänt?",
    asks_for_goal=True,
    values=lambda library: {"day": library.today.isoformat()},
)

ROOM = PageRoom(
    shelves=SHELVES,
    registers=(REGISTER,),
    marks=_marks,
    kinds=(
        PageKind(
            model=ToyNotice,
            build=build_page,
            new=NEW,
            card=build_card,
            group="menu_toy_notices",
            all_words="all_toy_notices",
            all_address=lambda _number: f"/{NOTICES}/",
        ),
    ),
    known=(
        KnownPage(
            name=NOTICES,
            words="toy_notices",
            template="toy_notices_overview",
            view=build_overview,
            has_something=lambda context: bool(context.library.listed(ToyNotice)),
        ),
    ),
    data={"toy_notices": list_items},
    beside=(FEED,),
    beside_each=find_calendars,
)
