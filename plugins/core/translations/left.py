"""What a translation leaves out of its original: words that are read in the original's language where all else is in its own.

Stage: check. In: an original and its translation. Out: the fields that are still to be written. A name, a number or an address
may be the same in every language; so may what has no word that begins with a small letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.translations.model import Translation, spoken_name
from plugins.core.translations.overlay import may_be_the_same, pair_rows
from plugins.core.translations.prints import words_of
from plugins.core.translations.untouched import count_small, list_words


def find_left(original: Model, translation: Translation | None) -> Iterator[FieldInfo]:
    """Yield the fields whose words nobody has translated; all that have any, where there is no translation.

    Records within that are translated in part are asked for by themselves.
    """
    for info in fields_of(type(original)).values():
        before = getattr(original, info.english) if info.translated or info.nested else None
        if before is None or before == ():
            continue
        said = getattr(translation, spoken_name(info), None) or ()
        if info.nested is not None:
            paired = [one for one, _ in pair_rows(before, said)] if info.is_list else [before] if said else []
            rows = before if info.is_list else (before,)
            if any(True for row in rows if not any(row is one for one in paired) for _ in find_left(row, None)):
                yield info
        elif info.translated and not said and _has_words(info, before):
            yield info


def _has_words(info: FieldInfo, value: Any) -> bool:
    """Tell whether a value has words to translate."""
    if isinstance(info.translated, str):  # a name that a translation may give another: it has one where it must
        return info.required
    values = value if isinstance(value, tuple) else (value,)
    return not may_be_the_same(info) and any(count_small(list_words(words_of(one))) for one in values)
