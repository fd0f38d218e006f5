"""House style: the writing rules of one list, looked for in the prose of the site.

Stage: check, and `tidy` (ranges only: they are certain). In: rules and passages. Out: warnings with the line as the
rules have it. Which rules there are is data: `content/skrivregler.yaml`, else `standard_rules.yaml` beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.models.binding import bind_all
from plugins.core.models.model import shape_of
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.records.read import read_records
from plugins.core.silences import set_apart
from plugins.core.sources import Text, read_source, text_of_lines
from plugins.core.swedish import quote
from plugins.language.model import WritingRule
from plugins.language.passages import Passage
from plugins.language.signs import SPACES, Slip
from plugins.language.words import LOOKED_UP

STANDARD = Path(__file__).with_name("standard_rules.yaml")

APOSTROPHES = "'’`\u00b4"
"""What people write for an apostrophe: the two right ones, and the accents that stand alone on the keyboard."""

_ANY_NUMBER = r"(\d{1,4})"
_ANY_SPACE = rf"(?:[{SPACES}]|\n)"
_NUMBER_BEFORE = r"(?<![\w.,:/–-])"
_TELEPHONE = re.compile(rf"\b(?:{'|'.join(LOOKED_UP)})\b[\s.:(nr)]*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Pattern:
    """One way of writing: what a rule is against, its own, or an exception. What few texts need is made for the first of them."""

    rule: WritingRule
    words: str
    """As they stand in the rule."""

    @cached_property
    def is_range(self) -> bool:
        """Whether it is a number, a hyphen and a number."""
        return bool(re.search(r"(?<!\w)N\s*-\s*N(?!\w)", self.words))

    @cached_property
    def needle(self) -> str:
        """Signs that stand in all that it finds: what lacks them is not searched."""
        pieces = _cut(self.words)
        start, end = _find_needle(pieces)
        return "".join(piece[-1] for piece in pieces[start:end])

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Finds it."""
        return _compile_words(self.words)

    @cached_property
    def look(self) -> re.Pattern[str]:
        """Finds something in every text in which the expression does, and begins with the needle: it is tried at few places."""
        pieces = _cut(self.words)
        return _compile_look(self.words, pieces, *_find_needle(pieces))

    def may_stand_in(self, prose: str) -> bool:
        """Tell whether it can find something in a text."""
        return self.needle in prose and self.look.search(prose) is not None


@dataclass(frozen=True, slots=True)
class Offence:
    """Words that a rule is against, and what stands instead."""

    rule: WritingRule
    start: int
    written: str
    right: str


@cache
def standard_rules() -> tuple[WritingRule, ...]:
    """Return the rules of a site that has no list of its own."""
    source, _ = read_source(STANDARD)
    root, problems = read_records(text_of_lines(source, 1, source.text), shape_of(WritingRule), is_list=True)
    assert root is not None
    rules, found = bind_all(WritingRule, root, Place(source))
    assert not problems
    assert not found
    return tuple(rules)


class HouseStyle:
    """The rules, made ready to be looked for."""

    def __init__(self, rules: Iterable[WritingRule]) -> None:
        self.patterns = [_read(rule, written) for rule in rules if not rule.is_draft for written in rule.avoid]
        self.rights = {rule: _read(rule, rule.write) for rule in {p.rule: None for p in self.patterns} if rule.only_beside}
        self.exceptions = {p.rule: [_read(p.rule, words) for words in p.rule.unless] for p in self.patterns}

    def list_near(self, passages: Iterable[Passage]) -> tuple[_Pattern, ...]:
        """Return the patterns that can find something in some passages, looked for in all of them together."""
        prose = _join(passages)
        return tuple(pattern for pattern in self.patterns if pattern.may_stand_in(prose))

    def find(self, prose: str, patterns: Iterable[_Pattern] | None = None) -> Iterator[Offence]:
        """Yield what the rules are against in a stretch of prose; `patterns` are those that may be found there."""
        for pattern in self.patterns if patterns is None else patterns:
            for found in pattern.expression.finditer(prose) if pattern.needle in prose else ():
                if pattern.is_range and not _is_range(found, prose):
                    continue
                if any(_covers(words.expression, prose, found) for words in self.exceptions[pattern.rule]):
                    continue
                yield Offence(pattern.rule, found.start(), found[0], _right(pattern.rule, found))

    def uses_right(self, rule: WritingRule, prose: str) -> bool:
        """Tell whether the rule's own way of writing stands in a stretch of prose."""
        right = self.rights[rule]
        return right.needle in prose and bool(right.expression.search(prose))

    def find_beside(self, passages: Iterable[Passage]) -> frozenset[WritingRule]:
        """Return the rules that are told only beside the right form, and whose right form stands in some passage."""
        passages = tuple(passages)
        prose = _join(passages)
        near = [rule for rule, right in self.rights.items() if right.may_stand_in(prose)]
        return frozenset(rule for rule in near if any(self.uses_right(rule, passage.prose) for passage in passages))


def _join(passages: Iterable[Passage]) -> str:
    """Return the prose of some passages, each on lines of its own."""
    return "\n".join([passage.prose for passage in passages])


def check_house_style(
    style: HouseStyle, passages: Sequence[Passage], beside: Collection[WritingRule] | None = None
) -> Iterator[Problem]:
    """Texts are written by the rules; each rule is told once for each file, at the first place.

    `beside` are the rules whose own way of writing stands somewhere on the site (None: in these passages), of those that are
    told only then.
    """
    beside = style.find_beside(passages) if beside is None else beside
    told: dict[tuple[Path, WritingRule], list[tuple[Place, Offence]]] = {}
    near = style.list_near(passages)
    for passage in passages:
        for offence in style.find(passage.prose, near):
            if not offence.rule.only_beside or offence.rule in beside:
                told.setdefault((passage.page, offence.rule), []).append((passage.place(offence.start), offence))
    for found in told.values():
        for group in set_apart(found, lambda pair: pair[0], "skrivregel"):
            yield _tell(sorted(group, key=lambda pair: (pair[0].line, pair[0].column)))


