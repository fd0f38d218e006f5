"""Report marks that put untranslated words into a translated text, from registers without translations.

Yields a warning for each record, at its first mark. Gaps in a register that is translated are reported there (`left`).
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.files.translation_names import join_name, name_language
from plugins.core.marks.marks import FoundMark
from plugins.core.models.model import Model, RegisterModel
from plugins.core.places import show_path
from plugins.core.problems import Problem, warning
from plugins.core.record_names import key_of
from plugins.core.swedish import join_words, quote
from plugins.core.translations.fingerprints import words_of
from plugins.core.translations.left import find_values_with_words
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.model import key_fields
from plugins.core.translations.overlay import row_key
from plugins.core.walk import find_marks_of


def check_said(library: TranslatedLibrary) -> Iterator[Problem]:
    """The value of a mark is in the language of the text around it; each record is reported once."""
    registers = {
        register.mark_key: model
        for model, register in library.registers.items()
        if register.mark and issubclass(model, RegisterModel)
    }
    seen: set[tuple[str, str]] = set()
    for record in library.records() if library.foreign else ():
        for mark in find_marks_of(record) if record.original is not None else ():
            model, name = registers.get(mark.name), (mark.name, mark.argument.key)
            if model is None or name in seen or not mark.place.source.language:
                continue
            seen.add(name)
            marked = library.known(model).get(mark.argument)
            if marked is not None and _is_reported_here(marked, library):
                yield from _report(marked, mark, library)


def _is_reported_here(record: Model, library: TranslatedLibrary) -> bool:
    """Return whether a record's register has no published translations, in which it would be reported."""
    translations = library.shelves.translations(type(record))
    return not translations or row_key(record) in {row_key(one) for one in translations if one.is_draft}


def _report(record: Model, mark: FoundMark, library: TranslatedLibrary) -> Iterator[Problem]:
    left = [(info, words) for info, words in find_values_with_words(record) if not record.is_said_anew(info.english)]
    if not left:
        return
    language, key = name_language(library.code), next(iter(key_fields(type(record))), None)
    name = words_of(getattr(record, key.english)) if key else key_of(record)
    file = join_name(show_path(record.place().source.path, library.shelves.folder), library.code)
    called, fields = record.CALLED[0].upper() + record.CALLED[1:], join_words([quote(info.swedish) for info, _ in left])
    values = join_words([quote(words) for _, words in left])
    message = f"{called} {quote(name)} har ord i {fields}, {values}, och de är inte på {language}."
    help_lines = [f"Skriv i {file}, i posten {quote(name)}:  {info.swedish}: det som det heter på {language}" for info, _ in left]
    help_lines += [f"Finns posten inte: börja den med  - {key.swedish}: {name}"] if key else []
    yield warning(mark.place, "saknar-oversattning", message, *help_lines)
