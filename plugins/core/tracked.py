"""Wrap the shelves, names and marks of the site, so that the memo records every read.

The wrappers have the same attributes as the plain values. A question about one name depends on that name only; any other
question depends on the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from plugins.core import inputs
from plugins.core.cache.memo import Memo
from plugins.core.cache.memo_nodes import Same
from plugins.core.kinds.keys import Key
from plugins.core.marks.known import Known
from plugins.core.marks.marks import Marks, PlaceMark, ValueMark
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.shelves import Shelves

if TYPE_CHECKING:
    from plugins.core.models.model import Model
    from plugins.core.source.sources import Text

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Absent(Enum):
    """Marks a missing value; an enum member, so that its identity survives pickling."""

    ABSENT = 0


_ABSENT = _Absent.ABSENT


class TrackedMapping(Mapping[K, V]):
    """A mapping whose reads are recorded key by key; `whole` returns all of it from the memo."""

    __eq__ = object.__eq__  # comparing is not a read
    __hash__ = object.__hash__

    def __init__(self, memo: Memo, key: Hashable, whole: Callable[[], Mapping[K, V]]) -> None:
        self._memo = memo
        self._key = key
        self._whole = whole

    def _find(self, key: object) -> Any:
        whole = self._whole
        return self._memo.ask((self._key, "of", key), lambda: cast("Mapping[Any, Any]", whole()).get(key, _ABSENT))

    def __getitem__(self, key: K) -> V:
        found = self._find(key)
        if found is _ABSENT:
            raise KeyError(key)
        return cast("V", found)

    def __contains__(self, key: object) -> bool:
        whole = self._whole
        return self._memo.ask((self._key, "has", key), lambda: key in whole())

    def __iter__(self) -> Iterator[K]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())


class TrackedShelves:
    """Shelves whose reads are recorded by the memo: see `plugins.core.shelves.Shelves`."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self.files: Mapping[str, Path] = TrackedMapping(memo, "files", lambda: memo.read(inputs.FILES))

    @staticmethod
    def give(memo: Memo, shelves: Shelves) -> None:
        """Give the shelves to the memo as inputs: one per model, so that unchanged models keep their answers."""
        by_model = {model: tuple(records) for model, records in shelves.by_model.items()}
        models = dict.fromkeys((*shelves.models, *by_model))
        memo.give(
            *(inputs.records_of(model).of(by_model.get(model, ())) for model in models),
            *(inputs.is_torn(model).of(model in shelves.torn) for model in models),
            *(inputs.stamp_of(name).of(shelves.stamps.get(name)) for name in shelves.files),
            inputs.FOLDER.of(shelves.folder),
            inputs.BY_MODEL.of(tuple(by_model.items())),
            inputs.TORN.of(frozenset(shelves.torn)),
            inputs.TORN_FILES.of(tuple(shelves.torn_files)),
            inputs.TORN_TEXTS.of(tuple(shelves.torn_texts)),
            inputs.FILES.of(dict(shelves.files)),
            inputs.AWAITED.of(frozenset(shelves.awaited)),
            inputs.ODD_NAMES.of(tuple(shelves.odd_names)),
            inputs.SOURCES.of(tuple(shelves.sources)),
            inputs.TRANSLATIONS.of({key: tuple(records) for key, records in shelves.translations.items()}),
        )

    @property
    def folder(self) -> Path:
        """The folder that was read."""
        return self._memo.read(inputs.FOLDER)

    @property
    def by_model(self) -> Mapping[type[Model], tuple[Any, ...]]:
        """Every record by model, in the order of files."""
        by_model = self._memo.read(inputs.BY_MODEL)
        return dict(by_model)

    @property
    def torn(self) -> frozenset[type[Model]]:
        """Models of which a file could not be read."""
        return self._memo.read(inputs.TORN)

    @property
    def torn_files(self) -> tuple[Path, ...]:
        """Files that could not be read."""
        return self._memo.read(inputs.TORN_FILES)

    @property
    def torn_texts(self) -> tuple[tuple[type[Model], Text], ...]:
        """The Markdown of pages with an invalid header, each with its model."""
        return self._memo.read(inputs.TORN_TEXTS)

    @property
    def awaited(self) -> Collection[str]:
        """Logos and pictures in the wrong place, by the path they should have."""
        return self._memo.read(inputs.AWAITED)

    @property
    def odd_names(self) -> tuple[str, ...]:
        """Files whose names nearly match that of a translation, by path from `content/`."""
        return self._memo.read(inputs.ODD_NAMES)

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """Every file that could be read as text."""
        return self._memo.read(inputs.SOURCES)

    def all(self, model: type[Any]) -> tuple[Any, ...]:
        """Return the records of a model, in the order of files and lines."""
        return self._memo.read(inputs.records_of(model), ())

    def is_complete(self, model: type[Model]) -> bool:
        """Return whether every file with such records could be read completely."""
        return not self._memo.read(inputs.is_torn(model), default=False)

    def place(self, relative: str) -> Place:
        """Return the place of a whole file, whether or not it exists."""
        return self._memo.ask(("place", relative), lambda: Place(SourceFile(self.folder / relative)))


