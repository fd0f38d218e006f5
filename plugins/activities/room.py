"""Pages of activities, and their cards on the pages of goals."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.activities.items import list_items
from plugins.activities.markdown import COUNT_MARK
from plugins.activities.model import ACTIVITIES, SHELVES, Activity
from plugins.activities.page import build_card, build_overview, build_page
from plugins.activities.rules import check_activity
from plugins.core.day_change import DayChange
from plugins.core.library import Library, Register
from plugins.core.phases import find_changes
from plugins.core.problems import Problem
from plugins.core.texts.documents import read_document
from plugins.core.texts.headings import check_parts
from plugins.house.context import KnownPage, PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.partners.names import use_registered_names

REGISTER = Register(
    model=Activity,
    adapt=use_registered_names,
    instead="Har den slutat? Skriv till: i dess egen fil, så säger sidan det själv. Tas filen bort försvinner sidan, "
    "också på målen som står i filen.",
)


def _check(library: Library) -> Iterator[Problem]:
    for activity in library.all(Activity):
        yield from check_activity(activity)
        yield from check_parts(*read_document(activity.text, library))


def _changes(library: Library) -> Iterator[DayChange]:
    yield from find_changes("verksamheten", library.shown(Activity))


ROOM = PageRoom(
    shelves=SHELVES,
    registers=(REGISTER,),
    named=(COUNT_MARK,),
    check=_check,
    changes=_changes,
    kinds=(
        PageKind(
            model=Activity,
            build=build_page,
            has_parts=True,
            new=NewPage(("activity", "verksamhet"), "Vad heter verksamheten?", asks_for_goal=True),
            card=build_card,
            group="menu_activities",
            all_words="all_activities",
            all_address=lambda number: f"/{ACTIVITIES}/#mal-{number}",
        ),
    ),
    known=(
        KnownPage(
            name=ACTIVITIES,
            words="activities",
            template="activities",
            view=build_overview,
            menu=lambda context: any(a.phase(context.today) != "ended" for a in context.library.shown(Activity)),
            has_something=lambda context: bool(context.library.shown(Activity)),
        ),
    ),
    data={"activities": list_items},
)
