"""Open data: what the pages say, as items for programs.

Stage: views. In: what the builder has made. Out: the items of each file in `/data/`, plain values with English keys;
`docs/open-data.md` and its JSON Schema describe them. No more than the pages show today, and no persons. A room
adds its file by a function that yields its items and a line in `FILES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from plugins.activities.model import Activity
from plugins.core.pagetext import PageText
from plugins.core.phases import DatedPage, tell_time
from plugins.core.swedish import sort_key
from plugins.global_goals.data import IRI
from plugins.global_goals.model import GLOBAL_GOALS, MappingRow
from plugins.partners.model import Partner
from plugins.projects.model import Project

if TYPE_CHECKING:
    from plugins.site.build import Builder

Item = Mapping[str, object]


def build_open_data(builder: Builder) -> Mapping[str, tuple[Item, ...]]:
    """Return the items of each file by its name without ending."""
    return {name: tuple(make_items(builder)) for name, make_items in FILES.items()}


def _goals(builder: Builder) -> Iterator[Item]:
    """Yield each goal a visitor meets."""
    for goal in builder.library.shown_goals:
        text = PageText(builder.texts.marks(goal))
        yield {
            "title": text.line(goal.title),
            "number": goal.number,
            "subheading": text.line(goal.subheading) or None,
            "summary": text.line(goal.summary) or None,
            "url": f"{builder.website.root}{goal.address}",
            "updated": goal.updated.isoformat() if goal.updated else None,
            "global_goals": [_global_goal(row, text) for row in goal.mapping],
        }


def _global_goal(row: MappingRow, text: PageText) -> Item:
    """Return one row of a goal's mapping: a global goal as a whole, or one of its targets."""
    goal, target = GLOBAL_GOALS[row.global_goal.number], row.global_goal.target
    return {
        "number": goal.number,
        "name": goal.name,
        "iri": goal.iri,
        "target": target,
        "target_iri": f"{IRI}{target}" if target else None,
        "reason": text.line(row.reason) or None,
        "confirmed": row.is_confirmed,
    }


def _partners(builder: Builder) -> Iterator[Item]:
    """Yield each partner that is shown today, in the order of the alphabet, with the goals it supports."""
    for partner in sorted(builder.library.shown_partners, key=lambda partner: sort_key(partner.name.value)):
        supports = _supports(partner, builder)
        if supports:
            yield {"name": partner.name.value, "website": partner.website, "supports": supports}


def _supports(partner: Partner, builder: Builder) -> list[Item]:
    """Return goal and tier of each agreement that is shown today, by number."""
    library = builder.library
    numbers = {str(goal.number): goal.number for goal in library.shown_goals}
    shown = sorted(
        (numbers[agreement.goal.key], str(tier.name).lower())
        for agreement in partner.agreements
        if agreement.goal.key in numbers and agreement.is_current(library.today) and (tier := library.tiers.get(agreement.tier))
    )
    return [{"goal": number, "tier": tier} for number, tier in shown]


def _activities(builder: Builder) -> Iterator[Item]:
    """Yield each activity that has a page, in the order of the alphabet, whatever its phase."""
    for activity in _sorted(builder.library.shown_activities):
        text = PageText(builder.texts.marks(None))
        yield {
            **_dated(activity, text, builder),
            "group": text.line(activity.group) or None,
            "audience": text.line(activity.audience) or None,
            "partners": [text.line(name) for name in activity.helpers],
            "visiting_address": text.line(activity.visiting_address) or None,
            "opening_hours": [text.line(hours) for hours in activity.opening_hours],
        }


def _projects(builder: Builder) -> Iterator[Item]:
    """Yield each project that has a page, in the order of the alphabet, whatever its phase."""
    for project in _sorted(builder.library.shown_projects):
        text = PageText(builder.texts.marks(None))
        yield {
            **_dated(project, text, builder),
            "programme": text.line(project.programme) or None,
            "funders": [text.line(name) for name in project.funders],
            "support_sek": project.support,
            "budget_sek": project.budget,
            "regions": [text.line(name) for name in project.regions],
            "municipalities": [text.line(name) for name in project.municipalities],
            "co_funders": [text.line(name) for name in project.co_funders],
            "partners": [text.line(name) for name in project.helpers],
            "targets": [
                {"measure": text.line(row.what), "value": text.line(row.value) or None, "unit": text.line(row.unit) or None}
                for row in project.measures
            ],
        }


def _dated(page: Activity | Project, text: PageText, builder: Builder) -> Item:
    """Return what activities and projects have in common."""
    goals = {str(goal.number): goal for goal in builder.library.shown_goals}
    own = [goals[reference.key] for reference in page.goals if reference.key in goals]
    meets = dict.fromkeys(row.global_goal.number for goal in own for row in goal.mapping)
    return {
        "title": text.line(page.title),
        "summary": text.line(page.summary) or None,
        "url": f"{builder.website.root}{page.address}",
        "organisation": text.line(page.organisation) or builder.website.organisation.name.value,
        "goals": [goal.number for goal in own],
        "global_goals": [{"number": number, "iri": GLOBAL_GOALS[number].iri} for number in sorted(meets)],
        "phase": page.known_phase(builder.library.today),
        "begins": tell_time(page.begins) if page.begins else None,
        "ends": tell_time(page.ends) if page.ends else None,
        "as_of": tell_time(page.as_of) if page.as_of else None,
        "updated": page.updated.isoformat() if page.updated else None,
    }


D = TypeVar("D", bound=DatedPage)


def _sorted(pages: Iterable[D]) -> list[D]:
    return sorted(pages, key=lambda page: sort_key(str(page.title.typed)))


FILES: Mapping[str, Callable[[Builder], Iterator[Item]]] = MappingProxyType(
    {"goals": _goals, "partners": _partners, "activities": _activities, "projects": _projects}
)
"""What makes the items of each file."""
