"""Attributes in braces: `## Rubrik {#rubrik}`, `[a](/b/){.knapp}`, as Google Docs, Pandoc and others write them.

Stage: read and check. In: Markdown or a line. Out: where such braces stand. They never reach a page: `core.markdown`
reads past them, `language.signs` tells of them, and `tidy` takes them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.dataclass import dataclass

_ONE = r"(?:[.#][^\W\d][\w:.-]*|[A-Za-z][\w:-]*=(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s{}\"'=]+))"
_BRACES = re.compile(rf"(?<![{{$\\])\{{:?[ \t]*(?P<first>{_ONE}|-)(?:[ \t]+{_ONE})*[ \t]*\}}(?!\}})")
_HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t])")


@dataclass(frozen=True, slots=True)
class Braces:
    """Such braces, with the spaces before them."""

    start: int
    end: int


def find_attributes(value: str) -> Iterator[Braces]:
    """Yield the attributes of a text.

    `{.klass}` and `{#id}` are never anything else; `{namn=värde}` and `{-}` only behind a heading, a link or a picture.
    """
    if "{" not in value:
        return
    offset = 0
    for line in value.split("\n"):
        end = 0
        for found in () if line.lstrip().startswith(":::") else _BRACES.finditer(line):
            start = found.start()
            if found["first"][0] in ".#" or _HEADING.match(line) or line[max(0, start - 1) : start] in (")", "]"):
                while start > end and line[start - 1] in " \t":
                    start -= 1
                end = found.end()
                yield Braces(offset + start, offset + end)
        offset += len(line) + 1


def drop_attributes(value: str) -> str:
    """Return the text without its attributes."""
    pieces, end = [], 0
    for braces in find_attributes(value):
        pieces.append(value[end : braces.start])
        end = braces.end
    return "".join([*pieces, value[end:]])
