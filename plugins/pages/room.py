"""Other pages of text, and the known pages that belong to no other room, such as the front page."""

from __future__ import annotations

from plugins.core.known_pages import CONTACT, GLOBAL_GOALS_PAGE, HELP, HOME, NOT_FOUND, address_of
from plugins.core.library import Register
from plugins.house.context import KnownPage, PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.local_goals.model import LocalGoal
from plugins.pages.known import (
    build_contact,
    build_global_goals,
    build_help,
    build_home,
)
from plugins.pages.model import SHELVES, TextPage
from plugins.pages.page import build_page

REGISTER = Register(
    model=TextPage,
)


ROOM = PageRoom(
    shelves=SHELVES,
    registers=(REGISTER,),
    kinds=(PageKind(model=TextPage, build=build_page, new=NewPage(("page", "sida"), "Vad heter sidan?")),),
    known=(
        KnownPage(HOME, "home", address_of(HOME), template="home", view=build_home),
        KnownPage(
            GLOBAL_GOALS_PAGE,
            "global",
            template="global_goals",
            view=build_global_goals,
            menu=lambda context: any(goal.mapping for goal in context.library.shown(LocalGoal)),
        ),
        KnownPage(HELP, "help", template="help", view=build_help, below="nothing"),
        KnownPage(CONTACT, "contact", template="contact", view=build_contact, below="words"),
        KnownPage(NOT_FOUND, "not_found", address_of(NOT_FOUND), is_indexed=False, below="nothing"),
    ),
)
