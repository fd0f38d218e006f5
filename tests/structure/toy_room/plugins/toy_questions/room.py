"""The room of questions: a kind of pages with the minimum of declarations."""

from __future__ import annotations

from plugins.core.library import Register
from plugins.house.context import PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.house.text_page import build_text_page
from plugins.toy_questions.model import SHELVES, ToyQuestion

REGISTER = Register(model=ToyQuestion)

NEW = NewPage(("toy-question", "leksaksfraga", "leksaksfråga"), "Vad frågas det?", asks_for_goal=True)

ROOM = PageRoom(
    shelves=SHELVES,
    registers=(REGISTER,),
    kinds=(PageKind(model=ToyQuestion, build=build_text_page, new=NEW, details="toy_questions_details"),),
)
