"""Views of facts: the list of sources on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.core.kinds.periods import tell_period
from plugins.core.languages import Language
from plugins.core.locale import translate_number
from plugins.core.words import Words
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


def view_sources(facts: Iterable[Fact], words: Words) -> tuple[SourceView, ...]:
    """Return the sources of the figures on a page, each with its figures, in the order they are used."""
    figures: dict[tuple[str, str | None, str | None], list[str]] = {}
    for fact in dict.fromkeys(facts):
        period = tell_period(fact.period, words) if fact.period and fact.period.first_day else None
        source = fact.source.value if fact.source else ""
        figures.setdefault((source, fact.source_address, period), []).append(_tell_figure(fact, words.language))
    return tuple(SourceView(tuple(told), source, address, period) for (source, address, period), told in figures.items())


def _tell_figure(fact: Fact, language: Language) -> str:
    value = translate_number(fact.value.value, language)
    return f"{value} {fact.unit.value}" if fact.unit else value
