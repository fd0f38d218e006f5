"""Views of the sources of the facts on a page."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.core.dataclass import dataclass
from plugins.core.kinds.periods import format_period
from plugins.core.locales.foreign import join_foreign, speak_as
from plugins.core.locales.languages import Language
from plugins.core.texts.pagetext import PageText
from plugins.core.words.interface import Words
from plugins.facts.model import Fact


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source, with the figures that the page has from it."""

    figures: tuple[str, ...]
    """Value and unit of each: `419 personer`; the first one capitalised."""
    source: str
    """The source as the editor wrote it."""
    address: str | None
    """Address of the source's page; None if there is none, or if it is missing."""
    period: str | None
    """Day or period of the figures; None if it is missing."""


def view_sources(facts: Iterable[Fact], text: PageText, words: Words) -> tuple[SourceView, ...]:
    """Group facts by source, address and period, in the order of their first use on the page."""
    figures: dict[tuple[str, str | None, str | None], list[str]] = {}
    for fact in dict.fromkeys(facts):
        period = format_period(fact.period, words) if fact.period and fact.period.first_day else None
        source = text.line(fact.source)
        figures.setdefault((source, fact.source_address, period), []).append(_format_figure(fact, text, words.language))
    return tuple(
        SourceView((_begin(texts[0]), *texts[1:]), source, address, period)
        for (source, address, period), texts in figures.items()
    )


def _format_figure(fact: Fact, text: PageText, language: Language) -> str:
    """Return value and unit; if the unit is untranslated, both are in the language of the original."""
    value, unit = text.line(fact.value), text.line(fact.unit)
    return join_foreign(value, unit) or " ".join(filter(None, (fact.show_value(language), str(unit))))


def _begin(words: str) -> str:
    return speak_as(words[:1].upper() + words[1:], words)
