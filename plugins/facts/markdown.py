"""The mark `{fakta:id}`, by whatever name its register gives it: the value of a fact."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.core.locales.foreign import Foreign
from plugins.core.locales.languages import Language
from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark
from plugins.facts.model import Fact


def make_fact_mark(name: str, facts: Known[Fact], language: Language, foreign: Mapping[str, str]) -> ValueMark:
    """Return the mark for the facts, whose numbers are written as the language of the page writes them.

    Words that nobody has translated are those of another language, whose tag `foreign` has.
    """

    def show(fact: Fact) -> str:
        tag = foreign.get(fact.value.source.language) if fact.has_words else None
        return Foreign(fact.value.value, tag) if tag else fact.show_value(language)

    return ValueMark(name, facts.map(show))
