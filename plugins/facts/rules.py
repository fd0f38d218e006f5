"""Rules of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from plugins.core.problems import Problem, warning
from plugins.core.swedish import format_day, quote
from plugins.facts.model import Fact


def check_facts(facts: Iterable[Fact], today: date) -> Iterator[Problem]:
    """A fact is looked at again by the day it names."""
    for fact in facts:
        if fact.review and fact.review < today:
            message = f"Uppgiften {quote(str(fact.id))} skulle granskas senast {format_day(fact.review)}."
            help_line = "Stäm av den mot källan och skriv en ny dag."
            yield warning(fact.place("review"), "granskning-forfallen", message, help_line)
