"""Find what is unfinished: drafts, which are not on the site, and known gaps anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.kinds.keys import Key
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage
from plugins.core.places import Place
from plugins.core.record_names import name_of
from plugins.core.swedish import quote
from plugins.core.walk import find_gaps
from plugins.core.with_goals import WithGoals, find_draft_goals
from plugins.site.model import Unfinished
from plugins.site.rooms import ROOMS


def find_unfinished(library: Library) -> Iterator[Unfinished]:
    """Yield everything unfinished: what is not on the site, and known gaps in drafts and published records."""
    yield from find_not_shown(library)
    for gaps in library.ask_each(_list_gaps, library.records()):
        yield from gaps


def _list_gaps(library: Library, records: tuple[Model, ...]) -> tuple[Unfinished, ...]:
    """Return the known gaps in records, except those whose time is over."""
    waiting = [record for record in records if not record.has_ended(library.today)]
    return tuple(
        Unfinished(place, f"{quote(info.swedish)} saknas ({name_of(record)}).")
        for record in waiting
        for place, info in find_gaps(record)
    )


def find_not_shown(library: Library) -> Iterator[Unfinished]:
    """Yield what is not on the site: drafts, pages outside their days, and relations to draft goals."""
    today = library.today
    for record in library.records():
        if isinstance(record, AddressedPage) and (days := record.describe_days(today)):
            yield Unfinished(record.place(), f"{quote(name_of(record))} {days}.")
        elif record.is_draft:
            yield Unfinished(record.place(), f"{quote(name_of(record))} är ett utkast och inte med på webbplatsen.")
    goals = library.referred_by("lokalt mål")
    for page in library.all_pages:
        if isinstance(page, WithGoals) and not page.is_draft:
            for goal in find_draft_goals(page, goals):
                yield _not_on_goal(page, goal.text.place(), goal)
    for room in ROOMS:
        for record, place, key in room.left_out(library):
            yield _not_on_goal(record, place, key)


def _not_on_goal(record: Model, place: Place, goal: Key) -> Unfinished:
    return Unfinished(place, f"{quote(name_of(record))} visas inte på mål {goal}, för målet är ett utkast.")
