"""The pages of activities, and their overview."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from html import escape

from plugins.activities.model import ACTIVITIES, Activity
from plugins.activities.view import ActivitiesPage, GoalActivities, build_activity_page, group_cards, view_activity
from plugins.core.locales.foreign import fill
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.prose import Heading
from plugins.core.texts.sheets import Card, CardGroup
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.house.sheet import SheetPage, build_sheet_page
from plugins.house.undertakings import has_goal
from plugins.website.links import GoalLink, Link


def build_page(activity: Activity, context: PageContext) -> SitePage:
    """Return the page of an activity."""
    words = context.words
    own = SheetPage(
        template="activity",
        kind=words.activity,
        overview=Link(words.menu_activities, f"/{ACTIVITIES}/"),
        build=partial(build_activity_page, activity),
        describe=partial(_describe, activity),
    )
    return build_sheet_page(activity, own, context)


def _describe(activity: Activity, text: PageText, context: PageContext) -> dict[str, object]:
    """Return an activity as structured data: a schema.org `Service`."""
    runner = {"@type": "Organization", "name": text.line(activity.organisation) or context.website.organisation.name.value}
    said = {"name": text.line(activity.title), "description": text.line(activity.summary)}
    return {"@type": "Service", **said, "provider": runner}


def build_card(activity: Activity, text: PageText, context: PageContext, is_short: bool) -> Card:
    """Return the card of an activity."""
    own = context.website.organisation.name.value
    return view_activity(activity, own, context.today, context.words, text, is_short=is_short)


def build_overview(plain: PlainPage, text: PageText, context: PageContext) -> ActivitiesPage:
    """Return the overview of activities: by goal, then by group. An activity of several goals is listed under each of them."""
    activities, shown = context.library.shown(Activity), context.parts.goals
    sections = [(goal, [a for a in activities if has_goal(a, goal.number)]) for goal in shown]
    others = [a for a in activities if not any(has_goal(a, goal.number) for goal in shown)]
    goals = [_goal_section(goal, found, text, context) for goal, found in sections if found]
    if others:
        heading = plain_heading(context.words.activities_without_goal, 2, text.ids)
        goals.append(GoalActivities(heading, None, _group(others, text, context)))
    contents_heading = plain_heading(context.words.contents, 2, text.ids)
    if len(goals) < 2:  # the template shows no table of contents
        text.ids.hide(contents_heading.id)
    return ActivitiesPage(plain, contents_heading, tuple(goals), context.find_address_of("projects"))


def _goal_section(goal: GoalLink, activities: list[Activity], text: PageText, context: PageContext) -> GoalActivities:
    context.show_goals((goal,), text)
    title = fill(context.words.goal_named, number=goal.number, title=goal.title)
    heading = Heading(text.ids.take(f"mal-{goal.number}"), title, escape(title, quote=False), 2)
    return GoalActivities(heading, goal, _group(activities, text, context))


def _group(activities: Iterable[Activity], text: PageText, context: PageContext) -> tuple[CardGroup, ...]:
    cards = ((activity.group, build_card(activity, text, context, False)) for activity in activities)
    return group_cards(cards, 3, text, context.language)
