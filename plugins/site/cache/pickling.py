"""Pickle what is known of a site: a head, and parts that are loaded on demand.

Objects that are compared by identity (records, files and others) are in the head, and parts refer to them by number: a part that
is loaded late still refers to the same objects. Objects that the program declares are written by name.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, partial
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final, Never

from plugins.core.cache.memo_nodes import Same
from plugins.core.cache.volume import VolumeFile
from plugins.core.kinds.keys import Key
from plugins.core.locales.languages import Language
from plugins.core.models.model import Model
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.texts.passages import Passage
from plugins.core.texts.prose import Piece
from plugins.house.page import SitePage
from plugins.site.cache.fronts import take_rest
from plugins.site.cache.reducers import LONG, data_of, encode, find_stored_text, list_reducers, make_file, read_file
from plugins.website.view import Frame

BY_IDENTITY: Final = (Model, SourceFile, Text, Key, Marked)
"""Classes compared by identity, or used in keys of questions (`Same`)."""
WITH_PLACES: Final = frozenset((SitePage, Frame, Piece, Passage, Problem))
"""Dataclasses with fields that may hold a long text, or a plain value compared by identity (the links of a page)."""
PICKLE_ERRORS: Final = (pickle.PicklingError, TypeError, AttributeError, RecursionError)
"""Raised by pickle for objects that only make sense in this process."""


class Shared:
    """The objects of a head that parts refer to, by number. An object keeps its number from volume to volume."""

    def __init__(self, numbers: Mapping[int, Any] = MappingProxyType({}), next_number: int = 0) -> None:
        self.by_number: dict[int, Any] = dict(numbers)
        self.next_number = next_number
        self.numbers = {id(thing): number for number, thing in self.by_number.items()}
        """Numbers by the identity of the object."""
        self.own: dict[Any, Callable[..., Any]] = {
            _point: self.by_number.__getitem__,
            _share: cache(pickle.loads),
        }
        """Replacements for the placeholder functions in this module when data is read."""
        find = staticmethod(cache(self._find_class))
        self.open: Callable[[VolumeFile | BinaryIO], pickle.Unpickler] = type("Reader", (pickle.Unpickler,), {"find_class": find})
        """Returns an unpickler that resolves references to these objects."""

    def number_of(self, thing: object) -> int | None:
        """Return the number of an object; None if it has none."""
        return self.numbers.get(id(thing))

    def add(self, thing: object, number: int | None) -> None:
        """Give an object its former number, or a new one if `number` is None."""
        if id(thing) in self.numbers:
            return
        if number is None:
            number, self.next_number = self.next_number, self.next_number + 1
        self.numbers[id(thing)] = number
        self.by_number[number] = thing

    def add_all(self, things: Sequence[object], numbers: Sequence[int]) -> None:
        """Give many objects their former numbers; a thousand pages have twenty thousand."""
        self.numbers.update(zip(map(id, things), numbers, strict=True))
        self.by_number.update(zip(numbers, things, strict=True))

    def _find_class(self, module: str, name: str) -> Any:
        """Return the object that the program has under a name. Cached for all parts; an unpickler's own cache lasts for one."""
        found = attrgetter(name)(import_module(module))
        return self.own.get(found, found) if module == __name__ else found


def _point(number: int) -> Never:
    """Placeholder for a function that returns an object of the head by its number."""
    raise NotImplementedError(number)


def _share(data: bytes) -> Never:
    """Placeholder for a function that unpickles an object in many parts, once for all of them."""
    raise NotImplementedError(data)


def _leave(path: Path, number: int, language: str) -> Never:
    """Placeholder for a function that makes a file whose text is a part."""
    raise NotImplementedError(path, number, language)


class _Pointer:
    """Written in place of an object of the head."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class _Coded:
    """Written in place of a long text: its bytes."""

    __slots__ = ("data",)

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8", "surrogatepass")


Reducer = Callable[[Any], Any]
"""Returns what pickle's `__reduce_ex__` does."""


class _Reducers(dict[type[Any], Reducer]):
    """The reducer of each class, found when the first instance is written: pickle looks them up and calls no other code of
    ours.
    """

    def __init__(self, find: Callable[[type[Any]], Reducer]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, sort: type[Any]) -> Reducer:
        reducer = self[sort] = self._find(sort)
        return reducer


