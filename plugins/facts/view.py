"""Views of facts: the list of sources on a page."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.core.dataclass import dataclass
from plugins.core.kinds.periods import tell_period
from plugins.core.locales.foreign import join_foreign, speak_as
from plugins.core.locales.languages import Language
from plugins.core.texts.pagetext import PageText
from plugins.core.words.interface import Words
from plugins.facts.model import Fact


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where figures on the page come from."""

    figures: tuple[str, ...]
    """Value and unit of each as shown: `419 personer`; the first with a capital."""
    source: str
    """The source as the editor wrote it."""
    address: str | None
    """The source's own page; None where it has none or it is not known."""
    period: str | None
    """What day or period the figures are about; None where it is not known."""


def view_sources(facts: Iterable[Fact], text: PageText, words: Words) -> tuple[SourceView, ...]:
    """Return the sources of the figures on a page, each with its figures, in the order they are used."""
    figures: dict[tuple[str, str | None, str | None], list[str]] = {}
    for fact in dict.fromkeys(facts):
        period = tell_period(fact.period, words) if fact.period and fact.period.first_day else None
        source = text.line(fact.source)
        figures.setdefault((source, fact.source_address, period), []).append(_tell_figure(fact, text, words.language))
    return tuple(
        SourceView((_begin(told[0]), *told[1:]), source, address, period) for (source, address, period), told in figures.items()
    )


def _tell_figure(fact: Fact, text: PageText, language: Language) -> str:
    """Return a figure as it is told; in its own language as a whole, where nobody has translated what it counts."""
    value, unit = text.line(fact.value), text.line(fact.unit)
    return join_foreign(value, unit) or " ".join(filter(None, (fact.show_value(language), str(unit))))


def _begin(words: str) -> str:
    return speak_as(words[:1].upper() + words[1:], words)
