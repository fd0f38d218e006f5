"""Open data: what the pages say, as items for programs.

Stage: views. In: what the builder has made. Out: the items of each file in `/data/`, plain values with English keys;
`docs/open-data.md` and its JSON Schema describe them. No more than the pages show today, and no persons. A room
adds its file by a function that yields its items and a line in `FILES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from plugins.core.pagetext import PageText
from plugins.core.swedish import sort_key
from plugins.global_goals.data import IRI
from plugins.global_goals.model import GLOBAL_GOALS, MappingRow
from plugins.partners.model import Partner

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


FILES: Mapping[str, Callable[[Builder], Iterator[Item]]] = MappingProxyType({"goals": _goals, "partners": _partners})
"""What makes the items of each file."""
