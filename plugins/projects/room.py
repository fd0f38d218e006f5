"""Pages of projects, and their cards on the pages of goals."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.day_change import DayChange
from plugins.core.library import Library, Register
from plugins.core.phases import find_changes
from plugins.core.problems import Problem
from plugins.core.texts.documents import read_document
from plugins.core.texts.headings import check_parts
from plugins.house.context import KnownPage, PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.house.text_page import CARDS
from plugins.partners.names import use_registered_names
from plugins.projects.items import list_items
from plugins.projects.model import PROJECTS, SHELVES, Project
from plugins.projects.page import build_card, build_overview, build_page
from plugins.projects.rules import check_project

REGISTER = Register(
    model=Project,
    adapt=use_registered_names,
    instead="Projekt som är slut står kvar och säger det själva. Tas filen bort försvinner sidan, också på målen som står i "
    "filen.",
)


def _check(library: Library) -> Iterator[Problem]:
    for project in library.all(Project):
        yield from check_project(project)
        yield from check_parts(*read_document(project.text, library))


def _changes(library: Library) -> Iterator[DayChange]:
    yield from find_changes("projektet", library.shown(Project))


ROOM = PageRoom(
    shelves=SHELVES,
    registers=(REGISTER,),
    check=_check,
    changes=_changes,
    kinds=(
        PageKind(
            model=Project,
            build=build_page,
            has_parts=True,
            new=NewPage(("project", "projekt"), "Vad heter projektet?", asks_for_goal=True),
            card=build_card,
            group="menu_projects",
            all_words="all_projects",
            all_address=lambda _number: f"/{PROJECTS}/",
        ),
    ),
    known=(
        KnownPage(
            name=PROJECTS,
            words="projects",
            template=CARDS,
            view=build_overview,
            menu=lambda context: any(p.phase(context.today) != "ended" for p in context.library.shown(Project)),
            has_something=lambda context: bool(context.library.shown(Project)),
        ),
    ),
    data={"projects": list_items},
)
