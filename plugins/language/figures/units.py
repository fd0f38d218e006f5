"""Check that the value of a fact has no unit: the unit is in its own field, or in the sentence around the mark.

Takes facts and passages; yields warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugins.core.problems import Problem, warning
from plugins.core.swedish import NUMBER_WORDS, compare_key, quote
from plugins.core.texts.passages import Passage
from plugins.facts.model import Fact
from plugins.language.words import COUNTED, content_words

_VALUE = re.compile(rf"(?P<figure>.*\d[.,]*+|(?:{'|'.join(NUMBER_WORDS[1:])})\b)(?P<rest>\s*(?:%|[^\W\d_]).*)", re.IGNORECASE)
_MARK = re.compile(r"\{\s{0,9}fakta\s{0,9}:\s{0,9}(?P<id>[^{}\n]{1,80}?)\s{0,9}\}\s(?P<next>[^\W\d_][\w-]*)", re.IGNORECASE)


def check_values(facts: Iterable[Fact]) -> Iterator[Problem]:
    """A value does not repeat the fact's unit."""
    for fact in facts:
        if not fact.is_draft:
            yield from _check_value(fact)


def check_units(facts: Iterable[Fact], passages: Iterable[Passage]) -> Iterator[Problem]:
    """A value has no noun if a noun follows the mark."""
    facts = [fact for fact in facts if not fact.is_draft]
    by_id = {compare_key(str(fact.id)): fact for fact in facts}
    counted = COUNTED | {words[0] for fact in facts if (words := _unit(fact))}
    for passage in passages:
        for found in _MARK.finditer(passage.written):
            named, following = by_id.get(compare_key(found["id"])), found["next"]
            if named and (rest := _rest(named)) and _is_one_too_many(rest, following, counted, named):
                place = passage.place(found.start())
                message = f"Här blir det {quote(f'{named.value} {following}')}: värdet har redan ett ord efter siffran."
                help_line = f"Skriv bara siffran som värde i fakta.yaml, vid {named.id}, eller ta bort ordet här."
                yield warning(place, "enhet-i-varde", message, help_line)


def _unit(fact: Fact) -> list[str]:
    return content_words(fact.unit.value.partition(",")[0]) if fact.unit else []


def _rest(fact: Fact) -> str:
    """Return what follows the number in a value."""
    found = _VALUE.fullmatch(fact.value.value)
    return found["rest"] if found else ""


def _check_value(fact: Fact) -> Iterator[Problem]:
    """The unit has its own field."""
    rest = _rest(fact)
    if fact.unit and set(content_words(rest)) & set(_unit(fact)[:1]):
        place = fact.place("value")
        message = f"Enheten står både i värdet och i enhet, så det blir {quote(f'{fact.value} {fact.unit}')}."
        right = fact.value.value.removesuffix(rest)
        problem = warning(place, "enhet-i-varde", message, "Skriv bara siffran som värde.")
        yield replace(problem, suggestion=place.rewritten(fact.value.value, right))


def _is_one_too_many(rest: str, following: str, counted: frozenset[str], fact: Fact) -> bool:
    """Return whether the noun of a value is followed by another noun: "452 personer västeråsare". A verb may follow."""
    nouns = content_words(rest)
    word = next(iter(content_words(following)), "")
    if not nouns or not word:
        return False
    is_noun = word in counted or following.casefold().endswith(("are", "arna"))
    return word == nouns[-1] or (nouns[-1] in COUNTED | set(_unit(fact)[:1]) and is_noun)
