"""Lay a translated record over its original.

Returns a record of the original's model, with text from the translation. Numbers, days, references and status are from the
original, and so is what the translation leaves out; the places of the values show which is which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast

from plugins.core.kinds.keys import Key
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.places import Place
from plugins.core.source.lines import Marked
from plugins.core.swedish import compare_key
from plugins.core.translations.model import PageTranslation, Translation, key_fields, spoken_name

M = TypeVar("M", bound=Model)


def speak(original: M, translation: Translation, prefix: str) -> M:
    """Return the record as translated; a page's address gets the `prefix`, such as `/en`."""
    changes = _say(original, translation)
    if isinstance(original, PageModel) and isinstance(translation, PageTranslation):
        changes["body"] = translation.body
    if isinstance(original, AddressedPage):
        changes["prefix"] = prefix
    if getattr(translation, "status", None) == "utkast":
        changes["status"] = "utkast"
    return original.model_copy(update=changes)


def _say(original: Model, translation: Translation) -> dict[str, Any]:
    """Return the fields of the original that the translation replaces, with their places."""
    changes: dict[str, Any] = {}
    at: dict[str, Place] = dict(cast("Mapping[str, Place]", original.at))
    for info in fields_of(type(original)).values():
        english = spoken_name(info)
        said = getattr(translation, english, None) if info.translated or info.nested else None
        before = getattr(original, info.english)
        if said is None or said == () or (info.translated is not True and english == info.english and info.nested is None):
            continue
        if info.nested is not None:
            changes[info.english] = _say_within(info, before, said)
            continue
        changes[info.english] = Key(said, before.key) if isinstance(before, Key) else said
        at = {name: place for name, place in at.items() if name.partition(".")[0] != info.english}
        given = cast("Mapping[str, Place]", translation.at)
        at |= {f"{info.english}{name[len(english) :]}": p for name, p in given.items() if name.partition(".")[0] == english}
    gaps = tuple(name for name in original.gaps if name not in changes)
    return {**changes, "at": MappingProxyType(at), "gaps": gaps, "original": original}


def _say_within(info: FieldInfo, before: Any, said: Any) -> Any:
    """Return a nested record, or list of records, as translated."""
    if not info.is_list:
        return before.model_copy(update=_say(before, said)) if before is not None else None
    pairs = dict(pair_rows(before, said))
    return tuple(one.model_copy(update=_say(one, pairs[one])) if one in pairs else one for one in before)


def pair_rows(originals: Iterable[M], translations: Iterable[Translation]) -> list[tuple[M, Translation]]:
    """Return each original with the first translation that has its key; an original is matched only once."""
    left = list(originals)
    pairs = []
    for translation in translations:
        found = next((one for one in left if row_key(one) == row_key(translation)), None)
        if found is not None:
            left.remove(found)
            pairs.append((found, translation))
    return pairs


def is_row(translation: Translation) -> bool:
    """Return whether a translation is one of several in a file, and has fields that identify its record."""
    keys = {info.english for info in key_fields(translation.ORIGINAL)}
    return bool(keys & {info.english for info in fields_of(type(translation)).values()})


def row_key(record: Model) -> tuple[str, ...]:
    """Return the values that identify a record, in an original or a translation, for comparison."""
    model = record.ORIGINAL if isinstance(record, Translation) else type(record)
    return tuple(_comparable(getattr(record, info.english)) for info in key_fields(model))


def _comparable(value: Any) -> str:
    if isinstance(value, Key):
        return value.key
    typed = value.typed if isinstance(value, Marked) else value
    return compare_key(str(getattr(typed, "value", typed)))


def untranslated(original: Model, translation: Translation) -> Sequence[FieldInfo]:
    """Return the translatable fields that an original must have and its translation lacks."""
    return tuple(info for info in must_be_said(original) if getattr(translation, spoken_name(info)) in (None, ()))


def must_be_said(original: Model) -> Sequence[FieldInfo]:
    """Return the translatable fields that an original must have and that cannot be the same in another language."""
    return tuple(
        info
        for info in fields_of(type(original)).values()
        if info.translated and info.required and getattr(original, info.english) is not None
        if isinstance(info.translated, str) or not may_be_the_same(info)
    )


def may_be_the_same(info: FieldInfo) -> bool:
    """Return whether a field may have the same value in every language: a name, a figure, a source, a file to fetch."""
    return info.kind is not None and (info.kind.is_name or not info.kind.has_prose or not info.kind.is_text)
