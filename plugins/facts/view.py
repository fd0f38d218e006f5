"""Views of facts: the list of sources on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.facts.model import Fact


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a figure on the page comes from."""

    figure: str
    """Value and unit as shown: `419 personer`."""
    source: str
    """The source as the editor wrote it."""
    period: str | None
    """What day or period the figure is about; None where it is not known."""


def view_sources(facts: Iterable[Fact]) -> tuple[SourceView, ...]:
    """Return the sources of the figures on a page, each once, in the order they are used."""
    return tuple(_view_source(fact) for fact in dict.fromkeys(facts))


def _view_source(fact: Fact) -> SourceView:
    figure = f"{fact.value.value} {fact.unit.value}" if fact.unit else fact.value.value
    period = fact.period.written if fact.period and fact.period.first_day else None
    return SourceView(figure, fact.source.value if fact.source else "", period)
