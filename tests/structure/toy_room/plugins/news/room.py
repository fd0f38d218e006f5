"""The room of news."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.news.model import NEWS, SHELVES, NewsItem
from plugins.news.page import build_overview, build_page, list_items

from plugins.core.day_change import DayChange
from plugins.core.library import Library, Register
from plugins.core.swedish import quote
from plugins.house.context import KnownPage, NewPage, PageKind
from plugins.house.room import PageRoom

REGISTER = Register(
    model=NewsItem,
    name_of=lambda item: item.name,
    order=lambda item: item.name,
    named_at="title",
    also_called=lambda item: [str(item.title.typed), item.address],
)


def _changes(library: Library) -> Iterator[DayChange]:
    for item in library.all(NewsItem):
        if not item.is_draft:
            yield DayChange(item.day, f"nyheten {quote(str(item.title.typed))} börjar visas", item.place("day"))


NEW = NewPage(("news", "nyhet"), "Vad är det som har hänt?", values=lambda library: {"nyhetsdag": library.today.isoformat()})

ROOM = PageRoom(
    shelves=SHELVES,
    registers=(REGISTER,),
    changes=_changes,
    kinds=(PageKind(model=NewsItem, build=build_page, new=NEW),),
    known=(
        KnownPage(
            name=NEWS,
            words="news",
            place=10,
            template="news_overview",
            view=build_overview,
            menu=lambda context: bool(context.library.shown(NewsItem)),
        ),
    ),
    data={"news": list_items},
)
