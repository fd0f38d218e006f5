"""Passages: the prose of a text, stretch by stretch, with everything that is no prose blanked out.

Stage: check. In: a `Text`. Out: `Passage`s whose `prose` has the same length as what was written, so that every
place in it is a place in the file. Code, addresses, marks, tags, comments and words in another language are no prose.
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
from plugins.core.web import ENDINGS
from plugins.language.blocks import BLANK, BlockSort, cut_lines, hide_frames

_WEB_BY_SCHEME: Final = r"https?://[^\s<>\"]+"
_WEB_BY_HOST: Final = r"[wW]{3}\.[^\s<>\"]+"
_WEB: Final = rf"{_WEB_BY_SCHEME}|{_WEB_BY_HOST}"
_MAIL: Final = r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
_ENDING: Final = rf"\.(?:{ENDINGS})(?![\w-])"
_HOST: Final = rf"(?<![\w@-])(?<![\w-]\.)[\w-]++(?:\.[\w-]+)*{_ENDING}(?:/[^\s<>\"]*)?"
ADDRESS = re.compile(rf"{_WEB}|{_MAIL}|{_HOST}", re.IGNORECASE)
_WORD = re.compile(rf"[^\W_]+(?:[-’'][^\W_]+)*|{BLANK}+")
_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>\n]*>|\]\((?:[^()\n]|\([^()\n]*\))*+\)|^[ ]{0,3}\[[^\]\n]+\]:[^\n]*",
    re.DOTALL | re.MULTILINE,
)
"""What no reader meets: comments, tags, where a link leads."""
_SENTENCE_END = re.compile(r"[.!?…][”\"')\]]*\s+(?=[”\"'(\[]?[A-ZÅÄÖÉ\d\ufffc])|\n(?=[A-ZÅÄÖÉ])")
_SHORTENED = re.compile(rf"(?:\b(?:[a-zåäö]{{1,3}}\.){{1,5}}[a-zåäö]{{1,3}}|\b(?:{'|'.join(SWEDISH.shortened)}))$", re.IGNORECASE)
MANY_TEXTS: Final = 256
"""Texts that a chunk of files may have: rule after rule asks about the same."""
LONGEST_SHORT = 24
"""Characters of a word that is shortened by dots, and some more."""


@dataclass(frozen=True)
class Passage:
    """One paragraph, list item, heading, table row or line of a page."""

    text: Text
    """The whole text that it stands in, such as a page's: the passage's own words are `prose`, and `written`."""
    start: int
    end: int
    """Where it stands in `text`."""
    sort: BlockSort
    prose: str
    """Its words without what is no prose: marks, links' addresses, code."""
    is_quoted: bool = False
    """All of it is somebody else's words: the field that it stands in is for them."""

    @property
    def page(self) -> Path:
        """The file it stands in."""
        return self.text.source.path

    @property
    def written(self) -> str:
        """What the editor wrote, without the signs of a frame before its lines."""
        return hide_frames(self.text.value[self.start : self.end], self.prose)

    def find_words(self, start: int = 0, end: int | None = None) -> Iterator[str]:
        """Yield its words as a reader meets them, such as those of one of its `sentences`; what is no prose and is read all the
        same, such as a mark, as `BLANK`.
        """
        for word in _WORD.finditer(self.prose, start, len(self.prose) if end is None else end):
            if word[0][0] != BLANK or any(map(str.isalnum, _UNREAD.sub("", self.written[word.start() : word.end()]))):
                yield word[0]

    def place(self, offset: int = 0) -> Place:
        """Return where the character at `offset` of the passage stands."""
        return self.text.place(self.start + offset)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """First and last offset of each sentence. A line that begins with a capital letter begins one, also with a name: what
        may go on over a line's end is looked for in `prose`.
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
        """Return first and last offset of the sentence in which the character at `offset` stands."""
        start, end = self.sentences[bisect_right(self.sentences, offset, key=itemgetter(0)) - 1]
        return (start, end) if offset < end else (0, len(self.prose))


@dataclass(frozen=True, slots=True)
class _NoProse:
    """A stretch that is no prose, and is blanked out."""

    signs: tuple[str, ...]
    """Signs of which each such stretch has one: a text without any is not searched."""
    expression: re.Pattern[str]
    end: re.Pattern[str] | None = None
    """Where it is tried only before what looks like this, which it has in it: at that sign and at all that lead up to it."""
    leads: str = ""
    """Characters, besides letters and figures, that lead up to `end`."""

    def find(self, value: str, start: int) -> re.Match[str] | None:
        """Return the next one from an offset on; each place is tried once, so that the time grows with the text."""
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
    _NoProse(("](",), re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*+\)", _FLAGS)),
    _NoProse(("]:",), re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[^\n]*", _FLAGS)),
    _NoProse(
        ("<",),
        re.compile(
            r"<(?P<tag>[a-z]+)\b[^<>]{0,300}\blang=[\"']?(?!sv\b)[^<>]{0,300}>"
            r"(?:[^<]|<(?!/(?P=tag)>|(?P=tag)\b))*+</(?P=tag)>",
            _FLAGS,
        ),
    ),
    _NoProse(("<",), re.compile(r"</?[a-zA-Z][^<>\n]*>", _FLAGS)),
    _NoProse(("://",), re.compile(_WEB_BY_SCHEME, _FLAGS), re.compile("://")),
    _NoProse(("w.", "W."), re.compile(_WEB_BY_HOST, _FLAGS)),
    _NoProse(("@",), re.compile(_MAIL, _FLAGS), re.compile("@"), "_.+-"),
    _NoProse((".",), re.compile(_HOST, _FLAGS), re.compile(_ENDING, _FLAGS), "_.-"),
)
"""One by one and not as alternatives of one pattern, which were all tried at each letter: that was a tenth of what the language
of a text takes."""


def _find_no_prose(value: str) -> Iterator[tuple[int, int]]:
    """Yield where each stretch that is no prose begins and ends: what begins first; at one place the first of the list."""
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
    """Return `value` with everything that is no prose blanked out, and comments that silence as spaces; line ends stay."""
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
    """Return a text whatever its case, to see whether a word can stand in it."""
    return value.casefold()


def find_near(passages: Iterable[Passage], may_hold: Callable[[str], bool]) -> Iterator[Passage]:
    """Yield the passages of those texts that may hold what is looked for, which is asked of each as a whole."""
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
    """Yield the passages of a Markdown text in order: each ends where a block of Markdown does.

    `places` are the marks that stand on lines of their own and become something between paragraphs.
    """
    prose = blank_out(text.value)
    pieces: list[str] = []
    pending: tuple[int, int, BlockSort] | None = None
    for line in cut_lines(text.value, places):
        if pending and line.goes_on:
            pieces.append(prose[pending[1] : line.begin] + " " * (line.start - line.begin) + prose[line.start : line.end])
            pending = (pending[0], line.end, pending[2])
            continue
        if pending:
            yield Passage(text, *pending, "".join(pieces))
        pending = (line.start, line.end, line.sort) if line.sort else None
        pieces = [prose[line.start : line.end]]
    if pending:
        yield Passage(text, *pending, "".join(pieces))
