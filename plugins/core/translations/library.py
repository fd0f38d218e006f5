"""The library in another language: the same records, with what is language in them as their translations have it.

Stage: check and views. In: the site's library, and the language. Out: a `Library` that whoever asks cannot tell from the
site's own, but for the words. It shares the memo, and every question has a name of its own there (`MemoIn`), so that what
a page has read is recorded as in the site's own language.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar, cast

from plugins.core.cache.asking import Reviver
from plugins.core.cache.memo import Memo
from plugins.core.library import IN, Library, Setting
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
"""Places of texts whose marks are kept at hand."""


class MemoIn:
    """A memo in which every question is asked in one language; inputs are all languages' own."""

    def __init__(self, memo: Memo, code: str) -> None:
        self._memo = memo
        self._code = code

    def ask(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to a question, in this language."""
        return self._memo.ask((IN, self._code, key), make)

    def files_of(self, key: Hashable) -> frozenset[str]:
        """Return the files that an answer in this language needs."""
        return self._memo.files_of((IN, self._code, key))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._memo, name)


class SpokenShelves(TrackedShelves):
    """The shelves, with each record in a language."""

    def __init__(self, memo: Memo, code: str) -> None:
        super().__init__(memo)
        self._code = code

    @property
    def by_model(self) -> Mapping[type[Model], tuple[Any, ...]]:
        """Every record by its model, in the order of files."""
        return {model: self.all(model) for model in super().by_model}

    def all(self, model: type[Any]) -> tuple[Any, ...]:
        """Return the records of a model, in the order of files and lines."""
        return self._memo.ask(("spoken", model), partial(self.speak, model))

    def speak(self, model: type[Model]) -> tuple[Any, ...]:
        """Return the records of a model, worked out anew."""
        originals, pairs = self._own(model), self.pairs(model)
        return tuple(self._speak_one(one, pairs[one]) if one in pairs else one for one in originals)

    def _speak_one(self, one: Model, translation: Translation) -> Model:
        is_left_out = translation_waits(translation) and not self._memo.read("shows_drafts")
        if is_left_out:
            return one
        return self._memo.ask(("spoken", one, translation), partial(self.say, one, translation))

    def say(self, one: Model, translation: Translation) -> Model:
        """Return a record as its translation has it."""
        return speak(one, translation, f"/{self._code}")

    def pairs(self, model: type[Any]) -> Mapping[Any, Translation]:
        """Return the translation of each record that has one, drafts too."""
        return self._memo.ask(("pairs", model), partial(self.pair, model))

    def pair(self, model: type[Any]) -> Mapping[Any, Translation]:
        """Return the translations by record, worked out anew."""
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
    return memo.read("translations", {}).get((code, model), ())


def pair(originals: tuple[M, ...], translations: tuple[Translation, ...]) -> Mapping[M, Translation]:
    """Return the translation of each original that has one."""
    if translations and isinstance(translations[0], PageTranslation):
        names = {page.name: page for page in originals if isinstance(page, PageModel)}
        named = [one for one in translations if isinstance(one, PageTranslation) and one.name in names]
        return cast("Mapping[M, Translation]", {names[one.name]: one for one in named})
    if translations and not is_row(translations[0]):
        return {originals[0]: translations[0]} if originals else {}
    return dict(pair_rows(originals, translations))


def translation_waits(translation: Translation) -> bool:
    """Tell whether a translation is a draft, so that visitors meet the original."""
    return getattr(translation, "status", None) == "utkast"


class SpokenLibrary(Library):
    """The library in another language."""

    def __init__(self, own: Library, code: str) -> None:
        self.own = own
        self.code = code
        self.registers = own.registers
        self.mark_makers = own.mark_makers
        self.written = own.written
        self.gallery = own.gallery
        self.memo = cast("Memo", MemoIn(own.memo, code))
        self.shelves: SpokenShelves = SpokenShelves(self.memo, code)
        self.prefix = f"/{code}"
        self.revivers = self.list_revivers()
        own.revivers[IN] = self._find_reviver(own.revivers.get(IN))
        self._marks = {}

    def list_revivers(self) -> dict[str, Reviver]:
        """Return how questions in this language are answered, by what their keys begin with."""
        own: dict[str, Reviver] = {
            "pairs": lambda key: partial(self.shelves.pair, key[1]),
            "spoken": self._revive_spoken,
            "translations": lambda key: partial(_one, self.memo, *key[1:]),
        }
        return super().list_revivers() | own

    def _revive_spoken(self, key: tuple[Any, ...]) -> Callable[[], Any]:
        """Return what says all records of a model, or one."""
        return partial(self.shelves.speak, key[1]) if len(key) == 2 else partial(self.shelves.say, *key[1:])

    def _find_reviver(self, others: Reviver | None) -> Reviver:
        """Return what answers a question in this language, or in one of `others`."""

        def find(key: tuple[Any, ...]) -> Callable[[], Any] | None:
            if key[1] == self.code:
                return self.revive(key[2])
            return others(key) if others else None

        return find

    @property
    def words(self) -> Words:
        """What the theme says by itself, in the language of the translations."""
        return self._words_in(self.code)

    def marks(self, setting: Setting) -> Marks:
        """Return the marks that a text may use where it stands, and which texts are in another language than this."""
        if len(self._marks) > _MOST_SETTINGS:
            self._marks.clear()  # of records that may be no more
        marks, foreign = super().marks(setting), self.foreign
        original = self.own.marks(_in_original(setting)) if foreign else None
        return replace(marks, foreign=foreign, original=original)

    @property
    def foreign(self) -> Mapping[str, str]:
        """The tag of the site's own language, where that differs to a browser."""
        return self.memo.ask("foreign", self._find_foreign)

    def _find_foreign(self) -> Mapping[str, str]:
        """Return the tag of the site's own language, where that differs to a browser."""
        own = self.own.language.tag
        return {"": own} if own != self.language.tag else {}


def _in_original(setting: Setting) -> Setting:
    """Return where a text stands, as the site's own language has it: on the page of the original."""
    record = setting.record
    return replace(setting, record=record.original) if record is not None and record.original is not None else setting
