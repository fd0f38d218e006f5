"""The mark `{fakta:id}`: the value of a fact."""

from __future__ import annotations

from plugins.core.known import Known
from plugins.core.languages import Language
from plugins.core.marks import ValueMark
from plugins.facts.model import Fact


def make_fact_mark(facts: Known[Fact], language: Language) -> ValueMark:
    """Return the mark for the facts, whose numbers are written as the language of the page writes them."""
    return ValueMark("fakta", facts.map(lambda fact: fact.show_value(language)))
