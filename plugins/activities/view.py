"""Views of activities: the page, the card, and the overview by goal and group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from plugins.activities.model import Activity
from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import sort_key
from plugins.core.pictures.pictures import PictureView, view_picture
from plugins.core.source.lines import Line
from plugins.core.swedish import compare_key
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading
from plugins.core.texts.sheets import (
    Card,
    CardGroup,
    DetailRow,
    DetailValue,
    describe_origin,
    describe_phase,
    sort_cards,
    time_rows,
)
from plugins.core.texts.shown import list_rows
from plugins.core.words.interface import Words
from plugins.house.context import PageContext
from plugins.house.plain import PlainPage
from plugins.house.sheet import Sheet, SheetInput, build_sheet
from plugins.partners.supports import find_addresses, find_supports
from plugins.website.links import GoalLink


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """The page of an activity."""

    sheet: Sheet
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class GoalActivities:
    """The activities of one local goal, by group."""

    heading: Heading
    goal: GoalLink | None
    """None for activities without a visible goal."""
    groups: tuple[CardGroup, ...]


@dataclass(frozen=True, slots=True)
class ActivitiesPage:
    """The overview `/verksamheter/`: activities by goal and group."""

    text: PlainPage
    contents_heading: Heading
    goals: tuple[GoalActivities, ...]
    """Empty if there is no activity; then the page says so."""
    projects_address: str | None
    """Address of the overview of projects; None if there is none."""


def build_activity_page(activity: Activity, own: SheetInput, text: PageText, context: PageContext) -> ActivityPage:
    """Return the view of an activity's page."""
    words, phase, own_name = context.words, activity.phase(context.today), context.website.organisation.name.value
    addresses = find_addresses(context.library.ask(find_supports))
    organisation = text.line(activity.organisation) or own_name
    goes_on = activity.known_phase(context.today) == "under_way"
    rows: list[DetailRow] = [
        (getattr(words, f"runner_{phase}"), [DetailValue(organisation, addresses.get(compare_key(organisation)))]),
        *time_rows(activity, phase, words, since=words.since if goes_on else None),
        *list_rows(activity, text, words, addresses),
    ]
    notices = [
        *describe_phase(activity, phase, words, words.activity_coming, words.activity_ended),
        *describe_origin(organisation, activity.as_of, own_name, phase, words),
    ]
    picture = view_picture(activity.picture, text.line, context.library.gallery)
    sheet, _ = build_sheet(activity, own, text, context, notices, rows, words.activity_details)
    return ActivityPage(sheet, picture)


def view_activity(activity: Activity, own: str, today: date, words: Words, text: PageText, *, is_short: bool) -> Card:
    """Return the card of an activity, without its summary if `is_short`; `own` is the name of the site's organisation."""
    phase = activity.phase(today)
    notes = describe_origin(text.line(activity.organisation), activity.as_of, own, phase, words)
    phase_note = {"coming": words.activity_coming, "ended": words.activity_ended}.get(phase)
    return Card(
        title=text.line(activity.title),
        address=activity.address,
        summary="" if is_short else text.line(activity.summary),
        notes=(*notes, *([phase_note] if phase_note else [])),
        phase=phase,
    )


def group_cards(
    pairs: Iterable[tuple[Line | None, Card]], level: int, text: PageText, language: Language
) -> tuple[CardGroup, ...]:
    """Group cards by the group that each names; cards without a group come first, then the groups in alphabetical order."""
    names: dict[str, str] = {}
    members: dict[str, list[Card]] = {}
    for name, card in pairs:
        words = text.line(name)
        key = compare_key(words)
        names.setdefault(key, words)
        members.setdefault(key, []).append(card)
    return tuple(
        CardGroup(plain_heading(names[key], level, text.ids) if key else None, sort_cards(members[key], language))
        for key in sorted(members, key=lambda key: sort_key(names[key], language))
    )
