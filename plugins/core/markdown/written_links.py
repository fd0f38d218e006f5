"""Find links and pictures in Markdown source: where each begins and ends, and which words are its name.

Returns `WrittenLink`s with offsets, for rules that have to know whether a position is inside a link. The links that
Python-Markdown has made are `nodes.LinkFound`.
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
    r"\\."  # an escaped character
    r"|(?<!`)(?P<tick>`++)[^`\n]++(?P=tick)"  # code
    r"|^[ ]{0,3}\[(?P<defined>[^\]\n]+)\]:[ \t]*+(?P<leads>[^\n]*)"
    r"|<(?P<bare>(?:ht|f)tps?://[^<>\s]++|[^<>\s@]++@[^<>\s@]++)>"
    r"|(?P<blank>\n[ \t]*+(?=\n))|(?P<begin>!?\[)|(?P<end>\])",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_TARGET: Final = re.compile(
    r"\(\s*+(?P<address>(?>(?:[^()\n]|\((?>(?:[^()\n]|\([^()\n]*+\))*)\))*))\)"
    r"|\(\s*+(?P<torn>[^)\n]*+)\)"  # with an extra bracket in its title
    r"|[ \n]?\[(?P<reference>[^\[\]\n]*+)\]"
)
_ADDRESS: Final = re.compile(r"<([^<>\n]*)>|(\S*)")
MANY_TEXTS: Final = 64
"""How many texts' links are cached: several rules need those of the same text."""


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A link or picture in a text, as offsets."""

    start: int
    end: int
    name_start: int
    """Begin of the link text or text alternative; for a bare address, of the whole link."""
    name_end: int
    address: str
    """As written, without title; for a reference, the address in its definition."""
    is_picture: bool = False


@lru_cache(maxsize=MANY_TEXTS)
def find_written_links(value: str) -> tuple[WrittenLink, ...]:
    """Return the links, pictures and reference definitions in a text, ordered by where they end.

    A name may contain brackets, links and pictures, and continue on the next line; code and escaped characters are not
    considered.
    """
    return tuple(_scan(value)) if "]" in value or "<" in value else ()


def count_nested_links(value: str) -> int:
    """Return how many links contain another link in their name, which HTML does not allow; pictures are not counted."""
    links = [link for link in find_written_links(value) if not link.is_picture]  # in order of their ends: inner ones come first
    return sum(outer.name_start <= inner.start < outer.name_end for inner, outer in pairwise(links))


def _scan(value: str) -> Iterator[WrittenLink]:
    signs = list(_SIGN.finditer(value))
    defined = {compare_key(found["defined"]): _read_address(found["leads"]) for found in signs if found["defined"]}
    begun: list[re.Match[str]] = []
    taken = 0
    for found in signs:
        if found.start() < taken:
            continue  # inside the address of the previous link
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
    """Return an address without the title that may follow it."""
    found = _ADDRESS.match(written)
    return (found[1] or found[2] or "") if found else ""
