"""Links and pictures as they are written in a Markdown text: where each begins and ends, and which words are its name.

Stage: check. In: a text as it was written. Out: `WrittenLink`s, with offsets in it. For what asks of a place in a text whether
it stands within a link; what Python-Markdown made of a text, when that has been asked, is `nodes.LinkFound`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.swedish import compare_key

_SIGN: Final = re.compile(
    r"\\."  # an escaped sign
    r"|(?<!`)(?P<tick>`++)[^`\n]++(?P=tick)"  # code
    r"|^[ ]{0,3}\[(?P<defined>[^\]\n]+)\]:[ \t]*+(?P<leads>[^\n]*)"
    r"|<(?P<bare>(?:ht|f)tps?://[^<>\s]++|[^<>\s@]++@[^<>\s@]++)>"
    r"|(?P<blank>\n[ \t]*+(?=\n))|(?P<begin>!?\[)|(?P<end>\])",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_TARGET: Final = re.compile(
    r"\(\s*+(?P<address>(?:[^()\n]|\((?:[^()\n]|\([^()\n]*+\))*+\))*+)\)"
    r"|\(\s*+(?P<torn>[^)\n]*+)\)"  # a bracket too many in its title
    r"|[ \n]?\[(?P<reference>[^\[\]\n]*+)\]"
)
_ADDRESS: Final = re.compile(r"<([^<>\n]*)>|(\S*)")
MANY_TEXTS: Final = 64
"""Texts whose links are remembered: several rules ask of one text after another."""


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A link or picture in a text, by offsets in it."""

    start: int
    end: int
    name_start: int
    """The words to click on, or of what a picture shows; of an address that stands by itself, all of it."""
    name_end: int
    address: str
    """As it is written, without its title; of a reference, as the line says that has it."""
    is_picture: bool = False


@lru_cache(maxsize=MANY_TEXTS)
def find_written_links(value: str) -> tuple[WrittenLink, ...]:
    """Return the links and pictures of a text, and the lines that say where references lead, by where they end.

    A name may have brackets in it, links and pictures too, and go on over line ends; code and escaped signs are none of it.
    """
    return tuple(_scan(value)) if "]" in value or "<" in value else ()


def count_nested_links(value: str) -> int:
    """Return how many links have another within their name, which no page can show; a picture there is right."""
    links = [link for link in find_written_links(value) if not link.is_picture]  # by where they end: the last within is before
    return sum(outer.name_start <= inner.start < outer.name_end for inner, outer in pairwise(links))


def _scan(value: str) -> Iterator[WrittenLink]:
    signs = list(_SIGN.finditer(value))
    defined = {compare_key(found["defined"]): _read_address(found["leads"]) for found in signs if found["defined"]}
    begun: list[re.Match[str]] = []
    taken = 0
    for found in signs:
        if found.start() < taken:
            continue  # within the address of what has just ended
        if found["defined"] or found["bare"]:
            address = found["bare"] or _read_address(found["leads"])
            yield WrittenLink(found.start(), found.end(), found.start(), found.end(), address)
        elif found["blank"] is not None:
            begun.clear()
        elif found["begin"]:
            begun.append(found)
        elif found["end"] and begun:
            begin, target = begun.pop(), _TARGET.match(value, found.end())
            if target and target["reference"] is None:
                leads: str | None = _read_address(target["address"] or target["torn"] or "")
            else:
                leads = defined.get(compare_key((target and target["reference"]) or value[begin.end() : found.start()]))
            if leads is not None:
                taken = target.end() if target else found.end()
                yield WrittenLink(begin.start(), taken, begin.end(), found.start(), leads, begin[0] == "![")


def _read_address(written: str) -> str:
    """Return an address without the title that may stand after it."""
    found = _ADDRESS.match(written)
    return (found[1] or found[2] or "") if found else ""
