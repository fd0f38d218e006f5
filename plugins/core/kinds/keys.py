"""Kinds that name something: ids, references and file names.

Parse a `Text` and return a `Key`, which has the form to compare by, or the file name. Called by `Kind`, as
`core.kinds.annotations` lists them.
"""

from __future__ import annotations

import re

from plugins.core.dataclass import dataclass
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key, quote


@dataclass(frozen=True, slots=True)
class Key:
    """An id or a reference: as written, and as compared."""

    text: Text
    key: str

    def __str__(self) -> str:
        return self.text.value


def _parse_key(text: Text) -> Key:
    return Key(text, compare_key(text.value))


def _parse_id(text: Text) -> Key:
    if not re.fullmatch(r"[^\W_][\w -]*", text.value):
        raise KindError(f"{quote(text.value)} duger inte som id.", "Ett id skrivs med bokstäver, siffror och bindestreck.")
    return _parse_key(text)


def _parse_file_name(text: Text) -> Text:
    if "/" in text.value or "\\" in text.value or text.value.startswith("."):
        right = re.split(r"[/\\\\]", text.value)[-1].lstrip(".") or None
        message = f"{quote(text.value)} ska vara bara filens namn, utan mapp."
        raise KindError(message, "Till exempel exempelbolaget.svg.", right=right if right and "." in right else None)
    return text


REFERENCE = Kind("hänvisning", _parse_key, "")
ID = Kind("id", _parse_id, "exempel")
FILE_NAME = Kind("filnamn", _parse_file_name, "")
