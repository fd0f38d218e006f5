"""Interface words: what the site says by itself, in one file a language.

In: `theme/words/sv.yaml` and its like, as `core.words.lists` reads it. Out: `Words`, read by attribute in Python and templates; a
missing word is an error, never an empty place on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, TypeAlias

import yaml

from plugins.core.locales.languages import Language
from plugins.core.locales.lasting import OfToday, lasting_of
from plugins.core.locales.locale import format_number, number_word

# The parser in C, where PyYAML has it: a list of words is read at every start, and at every test.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader for files whose values have types: numbers, yes and no."""

FIRST_LIST: Final = "sv"
"""The list that has every word, against which the others are held."""
PLURAL_FORMS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
"""What CLDR calls the forms of words beside a number; each language has some of them, and all have `other`."""
NONE: Final = "none"
"""The form of no number at all (*inga personer*, *no people*), which CLDR has with others: a word need not have it."""
FORMS: Final = PLURAL_FORMS | {NONE}
"""All forms that a word beside a number may have."""
NUMBERS: Final = ("number", "Number")
"""Where the number stands in words beside it, in words too; with a capital where it begins a sentence."""
FIGURES: Final = "count"
"""Where the number stands in figures."""


WordName: TypeAlias = Annotated[str, "one word"]
"""The name of an interface word, as a room declares it; the tests ask each list for it."""
CountedName: TypeAlias = Annotated[str, "a word in its forms by number"]
"""The name of an interface word beside a number, whose form `Counted.of` takes."""


class MissingWord(AttributeError):
    """A word that the theme's list does not have, and where to write it; `name` is what it was asked for by."""


class Counted:
    """Words beside a number, in the forms that their language has for it."""

    __slots__ = ("_forms", "_language")

    def __init__(self, forms: Mapping[str, str], language: Language) -> None:
        self._forms = dict(forms)
        self._language = language

    def __str__(self) -> str:
        """Refuse: no visitor shall read what this object is called."""
        raise TypeError(f"the words {self._forms['other']!r} stand beside a number: ask for them by `say` or `of`")

    def of(self, count: int) -> str:
        """Return the words as they stand beside `count`."""
        form = NONE if count == 0 and NONE in self._forms else self._language.plural_form(count)
        return self._forms.get(form, self._forms["other"])

    def say(self, count: int, **filled: object) -> str:
        """Return the words of `count`, with it where they have `{number}`, `{Number}` or `{count}`, and what else they name.

        An id that is made of them is the same for each count: it is of the form for others, without any number.
        """
        words, word = self.of(count), number_word(count, self._language)
        figures = {FIGURES: format_number(count, self._language)} if f"{{{FIGURES}}}" in words else {}
        said = words.format(**{**filled, **figures}, number=word, Number=word[:1].upper() + word[1:])
        lasting = {name: lasting_of(value) if isinstance(value, str) else "" for name, value in filled.items()}
        return OfToday(said, self._forms["other"].format(**lasting | dict.fromkeys((*NUMBERS, FIGURES), "")))


class Words:
    """Words by name; a group of words is itself `Words`, one of forms by number is `Counted`."""

    def __init__(self, words: Mapping[str, Any], name: str, language: Language) -> None:
        self._words = dict(words)
        self._name = name
        self.language = language
        """The language that they are words of."""

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
        """Return a word or group that a list may lack; None where it does."""
        return getattr(self, key) if key in self._words else None


def is_counted(group: Mapping[str, Any]) -> bool:
    """Tell whether a group of words is one word in its forms by number."""
    return "other" in group and FORMS.issuperset(group)


class SpokenWords:
    """The words of the page that is being written: templates keep this one, which is turned to each page's language."""

    def __init__(self, words: Words) -> None:
        self._now = words

    def turn_to(self, words: Words) -> None:
        """Speak another language from now on."""
        self._now = words

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        return getattr(self._now, key)
