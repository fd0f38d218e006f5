"""Attributes in braces: `## Rubrik {#rubrik}`, `[a](/b/){.knapp}`, as Google Docs, Pandoc and others write them.

Finds them in Markdown or in a line. They never reach a page: `core.markdown` drops them, `language.characters.signs` reports
them, and `tidy` removes them from files. The one exception is an id at the end of a heading, which editors use to keep an id
whatever the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.dataclass import dataclass
from plugins.core.swedish import slugify

_ONE = r"(?:[.#][^\W\d][\w:.-]*|#\d[\w:.-]*|[A-Za-z][\w:-]*=(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s{}\"'=]+))"
_BRACES = re.compile(rf"(?<![{{$\\])\{{:?[ \t]*(?P<first>{_ONE}|-)(?:[ \t]+{_ONE})*[ \t]*\}}(?!\}})")
_HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t])")
_OWN_ID = re.compile(r"\{#(?P<id>[a-z0-9]++(?>(?:-[a-z0-9]++)*))\}[ \t]*+#*+[ \t\r]*+$")
"""An id at the end of a heading, with the characters of ids made from words."""


@dataclass(frozen=True, slots=True)
class Braces:
    """Attributes in braces, with the spaces before them, as offsets."""

    start: int
    end: int
    own_id: str = ""
    """The id that they give to a heading, if it differs from that made from the words; empty for all other attributes."""


def find_attributes(value: str) -> Iterator[Braces]:
    """Yield the attributes in a text.

    `{.klass}` and `{#id}` are attributes anywhere; `{namn=värde}`, `{-}` and `{#5}` only after a heading, a link or a picture.
    """
    if "{" not in value:
        return
    offset = 0
    for line in value.split("\n"):
        end = 0
        for found in () if line.lstrip().startswith(":::") else _BRACES.finditer(line):
            start, first = found.start(), found["first"]
            is_sure = first[0] in ".#" and not first[1].isdigit()
            if is_sure or _HEADING.match(line) or line[max(0, start - 1) : start] in (")", "]"):
                while start > end and line[start - 1] in " \t":
                    start -= 1
                end = found.end()
                yield Braces(offset + start, offset + end, _find_own_id(line, found.start()))
        offset += len(line) + 1


def find_own_id(line: str) -> str:
    """Return the id that an editor has given to the heading on a line; empty if its id follows from its words."""
    return next((braces.own_id for braces in find_attributes(line) if braces.own_id), "")


def _find_own_id(line: str, start: int) -> str:
    found = _OWN_ID.match(line, start)
    heading = _HEADING.match(line)
    words = line[heading.end() : start] if heading else ""
    return found["id"] if found and words.strip() and found["id"] != slugify(words) else ""


def drop_attributes(value: str) -> str:
    """Return the text without its attributes."""
    pieces, end = [], 0
    for braces in find_attributes(value):
        pieces.append(value[end : braces.start])
        end = braces.end
    return "".join([*pieces, value[end:]])
