"""Compare a word list with the first list: report missing, unknown and malformed words, and fill the gaps.

Takes two `WordFile`s; returns problems, and the complete words. Called by `core.words.lists`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from plugins.core.locales.languages import Language
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.swedish import join_words, quote
from plugins.core.words.file import MOST_NAMED, Keys, WordFile, report_unknown
from plugins.core.words.forms import check_forms, compare_fields, find_fields
from plugins.core.words.interface import FORMS, is_counted

OPTIONAL: Final = ("language", "staff", "global_goals", "search_words")
"""Groups that may be missing or different: the language's conventions, texts for staff, names of the global goals, and search
data about the language."""


def compare_lists(file: WordFile, first: WordFile, language: Language, faulty: set[Keys]) -> Iterator[Problem]:
    """A list has the same words as the first one, with the same placeholders; keys of malformed words are added to `faulty`."""
    if missing := [keys for keys in _list_words(first.words) if _find(file.words, keys) is None]:
        yield _report_missing(file, first, missing, language)
    known = {keys[0] for keys in _list_words(first.words)}
    for keys in _list_words(file.words):
        if _find(first.words, keys) is None:
            groups = first.words.get(keys[0])
            yield report_unknown(file, keys, tuple(groups) if len(keys) > 1 and isinstance(groups, dict) else tuple(known))
        elif _find(file.words, keys) is not None:
            for problem in _compare_word(file, first, keys, language):
                faulty.add(keys)
                yield problem


def check_first(file: WordFile, language: Language) -> Iterator[Problem]:
    """The first list's words with plural forms, which are compared with no other list, have the forms of its language."""
    for keys in _list_words(file.words):
        word = _find(file.words, keys)
        if isinstance(word, dict) and is_counted(word):
            yield from _check_forms_of(file, keys, word, word, language)


def _check_forms_of(file: WordFile, keys: Keys, own: Mapping[str, Any], original: Any, language: Language) -> Iterator[Problem]:
    places = {form: file.place((*keys, form)) for form in own}
    return check_forms(file.place(keys), places, keys[-1], own, original, language)


def stand_in(own: Mapping[str, Any], first: Mapping[str, Any], faulty: Collection[Keys], above: Keys = ()) -> dict[str, Any]:
    """Return the words of a list, with those of the first list in place of missing and malformed ones."""
    found: dict[str, Any] = {} if above else {key: own[key] for key in OPTIONAL if key in own and key not in first}
    for key, original in first.items():
        value, keys = own.get(key), (*above, key)
        if not value or keys in faulty or not _has_shape(value, original):
            found[key] = original
        elif isinstance(original, dict) and not is_counted(original) and (above or key not in OPTIONAL):
            found[key] = stand_in(value, original, faulty, keys)
        else:
            found[key] = value
    return found


def _report_missing(file: WordFile, first: WordFile, missing: Sequence[Keys], language: Language) -> Problem:
    names = [".".join(keys) for keys in missing]
    shown = join_words(names) if len(names) <= MOST_NAMED else ", ".join([*names[:MOST_NAMED], "…"])
    what = f"Ordet {quote(names[0])}" if len(names) == 1 else f"{len(names)} ord"
    message = f"{what} saknas på språket {quote(language.name)}{'' if len(names) == 1 else f': {shown}'}."
    originals = [f"{first.source.path.name}, rad {first.place(keys).line}: {_show(first, keys)}" for keys in missing[:MOST_NAMED]]
    return Problem(Place(file.source), "saknat-ord", message, ("Så står det på svenska:", *originals))


def _compare_word(file: WordFile, first: WordFile, keys: Keys, language: Language) -> Iterator[Problem]:
    own, original = _find(file.words, keys), _find(first.words, keys)
    place = file.place(keys)
    if not _has_shape(own, original):
        message = f"Ordet {quote(keys[-1])} ska ha samma form som på svenska."
        yield Problem(place, "fel-ord", message, (f"På svenska: {_show(first, keys)}",))
    elif isinstance(own, dict) and is_counted(own):
        yield from _check_forms_of(file, keys, own, original, language)
    elif isinstance(own, str):
        wanted = find_fields(original if isinstance(original, str) else original["other"])
        yield from compare_fields(place, keys[-1], own, wanted, wanted)


def _list_words(words: Mapping[str, Any], before: Keys = ()) -> Iterator[Keys]:
    """Yield the keys of every word, except in the groups that are specific to each language."""
    for key, value in words.items():
        if not before and key in OPTIONAL:
            continue
        if isinstance(value, dict) and not is_counted(value) and not FORMS.issuperset(value):
            yield from _list_words(value, (*before, key))
        else:
            yield (*before, key)


def _find(words: Any, keys: Keys) -> Any:
    for key in keys:
        words = words.get(key) if isinstance(words, dict) else None
    return words or None


def _has_shape(own: Any, original: Any) -> bool:
    """Return whether a word has the type of the first list's: string, list, group or plural forms."""
    if isinstance(original, dict) and is_counted(original):
        return isinstance(own, dict) and is_counted(own)
    return type(own) is type(original) or original is None


def _show(file: WordFile, keys: Keys) -> str:
    return file.place(keys).written.strip()
