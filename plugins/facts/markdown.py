"""The mark `{fakta:id}`, which is replaced by the value of a fact."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.core.locales.foreign import Foreign
from plugins.core.locales.languages import Language
from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark
from plugins.facts.model import Fact


def make_fact_mark(name: str, facts: Known[Fact], language: Language, foreign: Mapping[str, str]) -> ValueMark:
    """Return the mark called `name`, with the value of each fact; numbers are formatted for `language`.

    A value with untranslated words is marked as such; `foreign` has the tags of other languages, by language code.
    """

    def show(fact: Fact) -> str:
        tag = foreign.get(fact.value.source.language) if fact.has_words else None
        return Foreign(fact.value.value, tag) if tag else fact.show_value(language)

    return ValueMark(name, facts.map(show))
