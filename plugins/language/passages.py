"""Passages: the prose of a text, stretch by stretch, with everything that is no prose blanked out.

Stage: check. In: a `Text`. Out: `Passage`s whose `prose` has the same length as what was written, so that every
place in it is a place in the file. Code, addresses, marks, tags, comments and words in another language are no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from plugins.core.places import Place
from plugins.core.silences import is_silence
from plugins.core.sources import Text

BLANK = "\ufffc"
"""Stands for each character that is no prose: neither a letter nor a space."""

ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
    r"|(?<![\w@-])(?<![\w-]\.)[\w-]++(?:\.[\w-]+)*\.(?:se|nu|com|org|net|eu|io|fi|no|dk)(?![\w-])(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|(?<!`)(?P<tick>`++)[^`\n]+(?P=tick)"
    r"|\{[^{}\n]*\}"
    r"|\]\((?:[^()\n]|\([^()\n]*\))*+\)"
    r"|^[ ]{0,3}\[[^\]\n]+\]:.*$"
    r"|<(?P<tag>[a-z]+)\b[^<>]{0,300}\blang=[\"']?(?!sv\b)[^<>]{0,300}>(?:[^<]|<(?!/(?P=tag)>|(?P=tag)\b))*+</(?P=tag)>"
    r"|</?[a-zA-Z][^<>\n]*>"
    rf"|{ADDRESS.pattern}",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•·●▪]|\d+\.)[ \t\u00a0]+")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?!\S)")
_SENTENCE_END = re.compile(r"[.!?…][”\"')\]]*\s+(?=[”\"'(\[]?[A-ZÅÄÖÉ\d\ufffc])|\n(?=[A-ZÅÄÖÉ])")
_SHORTENED = re.compile(
    r"(?:\b(?:[a-zåäö]{1,3}\.){1,5}[a-zåäö]{1,3}|\b(?:kl|nr|ca|s|tel|st|jfr|resp|max|min|dvs|osv|etc|ev|f|k|m))$", re.IGNORECASE
)
LONGEST_SHORT = 24
"""Signs of a word that is shortened by dots, and some more."""

Sort = Literal["paragraph", "item", "heading", "row", "line"]


@dataclass(frozen=True)
class Passage:
    """One paragraph, list item, heading, table row or line of a page."""

    text: Text
    start: int
    end: int
    sort: Sort
    prose: str

    @property
    def page(self) -> Path:
        """The file it stands in."""
        return self.text.source.path

    @property
    def written(self) -> str:
        """What the editor wrote."""
        return self.text.value[self.start : self.end]

    def place(self, offset: int = 0) -> Place:
        """Return where the character at `offset` of the passage stands."""
        return self.text.place(self.start + offset)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """First and last offset of each sentence."""
        cuts = [0]
        for found in _SENTENCE_END.finditer(self.prose):
            if not (
                found[0].startswith(".")
                and _SHORTENED.search(self.prose, max(cuts[-1], found.start() - LONGEST_SHORT), found.start())
            ):
                cuts.append(found.end())
        return tuple(zip(cuts, [*cuts[1:], len(self.prose)], strict=True))


@lru_cache(maxsize=64)
def blank_out(value: str) -> str:
    """Return `value` with everything that is no prose blanked out, and comments that silence as spaces; line ends stay."""
    without_silences = value
    if "<!--" in value:
        without_silences = "\n".join(" " * len(line) if is_silence(line) else line for line in value.split("\n"))
    return _NO_PROSE.sub(lambda found: re.sub(r"[^\n]", BLANK, found[0]), without_silences)


def line_passage(text: Text) -> Passage:
    """Return a line of a record as a passage."""
    return Passage(text, 0, len(text.value), "line", blank_out(text.value))


def find_passages(text: Text) -> Iterator[Passage]:
    """Yield the passages of a Markdown text in order."""
    prose = blank_out(text.value)
    pending: tuple[int, int, Sort] | None = None
    offset = 0
    for line, written in zip([*prose.split("\n"), ""], [*text.value.split("\n"), ""], strict=True):
        start, end = offset, offset + len(line)
        offset = end + 1
        if "<!--" in written and is_silence(written):
            continue  # it does not tear a paragraph in two
        sort = _sort_of(line)
        if pending and sort == "paragraph":  # a further line of what has begun
            pending = (pending[0], end, pending[2])
            continue
        if pending:
            yield _cut(text, prose, *pending)
            pending = None
        if sort in ("heading", "row"):
            yield _cut(text, prose, start, end, sort)
        elif sort:
            marker = _LIST_ITEM.match(line)
            pending = (start + (marker.end() if marker else 0), end, sort)


def _cut(text: Text, prose: str, start: int, end: int, sort: Sort) -> Passage:
    return Passage(text, start, end, sort, prose[start:end])


def _sort_of(line: str) -> Sort | None:
    if not line or line.isspace():
        return None
    if line[0].isalpha():
        return "paragraph"
    if _HEADING.match(line):
        return "heading"
    if line.lstrip().startswith("|"):
        return "row"
    return "item" if _LIST_ITEM.match(line) else "paragraph"
