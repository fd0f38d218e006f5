"""Patterns: the words of a writing rule as what is looked for in prose.

Stage: check. In: words as an editor wrote them, in which `N` is a number. Out: a `Pattern`. Called by the house style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import count
from types import MappingProxyType

from plugins.core.dataclass import dataclass
from plugins.language.blocks import BLANK
from plugins.language.model import WritingRule
from plugins.language.signs import SPACES

APOSTROPHES = "'’`\u00b4"
"""What people write for an apostrophe: the two right ones, and the accents that stand alone on the keyboard."""

_RANGE_NUMBER = r"(\d{1,4})"
_ANY_NUMBER = rf"((?:\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d)){{1,4}}|\d{{1,12}})(?:,\d{{1,9}})?)"
"""With spaces between thousands, and decimals. Bounded, so that no text takes long."""
_NUMBERS = (_RANGE_NUMBER, _ANY_NUMBER)
_ANY_SPACE = rf"(?:[{SPACES}]|\n)"
_AROUND = rf"[*_\[\]{BLANK}]*+"
"""What a reader does not meet between two words: emphasis, and where a link begins, ends and leads."""
_AS_SHOWN = {_ANY_SPACE: f"{_AROUND}{_ANY_SPACE}[*_\\[]*+", _ANY_NUMBER: rf"(?:{_ANY_NUMBER}|{BLANK}++)"}
"""The pieces of patterns where words may be dressed, and a number may be what a mark gives."""
_NOT_BEFORE_NUMBER = r"(?<![\w.,:/])(?<![^\W\d][–-])(?<!-\d\d-)"
_NOT_AFTER_NUMBER = r"(?!\w|[.,:/]\d|-\d\d-)"
"""What belongs to a larger number, a time or a day; a hyphen or dash leads to another number: `9–11`."""
_NOT_BEFORE_RANGE, _NOT_AFTER_RANGE = r"(?<![\w.,:/–-])", r"(?![\w–]|[.,:/-]\d)"
_RANGE = re.compile(r"N\s*-\s*N")
_RANGE_LAST = re.compile(r"(?<![\w.,:/-])N\s*-\s*N$")
NUMBER = re.compile(r"(?<!\w)N(?!\w)")
"""How the words of a rule say a number."""
NUMBER_BESIDE_LETTERS = re.compile(rf"{NUMBER.pattern}|(?<!\w)N(?=[a-zåäö])|(?<=[a-zåäö])N(?!\w)")
"""How the words of a rule say a number, also beside letters: `Nkr`, `klN`."""


@dataclass(frozen=True)
class Pattern:
    """One way of writing: what a rule is against, its own, or an exception. What few texts need is made for the first of them."""

    rule: WritingRule
    words: str
    """As they stand in the rule."""
    number: re.Pattern[str] = NUMBER
    """Finds the numbers in them."""

    @property
    def is_range(self) -> bool:
        """Whether it is a number, a hyphen and a number, and no word that says what they are."""
        return is_range(self.words)

    @cached_property
    def pieces(self) -> list[str]:
        """Expressions for the numbers, spaces and other signs of the words."""
        return cut_words(self.words, self.number)

    @cached_property
    def needle(self) -> str:
        """Characters that stand in all that it finds: what lacks them is not searched."""
        start, end = _find_needle(self.pieces)
        return "".join(piece[-1] for piece in self.pieces[start:end])

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Finds it."""
        return compile_pieces(self.pieces)

    @cached_property
    def look(self) -> re.Pattern[str]:
        """Finds something in every text in which the expression does, and begins with the needle: it is tried at few places."""
        return _compile_look(self.pieces, *_find_needle(self.pieces))

    @property
    def ends_with_range(self) -> bool:
        """Whether words stand before such a range."""
        return not self.is_range and _RANGE_LAST.search(self.words) is not None

    @property
    def sample(self) -> str:
        """What it finds, with small numbers that grow."""
        numbers = count(2)
        return self.number.sub(lambda _: str(next(numbers)), self.words)

    @cached_property
    def as_shown(self) -> re.Pattern[str]:
        """Finds it as a reader meets it, with emphasis, links and marks among its words: what an exception is looked for by."""
        return compile_pieces(self.pieces, _AS_SHOWN)

    def may_stand_in(self, prose: str) -> bool:
        """Tell whether it can find something in a text."""
        return self.needle in prose and self.look.search(prose) is not None


