"""The library in another language: the same records, with their translations laid over them.

A `Library` that behaves like the site's own. It shares the memo with it, with separate keys for all questions (`MemoIn`), so that
dependencies are recorded in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar, cast

from plugins.core.cache.asking import Reviver
from plugins.core.cache.memo import Memo
from plugins.core.inputs import SHOWS_DRAFTS, TRANSLATIONS
from plugins.core.library import ANY_PAGE, IN, Library, Setting
from plugins.core.marks.marks import Marks
from plugins.core.models.model import Model
from plugins.core.pages import PageModel
from plugins.core.tracked import TrackedShelves
from plugins.core.translations.model import PageTranslation, Translation
from plugins.core.translations.overlay import is_row, pair_rows, speak
from plugins.core.words.interface import Words

T = TypeVar("T")
M = TypeVar("M", bound=Model)


_MOST_SETTINGS = 500
"""How many settings' marks are cached."""


class MemoIn:
    """A memo in which every question belongs to one language; inputs are shared by all languages."""

    def __init__(self, memo: Memo, code: str) -> None:
        self._memo = memo
        self._code = code

    def ask(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to a question in this language."""
        return self._memo.ask((IN, self._code, key), make)

    def files_of(self, key: Hashable) -> frozenset[str]:
        """Return the files needed by an answer in this language."""
        return self._memo.files_of((IN, self._code, key))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._memo, name)


class SpokenShelves(TrackedShelves):
    """The shelves, with the records translated."""

    def __init__(self, memo: Memo, code: str) -> None:
        super().__init__(memo)
        self._code = code

    @property
    def by_model(self) -> Mapping[type[Model], tuple[Any, ...]]:
        """Every record by model, in the order of files."""
        return {model: self.all(model) for model in super().by_model}

    def all(self, model: type[Any]) -> tuple[Any, ...]:
        """Return the records of a model, in the order of files and lines."""
        return self._memo.ask(("spoken", model), partial(self.speak, model))

    def speak(self, model: type[Model]) -> tuple[Any, ...]:
        """Return the records of a model, without the memo."""
        originals, pairs = self._own(model), self.pairs(model)
        return tuple(self._speak_one(one, pairs[one]) if one in pairs else one for one in originals)

    def _speak_one(self, one: Model, translation: Translation) -> Model:
        if translation.is_draft and not self._memo.read(SHOWS_DRAFTS):
            return one  # visitors see the original
        return self._memo.ask(("spoken", one, translation), partial(self.say, one, translation))

    def say(self, one: Model, translation: Translation) -> Model:
        """Return a record with its translation laid over it."""
        return speak(one, translation, f"/{self._code}")

    def pairs(self, model: type[Any]) -> Mapping[Any, Translation]:
        """Return the records that have a translation, drafts included, with it."""
        return self._memo.ask(("pairs", model), partial(self.pair, model))

    def pair(self, model: type[Any]) -> Mapping[Any, Translation]:
        """Return the records that have a translation, with it; without the memo."""
        return pair(self._own(model), self.translations(model))

    def _own(self, model: type[Any]) -> tuple[Any, ...]:
        """Return the records in the site's own language."""
        return super().all(model)

    def translations(self, model: type[Model]) -> tuple[Translation, ...]:
        """Return the translations of a model's records, in the order of files and lines."""
        return find_translations(self._memo, self._code, model)


def find_translations(memo: Memo, code: str, model: type[Model]) -> tuple[Any, ...]:
    """Return the translations of a model's records into a language, in the order of files and lines."""
    found: Mapping[Any, tuple[Any, ...]] = memo.ask(("translations", code, model), partial(_one, memo, code, model))
    return cast("tuple[Any, ...]", found)


def _one(memo: Memo, code: str, model: type[Model]) -> Any:
    return memo.read(TRANSLATIONS).get((code, model), ())


def pair(originals: tuple[M, ...], translations: tuple[Translation, ...]) -> Mapping[M, Translation]:
    """Return the originals that have a translation, with it."""
    if translations and isinstance(translations[0], PageTranslation):
        names = {page.name: page for page in originals if isinstance(page, PageModel)}
        named = [one for one in translations if isinstance(one, PageTranslation) and one.name in names]
        return cast("Mapping[M, Translation]", {names[one.name]: one for one in named})
    if translations and not is_row(translations[0]):
        return {originals[0]: translations[0]} if originals else {}
    return dict(pair_rows(originals, translations))


class TranslatedLibrary(Library):
    """The library in another language."""

    shelves: SpokenShelves

    def __init__(self, own: Library, code: str) -> None:
        memo = cast("Memo", MemoIn(own.memo, code))
        shelves = SpokenShelves(memo, code)
        super().__init__(own.registers, own.mark_makers, own.gallery, memo, shelves, own.written, code)
        self.own = own
        own.revivers[IN] = self._find_reviver(own.revivers.get(IN))

    def list_revivers(self) -> dict[str, Reviver]:
        """Return how questions in this language are answered, by the first part of their keys."""
        own: dict[str, Reviver] = {
            "pairs": lambda key: partial(self.shelves.pair, key[1]),
            "spoken": self._revive_spoken,
            "translations": lambda key: partial(_one, self.memo, *key[1:]),
        }
        return super().list_revivers() | own

    def _revive_spoken(self, key: tuple[Any, ...]) -> Callable[[], Any]:
        """Return a function that translates all records of a model, or one."""
        return partial(self.shelves.speak, key[1]) if len(key) == 2 else partial(self.shelves.say, *key[1:])

    def _find_reviver(self, others: Reviver | None) -> Reviver:
        """Return a reviver for questions in this language and in those of `others`."""

        def find(key: tuple[Any, ...]) -> Callable[[], Any] | None:
            if key[1] == self.code:
                return self.revive(key[2])
            return others(key) if others else None

        return find

    @property
    def words(self) -> Words:
        """The theme's interface texts, in this language."""
        return self._words_in(self.code)

    def marks(self, setting: Setting = ANY_PAGE) -> Marks:
        """Return the marks that are available in a setting, with which texts are in another language than the page."""
        if len(self._marks) > _MOST_SETTINGS:
            self._marks.clear()  # may be of records that no longer exist
        marks, foreign = super().marks(setting), self.foreign
        original = self.own.marks(_in_original(setting)) if foreign else None
        return replace(marks, foreign=foreign, original=original)

    @property
    def foreign(self) -> Mapping[str, str]:
        """The tag of the site's own language, for untranslated texts; empty if it is the same tag as this language's."""
        return self.memo.ask("foreign", self._find_foreign)

    def _find_foreign(self) -> Mapping[str, str]:
        """Return the value of `foreign`."""
        own = self.own.language.tag
        return {"": own} if own != self.language.tag else {}


def _in_original(setting: Setting) -> Setting:
    """Return the setting with the original in place of its translated record."""
    record = setting.record
    return replace(setting, record=record.original) if record is not None and record.original is not None else setting
