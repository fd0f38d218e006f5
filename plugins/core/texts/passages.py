"""Split a text into passages, and blank out everything that is not prose.

Takes a `Text`; yields `Passage`s whose `prose` is as long as the source, so that offsets in it are offsets in the file. Code,
addresses, marks, tags, comments and words in other languages are not prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.places import Place
from plugins.core.source.silences import is_silence
from plugins.core.source.sources import Text
from plugins.core.swedish import SWEDISH
from plugins.core.texts.blocks import BLANK, BlockSort, cut_lines, hide_frames
from plugins.core.web import ENDINGS

_WEB_BY_SCHEME: Final = r"https?://[^\s<>\"]+"
_WEB_BY_HOST: Final = r"[wW]{3}\.[^\s<>\"]+"
_WEB: Final = rf"{_WEB_BY_SCHEME}|{_WEB_BY_HOST}"
_MAIL: Final = r"(?<![\w.+-])[\w.+-]++@[\w-]++(?>(?:\.[\w-]++)+)"
_ENDING: Final = rf"\.(?:{ENDINGS})(?![\w-])"
_HOST: Final = rf"(?<![\w@-])(?<![\w-]\.)[\w-]++(?:\.[\w-]+)*{_ENDING}(?:/[^\s<>\"]*)?"
ADDRESS = re.compile(rf"{_WEB}|{_MAIL}|{_HOST}", re.IGNORECASE)
_WORD = re.compile(rf"[^\W_]+(?:[-’'][^\W_]+)*|{BLANK}+")
_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>\n]*>|\]\((?>(?:[^()\n]|\([^()\n]*\))*)\)|^[ ]{0,3}\[[^\]\n]+\]:[^\n]*",
    re.DOTALL | re.MULTILINE,
)
"""What no reader sees: comments, tags, addresses of links."""
_SENTENCE_END = re.compile(r"[.!?…][”\"')\]]*\s+(?=[”\"'(\[]?[A-ZÅÄÖÉ\d\ufffc])|\n(?=[A-ZÅÄÖÉ])")
_SHORTENED = re.compile(rf"(?:\b(?:[a-zåäö]{{1,3}}\.){{1,5}}[a-zåäö]{{1,3}}|\b(?:{'|'.join(SWEDISH.shortened)}))$", re.IGNORECASE)
MANY_TEXTS: Final = 256
"""Texts that a chunk of files may have; the caches below keep as many, since rule after rule asks about the same."""
LONGEST_SHORT = 24
"""Characters of an abbreviation with dots, with a margin."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, heading, table row or line of a page."""

    text: Text
    """The whole text that contains it, such as a page's. Its own words are `prose` and `written`."""
    start: int
    end: int
    """Its offsets in `text`."""
    sort: BlockSort
    prose: str
    """Its words, with everything that is not prose replaced by `BLANK`."""
    is_quoted: bool = False
    """Its field is for somebody else's words, so all of it is a quotation."""

    @property
    def page(self) -> Path:
        """Return the path of its file."""
        return self.text.source.path

    @property
    def written(self) -> str:
        """Return the source text, without block-quote markers."""
        return hide_frames(self.text.value[self.start : self.end], self.prose)

    def find_words(self, start: int = 0, end: int | None = None) -> Iterator[str]:
        """Yield the words that a reader sees between two offsets; a mark or another visible stretch that is not prose is
        `BLANK`.
        """
        for word in _WORD.finditer(self.prose, start, len(self.prose) if end is None else end):
            if word[0][0] != BLANK or any(map(str.isalnum, _UNREAD.sub("", self.written[word.start() : word.end()]))):
                yield word[0]

    def place(self, offset: int = 0) -> Place:
        """Return the place of the character at `offset` in the passage."""
        return self.text.place(self.start + offset)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Return the start and end offset of each sentence.

        A line that begins with a capital begins a sentence, even if the capital is a name's: search for anything that may cross a
        line end in `prose`.
        """
        cuts = [0]
        for found in _SENTENCE_END.finditer(self.prose):
            if not (
                found[0].startswith(".")
                and _SHORTENED.search(self.prose, max(cuts[-1], found.start() - LONGEST_SHORT), found.start())
            ):
                cuts.append(found.end())
        return tuple(zip(cuts, [*cuts[1:], len(self.prose)], strict=True))

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return the start and end offset of the sentence that contains the character at `offset`."""
        start, end = self.sentences[bisect_right(self.sentences, offset, key=itemgetter(0)) - 1]
        return (start, end) if offset < end else (0, len(self.prose))


