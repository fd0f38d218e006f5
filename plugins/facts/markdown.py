"""The mark `{fakta:id}`: the value of a fact."""

from __future__ import annotations

from plugins.core.known import Known
from plugins.core.marks import ValueMark
from plugins.facts.model import Fact


def make_fact_mark(facts: Known[Fact]) -> ValueMark:
    """Return the mark for the facts."""
    return ValueMark("fakta", facts.map(lambda fact: fact.value.value))