def is_range(words: str) -> bool:
    """Tell whether words are a number, a hyphen and a number alone."""
    return _RANGE.fullmatch(words) is not None


def _find_needle(pieces: Sequence[str]) -> tuple[int, int]:
    """Return where the longest run of pieces begins and ends that are signs by themselves: no number, space or capital."""
    runs, start = [(0, 0)], 0
    for at, piece in enumerate([*pieces, _ANY_SPACE]):
        if piece.startswith(("(", "[")):
            runs.append((start, at))
            start = at + 1
    return max(runs, key=lambda run: run[1] - run[0])


def _compile_look(pieces: Sequence[str], start: int, end: int) -> re.Pattern[str]:
    """Return the expression that begins with some pieces of the words, and looks back at those before them."""
    needle, before, following = "".join(pieces[start:end]), "", "".join(pieces[end:])
    for piece in reversed(pieces[:start]):
        if piece in _NUMBERS:  # as wide as it is written
            before = f"(?<=\\d{before}{needle})"
            break
        before = f"{piece}{before}"
    else:
        before = f"(?<={before}{needle})" + (f"(?<![\\w-]{before}{needle})" if _begins_as_word(pieces) else "")
    return re.compile(f"{needle}{before}{following}{_find_after(pieces)}")


def compile_pieces(pieces: Sequence[str], instead: Mapping[str, str] = MappingProxyType({})) -> re.Pattern[str]:
    """Return the expression for the pieces of what a rule says; `instead` is what stands for some of them."""
    following = "".join(instead.get(piece, piece) for piece in pieces[1:])
    if _begins_as_word(pieces):  # what stands before it is looked at after its first sign, so that it is tried where that stands
        body = f"{pieces[0]}(?<![\\w-]{pieces[0]}){following}"
    else:
        before = _NOT_BEFORE_RANGE if _RANGE_NUMBER in pieces else _NOT_BEFORE_NUMBER
        body = f"{before}{''.join(instead.get(piece, piece) for piece in pieces[:1])}{following}"
    return re.compile(f"{body}{_find_after(pieces)}")


def _begins_as_word(pieces: Sequence[str]) -> bool:
    return bool(pieces) and pieces[0] not in _NUMBERS


def _find_after(pieces: Sequence[str]) -> str:
    """Return what may not follow."""
    if not pieces or pieces[-1] not in _NUMBERS:
        return r"(?![\w-])"
    return _NOT_AFTER_RANGE if pieces[-1] == _RANGE_NUMBER else _NOT_AFTER_NUMBER


def cut_words(words: str, number: re.Pattern[str] = NUMBER) -> list[str]:
    """Return expressions for the numbers, spaces and other signs of words: a space is any space, an apostrophe any."""
    pieces, first = [], _find_first_letter(words, number)
    any_number = _RANGE_NUMBER if is_range(words) else _ANY_NUMBER
    for found in re.finditer(rf"(?P<number>{number.pattern})|\s+|.", words):
        token = found[0]
        if found["number"]:
            pieces.append(any_number)
        elif token.isspace():
            pieces.append(_ANY_SPACE)
        elif token in APOSTROPHES:
            pieces.append(f"[{APOSTROPHES}]")
        elif found.start() == first:
            pieces.append(f"[{token}{token.upper()}]")
        else:
            pieces.append(re.escape(token))
    return pieces


def _find_first_letter(words: str, number: re.Pattern[str]) -> int | None:
    """Return where the letter stands with which a sentence may begin, so that it may be a capital there: of a word that has none
    of its own, and that no number stands before.
    """
    found = re.match(r"[\W_]*+(?P<word>[^\W\d_]++)", number.sub("0", words))
    return found.start("word") if found and found["word"].islower() else None
