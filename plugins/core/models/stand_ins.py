"""Stand-ins: words in place of a missing id, name or title, so that the rest of the record can be checked in the same run.

Also recognises problems and names that contain a stand-in, which nobody wrote and nobody should see. Called by
`core.models.binding`, and by code that reports problems or lists records.
"""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

from plugins.core.kinds.keys import ID
from plugins.core.models.model import FieldInfo
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import Text

_MARK: Final = "Osagt"
_WORD: Final = re.compile(rf"{_MARK}[0-9]{{10}}", re.IGNORECASE)


def stand_in(info: FieldInfo, place: Place) -> Text | None:
    """Return words that no other record has; None if only a value from the editor will do."""
    if info.is_list or info.kind is None or not (info.kind.is_text or info.kind is ID):
        return None
    word = f"{_MARK}{crc32(f'{place.source.path}:{place.line}:{info.key}'.encode()):010}"
    return Text(word, SourceFile(place.source.path, _MARK, place.source.language), ((0, place.line, place.column),))


def is_stand_in(words: str) -> bool:
    """Return whether a name is a stand-in, which must not be offered or shown."""
    return _WORD.fullmatch(words) is not None


def hide_stand_ins(words: str) -> str:
    """Return a message with its stand-ins replaced by "utan namn"."""
    return _WORD.sub("utan namn", words)


def speaks_of_stand_in(problem: Problem) -> bool:
    """Return whether a problem is located in a stand-in or mentions one: that the value is missing is reported already."""
    texts = (problem.message, problem.suggestion or "", *problem.help)
    return problem.place.source.text == _MARK or any(_WORD.search(words) for words in texts)
