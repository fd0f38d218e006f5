"""Views of facts: the list of sources on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.facts.model import Fact


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where figures on the page come from."""

    figures: tuple[str, ...]
    """Value and unit of each as shown: `419 personer`."""
    source: str
    """The source as the editor wrote it."""
    address: str | None
    """The source's own page; None where it has none or it is not known."""
    period: str | None
    """What day or period the figures are about; None where it is not known."""


def view_sources(facts: Iterable[Fact]) -> tuple[SourceView, ...]:
    """Return the sources of the figures on a page, each with its figures, in the order they are used."""
    figures: dict[tuple[str, str | None, str | None], list[str]] = {}
    for fact in dict.fromkeys(facts):
        period = fact.period.written if fact.period and fact.period.first_day else None
        source = fact.source.value if fact.source else ""
        figures.setdefault((source, fact.source_address, period), []).append(_tell_figure(fact))
    return tuple(SourceView(tuple(told), source, address, period) for (source, address, period), told in figures.items())


def _tell_figure(fact: Fact) -> str:
    return f"{fact.value.value} {fact.unit.value}" if fact.unit else fact.value.value
