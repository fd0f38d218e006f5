"""The room of questions: a kind of pages with no more than each must have, and no template of its own."""

from __future__ import annotations

from plugins.core.library import Register
from plugins.house.context import PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.toy_questions.model import SHELVES, ToyQuestion
from plugins.toy_questions.page import build_page

REGISTER = Register(model=ToyQuestion)

NEW = NewPage(("toy-question", "leksaksfraga", "leksaksfråga"), "Vad frågas det?", asks_for_goal=True)

ROOM = PageRoom(shelves=SHELVES, registers=(REGISTER,), kinds=(PageKind(model=ToyQuestion, build=build_page, new=NEW),))
