"""Rules of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from plugins.core.library import Library
from plugins.core.marks import find_marks
from plugins.core.models.model import Model
from plugins.core.pages import PageModel
from plugins.core.problems import Problem, warning
from plugins.core.sources import Text
from plugins.core.swedish import quote
from plugins.core.translations.names import join_name, name_language
from plugins.core.walk import find_texts
from plugins.facts.model import Fact

_IS_FORECAST = re.compile(r"prognos|beräkn|plan|mål|budget|väntas|uppskatt|framskriv|scenario", re.IGNORECASE)


def _foresees(fact: Fact, year: int) -> bool:
    """Tell whether a fact is about what is to come: a forecast or an aim by its words, or the year itself is the value."""
    said = " ".join(str(text) for text in (fact.unit, fact.source, fact.value) if text)
    return str(year) in said or bool(_IS_FORECAST.search(said))


def check_facts(facts: Iterable[Fact], today: date) -> Iterator[Problem]:
    """A fact tells of a time that has come, unless it foresees."""
    for fact in facts:
        begins = fact.period.first_day if fact.period else None
        if fact.period and begins and begins > today and not _foresees(fact, begins.year):
            message = f"Uppgiften {quote(str(fact.id))} avser {fact.period.written}, en tid som inte har kommit."
            help_line = "Rätta tiden. Är det en prognos eller ett mål: skriv ordet i enheten eller källan."
            yield warning(fact.place("period"), "dag-i-framtiden", message, help_line)


def check_said(library: Library) -> Iterator[Problem]:
    """A fact that is told in words is told in the language of the text that it stands in; each is told once."""
    known, own, told = library.known(Fact), library.registers[Fact], set[str]()
    for record in library.records():
        for text in _texts_of(record) if record.original is not None else ():
            for mark in find_marks(text):
                fact = known.get(mark.argument) if own.is_of(mark) else None
                if fact is None or str(fact.id) in told or not fact.has_words or fact.is_said_anew("value"):
                    continue
                told.add(str(fact.id))
                language, file = name_language(library.code), join_name("fakta.yaml", library.code)
                words = quote(fact.value.value)
                message = f"Uppgiften {quote(str(fact.id))} har ord i sitt värde, {words}, och de är inte på {language}."
                help_line = f"Skriv i {file}, i posten {quote(str(fact.id))}:  värde: det som det heter på {language}"
                help_lines = (help_line, f"Finns posten inte: börja den med  - id: {fact.id}")
                yield warning(mark.place, "saknar-oversattning", message, *help_lines)


def _texts_of(record: Model) -> Iterator[Text]:
    yield from (text for _, text in find_texts(record) if text.source.language)
    if isinstance(record, PageModel):
        yield record.text
