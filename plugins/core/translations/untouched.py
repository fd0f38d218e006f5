"""Find parts of a translation that are the same as the original: a draft that was published before it was translated.

Takes a library in another language; yields a warning for each section and field. Names, numbers and addresses are the same in
every language, and very short lines may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from plugins.core.files.translation_names import name_language
from plugins.core.models.model import Model
from plugins.core.pages import PageModel
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.source.sources import Text
from plugins.core.swedish import quote
from plugins.core.translations.fingerprints import INTRODUCTION
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.model import Translation
from plugins.core.walk import find_texts

LEAST: Final = 5
"""The fewest words with a small first letter in a paragraph that is compared; with fewer it may be names or an address."""

_PARAGRAPH = re.compile(r"(?:[^\n]+\n?)+")
_HEADING = re.compile(r"##(?!#)(.*)")
_NO_LANGUAGE = re.compile(r"\{[^{}]*+\}|\]\([^()\s]*+\)")
"""Marks, and the addresses of links."""
_NO_WORD = re.compile(r"[\d@/]")
"""Characters of numbers and addresses."""
_WORD = re.compile(r"(?<!\w)[^\W\d_]\w*")


def check_untouched(library: TranslatedLibrary) -> Iterator[Problem]:
    """Yield a warning for each section or field of a published translation that is the same as the original."""
    is_easy = library.own.language.tag == library.language.tag
    for model in library.registers:
        for original, translation in library.shelves.pairs(model).items():
            if translation.is_draft or library.is_over(original):
                continue
            same, others = library.memo.ask(("untouched", original, translation), partial(_compare, original, translation))
            if not is_easy or not others:  # in easy Swedish, some sentences may be simple enough already
                yield from (_report(where, place, library.code) for where, place in same)


def _compare(original: Model, translation: Translation) -> tuple[tuple[tuple[str, Place], ...], bool]:
    """Return each section or field with untranslated paragraphs, with the first place; and whether any other is translated."""
    known = {words for _, _, words in _find_prose(original)}
    same: dict[str, Place] = {}
    has_own = False
    for where, place, words in _find_prose(translation):
        if words in known:
            same.setdefault(where, place)
        has_own = has_own or words not in known
    return tuple(same.items()), has_own


def _find_prose(record: Model) -> Iterator[tuple[str, Place, str]]:
    """Yield each translatable paragraph: the name of its section or field, its place, and its words."""
    for info, text in find_texts(record):
        yield from ((f"Fältet {quote(info.swedish)}", place, words) for _, place, words in _cut(text))
    if isinstance(record, PageModel):
        for section, place, words in _cut(record.text):
            yield (f"Avsnittet {quote(section)}" if section else INTRODUCTION.capitalize()), place, words


def _cut(text: Text) -> Iterator[tuple[str, Place, str]]:
    section = ""
    for found in _PARAGRAPH.finditer(text.value):
        if heading := _HEADING.match(found[0]):
            section = heading[1].strip()
        words = list_words(found[0])
        if count_small(words) >= LEAST and "lang=" not in found[0]:
            yield section, text.place(found.start()), " ".join(words)


def list_words(written: str) -> list[str]:
    """Return the words in a text, without marks, addresses and numbers."""
    return [word for one in _NO_LANGUAGE.sub(" ", written).split() if not _NO_WORD.search(one) for word in _WORD.findall(one)]


def count_small(words: Iterable[str]) -> int:
    """Return how many words begin with a small letter, unlike names."""
    return sum(word[0].islower() for word in words)


def _report(where: str, place: Place, code: str) -> Problem:
    message = f"{where} är originalets, ord för ord."
    help_line = f"Skriv det på {name_language(code)}, eller sätt status: utkast tills det är gjort."
    return warning(place, "saknar-oversattning", message, help_line)
