"""Match an abbreviation that a writing rule forbids in all its spellings, and tell whether its full stop ends a sentence.

Takes the words of a rule; returns an `Abbreviation`, which is a `Pattern`. Called by the house style. The Swedish abbreviations
themselves are in `abbreviations.yaml`.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from plugins.core.dataclass import dataclass
from plugins.core.own_tables import read_table
from plugins.core.source.sources import Text
from plugins.core.swedish import NUMBER_WORDS, SWEDISH
from plugins.core.texts.blocks import BLANK
from plugins.core.texts.passages import Passage
from plugins.language.characters.signs import SPACES
from plugins.language.house_style.patterns import NUMBER, Pattern
from plugins.language.model import WritingRule

_DATA: dict[str, Any] = read_table(Path(__file__).with_suffix(".yaml"))
_SPACE = rf"[{SPACES}\n]"
_DOTTED = re.compile(r"[^\W\d_]{1,4}(?:\. ?[^\W\d_]{1,4})+\.?|[^\W\d_]{1,5}\.")
"""Parts of a few letters with full stops between them, or a short word with a full stop."""
_WORDS = re.compile(rf"[^\W\d_]+(?:[.{SPACES}]+[^\W\d_]+)*\.?")
_SPACES = re.compile(rf"{_SPACE}+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_ADDRESS_BEFORE, _NO_ADDRESS_AFTER = r"[\w@/\\&#’'-]", r"[\w@/\\&-]"
_BEFORE_CAPITAL = re.compile(rf"(?:^|[.!?:…|\n])[{SPACES}”\"’'»«(*_\[#–-]*+$")
"""Text after which any word has a capital. A capital elsewhere makes the word part of a name."""
_NAME_GOES_ON = re.compile(rf"[{SPACES}][^\W\d_a-zåäö]")
_COUNTING = rf"{'|'.join(NUMBER_WORDS)}|\w{{0,9}}(?:tio|tjugo|ton|hundra|tusen|dels)|[cdk]m,?(?: och| eller)?"
_AMOUNTS = "en|halv|hel|varje|någon|några|få|par|flera|många|enstaka|per|i"
_NUMBER_BEFORE = re.compile(rf"(?:[\d½¼¾=:{BLANK}]|\b(?:{_COUNTING}|{_AMOUNTS}))[{SPACES}\n-]*$", re.IGNORECASE)
_FIGURE_BEFORE = re.compile(rf"\d[{SPACES}\n]*$")
_GOES_ON = re.compile(rf"[{SPACES}\n]+[a-zåäö\d]")
_NUMBER_AFTER = re.compile(rf"\.?[{SPACES}]+\d")
_OPENED, _CLOSED = re.compile(rf"[(|\[][{SPACES}]*$"), re.compile(rf"[{SPACES}]*[)|\]]")
_CLOSERS = re.compile(rf"[”\"’'»«)\]*_~{BLANK}]*")
_NEXT = re.compile(rf"(?P<gap>\s++)[”\"’'»«\[*_~]*+(?:{BLANK}++(?=[^\W\d_]))?(?P<sign>\S)")
FEW_WORDS: Final = 5
"""A line of at most so many words is a label rather than a sentence."""


def _letters(words: str) -> tuple[str, ...]:
    """Return the parts of an abbreviation."""
    return tuple(_LETTERS.findall(words))


def _table(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_letters(words) for words in _DATA[name])


_LAST, _LEADS_ON, _JOINED, _MEASURES, _SAID_OVER = map(_table, ("last", "leads on", "joined", "measures", "said over"))
_WORDS_TOO, _NAMES_TOO = map(_table, ("words", "names"))
_SHORTENED = frozenset((word,) for word in SWEDISH.shortened if len(word) > 1)
_KNOWN = _LAST | _LEADS_ON | _SHORTENED
_AS_ONE_WORD = {"".join(parts): parts for parts in _JOINED}


def find_parts(words: str) -> tuple[str, ...]:
    """Return the parts of an abbreviation, (m, m) for both `mm` and `m. m.`; empty if `words` is none."""
    letters = _letters(words)
    small = tuple(map(str.lower, letters))
    if NUMBER.search(words) or not _WORDS.fullmatch(words):
        return ()
    if len(small) == 1 and small[0] in _AS_ONE_WORD:
        return _AS_ONE_WORD[small[0]] if letters == small else letters
    return letters if small in _KNOWN or _DOTTED.fullmatch(words) else ()


@dataclass(frozen=True)
class Abbreviation(Pattern):
    """An abbreviation that a rule forbids, with any mix of full stops and spaces between its parts and with or without a final
    one.
    """

    parts: tuple[str, ...] = ()

    @property
    def leads_on(self) -> bool:
        """Return whether its sentence continues after it."""
        return self.parts in _LEADS_ON or (len(self.parts) == 1 and self.parts not in _LAST)

    @cached_property
    def _is_joined(self) -> bool:
        """Return whether its parts are also written as one word."""
        return self.parts in _JOINED or _letters(self.words) == ("".join(self.parts),)

    @cached_property
    def needle(self) -> str:
        """Return a substring of every match."""
        return self.parts[-1] if len(self.parts) > 1 else self.parts[0][1:]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Return the expression that matches all its spellings."""
        first, *others = self.parts
        start = f"[{first[0]}{first[0].upper()}]"
        gap = rf"(?:\.?{_SPACE}?)" if self._is_joined else rf"(?:\.{_SPACE}?|{_SPACE})"
        before = rf"(?<!{_NO_ADDRESS_BEFORE}{start})(?<!\w\.{start})"
        stop = r"\." if len(self.parts) == 1 and self.parts not in _KNOWN else r"(?>(?:\.(?!\.\.))?)"
        body = "".join([start, before, re.escape(first[1:]), *(f"{gap}{re.escape(part)}" for part in others), stop])
        return re.compile(rf"{body}(?!{_NO_ADDRESS_AFTER})(?!\.\w)(?![’':]\w)")

    @property
    def look(self) -> re.Pattern[str]:
        """Return `expression`: it is only tried where one of `_literals` occurs."""
        return self.expression

    @cached_property
    def _literals(self) -> tuple[str, ...]:
        """Return substrings of which every match has at least one."""
        if len(self.parts) == 1:
            word = self.parts[0]
            return (word, word[0].upper() + word[1:])
        *_, before, last = self.parts
        return (*(f"{sign}{last}" for sign in f".\n{SPACES}"), *([before[-1:] + last] if self._is_joined else []))

    def may_match(self, prose: str) -> bool:
        """Return whether the expression matches somewhere in a text."""
        return any(map(prose.__contains__, self._literals)) and self.look.search(prose) is not None

    def is_meant(self, found: re.Match[str], prose: str) -> bool:
        """Return whether a match is the abbreviation, and not a name or a measure after a number."""
        start, end = found.span()
        if found[0][0] != self.parts[0][0]:
            begins = _BEFORE_CAPITAL.search(prose, max(0, start - 20), start)
            is_name = (found[0].isalpha() or len("".join(self.parts)) == 1) and _NAME_GOES_ON.match(prose, end)
            if not begins or is_name or (self.parts in _NAMES_TOO and not _NUMBER_AFTER.match(prose, end)):
                return False
        if self.parts in _WORDS_TOO and not _is_no_word(found, prose):
            return False
        if "".join(self.parts) not in found[0].lower():
            return True
        if self.parts in _SAID_OVER and self._is_said_over(found, prose):
            return False
        return self.parts not in _MEASURES or not _is_measure(found, prose)

    def _is_said_over(self, found: re.Match[str], prose: str) -> bool:
        """Return whether the same word stands beside it: bla bla."""
        word, near = "".join(self.parts), 8
        before, after = (
            prose[max(0, found.start() - near) : found.start()].lower(),
            prose[found.end() : found.end() + near].lower(),
        )
        return before.rstrip(" ,").endswith(word) or after.lstrip(" ,").startswith(word)

    def _is_of_next(self, found: re.Match[str], prose: str) -> bool:
        """Return whether it belongs to the number after it: min. 5."""
        if self.parts not in _WORDS_TOO | _NAMES_TOO or not _NUMBER_AFTER.match(prose, found.end()):
            return False
        return not _FIGURE_BEFORE.search(prose, max(0, found.start() - 20), found.start())

    def right(self, passage: Passage, found: re.Match[str], write: str) -> str:
        """Return the replacement of a match, with a full stop if the match's own also ended the sentence."""
        leads_on = self.leads_on or self._is_of_next(found, passage.prose)
        ends = found[0].endswith(".") and not write.endswith(".") and ends_sentence(passage, found.end(), leads_on=leads_on)
        return f"{write}." if ends else write


