"""Interface words: the site's own texts, one file per language.

From `theme/words/sv.yaml` and similar, as read by `core.words.lists`. `Words` gives access by attribute, in Python and in
templates; a missing word raises an exception, so that no page has an empty place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, TypeAlias

import yaml

from plugins.core.locales.languages import Language
from plugins.core.locales.lasting import OfToday, lasting_of
from plugins.core.locales.locale import format_number, number_word

# the C parser, if PyYAML has it: word lists are read at every start, and in every test
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader for files whose values have types: numbers and booleans."""

FIRST_LIST: Final = "sv"
"""The list that has every word, with which the others are compared."""
PLURAL_FORMS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
"""CLDR's names of plural forms; each language has some of them, and all have `other`."""
NONE: Final = "none"
"""An additional form for zero (*inga personer*, *no people*), which CLDR does not have; optional."""
FORMS: Final = PLURAL_FORMS | {NONE}
"""All plural forms that a word may have."""
NUMBERS: Final = ("number", "Number")
"""Placeholders for the number, as a word if small; the second is capitalised, for the beginning of a sentence."""
FIGURES: Final = "count"
"""Placeholder for the number in digits."""


WordName: TypeAlias = Annotated[str, "one word"]
"""The name of an interface word, as declared by a room; tests check that each list has it."""
CountedName: TypeAlias = Annotated[str, "a word in its forms by number"]
"""The name of an interface word with plural forms."""


class MissingWord(AttributeError):
    """The theme's word list lacks a word; `name` is its key."""


class Counted:
    """A word with plural forms."""

    __slots__ = ("_forms", "_language")

    def __init__(self, forms: Mapping[str, str], language: Language) -> None:
        self._forms = dict(forms)
        self._language = language

    def __str__(self) -> str:
        """Raise TypeError: a form must be chosen by `say` or `of`."""
        raise TypeError(f"the words {self._forms['other']!r} stand beside a number: ask for them by `say` or `of`")

    def of(self, count: int) -> str:
        """Return the form for `count`."""
        form = NONE if count == 0 and NONE in self._forms else self._language.plural_form(count)
        return self._forms.get(form, self._forms["other"])

    def say(self, count: int, **filled: object) -> str:
        """Return the form for `count`, with `{number}`, `{Number}` or `{count}` and other placeholders filled in.

        Its constant part, from which ids are made, is the form `other` without the number.
        """
        words, word = self.of(count), number_word(count, self._language)
        figures = {FIGURES: format_number(count, self._language)} if f"{{{FIGURES}}}" in words else {}
        said = words.format(**{**filled, **figures}, number=word, Number=word[:1].upper() + word[1:])
        lasting = {name: lasting_of(value) if isinstance(value, str) else "" for name, value in filled.items()}
        return OfToday(said, self._forms["other"].format(**lasting | dict.fromkeys((*NUMBERS, FIGURES), "")))


class Words:
    """Words by name; a group of words is itself `Words`, and one with plural forms is `Counted`."""

    def __init__(self, words: Mapping[str, Any], name: str, language: Language) -> None:
        self._words = dict(words)
        self._name = name
        self.language = language
        """The language of the words."""

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            found = self._words[key]
        except KeyError:
            raise MissingWord(f"theme/words/{self._name}: write {key}, and in each other list", name=key) from None
        if not isinstance(found, Mapping):
            return found
        if is_counted(found):
            return Counted(found, self.language)
        return Words(found, f"{self._name}: {key}", self.language)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def find(self, key: str) -> Any:
        """Return a word or group that may be missing from a list; None if it is."""
        return getattr(self, key) if key in self._words else None


def is_counted(group: Mapping[str, Any]) -> bool:
    """Return whether a group is a single word with plural forms."""
    return "other" in group and FORMS.issuperset(group)


class SpokenWords:
    """The words for the page that is being rendered: templates keep this object, whose language changes from page to page."""

    def __init__(self, words: Words) -> None:
        self._now = words

    def turn_to(self, words: Words) -> None:
        """Switch to another language."""
        self._now = words

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        return getattr(self._now, key)
