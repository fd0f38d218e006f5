"""Find names with two spellings: `Here4U` and `Here 4 U`, `Pettersbergsskolan` and `Petterbergsskolan`.

Takes the names in registers, and passages of running text; yields warnings at the less common spelling. Two names are taken as
one if they differ only in spaces, hyphens and case, or if they are long and differ in one letter well before the end (`-en`, `-s`
and `Norr`/`Nord` are no slips). This is a guess for an editor; identity of records is decided by `compare_key`
(`core/swedish.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.source.silences import guess
from plugins.core.source.sources import Text
from plugins.core.swedish import quote
from plugins.core.texts.passages import Passage

SHORTEST_MISSPELT = 10
"""Letters; shorter names that differ in one letter are often two names (Anna, Anne; Norby, Nordby)."""
MOST_WORDS = 4

LIKE_LETTERS = frozenset(map(frozenset, ("åa", "äa", "öo", "ée", "üu", "ck", "vw", "sz", "iy")))
"""Pairs of letters that are confused; any other pair makes two names (Bergaskolan, Borgaskolan)."""

_WORD = re.compile(r"[^\W_]+(?:[’'&][^\W_]+)*")
_CAPITAL = re.compile(
    r"[^\W\d_a-zß-öø-ÿ](?<![^\W_](?s:.))(?<![^\W_][’'&](?s:.))"
    r"(?!(?<=[.!?:\n…•|] (?s:.))[a-zåäö]{0,8} [a-zåäö])"
    r"[^\W_]*(?:[’'&][^\W_]+)*"
)
"""A word that may begin with a capital. The character class comes first and the lookbehinds after it, so that the pattern is
tried at few places. Capitalised words at the start of a sentence before a lower-case word are left out: they are many, and no
names."""
_JOINING = frozenset(" \u00a0-\n")
"""Characters between the words of a name."""


class NameUse(NamedTuple):
    """A name, and where it is written."""

    written: str
    source: SourceFile
    line: int
    column: int
    is_registered: bool

    @property
    def place(self) -> Place:
        """Return the place where it begins."""
        return Place(self.source, self.line, self.column)


Used = tuple[SourceFile, tuple[tuple[str, str, int, int], ...]]
"""The names in the running text of a file: comparison key, spelling, line and column. Plain tuples, since a site has tens of
thousands and all are needed to compare one."""


def find_uses(passages: Iterable[Passage]) -> tuple[Used, ...]:
    """Return the names in running text, by file."""
    found: dict[SourceFile, list[tuple[str, str, int, int]]] = {}
    for passage in passages:
        for written, place in _in_prose(passage.prose, passage.place):
            found.setdefault(place.source, []).append((_squash(written), written, place.line, place.column))
    return tuple((source, tuple(names)) for source, names in found.items())


def check_names(registered: Iterable[Text], in_prose: Iterable[Used]) -> Iterator[Problem]:
    """A name has one spelling on the whole site. `in_prose` is the result of `find_uses`."""
    uses: dict[str, dict[str, list[NameUse]]] = defaultdict(lambda: defaultdict(list))
    for text in registered:
        for use in _registered(text):
            uses[_squash(use.written)][use.written].append(use)
    for source, names_there in in_prose:
        for squashed, written, line, column in names_there:
            uses[squashed][written].append(NameUse(written, source, line, column, is_registered=False))
    for forms in uses.values():
        if len(forms) > 1:
            yield from _check_forms(forms)
    names: dict[str, list[NameUse]] = {}
    for key, forms in uses.items():
        best = max(forms.values(), key=_weight)
        bare = key.removesuffix("s")  # a genitive is the same name
        if bare not in names or _weight(best) > _weight(names[bare]):
            names[bare] = best
    yield from _check_spelling(names)


def _squash(name: str) -> str:
    return re.sub(r"[\s\u00a0-]", "", name.casefold())


def _weight(uses: Sequence[NameUse]) -> tuple[bool, int]:
    return any(use.is_registered for use in uses), len(uses)


def _registered(text: Text) -> Iterator[NameUse]:
    """Yield the name of a record, as one name."""
    if text.value.strip():
        place = text.place()
        yield NameUse(" ".join(text.value.split()), place.source, place.line, place.column, is_registered=True)


def _in_prose(prose: str, place: Callable[[int], Place]) -> Iterator[tuple[str, Place]]:
    """Yield runs of one to four words that begin with a capital or a digit; the first word of a sentence counts only if more
    follow, or it looks like a name.
    """
    for first in _CAPITAL.finditer(prose):
        start, end = first.span()
        if not prose[start].isupper():
            continue
        if not _begins_sentence(prose, start) or _is_name_by_itself(first[0]):
            yield first[0], place(start)
        for _ in range(MOST_WORDS - 1):
            following = prose[end + 1 : end + 2]
            if prose[end : end + 1] not in _JOINING or not (following.isupper() or following.isdigit()):
                break
            word = _WORD.match(prose, end + 1)
            if word is None or not (following.isupper() or word[0].isdigit()):
                break
            end = word.end()
            yield re.sub(r"\s", " ", prose[start:end]), place(start)


def _begins_sentence(prose: str, at: int) -> bool:
    while at and prose[at - 1] in " \u00a0”\"'(*_[#>-":
        at -= 1
    return not at or prose[at - 1] in ".!?:\n…•|"


_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[a-zåäö][A-ZÅÄÖ]")


def _is_name_by_itself(word: str) -> bool:
    """Return whether a word looks like a name even at the start of a sentence: `Here4U`, `JobbpunktVäst`."""
    is_plain = word.isalpha() and word.istitle()  # like most words that begin a sentence
    return len(word) >= SHORTEST_MISSPELT or (not is_plain and bool(_MIXED.search(word)))


def _check_forms(forms: Mapping[str, list[NameUse]]) -> Iterator[Problem]:
    """A name has the same spaces, hyphens and capitals everywhere."""
    best = max(forms, key=lambda written: (*_weight(forms[written]), " " in written, written))
    for written, uses in forms.items():
        if written != best and _is_other_form(written, best):
            yield _report(uses[0], best, forms[best][0])


def _is_other_form(one: str, other: str) -> bool:
    """Return whether two spellings differ in more than capitalisation."""
    if one.isupper() or other.isupper():
        return False
    return _pieces(one) != _pieces(other)


def _pieces(name: str) -> list[str]:
    return re.split(r"[\s\u00a0-]+", name.casefold())


def _check_spelling(names: Mapping[str, list[NameUse]]) -> Iterator[Problem]:
    """No two long names differ in one letter. An index of names with one letter removed finds the pairs."""
    index: dict[str, list[str]] = defaultdict(list)
    for key in names:
        is_one_name = " " not in names[key][0].written or names[key][0].is_registered
        if len(key) >= SHORTEST_MISSPELT and key.isalpha() and is_one_name:
            for shortened in {key, *(key[:at] + key[at + 1 :] for at in range(1, len(key) - 3))}:
                index[shortened].append(key)
    reported: set[tuple[str, str]] = set()
    for keys in index.values():
        for one, other in pairwise(sorted(set(keys))):
            pair = (one, other)
            if pair not in reported and _is_slip(one, other):
                reported.add(pair)
                odd, right = sorted(pair, key=lambda key: _weight(names[key]))
                use, other_use = names[odd][0], names[right][0]
                is_genitive = use.written.endswith("s") and not other_use.written.endswith("s")
                yield _report(use, f"{other_use.written}s" if is_genitive else other_use.written, other_use)


def _is_slip(one: str, other: str) -> bool:
    """Return whether two names differ in an extra letter, a confused letter or two swapped letters, well before their end."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = (one[start:], other[start:])
    tails = [(rest[0][1:], rest[1]), (rest[0], rest[1][1:])]
    if frozenset((rest[0][:1], rest[1][:1])) in LIKE_LETTERS:
        tails.append((rest[0][1:], rest[1][1:]))
    swapped = rest[0][:2] == rest[1][:2][::-1] and rest[0][2:] == rest[1][2:]
    return start >= 1 and min(map(len, rest)) > 3 and (swapped or any(a == b for a, b in tails))


def _report(use: NameUse, right: str, other: NameUse) -> Problem:
    there = other.place
    file = f" i {there.source.path.name}" if there.source is not use.place.source else ""
    message = f"Namnet {quote(use.written)} skrivs {quote(right)} på rad {there.line}{file}."
    problem = guess(use.place, "namn-pa-tva-satt", message, "Är det samma: skriv det på ett sätt.")
    return replace(problem, suggestion=use.place.rewritten(use.written, right))