class _Writer:
    """Base class of the writers of heads and parts.

    Pickle asks no reducer about plain values (texts, numbers, tuples), of which there are a million. So those that need another
    form are replaced before, where they may stand: in fields, or behind `Same`.
    """

    def __init__(self, shared: Shared) -> None:
        self._numbers = shared.numbers
        self._reducers = _Reducers(self._find_reducer)
        self._coded: dict[int, tuple[str, _Coded]] = {}
        """Long texts by identity. The text is held too, so that its identity is not reused."""

    def dump(self, value: Any) -> bytes:
        """Return a value as bytes. Raises one of `PICKLE_ERRORS`."""
        file = io.BytesIO()
        self._open(file).dump(value)
        return file.getvalue()

    def _open(self, file: BinaryIO) -> pickle.Pickler:
        pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self._reducers
        return pickler

    def _find_reducer(self, sort: type[Any]) -> Reducer:
        if sort is _Pointer:
            return lambda pointer: (_point, (pointer.number,))
        if sort is _Coded:
            return lambda coded: (str, (coded.data, "utf-8", "surrogatepass"))
        if sort is Same:
            return self._take_same
        return list_reducers().get(sort) or (self._take_apart(sort) if _is_made_of_fields(sort) else reduce_plainly)

    def _take_same(self, same: Same) -> tuple[Any, ...]:
        number = self._numbers.get(id(same.thing))
        return Same, (same.thing if number is None else self._point(number),)

    def _place(self, value: Any) -> Any:
        """Return what to write for a value that may be plain: a pointer, a long text's bytes, or the value itself."""
        number = self._numbers.get(id(value))
        if number is not None:
            return self._point(number)
        if type(value) is str:
            return self._code(value) if len(value) > LONG and not value.isascii() else value
        return tuple(map(self._place, value)) if type(value) is tuple and value and type(value[0]) is str else value

    def _point(self, number: int) -> _Pointer:
        return _Pointer(number)

    def _code(self, text: str) -> _Coded:
        if id(text) not in self._coded:
            self._coded[id(text)] = text, _Coded(text)
        return self._coded[id(text)][1]

    def _take_apart(self, sort: type[Any]) -> Reducer:
        """Return a reducer that writes a dataclass as its fields: faster than the one of `dataclasses`."""
        take = _take_fields(tuple(one.name for one in fields(sort)))
        if sort in WITH_PLACES:
            return lambda thing: (sort, tuple(map(self._place, take(thing))))
        return lambda thing: (sort, take(thing))


class HeadWriter(_Writer):
    """Writes a head in pieces, and collects the objects in it that are compared by identity.

    A piece refers to objects of earlier ones by number, as parts do. A single pickle would hold everything that it has written in
    memory until its end.
    """

    def __init__(self, former: Shared) -> None:
        self.shared = Shared(next_number=former.next_number)
        super().__init__(self.shared)
        self._former = former
        self._found: dict[int, Any] = {}
        """Objects that first occur in this piece, by identity."""
        self._left: list[SourceFile] | None = []
        """Files whose texts are to be the first parts; None once those are written."""

    def pack(self, value: Any, *, learns: bool = True) -> bytes:
        """Return a piece as bytes. Unless `learns`, later data does not refer to its objects: for pieces after the parts."""
        self._found = {}
        self._coded.clear()
        file = io.BytesIO()
        pickler = self._open(file)
        pickler.dump(value)
        found = list(self._found.values()) if learns else []
        pickler.dump(found)  # before they get numbers, so that they are written as references within this pickle
        for thing in found:
            self.shared.add(thing, self._former.number_of(thing))
        pickler.dump([self.shared.number_of(thing) for thing in found])
        return file.getvalue()

    def give_texts(self) -> Iterator[bytes]:
        """Yield the texts of files in the pieces so far. They must be written as the first parts; later pieces contain their
        texts.
        """
        left, self._left = self._left or [], None
        for file in left:
            yield data_of(file)

    def _find_reducer(self, sort: type[Any]) -> Reducer:
        plain = self._leave_text if sort is SourceFile else super()._find_reducer(sort)
        return partial(self._note, plain) if issubclass(sort, (*BY_IDENTITY, Path)) else plain

    def _leave_text(self, file: SourceFile) -> tuple[Any, ...]:
        """Reduce a file to a reference to a part with its text, if it is long: later builds read few texts."""
        if self._left is None or (find_stored_text(file) is None and len(file.text) <= LONG):
            return read_file, (file.path, encode(file.text), file.language)
        self._left.append(file)
        return _leave, (file.path, len(self._left) - 1, file.language)

    def _take_same(self, same: Same) -> tuple[Any, ...]:
        if same.thing is not None and id(same.thing) not in self._numbers:
            self._found.setdefault(id(same.thing), same.thing)
        return super()._take_same(same)

    def _note(self, plain: Reducer, thing: Any) -> Any:
        """Reduce an object to a pointer if an earlier piece has it; otherwise record it."""
        number = self._numbers.get(id(thing))
        if number is not None:
            return _point, (number,)
        if isinstance(thing, SourceFile):
            self._found.setdefault(id(thing), thing)
            self._found.setdefault(id(thing.path), thing.path)  # pages refer to the paths of their files
        elif not isinstance(thing, Path):
            self._found.setdefault(id(thing), thing)
        return plain(thing)


