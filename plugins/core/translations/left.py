"""Find what a translation leaves out of its original, and is therefore shown in the original's language.

Yields fields. A name, number or address may be the same in every language, and so may a value without a word that begins with a
small letter; but not a number in words (`minst 70`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.translations.fingerprints import words_of
from plugins.core.translations.model import Translation, spoken_name
from plugins.core.translations.overlay import may_be_the_same, pair_rows
from plugins.core.translations.untouched import count_small, list_words
from plugins.core.translations.values import has_words


def find_left(original: Model, translation: Translation | None) -> Iterator[FieldInfo]:
    """Yield the fields with words that are not translated; without a translation, all fields with words.

    Nested records that are partly translated are left out; they have to be checked separately.
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
        elif info.translated and not said and _is_to_translate(info, before):
            yield info


def find_values_with_words(record: Model) -> Iterator[tuple[FieldInfo, str]]:
    """Yield each value that contains no sentence but still has words (`cirka 250`), with its field."""
    for info in fields_of(type(record)).values():
        if info.translated is True and may_be_the_same(info):
            yield from ((info, value) for value in _list_values(getattr(record, info.english)) if _has_words(info, value))


def _is_to_translate(info: FieldInfo, value: Any) -> bool:
    """Return whether a value has words to translate."""
    if isinstance(info.translated, str):  # a name, which a translation has to give only if it is required
        return info.required
    return any(_has_words(info, words) for words in _list_values(value))


def _list_values(value: Any) -> list[str]:
    values = value if isinstance(value, tuple) else (value,)
    return [words_of(one) for one in values if one is not None]


def _has_words(info: FieldInfo, words: str) -> bool:
    if info.kind is None or not may_be_the_same(info):
        return count_small(list_words(words)) > 0
    return info.kind.is_text and not info.kind.is_name and has_words(words)