def _tell(found: list[tuple[Place, Offence]]) -> Problem:
    place, offence = found[0]
    rule = offence.rule
    also = sorted({other.line for other, _ in found} - {place.line})
    message = f"Vi skriver {quote(offence.right)}, inte {quote(offence.written)}."
    if rule.only_beside:
        message = f"Här står {quote(offence.written)}, på andra ställen står {quote(offence.right)}."
    help_lines = [str(rule.reason)] + ([f"Samma sak på rad {', '.join(map(str, also[:8]))}."] if also else [])
    return replace(warning(place, "skrivregel", message, *help_lines), suggestion=place.rewritten(offence.written, offence.right))


def find_ranges(prose: str) -> Iterator[Slip]:
    """Yield the ranges that are written with a hyphen; also the part of the house style that `tidy` is sure of."""
    for found in _range_expression().finditer(prose):
        if _is_range(found, prose):
            at = found.start(2) - 1
            yield Slip(at, 1, "skrivregel", "", "–")


@cache
def _range_expression() -> re.Pattern[str]:
    return _compile_words("N-N")


def _read(rule: WritingRule, written: Text) -> _Pattern:
    return _Pattern(rule, written.value.strip())


def _find_needle(pieces: Sequence[str]) -> tuple[int, int]:
    """Return where the longest run of pieces begins and ends that are signs by themselves: no number, space or capital."""
    runs, start = [(0, 0)], 0
    for at, piece in enumerate([*pieces, _ANY_SPACE]):
        if piece.startswith(("(", "[")):
            runs.append((start, at))
            start = at + 1
    return max(runs, key=lambda run: run[1] - run[0])


def _compile_look(words: str, pieces: Sequence[str], start: int, end: int) -> re.Pattern[str]:
    """Return the expression that begins with some pieces of the words, and looks back at those before them."""
    needle, before, following = "".join(pieces[start:end]), "", "".join(pieces[end:])
    for piece in reversed(pieces[:start]):
        if piece == _ANY_NUMBER:  # as wide as it is written
            before = f"(?<=\\d{before}{needle})"
            break
        before = f"{piece}{before}"
    else:
        before = f"(?<={before}{needle})" + (f"(?<![\\w-]{before}{needle})" if _begins_as_word(words) else "")
    return re.compile(f"{needle}{before}{following}{_find_after(words)}")


def _compile_words(words: str) -> re.Pattern[str]:
    """Return the expression for words as they stand in a rule: `N` is a number, a space any space, an apostrophe any."""
    pieces = _cut(words)
    if _begins_as_word(words):  # what stands before it is looked at after its first sign, so that it is tried where that stands
        body = f"{pieces[0]}(?<![\\w-]{pieces[0]}){''.join(pieces[1:])}"
    else:
        body = f"{_NUMBER_BEFORE}{''.join(pieces)}"
    return re.compile(f"{body}{_find_after(words)}")


def _begins_as_word(words: str) -> bool:
    return bool(words) and (words[0] != "N" or words[1:2].isalpha())


def _find_after(words: str) -> str:
    """Return what may not follow."""
    return r"(?![\w–]|[.,:/-]\d)" if re.search(r"(?<!\w)N$", words) else r"(?![\w-])"


def _cut(words: str) -> list[str]:
    """Return expressions for the numbers, spaces and other signs of words."""
    pieces = []
    for found in re.finditer(r"(?P<number>(?<!\w)N(?!\w))|\s+|.", words):
        token = found[0]
        if found["number"]:
            pieces.append(_ANY_NUMBER)
        elif token.isspace():
            pieces.append(_ANY_SPACE)
        elif token in APOSTROPHES:
            pieces.append(f"[{APOSTROPHES}]")
        else:
            pieces.append(re.escape(token))
    if words.islower():  # a sentence may begin with it
        first = next((at for at, piece in enumerate(pieces) if piece.isalpha()), None)
        if first is not None:
            pieces[first] = f"[{pieces[first]}{pieces[first].upper()}]"
    return pieces


def _is_range(found: re.Match[str], prose: str) -> bool:
    """Tell whether two numbers with a hyphen are a range: from the smaller to the larger, and no telephone number or day."""
    first, last = found[1], found[2]
    if first.startswith("0") or last.startswith("0") or len(last) - len(first) not in (0, 1) or int(first) >= int(last):
        return False
    follows = prose[found.end() :]
    if re.match(rf"-\d|[{SPACES}]\d{{2,}}(?:[{SPACES}]\d{{2}})+", follows):
        return False
    return not _TELEPHONE.search(prose[max(0, found.start() - 40) : found.start()])


def _covers(words: re.Pattern[str], prose: str, found: re.Match[str]) -> bool:
    """Tell whether an exception stands where the offence does."""
    near = max(0, found.start() - 40)
    return any(
        near + other.start() <= found.start() and found.end() <= near + other.end()
        for other in words.finditer(prose[near : found.end() + 40])
    )


def _right(rule: WritingRule, found: re.Match[str]) -> str:
    """Return the rule's own words with the numbers that were written, and a capital where one was."""
    numbers = iter(found.groups())
    right = re.sub(r"(?<!\w)N(?!\w)", lambda _: next(numbers, "N"), rule.write.value)
    return right[:1].upper() + right[1:] if found[0][:1].isupper() and rule.write.value[:1].islower() else right
