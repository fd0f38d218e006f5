"""The room of search, which keeps nothing in `content/`: it finds what the others show."""

from __future__ import annotations

from plugins.house.context import KnownPage
from plugins.house.room import PageRoom
from plugins.search.model import SEARCH
from plugins.search.page import build_search

ROOM = PageRoom(shelves=(), known=(KnownPage(SEARCH, "search", template="search", view=build_search, below="words"),))
