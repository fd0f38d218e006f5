"""Check the writing rules themselves: that each can find something.

Takes the rules; yields warnings at their lines. Called by the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.core.problems import Problem, warning
from plugins.core.source.sources import Text
from plugins.core.swedish import number_word, quote
from plugins.core.texts.passages import blank_out
from plugins.language.house_style.check import count_numbers, read_pattern
from plugins.language.house_style.patterns import Pattern
from plugins.language.model import WritingRule

CODE = "fel-skrivregel"


def check_writing_rules(rules: Iterable[WritingRule]) -> Iterator[Problem]:
    """A writing rule can find everything that it forbids, and gets every number that it writes instead."""
    for rule in rules:
        for written in () if rule.is_draft else rule.avoid:
            pattern = read_pattern(rule, written)
            yield from _check_prose(written, pattern) or _check_exceptions(rule, pattern)
            yield from _check_numbers(rule, pattern)


def _check_prose(written: Text, pattern: Pattern) -> list[Problem]:
    """No rule is about addresses, code or tags, which are not searched."""
    sample = pattern.sample
    prose = blank_out(sample)
    if prose == sample:
        return []
    hidden = "".join(sign for sign, shown in zip(sample, prose, strict=True) if sign != shown)
    reason = f"den letar inte i adresser, kod och HTML, som {quote(hidden)}"
    message = f"Skrivregeln kan aldrig hitta {quote(pattern.words)}: {reason}."
    return [warning(written.place(), CODE, message, "Skriv bara de ord som besökaren läser.")]


def _check_exceptions(rule: WritingRule, pattern: Pattern) -> Iterator[Problem]:
    """An exception has more words than what it is an exception from."""
    for unless in rule.unless:
        exception = read_pattern(rule, unless)
        if len(exception.pieces) == len(pattern.pieces) and exception.expression.fullmatch(pattern.sample):
            reason = f"{quote(exception.words)} under ”utom” gör att det alltid är rätt"
            message = f"Skrivregeln kan aldrig hitta {quote(pattern.words)}: {reason}."
            help_line = "Ta bort raden, eller skriv ett längre uttryck: det som står före eller efter orden när de är rätt."
            yield warning(unless.place(), CODE, message, help_line)


def _check_numbers(rule: WritingRule, pattern: Pattern) -> Iterator[Problem]:
    """The replacement has no more numbers than the words that it replaces."""
    found, wanted = len(pattern.number.findall(pattern.words)), count_numbers(rule)
    if wanted > found:
        known = ("inget", "ett")[found] if found < 2 else number_word(found)
        message = f"Under ”skriv” står {number_word(wanted)} N, men {quote(pattern.words)} har {known}."
        help_line = "N är det tal som står i texten. Skriv lika många N under ”inte”, eller talet med siffror under ”skriv”."
        yield warning(rule.write.place(), CODE, message, help_line)
