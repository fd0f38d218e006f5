"""Undertakings: the pages of activities and projects, and where other pages lead to them.

Stage: views. In: an activity or project, or what asks for some, and the builder. Out: pages, cards and links. An
activity names its goals and the organisations it is carried out with; the ways back are computed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from plugins.activities.model import ACTIVITIES, Activity
from plugins.activities.view import (
    ActivitiesPage,
    GoalActivities,
    SheetRelations,
    build_activity_page,
    group_cards,
    view_activity,
)
from plugins.core.marks import FoundMark, find_marks
from plugins.core.outline import plain_heading
from plugins.core.pagetext import PageText
from plugins.core.phases import machine_time
from plugins.core.prose import Heading
from plugins.core.sheets import Card, CardGroup, sort_cards
from plugins.core.sources import Text
from plugins.core.swedish import compare_key
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import GLOBAL_GOALS_PAGE, PARTNERS
from plugins.pages.view import PlainPage
from plugins.projects.model import PROJECTS, Project
from plugins.projects.view import ProjectsPage, build_project_page, view_project
from plugins.site.library import Library
from plugins.site.model import SitePage
from plugins.website.view import GoalLink, Link, build_frame

if TYPE_CHECKING:
    from plugins.site.build import Builder

Undertaking = Activity | Project
MOST_UNDERTAKINGS = 6
"""So many activities and projects stand on a goal page, which is the first that many meet and is kept light."""


def all_undertakings(library: Library) -> tuple[Undertaking, ...]:
    """Return the activities and projects a visitor meets."""
    return (*library.shown_activities, *library.shown_projects)


def view_undertaking(undertaking: Undertaking, text: PageText, builder: Builder, *, is_short: bool = False) -> Card:
    """Return an activity or project as another page shows it; without its summary where `is_short`."""
    own, today = builder.website.organisation.name.value, builder.library.today
    if isinstance(undertaking, Activity):
        return view_activity(undertaking, own, today, builder.words, text, is_short=is_short)
    return view_project(undertaking, own, today, builder.words, text, is_short=is_short)


def _has_goal(undertaking: Undertaking, goal: LocalGoal | GoalLink) -> bool:
    return any(reference.key == str(goal.number) for reference in undertaking.goals)


def _list_names(undertaking: Undertaking) -> Iterator[Text]:
    """Yield every organisation that an activity or project names."""
    if undertaking.organisation:
        yield undertaking.organisation
    yield from undertaking.helpers
    if isinstance(undertaking, Project):
        yield from (*undertaking.funders, *undertaking.co_funders)


def _lead_to(undertakings: Iterable[Undertaking], text: PageText, builder: Builder) -> tuple[Link, ...]:
    cards = sort_cards(view_undertaking(one, text, builder, is_short=True) for one in undertakings)
    return tuple(Link(card.title, card.address) for card in cards)


def undertakings_marks_ahead(name: str, builder: Builder) -> Iterator[FoundMark]:
    """Yield the marks of the lines of activities and projects that a known page shows."""
    library = builder.library
    if name == ACTIVITIES:
        lines = [line for a in library.shown_activities for line in (a.title, a.summary, a.organisation, a.group)]
    elif name == PROJECTS:
        lines = [line for p in library.shown_projects for line in (p.title, p.summary, p.organisation)]
    else:
        lines = [one.title for one in all_undertakings(library)] if name in (PARTNERS, GLOBAL_GOALS_PAGE) else []
    yield from (mark for line in lines if line for mark in find_marks(line))


# ---- ways back


def find_undertakings(goal: LocalGoal, text: PageText, builder: Builder) -> tuple[tuple[Card, ...], tuple[Link, ...]]:
    """Return the first activities and projects of a local goal, and the overviews where the others stand.

    The organisation's own come first, and what goes on before what has ended.
    """
    found = {one.address: one for one in all_undertakings(builder.library) if _has_goal(one, goal)}
    cards = sorted(
        sort_cards(view_undertaking(one, text, builder, is_short=True) for one in found.values()),
        key=lambda card: (card.phase == "ended", _is_others(found[card.address], builder)),
    )
    left = [found[card.address] for card in cards[MOST_UNDERTAKINGS:]]
    more = []
    if any(isinstance(one, Activity) for one in left):
        more.append(Link(builder.words.all_activities, f"/{ACTIVITIES}/#mal-{goal.number}"))
    if any(isinstance(one, Project) for one in left):
        more.append(Link(builder.words.all_projects, f"/{PROJECTS}/"))
    return tuple(cards[:MOST_UNDERTAKINGS]), tuple(more)


def _is_others(undertaking: Undertaking, builder: Builder) -> bool:
    """Tell whether somebody else than the site's own organisation runs it."""
    own = compare_key(builder.website.organisation.name.value)
    return undertaking.organisation is not None and compare_key(undertaking.organisation.value) != own


def find_undertakings_of_goals(goals: Iterable[GoalLink], text: PageText, builder: Builder) -> tuple[Link, ...]:
    """Return the activities and projects of some local goals, each once."""
    goals = tuple(goals)
    found = (one for one in all_undertakings(builder.library) if any(_has_goal(one, goal) for goal in goals))
    return _lead_to(found, text, builder)


def find_undertakings_of_partner(name: str, text: PageText, builder: Builder) -> tuple[Link, ...]:
    """Return the activities and projects that name a partner and go on today: who is in one is not in it before or after."""
    key, today = compare_key(name), builder.library.today
    going_on = (one for one in all_undertakings(builder.library) if one.known_phase(today) == "under_way")
    found = (one for one in going_on if any(compare_key(own.value) == key for own in _list_names(one)))
    return _lead_to(found, text, builder)