class TrackedKnown:
    """What references can point to, with the reads of each name recorded: see `plugins.core.marks.known.Known`."""

    def __init__(self, memo: Memo, key: Hashable, whole: Callable[[], Known[Any]]) -> None:
        self._memo = memo
        self._key = key
        self._whole = whole
        self.things: Mapping[str, Any] = TrackedMapping(memo, (key, "things"), lambda: whole().things)

    @property
    def said(self) -> Mapping[str, Any]:
        """The texts of marks that visitors see, by name."""
        whole = self._whole
        return TrackedMapping(self._memo, (self._key, "said"), lambda: whole().said)

    def get(self, reference: Key | None) -> Any:
        """Return what `reference` points to, or None."""
        if reference is None:
            return None
        whole = self._whole
        key = (self._key, "get", reference.key, reference.text.value)  # for some marks the exact spelling counts
        return self._memo.ask(key, lambda: whole().get(reference))

    def check(self, reference: Key | None, *, is_list: bool = False) -> tuple[Problem, ...]:
        """Return the problems of a reference."""
        whole = self._whole
        if is_list:
            return self._memo.ask((self._key, "listed", Same(reference)), lambda: tuple(whole().check(reference, is_list=True)))
        return self._memo.ask((self._key, "check", Same(reference)), lambda: tuple(whole().check(reference)))

    def check_exists(self, reference: Key | None, *, is_list: bool = False) -> tuple[Problem, ...]:
        """Return the problems of a reference that may point to a draft."""
        whole = self._whole
        key = (self._key, "exists", Same(reference), is_list)
        return self._memo.ask(key, lambda: tuple(whole().check_exists(reference, is_list=is_list)))

    def __getattr__(self, name: str) -> Any:
        """Return any other attribute, which depends on all names."""
        return getattr(self._whole(), name)


def see_known(memo: Memo, key: Hashable, whole: Callable[[], Known[Any]]) -> Known[Any]:
    """Return a `Known` that is read through the memo."""
    return cast("Known[Any]", TrackedKnown(memo, key, whole))


def see_marks(memo: Memo, key: Hashable, whole: Callable[[], Marks]) -> Marks:
    """Return `Marks` that are read through the memo, name by name."""
    return Marks(
        _SeenMarkMapping(memo, (key, "values"), lambda: whole().values),
        _SeenPlaces(memo, (key, "places"), whole),
        shortened=_SeenCollection(lambda: memo.ask((key, "shortened"), lambda: whole().shortened)),
        letters=_SeenCollection(lambda: memo.ask((key, "letters"), lambda: whole().letters)),
    )


class _SeenCollection(Collection[K]):
    """A collection that is fetched from the memo on each access, so that each reader depends on it."""

    def __init__(self, find: Callable[[], Collection[K]]) -> None:
        self._find = find

    def __contains__(self, item: object) -> bool:
        return item in self._find()

    def __iter__(self) -> Iterator[K]:
        return iter(self._find())

    def __len__(self) -> int:
        return len(self._find())


class _SeenMarkMapping(Mapping[str, ValueMark]):
    """Value marks by name: the mark itself is one question, each of its texts another."""

    __eq__ = object.__eq__  # comparing is not a read
    __hash__ = object.__hash__

    def __init__(self, memo: Memo, key: Hashable, whole: Callable[[], Mapping[str, ValueMark]]) -> None:
        self._memo, self._key, self._whole = memo, key, whole

    def __getitem__(self, name: str) -> ValueMark:
        whole = self._whole
        shell = self._memo.ask((self._key, name), lambda: _shell(whole().get(name)))
        if shell is None:
            raise KeyError(name)
        values = see_known(self._memo, (self._key, name), lambda: cast("Known[Any]", whole()[name].values))
        return ValueMark(shell[0], values, *shell[1:])

    def __contains__(self, name: object) -> bool:
        whole = self._whole
        return self._memo.ask((self._key, "has", name), lambda: name in whole())

    def __iter__(self) -> Iterator[str]:
        whole = self._whole
        return iter(self._memo.ask((self._key, "names"), lambda: tuple(whole())))

    def __len__(self) -> int:
        return len(tuple(iter(self)))


def _shell(mark: ValueMark | None) -> tuple[Any, ...] | None:
    return (mark.name, mark.refusal, mark.is_word, mark.instead, mark.lasting, mark.follows_day) if mark else None


class _SeenPlaces(Mapping[str, PlaceMark]):
    """Place marks by name."""

    __eq__ = object.__eq__  # comparing is not a read
    __hash__ = object.__hash__

    def __init__(self, memo: Memo, key: Hashable, whole: Callable[[], Marks]) -> None:
        self._memo, self._key, self._whole = memo, key, whole

    def __getitem__(self, name: str) -> PlaceMark:
        whole = self._whole

        def find() -> tuple[str, str | None] | None:
            mark = whole().places.get(name)
            return (mark.name, mark.refusal) if mark else None

        shell = self._memo.ask((self._key, name), find)
        if shell is None:
            raise KeyError(name)
        targets = see_known(self._memo, (self._key, name), lambda: cast("Known[Any]", whole().places[name].targets))
        return PlaceMark(shell[0], targets, shell[1])

    def __contains__(self, name: object) -> bool:
        whole = self._whole
        return self._memo.ask((self._key, "has", name), lambda: name in whole().places)

    def __iter__(self) -> Iterator[str]:
        whole = self._whole
        return iter(self._memo.ask((self._key, "names"), lambda: tuple(whole().places)))

    def __len__(self) -> int:
        return len(tuple(iter(self)))