@dataclass(frozen=True, slots=True)
class _NoProse:
    """A kind of stretch that is not prose."""

    signs: tuple[str, ...]
    """Substrings of which every such stretch has at least one; a text without any is not searched."""
    expression: re.Pattern[str]
    end: re.Pattern[str] | None = None
    """If set, the expression is only tried before matches of this one, from the characters that lead up to it."""
    leads: str = ""
    """Characters, besides letters and digits, that lead up to `end`."""

    def find(self, value: str, start: int) -> re.Match[str] | None:
        """Return the next stretch from an offset on. Each place is tried once, so time is linear in the text."""
        if self.end is None:
            return self.expression.search(value, start)
        for end in self.end.finditer(value, start):
            at = end.start()
            while at > start and (value[at - 1].isalnum() or value[at - 1] in self.leads):
                at -= 1
            found = next(filter(None, (self.expression.match(value, begin) for begin in range(at, end.start()))), None)
            if found:
                return found
            start = end.start()
        return None


_FLAGS: Final = re.DOTALL | re.MULTILINE | re.IGNORECASE
_NO_PROSE: Final = (
    _NoProse(("<!--",), re.compile(r"<!--.*?(?:-->|\Z)", _FLAGS)),
    _NoProse(("`",), re.compile(r"(?<!`)(?P<tick>`++)[^`\n]+(?P=tick)", _FLAGS)),
    _NoProse(("{",), re.compile(r"\{[^{}\n]*\}", _FLAGS)),
    _NoProse(("](",), re.compile(r"\]\((?>(?:[^()\n]|\([^()\n]*\))*)\)", _FLAGS)),
    _NoProse(("]:",), re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[^\n]*", _FLAGS)),
    _NoProse(
        ("<",),
        re.compile(
            r"<(?P<tag>[a-z]+)\b[^<>]{0,300}\blang=[\"']?(?!sv\b)[^<>]{0,300}>"
            r"(?>(?:[^<]|<(?!/(?P=tag)>|(?P=tag)\b))*)</(?P=tag)>",
            _FLAGS,
        ),
    ),
    _NoProse(("<",), re.compile(r"</?[a-zA-Z][^<>\n]*>", _FLAGS)),
    _NoProse(("://",), re.compile(_WEB_BY_SCHEME, _FLAGS), re.compile("://")),
    _NoProse(("w.", "W."), re.compile(_WEB_BY_HOST, _FLAGS)),
    _NoProse(("@",), re.compile(_MAIL, _FLAGS), re.compile("@"), "_.+-"),
    _NoProse((".",), re.compile(_HOST, _FLAGS), re.compile(_ENDING, _FLAGS), "_.-"),
)
"""Separate expressions instead of one with alternatives, which would all be tried at every letter."""


def _find_no_prose(value: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each stretch that is not prose. Where several match, the leftmost wins, then the first in the list."""
    there = [sort for sort in _NO_PROSE if any(sign in value for sign in sort.signs)]
    coming = [(found, sort) for sort in there if (found := sort.find(value, 0))]
    while coming:
        first = min((found for found, _ in coming), key=lambda found: found.start())
        yield first.span()
        end = first.end()
        coming = [
            (following, sort) for found, sort in coming if (following := found if found.start() >= end else sort.find(value, end))
        ]


@lru_cache(maxsize=MANY_TEXTS)
def blank_out(value: str) -> str:
    """Return `value` with everything that is not prose blanked out, and silencing comments as spaces; line ends remain."""
    without_silences = value
    if "<!--" in value:
        without_silences = "\n".join(" " * len(line) if is_silence(line) else line for line in value.split("\n"))
    pieces, at = [], 0
    for start, end in _find_no_prose(without_silences):
        pieces += [without_silences[at:start], "\n".join(BLANK * len(line) for line in without_silences[start:end].split("\n"))]
        at = end
    return "".join([*pieces, without_silences[at:]])


@lru_cache(maxsize=MANY_TEXTS)
def fold(value: str) -> str:
    """Return a text case-folded. Cached."""
    return value.casefold()


def find_near(passages: Iterable[Passage], may_hold: Callable[[str], bool]) -> Iterator[Passage]:
    """Yield the passages of texts for which `may_hold` is true; it is called once for each text."""
    text, is_near = None, False
    for passage in passages:
        if passage.text is not text:
            text, is_near = passage.text, may_hold(passage.text.value)
        if is_near:
            yield passage


def line_passage(text: Text, *, is_quoted: bool = False) -> Passage:
    """Return a line of a record as a passage."""
    return Passage(text, 0, len(text.value), "line", blank_out(text.value), is_quoted)


def find_passages(text: Text, places: Collection[str] = ()) -> Iterator[Passage]:
    """Yield the passages of a Markdown text in order, one for each block.

    `places` are the marks that stand on lines of their own and become something between paragraphs.
    """
    prose = blank_out(text.value)
    pieces: list[str] = []
    pending: tuple[int, int, BlockSort] | None = None
    for line in cut_lines(text.value, places):
        if pending and line.continues:
            pieces.append(prose[pending[1] : line.begin] + " " * (line.start - line.begin) + prose[line.start : line.end])
            pending = (pending[0], line.end, pending[2])
            continue
        if pending:
            yield Passage(text, *pending, "".join(pieces))
        pending = (line.start, line.end, line.sort) if line.sort else None
        pieces = [prose[line.start : line.end]]
    if pending:
        yield Passage(text, *pending, "".join(pieces))
