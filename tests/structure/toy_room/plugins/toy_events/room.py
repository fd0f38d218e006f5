"""The room of events: pages with days, a fact table, goals and an overview, all declared."""

from __future__ import annotations

from functools import partial

from plugins.core.library import Register
from plugins.house.context import PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.house.text_page import build_text_card, build_text_page, list_text_items, make_overview
from plugins.toy_events.model import EVENTS, SHELVES, ToyEvent

REGISTER = Register(
    model=ToyEvent,
    order=lambda event: event.day,
    instead="Har den varit? Den har lämnat listorna av sig själv, och har kvar sin sida.",
)

NEW = NewPage(("toy-event", "leksakstraff", "leksaksträff"), "Vad är det för träff?", asks_for_goal=True)

ROOM = PageRoom(
    shelves=SHELVES,
    registers=(REGISTER,),
    kinds=(
        PageKind(
            model=ToyEvent,
            build=partial(
                build_text_page, shown_fields=("day", "venue"), has_ingress=True, files={"poster": "toy_events_poster"}
            ),
            new=NEW,
            card=partial(build_text_card, shown_fields=("day", "venue")),
            group="toy_events_title",
            all_words="all_toy_events",
            all_address=lambda _number: f"/{EVENTS}/",
            details="toy_events_details",
        ),
    ),
    known=(make_overview(ToyEvent, EVENTS, "toy_events"),),
    data={"toy_events": list_text_items(ToyEvent)},
)