class PartWriter(_Writer):
    """Writes parts, which refer to objects in the head."""

    def pack(self, value: Any) -> bytes:
        """Return a value as bytes. Raises `NotInHead`, or one of `PICKLE_ERRORS`."""
        self._coded.clear()
        return self.dump(self._place(value))

    def pack_rest(self, page: SitePage) -> bytes:
        """Return a page without its front as bytes. Raises what `pack` does."""
        self._coded.clear()
        return self.dump(tuple(tuple(map(self._place, values)) for values in take_rest(page)))

    def _find_reducer(self, sort: type[Any]) -> Reducer:
        if sort is Language:
            return lambda language: (_share, (_pack_language(language),))
        if issubclass(sort, BY_IDENTITY):
            return self._point_to
        plain = super()._find_reducer(sort)
        return partial(self._point_if_there, plain) if issubclass(sort, Path) else plain

    def _point_to(self, thing: Any) -> Any:
        """Reduce an object compared by identity to a pointer. Raises `NotInHead` if the head does not have it."""
        number = self._numbers.get(id(thing))
        if number is None:
            raise NotInHead
        return _point, (number,)

    def _point_if_there(self, plain: Reducer, thing: Any) -> Any:
        return self._point_to(thing) if id(thing) in self._numbers else plain(thing)


class NotInHead(Exception):
    """A part contains an object that is compared by identity but is not in the head."""


class HeadReader:
    """Reads what a `HeadWriter` has written."""

    def __init__(self, find_part: Callable[[int], bytes | None]) -> None:
        """`find_part` returns the bytes of a part by its number; None if they are damaged."""
        self.shared = Shared()
        self.shared.own[_leave] = partial(make_file, find_part)

    def read(self, file: VolumeFile | BinaryIO) -> Any:
        """Return the value of the next piece."""
        piece = self.shared.open(file)
        value = piece.load()
        self.shared.add_all(piece.load(), piece.load())
        return value


def unpack_part(data: bytes, shared: Shared) -> Any:
    """Return the value of a part. Raises `KeyError` if it refers to an object that is gone."""
    return shared.open(io.BytesIO(data)).load()


@cache
def _pack_language(language: Language) -> bytes:
    return pickle.dumps(language, pickle.HIGHEST_PROTOCOL)


def can_pickle(thing: object) -> bool:
    """Return whether an object can be pickled for another process."""
    try:
        _Writer(Shared()).dump(thing)
    except PICKLE_ERRORS:
        return False
    return True


def _is_made_of_fields(sort: type[Any]) -> bool:
    """Return whether instances of a class can be restored from their fields alone, and that is worth it: they have slots or long
    fields.
    """
    if sort in WITH_PLACES:
        return True
    if not (is_dataclass(sort) and "__slots__" in vars(sort) and sort.__reduce__ is object.__reduce__):
        return False
    return all(one.init and not one.kw_only for one in fields(sort)) and not hasattr(sort, "__post_init__")


def reduce_plainly(thing: Any) -> Any:
    """Return pickle's own reduction; for a class with a metaclass, its name."""
    return thing.__qualname__ if isinstance(thing, type) else thing.__reduce_ex__(pickle.HIGHEST_PROTOCOL)


@cache
def _take_fields(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a function that returns the values of some fields as a tuple."""
    return attrgetter(*names) if len(names) > 1 else lambda found: tuple(getattr(found, name) for name in names)
