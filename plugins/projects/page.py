"""The pages of projects, and their overview."""

from __future__ import annotations

from functools import partial

from plugins.core.phases import machine_time
from plugins.core.texts.outline import plain_heading
from plugins.core.texts.pagetext import PageText
from plugins.core.texts.sheets import Card, CardGroup, sort_cards
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.house.plain import PlainPage
from plugins.house.sheet import SheetPage, build_sheet_page
from plugins.house.text_page import CardsPage
from plugins.projects.model import PROJECTS, Project
from plugins.projects.view import build_project_page, view_project
from plugins.website.links import Link


def build_page(project: Project, context: PageContext) -> SitePage:
    """Return the page of a project."""
    words = context.words
    own = SheetPage(
        template="project",
        kind=words.project,
        overview=Link(words.menu_projects, f"/{PROJECTS}/"),
        build=partial(build_project_page, project),
        describe=partial(_describe, project),
    )
    return build_sheet_page(project, own, context)


def _describe(project: Project, text: PageText, context: PageContext) -> dict[str, object]:
    """Return a project as structured data: a schema.org `Project`."""
    runner = {"@type": "Organization", "name": text.line(project.organisation) or context.website.organisation.name.value}
    said = {"name": text.line(project.title), "description": text.line(project.summary)}
    times = {"foundingDate": project.begins, "dissolutionDate": project.ends}
    days = {key: machine_time(time) for key, time in times.items() if time and machine_time(time)}
    return {"@type": "Project", **said, "parentOrganization": runner, **days}


def build_card(project: Project, text: PageText, context: PageContext, is_short: bool) -> Card:
    """Return the card of a project."""
    own = context.website.organisation.name.value
    return view_project(project, own, context.today, context.words, text, is_short=is_short)


def build_overview(plain: PlainPage, text: PageText, context: PageContext) -> CardsPage:
    """Return the overview of projects: those under way, then the coming ones, then those that have ended."""
    cards = sort_cards(
        (build_card(project, text, context, False) for project in context.library.shown(Project)), context.language
    )
    groups = []
    for phase in ("under_way", "coming", "ended"):
        found = tuple(card for card in cards if card.phase == phase)
        if found:
            groups.append(CardGroup(plain_heading(getattr(context.words, f"projects_{phase}"), 2, text.ids), found))
    return CardsPage(plain, tuple(groups), "" if groups else context.words.projects_empty)
