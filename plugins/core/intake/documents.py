"""Documents: the types of files that are published unchanged, and the refusals of other files.

The types are data (`published.yaml`); `inspecting` checks that a file really is of its type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.intake.findings import Refused
from plugins.core.intake.formats import SVG, UNKNOWN, recognise
from plugins.core.own_tables import read_table
from plugins.core.swedish import join_words

TABLE = Path(__file__).with_name("published.yaml")


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A type of file that is published unchanged."""

    ending: str
    called: str
    short: str
    """What a link says about it."""
    content: str
    """The name of the check of its contents."""
    heavy: int
    main: Mapping[str, str]
    word: str = ""
    """The name of an interface text with its name, if that differs between languages; empty: `short` is used in all."""


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table(TABLE, is_typed=True)
    return table


@cache
def kinds() -> Mapping[str, DocumentKind]:
    """Return the types by file extension."""
    rows = (DocumentKind(**{"main": {}, **row}) for row in _table()["kinds"])
    return MappingProxyType({kind.ending: kind for kind in rows})


def instead() -> Sequence[Mapping[str, Any]]:
    """Return the types that are never published, by file extension, each with advice."""
    rows: Sequence[Mapping[str, Any]] = _table()["instead"]
    return rows


@lru_cache(maxsize=4096)
def ending_of(name: str) -> str:
    """Return the extension of a file name in lower case; empty for a name without one, such as `.htaccess`."""
    return Path(name).suffix.removeprefix(".").lower()


def is_document_name(name: str) -> bool:
    """Return whether the extension of a file name is that of a known file type that is no picture."""
    ending = ending_of(name)
    return ending in kinds() or any(ending in row["endings"] for row in instead())


def refuse(message: str, *help_lines: str, line: int = 1) -> Refused:
    """Return the refusal of a file that is not published."""
    return Refused("fil-laggs-inte-ut", message, *help_lines, line=line)


def listing() -> str:
    """Return a Swedish sentence that lists the types."""
    endings = [f".{ending}" for ending in kinds()]
    return f"Det som går att länka till är bilder och filer som slutar på {join_words(endings, 'eller')}."


@cache
def page_within() -> re.Pattern[bytes]:
    """Return a pattern for HTML at the beginning of a binary file."""
    names = "|".join(map(re.escape, _table()["certain"])).encode()
    return re.compile(rb"<(?:" + names + rb")(?=[\s/>])|<[a-z]{1,20}[\s/][^<>]{0,200}\bon[a-z]{3,20}\s?=", re.IGNORECASE)


def refuse_mismatch(kind: DocumentKind, really: str, found: str = "") -> Refused:
    """Return the refusal of a file whose contents do not match its name."""
    where = f" ({found[:30]})" if found else ""
    message = f"Filen slutar på .{kind.ending}, men {really}{where}. Den läggs inte ut."
    way = "PDF" if kind.content == "pdf" else f"{kind.called.partition(' ')[2]}, eller som PDF"
    return refuse(message, f"Öppna originalet och spara om det som {way}.")


def refuse_other_type(data: bytes, kind: DocumentKind) -> Refused:
    """Return the refusal of a file that is of another type than its name says, with the type found."""
    known = recognise(data)
    if known in (UNKNOWN, SVG) or known.name == kind.called:
        return refuse_mismatch(kind, "den är en SVG-bild" if known is SVG else "den innehåller något annat")
    refusal = refuse_mismatch(kind, f"den är {known.name}")
    if right := next((each for each in kinds().values() if each.called == known.name), None):
        return refuse(refusal.finding.message, f"Döp om den till .{right.ending}, och länka till det namnet.")
    if known.kind == "raster":
        return refuse(refusal.finding.message, f"Döp om den till .{known.endings[0]}, och länka till det namnet.")
    return refusal


@cache
def _markup() -> re.Pattern[str]:
    """Return a pattern for markup in a text: tags, declarations, prefixed elements, event handlers; not addresses in `< >`."""
    names = "|".join(sorted((name for name in _table()["markup"] if len(name) > 2), key=len, reverse=True))
    brief = "|".join(name for name in _table()["markup"] if len(name) <= 2)
    return re.compile(
        rf"<(?:[!?][a-z\[-]|/?(?:{names})(?=[\s/>])|/?(?:{brief})(?=/?>|\s+[\w:-]{{1,40}}=)"
        r"|[a-z][\w.-]{0,40}:[a-z][\w.-]{0,40}(?=[\s/>])|[a-z][\w.-]{0,40}[\s/][^<>]{0,200}\bon[a-z]{2,20}\s?=)",
        re.IGNORECASE,
    )


def find_markup(text: str) -> re.Match[str] | None:
    """Return the first sign that a text is a web page, a drawing or XML; None if it is plain text."""
    return _markup().search(text)
