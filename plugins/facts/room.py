"""Figures with their sources, shown by marks."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.library import Library, Register, Setting
from plugins.core.marks.known import check_unique
from plugins.core.marks.marks import ValueMark
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.facts.items import list_items
from plugins.facts.markdown import make_fact_mark
from plugins.facts.model import SHELVES, Fact
from plugins.facts.rules import check_facts

FACTS = Register(
    model=Fact,
    code="okand-uppgift",
    missing="Det finns ingen uppgift med id {} i fakta.yaml.",
    listing="Uppgifterna är",
    mark="fakta",
)


def _marks(library: Library, _setting: Setting) -> Iterator[ValueMark]:
    yield make_fact_mark(FACTS.mark, library.known(Fact), library.words.language, library.foreign)


def _check(library: Library) -> Iterator[Problem]:
    facts = library.all(Fact)
    yield from check_unique((fact.id for fact in facts), "uppgift")
    yield from check_facts(facts, library.today)


ROOM = Room(shelves=SHELVES, registers=(FACTS,), marks=_marks, check=_check, data={"facts": list_items})
