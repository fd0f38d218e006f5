"""Stand-ins: words for an id, a name or a title that a record must have and lacks, so that all else in it is judged at once.

Stage: check. In: a field, and where its record stands. Out: the words; and whether a problem, or a name, is of such, which nobody
wrote and nobody is to meet. Called by `core.models.binding`, by who settles what is told, and by who lists what there is.
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
    """Return words that no other record has; None where only a value of the editor's own will do."""
    if info.is_list or info.kind is None or not (info.kind.is_text or info.kind is ID):
        return None
    word = f"{_MARK}{crc32(f'{place.source.path}:{place.line}:{info.key}'.encode()):010}"
    return Text(word, SourceFile(place.source.path, _MARK, place.source.language), ((0, place.line, place.column),))


def is_stand_in(words: str) -> bool:
    """Tell whether a name is such words, and nothing that anybody is to choose or read."""
    return _WORD.fullmatch(words) is not None


def hide_stand_ins(words: str) -> str:
    """Return what is told of a record, in which another is one without a name."""
    return _WORD.sub("utan namn", words)


def speaks_of_stand_in(problem: Problem) -> bool:
    """Tell whether a problem is in, or names, what stands in for a value: that it lacks is told already."""
    told = (problem.message, problem.suggestion or "", *problem.help)
    return problem.place.source.text == _MARK or any(_WORD.search(words) for words in told)
