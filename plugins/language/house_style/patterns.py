"""Compile the words of a writing rule into a search pattern.

Takes words as an editor wrote them, with `N` for a number; returns a `Pattern`. Called by the house style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import count
from types import MappingProxyType

from plugins.core.dataclass import dataclass
from plugins.core.texts.blocks import BLANK
from plugins.language.characters.signs import SPACES
from plugins.language.model import WritingRule

APOSTROPHES = "'’`\u00b4"
"""What people type as an apostrophe: two correct characters, and the two accents on the keyboard."""

_RANGE_NUMBER = r"(\d{1,4})"
_ANY_NUMBER = rf"((?:\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d)){{1,4}}|\d{{1,12}})(?:,\d{{1,9}})?)"
"""With spaces between thousands, and decimals. Bounded, so that no text takes long."""
_NUMBERS = (_RANGE_NUMBER, _ANY_NUMBER)
_ANY_SPACE = rf"(?:[{SPACES}]|\n)"
_AROUND = rf"[*_\[\]{BLANK}]*+"
"""What is invisible between two words: emphasis, brackets and addresses of links."""
_AS_SHOWN = {_ANY_SPACE: f"{_AROUND}{_ANY_SPACE}[*_\\[]*+", _ANY_NUMBER: rf"(?:{_ANY_NUMBER}|{BLANK}++)"}
"""Replacements for pieces of a pattern, so that it matches words with markup, and marks in the place of numbers."""
_NOT_BEFORE_NUMBER = r"(?<![\w.,:/])(?<![^\W\d][–-])(?<!-\d\d-)"
_NOT_AFTER_NUMBER = r"(?!\w|[.,:/]\d|-\d\d-)"
"""Parts of a larger number, a time or a date. A hyphen or dash may join two numbers: `9–11`."""
_NOT_BEFORE_RANGE, _NOT_AFTER_RANGE = r"(?<![\w.,:/–-])", r"(?![\w–]|[.,:/-]\d)"
_RANGE = re.compile(r"N\s*-\s*N")
_RANGE_LAST = re.compile(r"(?<![\w.,:/-])N\s*-\s*N$")
NUMBER = re.compile(r"(?<!\w)N(?!\w)")
"""How a rule writes a number."""
NUMBER_BESIDE_LETTERS = re.compile(rf"{NUMBER.pattern}|(?<!\w)N(?=[a-zåäö])|(?<=[a-zåäö])N(?!\w)")
"""How a rule writes a number, including one beside letters: `Nkr`, `klN`."""


@dataclass(frozen=True)
class Pattern:
    """A search pattern for words of a rule: forbidden, preferred or an exception. Its expressions are compiled on first use."""

    rule: WritingRule
    words: str
    """As written in the rule."""
    number: re.Pattern[str] = NUMBER
    """Finds the numbers in `words`."""

    @property
    def is_range(self) -> bool:
        """Return whether it is only a number, a hyphen and a number."""
        return is_range(self.words)

    @cached_property
    def pieces(self) -> list[str]:
        """Return expressions for the numbers, spaces and other characters of the words."""
        return cut_words(self.words, self.number)

    @cached_property
    def needle(self) -> str:
        """Return a substring of every match; text without it is not searched."""
        start, end = _find_needle(self.pieces)
        return "".join(piece[-1] for piece in self.pieces[start:end])

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Return the expression that matches the words."""
        return compile_pieces(self.pieces)

    @cached_property
    def look(self) -> re.Pattern[str]:
        """Return an expression that begins with the needle and is found in every text with a match: faster, since it is tried at
        few places.
        """
        return _compile_look(self.pieces, *_find_needle(self.pieces))

    @property
    def ends_with_range(self) -> bool:
        """Return whether it ends with a range after other words."""
        return not self.is_range and _RANGE_LAST.search(self.words) is not None

    @property
    def sample(self) -> str:
        """Return an example that it matches, with small ascending numbers."""
        numbers = count(2)
        return self.number.sub(lambda _: str(next(numbers)), self.words)

    @cached_property
    def as_shown(self) -> re.Pattern[str]:
        """Return an expression that also matches with emphasis, links and marks among the words. Exceptions are searched for with
        it.
        """
        return compile_pieces(self.pieces, _AS_SHOWN)

    def may_match(self, prose: str) -> bool:
        """Return whether the pattern may match in a text."""
        return self.needle in prose and self.look.search(prose) is not None


def is_range(words: str) -> bool:
    """Return whether words are only a number, a hyphen and a number."""
    return _RANGE.fullmatch(words) is not None


def _find_needle(pieces: Sequence[str]) -> tuple[int, int]:
    """Return the start and end of the longest run of literal pieces: no numbers, spaces or letters in two cases."""
    runs, start = [(0, 0)], 0
    for at, piece in enumerate([*pieces, _ANY_SPACE]):
        if piece.startswith(("(", "[")):
            runs.append((start, at))
            start = at + 1
    return max(runs, key=lambda run: run[1] - run[0])


def _compile_look(pieces: Sequence[str], start: int, end: int) -> re.Pattern[str]:
    """Return an expression that begins with the pieces from `start` to `end`, and looks back at those before them."""
    needle, before, following = "".join(pieces[start:end]), "", "".join(pieces[end:])
    for piece in reversed(pieces[:start]):
        if piece in _NUMBERS:  # a lookbehind has a fixed width, so it stops at the last digit
            before = f"(?<=\\d{before}{needle})"
            break
        before = f"{piece}{before}"
    else:
        before = f"(?<={before}{needle})" + (f"(?<![\\w-]{before}{needle})" if _begins_as_word(pieces) else "")
    return re.compile(f"{needle}{before}{following}{_find_after(pieces)}")


def compile_pieces(pieces: Sequence[str], instead: Mapping[str, str] = MappingProxyType({})) -> re.Pattern[str]:
    """Return the expression for the pieces of a rule's words; `instead` replaces some of them."""
    following = "".join(instead.get(piece, piece) for piece in pieces[1:])
    if _begins_as_word(pieces):  # the lookbehind comes after the first character, so that it is tried at few places
        body = f"{pieces[0]}(?<![\\w-]{pieces[0]}){following}"
    else:
        before = _NOT_BEFORE_RANGE if _RANGE_NUMBER in pieces else _NOT_BEFORE_NUMBER
        body = f"{before}{''.join(instead.get(piece, piece) for piece in pieces[:1])}{following}"
    return re.compile(f"{body}{_find_after(pieces)}")


def _begins_as_word(pieces: Sequence[str]) -> bool:
    return bool(pieces) and pieces[0] not in _NUMBERS


def _find_after(pieces: Sequence[str]) -> str:
    """Return a lookahead for what may not follow."""
    if not pieces or pieces[-1] not in _NUMBERS:
        return r"(?![\w-])"
    return _NOT_AFTER_RANGE if pieces[-1] == _RANGE_NUMBER else _NOT_AFTER_NUMBER


def cut_words(words: str, number: re.Pattern[str] = NUMBER) -> list[str]:
    """Split words into expressions for numbers, spaces and other characters. A space matches any space, an apostrophe any
    apostrophe.
    """
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
    """Return the index of the letter that may be a capital at the start of a sentence: of a first word in lower case; else
    None.
    """
    found = re.match(r"[\W_]*+(?P<word>[^\W\d_]++)", number.sub("0", words))
    return found.start("word") if found and found["word"].islower() else None
