"""Rules of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.facts.model import Fact

_FORECAST_WORDS = re.compile(r"prognos|beräkn|plan|mål|budget|väntas|uppskatt|framskriv|scenario", re.IGNORECASE)


def _is_forecast(fact: Fact, year: int) -> bool:
    """Return whether a fact is a forecast or an aim, by its words, or contains the year itself."""
    said = " ".join(str(text) for text in (fact.unit, fact.source, fact.value) if text)
    return str(year) in said or bool(_FORECAST_WORDS.search(said))


def check_facts(facts: Iterable[Fact], today: date) -> Iterator[Problem]:
    """The period of a fact has begun, unless the fact is a forecast or an aim."""
    for fact in facts:
        begins = fact.period.first_day if fact.period else None
        if fact.period and begins and begins > today and not _is_forecast(fact, begins.year):
            message = f"Uppgiften {quote(str(fact.id))} avser {fact.period.written}, en tid som inte har kommit."
            help_line = "Rätta tiden. Är det en prognos eller ett mål: skriv ordet i enheten eller källan."
            yield warning(fact.place("period"), "dag-i-framtiden", message, help_line)
