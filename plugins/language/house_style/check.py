"""House style: apply the writing rules of a site to its prose.

Takes rules and passages; yields warnings with the corrected line. `tidy` corrects ranges only, which are certain. The rules are
in `content/skrivregler.yaml`, else in `standard_rules.yaml` beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from plugins.core.dataclass import dataclass
from plugins.core.models.binding import bind_all
from plugins.core.models.model import shape_of
from plugins.core.places import Place
from plugins.core.problems import Problem, describe_other_lines, warning
from plugins.core.records.read import read_records
from plugins.core.source.silences import set_apart
from plugins.core.source.sources import Text, read_source, text_of_lines
from plugins.core.swedish import quote
from plugins.core.texts.blocks import BLANK
from plugins.core.texts.passages import Passage
from plugins.core.texts.quoted import Quoted
from plugins.language.characters.signs import SPACES
from plugins.language.characters.slips import Slip
from plugins.language.house_style.abbreviations import Abbreviation, plain_form, read_abbreviation
from plugins.language.house_style.patterns import NUMBER, NUMBER_BESIDE_LETTERS, Pattern
from plugins.language.model import WritingRule
from plugins.language.words import LOOKED_UP

STANDARD = Path(__file__).with_name("standard_rules.yaml")

RANGE = "N–N"
"""How a rule writes a dash between two numbers."""
_WORD = re.compile(rf"[^\W_]|{BLANK}")
"""A character of a word, or of its replacement: before the first of these, nothing has been said in a sentence."""
_SPACE = re.compile(rf"[{SPACES}\n]+")
_MORE_FIGURES = re.compile(rf"[{SPACES}]\d")
_MORE_NUMBERS = re.compile(rf"-\d|[{SPACES}]\d{{2,}}(?:[{SPACES}]\d{{2}})+")
LONGEST_TIME = 4
"""Digits of a year or a time of day, which may begin with 0 as telephone numbers do."""
LONGEST_AROUND = 200
"""Characters that may stand between the words of an exception, such as a link's address."""
_TELEPHONE = re.compile(rf"\b(?:{'|'.join(LOOKED_UP)})\b[\s.:(nr)]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offence:
    """Words that break a rule, with their replacement."""

    rule: WritingRule
    start: int
    written: str
    right: str


@cache
def standard_rules() -> tuple[WritingRule, ...]:
    """Return the rules of a site without a list of its own."""
    source, _ = read_source(STANDARD)
    root, problems = read_records(text_of_lines(source, 1, source.text), shape_of(WritingRule), is_list=True)
    assert root is not None
    rules, found = bind_all(WritingRule, root, Place(source))
    assert not problems
    assert not found
    return tuple(rules)


class HouseStyle:
    """A set of rules, compiled for searching."""

    def __init__(self, rules: Iterable[WritingRule]) -> None:
        self.patterns = list(_read_all(rule for rule in rules if not rule.is_draft))
        self.rights = {rule: _read(rule, rule.write) for rule in {p.rule: None for p in self.patterns} if rule.only_beside}
        self.exceptions = {p.rule: _read_exceptions(p.rule) for p in self.patterns}
        self.stated: dict[str, set[WritingRule]] = {}
        for rule in self.exceptions:
            for words in (*rule.avoid, rule.write):
                self.stated.setdefault(plain_form(words.value), set()).add(rule)

    def list_near(self, passages: Iterable[Passage]) -> tuple[Pattern, ...]:
        """Return the patterns that may match in these passages, which are searched all together."""
        prose = _join(passages)
        return tuple(pattern for pattern in self.patterns if pattern.may_match(prose))

    def find(self, passage: Passage, patterns: Iterable[Pattern] | None = None) -> Iterator[Offence]:
        """Yield the offences in a passage, outside quotations. `patterns` limits the search."""
        prose, quoted = passage.prose, Quoted(passage)
        reported = set[int]()
        for pattern in self.patterns if patterns is None else patterns:
            for found in pattern.expression.finditer(prose) if pattern.needle in prose else ():
                if not self._is_against(pattern, found, prose) or quoted.has(*found.span()):
                    continue
                offence = Offence(pattern.rule, found.start(), found[0], _right(pattern, found, passage))
                if isinstance(pattern, Abbreviation):
                    if found.start() in reported or _SPACE.sub(" ", offence.right) == _SPACE.sub(" ", offence.written):
                        continue
                    reported.add(found.start())
                yield offence

    def _is_against(self, pattern: Pattern, found: re.Match[str], prose: str) -> bool:
        """Return whether a match breaks the rule of its pattern."""
        if isinstance(pattern, Abbreviation) and not (pattern.is_meant(found, prose) and self._is_own(pattern.rule, found[0])):
            return False
        if not _is_meant(pattern, found, prose):
            return False
        return not any(_covers(words, prose, found) for words in self.exceptions[pattern.rule])

    def _is_own(self, rule: WritingRule, written: str) -> bool:
        """Return whether a rule applies to this spelling of an abbreviation: yes unless only other rules name the spelling."""
        named_by = self.stated.get(plain_form(written))
        return named_by is None or rule in named_by

    def uses_right(self, rule: WritingRule, passage: Passage) -> bool:
        """Return whether the spelling that a rule prefers is used in a passage."""
        right, quoted = self.rights[rule], Quoted(passage)
        if right.needle not in passage.prose:
            return False
        return any(not quoted.has(*found.span()) for found in right.expression.finditer(passage.prose))

    def find_beside(self, passages: Iterable[Passage]) -> frozenset[WritingRule]:
        """Return the rules with `only_beside` whose preferred spelling is used in some passage."""
        passages = tuple(passages)
        prose = _join(passages)
        near = [rule for rule, right in self.rights.items() if right.may_match(prose)]
        return frozenset(rule for rule in near if any(self.uses_right(rule, passage) for passage in passages))


def _read_all(rules: Iterable[WritingRule]) -> Iterator[Pattern]:
    """Yield the patterns of all rules; for an abbreviation one pattern, however many of its spellings the rule names."""
    for rule in rules:
        parts = set[tuple[str, ...]]()
        for written in rule.avoid:
            pattern = read_abbreviation(rule, written) or read_pattern(rule, written)
            if isinstance(pattern, Abbreviation):
                if pattern.parts in parts:
                    continue
                parts.add(pattern.parts)
            yield pattern


def _join(passages: Iterable[Passage]) -> str:
    """Return the prose of passages, separated by line ends."""
    return "\n".join([passage.prose for passage in passages])


def check_house_style(
    style: HouseStyle, passages: Sequence[Passage], beside: Collection[WritingRule] | None = None
) -> Iterator[Problem]:
    """Texts follow the writing rules. Each rule is reported once for each file, at the first place.

    `beside` are the rules with `only_beside` that apply because the site uses their preferred spelling; None: find them in
    `passages`.
    """
    beside = style.find_beside(passages) if beside is None else beside
    by_rule: dict[tuple[Path, WritingRule], list[tuple[Place, Offence]]] = {}
    near = style.list_near(passages)
    for passage in passages:
        for offence in style.find(passage, near):
            if not offence.rule.only_beside or offence.rule in beside:
                by_rule.setdefault((passage.page, offence.rule), []).append((passage.place(offence.start), offence))
    for found in by_rule.values():
        for group in set_apart(found, lambda pair: pair[0], "skrivregel"):
            yield _report(sorted(group, key=lambda pair: (pair[0].line, pair[0].column)))


def _report(found: list[tuple[Place, Offence]]) -> Problem:
    place, offence = found[0]
    rule = offence.rule
    said = offence.right if rule.write.value.endswith(".") else offence.right.removesuffix(".")
    message = f"Vi skriver {quote(said)}, inte {quote(offence.written)}."
    if rule.only_beside:
        message = f"Här står {quote(offence.written)}, på andra ställen står {quote(said)}."
    problem = warning(place, "skrivregel", message, str(rule.reason), *describe_other_lines(place, (other for other, _ in found)))
    return replace(problem, suggestion=place.rewritten(offence.written, offence.right))


def find_ranges(style: HouseStyle, passage: Passage) -> Iterator[Slip]:
    """Yield the slips that `tidy` corrects, at offsets in the text: a hyphen between numbers where the rules want a dash."""
    ranges = [pattern for pattern in style.patterns if pattern.is_range and pattern.rule.write.value.strip() == RANGE]
    for offence in style.find(passage, ranges):
        if not offence.rule.only_beside:
            yield Slip(passage.start + offence.start + offence.written.index("-"), 1, "skrivregel", "", "–")


def _read_exceptions(rule: WritingRule) -> list[Pattern]:
    """Return the patterns that a rule allows: its exceptions, and its own words if they contain what it forbids (kl in kl.)."""
    right = rule.write.value.strip()
    is_within = any((words := written.value.strip()) in right and words != right for written in rule.avoid)
    return [*(read_pattern(rule, words) for words in rule.unless), *([_read(rule, rule.write)] if is_within else [])]


def read_pattern(rule: WritingRule, written: Text) -> Pattern:
    """Return the pattern of words that a rule forbids, or of an exception."""
    return _read(rule, written, _find_number(rule, written))


def _read(rule: WritingRule, written: Text, number: re.Pattern[str] = NUMBER) -> Pattern:
    return Pattern(rule, written.value.strip(), number)


def _find_number(rule: WritingRule, written: Text) -> re.Pattern[str]:
    """Return the expression for numbers in words of a rule.

    It includes numbers beside letters if the rule writes more numbers than stand alone here.
    """
    return NUMBER if len(NUMBER.findall(written.value)) >= count_numbers(rule) else NUMBER_BESIDE_LETTERS


def count_numbers(rule: WritingRule) -> int:
    """Return the number of numbers in the rule's replacement."""
    return len(NUMBER.findall(rule.write.value))


def _is_meant(pattern: Pattern, found: re.Match[str], prose: str) -> bool:
    """Return whether a match is what the rule forbids: two numbers with a hyphen may be a telephone number."""
    if pattern.is_range:
        return _is_range(found, prose)
    if not pattern.ends_with_range:
        return True
    first, last = found.groups()[-2:]
    is_dialled = first.startswith("0") and (len(last) > LONGEST_TIME or _MORE_FIGURES.match(prose, found.end()))
    return not is_dialled and not _MORE_NUMBERS.match(prose, found.end())


def _is_range(found: re.Match[str], prose: str) -> bool:
    """Return whether two numbers with a hyphen are an ascending range, and not a telephone number or a date."""
    first, last = found[1], found[2]
    if first.startswith("0") or last.startswith("0") or len(last) - len(first) not in (0, 1) or int(first) >= int(last):
        return False
    if _MORE_NUMBERS.match(prose, found.end()):
        return False
    return not _TELEPHONE.search(prose[max(0, found.start() - 40) : found.start()])


def _covers(exception: Pattern, prose: str, found: re.Match[str]) -> bool:
    """Return whether an exception matches around an offence."""
    reach = len(exception.words) + LONGEST_AROUND
    near = max(0, found.start() - reach)
    return any(
        near + other.start() <= found.start() and found.end() <= near + other.end()
        for other in exception.as_shown.finditer(prose[near : found.end() + reach])
    )


def _right(pattern: Pattern, found: re.Match[str], passage: Passage) -> str:
    """Return the rule's replacement with the numbers of the match, capitalised if the match was or a sentence begins there."""
    numbers, written = iter(found.groups()), found[0][:1]
    right = NUMBER.sub(lambda _: next(numbers, "N"), pattern.rule.write.value)
    if isinstance(pattern, Abbreviation):
        right = pattern.right(passage, found, right)
    is_capital = written.isupper() and not pattern.words[:1].isupper()
    begins = not written.islower() and not _WORD.search(passage.prose, passage.sentence_at(found.start())[0], found.start())
    return right[:1].upper() + right[1:] if is_capital or begins else right
