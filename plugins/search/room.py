"""Search: a page, and an index of what other rooms show."""

from __future__ import annotations

from plugins.house.context import KnownPage
from plugins.house.room import PageRoom
from plugins.search.model import SEARCH
from plugins.search.page import build_search

ROOM = PageRoom(shelves=(), known=(KnownPage(SEARCH, "search", template="search", view=build_search, below="words"),))