def _is_no_word(found: re.Match[str], prose: str) -> bool:
    """Return whether an abbreviation that is also a word is one here: after a number, or with a full stop inside a sentence."""
    start, end = found.span()
    if _FIGURE_BEFORE.search(prose, max(0, start - 20), start):
        return True
    return found[0].endswith(".") and _GOES_ON.match(prose, end) is not None


def _is_measure(found: re.Match[str], prose: str) -> bool:
    """Return whether a match is a unit: beside a number, or alone in brackets or a table cell."""
    start, end = found.span()
    near = max(0, start - 20)
    if _NUMBER_BEFORE.search(prose, near, start) or _NUMBER_AFTER.match(prose, end):
        return True
    return bool(_OPENED.search(prose, near, start) and _CLOSED.match(prose, end))


def read_abbreviation(rule: WritingRule, written: Text) -> Abbreviation | None:
    """Return the pattern of an abbreviation that a rule forbids; None if the words are none."""
    words = written.value.strip()
    parts = find_parts(words)
    return Abbreviation(rule, words, parts=parts) if parts else None


def plain_form(words: str) -> str:
    """Return words in the form that they are compared in: one kind of space, lower case, no final full stop."""
    return _SPACES.sub(" ", words.strip()).removesuffix(".").lower()


def ends_sentence(passage: Passage, end: int, *, leads_on: bool = False) -> bool:
    """Return whether the full stop of an abbreviation, which ends at offset `end`, also ends the sentence."""
    prose = passage.prose
    closers = _CLOSERS.match(prose, end)
    at = closers.end() if closers else end
    if ")" in prose[end:at] and not _is_sentence_in_brackets(prose, end):
        return False
    following = _NEXT.match(prose, at)
    if following is None:
        return not prose[at : at + 1].strip() and _is_of_sentences(passage, end)
    sign = following["sign"]
    begins = sign.isupper() or sign.isdigit() or sign == BLANK
    return begins and ("\n" in following["gap"] or not leads_on)


def _is_sentence_in_brackets(prose: str, end: int) -> bool:
    """Return whether the brackets around an offset hold a whole sentence."""
    opened = prose.rfind("(", 0, end)
    before = prose[max(0, opened - 20) : opened].rstrip(" ")
    return prose[opened + 1 : opened + 2].isupper() and (before[-1:] in (*".!?…\n", "") or not opened)


def _is_of_sentences(passage: Passage, end: int) -> bool:
    """Return whether a passage ends with a full stop: not a heading or cell, nor an item or line of a few words."""
    words = passage.prose[:end].split()
    if passage.sort == "item":
        return bool(words) and words[0].lstrip("*_[”(")[:1].isupper()
    return passage.sort == "paragraph" or (passage.sort == "line" and len(words) > FEW_WORDS)
