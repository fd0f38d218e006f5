"""Open data of partners: the items that `docs/open-data.md` describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.core.locales.locale import sort_key
from plugins.core.room import Item
from plugins.core.texts.pagetext import PageText
from plugins.house.context import PageContext
from plugins.partners.supports import find_supports, group_by_partner


def list_items(context: PageContext) -> Iterator[Item]:
    """Yield each current partner as open data, in alphabetical order, with the goals it supports."""
    supports = group_by_partner(context.library.ask(find_supports))
    for partner in sorted(supports, key=lambda partner: sort_key(partner.name.value, context.language)):
        own = sorted((support.goal.number, str(support.tier.name).lower()) for support in supports[partner])
        goals: list[Mapping[str, object]] = [{"goal": number, "tier": tier} for number, tier in own]
        text = PageText(context.library.marks())
        yield {**context.describe_fields(partner, text), "supports": goals}
