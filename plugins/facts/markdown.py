"""The mark `{fakta:id}`: the value of a fact."""

from __future__ import annotations

from dataclasses import replace

from plugins.core.known import Known
from plugins.core.marks import ValueMark
from plugins.facts.model import Fact


def make_fact_mark(facts: Known[Fact]) -> ValueMark:
    """Return the mark for the facts."""
    values: Known[str] = replace(facts, things={key: fact.value.value for key, fact in facts.things.items()})  # type: ignore[arg-type]  # Known[str] from Known[Fact]
    return ValueMark("fakta", values)
