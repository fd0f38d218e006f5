"""Views of activities: the page of one, and the overview by goal and group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.activities.model import Activity
from plugins.contacts.view import ContactCard
from plugins.core.intake.gallery import Gallery
from plugins.core.lines import Line
from plugins.core.markdown import Document
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.phases import DatedPage
from plugins.core.pictures import PictureView, view_picture
from plugins.core.prose import Heading, Piece
from plugins.core.sheets import (
    Card,
    CardGroup,
    Detail,
    DetailRow,
    DetailValue,
    SheetPart,
    build_parts,
    find_english,
    line_values,
    list_contents,
    list_details,
    name_values,
    sort_cards,
    tell_draft,
    tell_origin,
    tell_phase,
    time_rows,
)
from plugins.core.swedish import compare_key, sort_key
from plugins.core.words import Words
from plugins.facts.view import SourceView
from plugins.pages.view import PlainPage
from plugins.website.view import GoalLink


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the pages of activities and projects have in common, from top to bottom."""

    title: str
    summary: str
    notices: tuple[str, ...]
    """Sentences that must be known first: that it has ended, that somebody else runs it, how old the information is."""
    english: Heading | None
    """Where the part in English begins; None where there is none."""
    details_heading: Heading
    details: tuple[Detail, ...]
    lead: tuple[Piece, ...]
    contents_heading: Heading
    contents: tuple[Heading, ...]
    """Empty where the page has few parts: then the table of contents is not shown."""
    parts: tuple[SheetPart, ...]
    contact_heading: Heading | None
    contact: ContactCard | None
    sources_heading: Heading | None
    sources: tuple[SourceView, ...]


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
    """None for activities whose goals are not shown."""
    groups: tuple[CardGroup, ...]


@dataclass(frozen=True, slots=True)
class ActivitiesPage:
    """`/verksamheter/`: the activities by goal and group."""

    text: PlainPage
    contents_heading: Heading
    goals: tuple[GoalActivities, ...]
    """Empty where there is no activity: the page says so."""
    projects_address: str | None
    """The overview of projects; None where there is none."""


@dataclass(frozen=True, slots=True)
class SheetRelations:
    """What other rooms have made ready for the page of an activity or project."""

    own_organisation: str
    """Name of the site's own organisation."""
    goals: tuple[GoalLink, ...]
    """The shown goals that it belongs to."""
    partner_addresses: Mapping[str, str]
    """Where the name of a partner leads, by compared name."""
    today: date
    words: Words
    gallery: Gallery
    """Pictures as they are shown."""
    make_contact: Callable[[PageText], ContactCard | None]
    make_sources: Callable[[PageText], tuple[SourceView, ...]]


def build_activity_page(activity: Activity, document: Document, relations: SheetRelations, text: PageText) -> ActivityPage:
    """Return the view of an activity's page."""
    words, phase, addresses = relations.words, activity.phase(relations.today), relations.partner_addresses
    organisation = text.line(activity.organisation) or relations.own_organisation
    goes_on = activity.known_phase(relations.today) == "under_way"
    rows: list[DetailRow] = [
        (getattr(words, f"runner_{phase}"), [DetailValue(organisation, addresses.get(compare_key(organisation)))]),
        *time_rows(activity, phase, words, since=words.since if goes_on else None),
        (words.audience, line_values([activity.audience], text)),
        (words.together_with, name_values(activity.helpers, text, addresses)),
        (words.visiting_address, line_values([activity.visiting_address], text)),
        (words.opening_hours, line_values(activity.opening_hours, text)),
    ]
    notices = [
        *tell_phase(activity, phase, words, words.activity_coming, words.activity_ended),
        *tell_origin(organisation, activity.as_of, relations.own_organisation, phase, words),
    ]
    picture = view_picture(activity.picture, text.line, relations.gallery)
    sheet, _ = build_sheet(activity, document, relations, text, notices, rows, words.activity_details)
    return ActivityPage(sheet, picture)


def build_sheet(
    page: DatedPage,
    document: Document,
    relations: SheetRelations,
    text: PageText,
    notices: Sequence[str],
    rows: Sequence[DetailRow],
    details_words: str,
    own: Sequence[str | None] = (),
) -> tuple[Sheet, tuple[Heading | None, ...]]:
    """Return the sheet, and the headings of the page's `own` sections (None for one that is not shown).

    The headings of the content take their ids first, the page's own after.
    """
    words = relations.words
    lead, parts = build_parts(document, text)
    details_heading = plain_heading(details_words, 2, text.ids, page.place())
    contents_heading = plain_heading(words.contents, 2, text.ids)
    own_headings = tuple(plain_heading(title, 2, text.ids) if title else None for title in own)
    contact = relations.make_contact(text)
    contact_heading = plain_heading(words.contact, 2, text.ids, page.place("contact")) if contact else None
    goals = [
        DetailValue(words.goal_named.format(number=goal.number, title=goal.title), goal.address, colour_class=goal.colour_class)
        for goal in relations.goals
    ]
    title, summary = text.line(page.title), text.line(page.summary)
    sources = relations.make_sources(text)
    sheet = Sheet(
        title=title,
        summary=summary,
        notices=tuple(notices),
        english=find_english(parts),
        details_heading=details_heading,
        details=list_details([*rows, (words.local_goal if len(goals) == 1 else words.local_goals, goals)]),
        lead=lead,
        contents_heading=contents_heading,
        contents=list_contents(parts, (*own_headings, contact_heading)),
        parts=parts,
        contact_heading=contact_heading,
        contact=contact,
        sources_heading=plain_heading(words.sources, 2, text.ids) if sources else None,
        sources=sources,
    )
    return sheet, own_headings


def view_activity(activity: Activity, own: str, today: date, words: Words, text: PageText, *, is_short: bool) -> Card:
    """Return an activity as another page shows it; without its summary where `is_short`."""
    phase = activity.phase(today)
    notes = tell_origin(text.line(activity.organisation), activity.as_of, own, phase, words)
    phase_note = {"coming": words.activity_coming, "ended": words.activity_ended}.get(phase)
    return Card(
        title=text.line(activity.title),
        address=activity.address,
        summary="" if is_short else text.line(activity.summary),
        notes=(*tell_draft(words, is_draft=activity.is_draft), *notes, *([phase_note] if phase_note else [])),
        phase=phase,
    )


def group_cards(pairs: Iterable[tuple[Line | None, Card]], level: int, text: PageText) -> tuple[CardGroup, ...]:
    """Return cards by the group they name, those of no group first, then the groups by the Swedish alphabet."""
    names: dict[str, str] = {}
    members: dict[str, list[Card]] = {}
    for name, card in pairs:
        words = text.line(name)
        key = compare_key(words)
        names.setdefault(key, words)
        members.setdefault(key, []).append(card)
    return tuple(
        CardGroup(plain_heading(names[key], level, text.ids) if key else None, sort_cards(members[key]))
        for key in sorted(members, key=lambda key: sort_key(names[key]))
    )