# ---- pages


def build_undertaking_page(undertaking: Undertaking, builder: Builder) -> SitePage:
    """Return the page of an activity or project."""
    words = builder.words
    if isinstance(undertaking, Activity):
        kind, trail = words.activity, Link(words.menu_activities, f"/{ACTIVITIES}/")
    else:
        kind, trail = words.project, Link(words.menu_projects, f"/{PROJECTS}/")
    subject = f"{kind}: {PageText(builder.texts.marks(None)).line(undertaking.title)}"
    text = builder.open_page(subject=subject)
    announcements = builder.announcements_on(text)
    document, _ = builder.texts.read(undertaking.text)
    relations = _relate(undertaking, subject, builder)
    if isinstance(undertaking, Activity):
        template: str = "activity"
        view: object = build_activity_page(undertaking, document, relations, text)
    else:
        template, view = "project", build_project_page(undertaking, document, relations, text)
    title = text.line(undertaking.title)
    goal = next(iter(relations.goals), None)
    frame = build_frame(
        builder.parts,
        title=f"{title} – {kind} – {builder.parts.site_name}",
        description=text.line(undertaking.summary),
        address=undertaking.address,
        colour_class=goal.colour_class if goal and len(relations.goals) == 1 else None,
        announcements=announcements,
        footer_text=builder.footer_text(text),
        is_draft=undertaking.is_draft,
        updated=undertaking.updated,
        edit=text.ids.edit(undertaking.place("title")),
        share=(f"mal-{goal.number}", words.share_words.format(number=goal.number, title=goal.title)) if goal else None,
        terms=[builder.describe_goal(goal, goal.title) for goal in relations.goals],
        trail=(trail,),
        entity=_describe_undertaking(undertaking, relations.own_organisation, text),
    )
    return builder.page(template, frame, view, undertaking.text.source.path, undertaking.place("title"), text, document)


def _relate(undertaking: Undertaking, subject: str, builder: Builder) -> SheetRelations:
    return SheetRelations(
        own_organisation=builder.website.organisation.name.value,
        goals=tuple(goal for goal in builder.parts.goals if _has_goal(undertaking, goal)),
        partner_addresses={
            compare_key(partner.name.value): partner.website
            for partner in builder.library.shown_partners
            if partner.website and partner.is_supporting(builder.library.today)
        },
        gallery=builder.library.gallery,
        today=builder.library.today,
        words=builder.words,
        make_contact=lambda text: builder.contact(undertaking.contact, text, subject),
        make_sources=builder.sources,
    )


def _describe_undertaking(undertaking: Undertaking, own: str, text: PageText) -> dict[str, object]:
    """Return an activity (a service) or project as structured data (schema.org): organisations, no persons."""
    described: dict[str, object] = {"name": text.line(undertaking.title), "description": text.line(undertaking.summary)}
    runner = {"@type": "Organization", "name": text.line(undertaking.organisation) or own}
    if isinstance(undertaking, Activity):
        return {"@type": "Service", **described, "provider": runner}
    times = {"foundingDate": undertaking.begins, "dissolutionDate": undertaking.ends}
    days = {key: machine_time(time) for key, time in times.items() if time and machine_time(time)}
    return {"@type": "Project", **described, "parentOrganization": runner, **days}


def build_activities_page(plain: PlainPage, text: PageText, builder: Builder) -> ActivitiesPage:
    """Return the overview of activities: each under every goal it belongs to, by group."""
    activities = builder.library.shown_activities
    shown = builder.parts.goals
    sections = [(goal, [a for a in activities if _has_goal(a, goal)]) for goal in shown]
    others = [a for a in activities if not any(_has_goal(a, goal) for goal in shown)]
    goals = [_goal_section(goal, found, text, builder) for goal, found in sections if found]
    if others:
        heading = plain_heading(builder.words.activities_without_goal, 2, text.ids)
        goals.append(GoalActivities(heading, None, _group(others, text, builder)))
    contents_heading = plain_heading(builder.words.contents, 2, text.ids)
    return ActivitiesPage(plain, contents_heading, tuple(goals), f"/{PROJECTS}/" if builder.library.shown_projects else None)


def _goal_section(goal: GoalLink, activities: list[Activity], text: PageText, builder: Builder) -> GoalActivities:
    title = builder.words.goal_named.format(number=goal.number, title=goal.title)
    heading = Heading(text.ids.take(f"mal-{goal.number}"), title, escape(title, quote=False), 2)
    return GoalActivities(heading, goal, _group(activities, text, builder))


def _group(activities: Iterable[Activity], text: PageText, builder: Builder) -> tuple[CardGroup, ...]:
    return group_cards(((activity.group, view_undertaking(activity, text, builder)) for activity in activities), 3, text)


def build_projects_page(plain: PlainPage, text: PageText, builder: Builder) -> ProjectsPage:
    """Return the overview of projects: those that go on, are coming, and have ended."""
    cards = sort_cards(view_undertaking(project, text, builder) for project in builder.library.shown_projects)
    groups = []
    for phase in ("under_way", "coming", "ended"):
        found = tuple(card for card in cards if card.phase == phase)
        if found:
            groups.append(CardGroup(plain_heading(getattr(builder.words, f"projects_{phase}"), 2, text.ids), found))
    return ProjectsPage(plain, tuple(groups))
