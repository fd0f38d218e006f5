"""Pickles what is known of a site: a head, and parts that are read one by one.

Stage: between processes. In: values of any room. Out: bytes, and the values again. What the program declares stands there by its
name. Records, files and other objects that are compared by identity stand in the head, and parts refer to them by number: however
late a part is read, it points to the very same objects.
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
from plugins.core.texts.prose import Piece
from plugins.house.page import SitePage
from plugins.language.passages import Passage
from plugins.site.fronts import take_rest
from plugins.site.packed import LONG, data_of, encode, list_reducers, lying_of, make_file, read_file
from plugins.website.view import Frame

ITSELF: Final = (Model, SourceFile, Text, Key, Marked)
"""What is compared by identity, or may be a part of a question (`Same`)."""
WITH_PLACES: Final = frozenset((SitePage, Frame, Piece, Passage, Problem))
"""Dataclasses of which a field may be a long text, or a plain value compared by identity (the links of a page)."""
CANNOT_GO: Final = (pickle.PicklingError, TypeError, AttributeError, RecursionError)
"""What is raised where something belongs to this process alone."""


class Shared:
    """The objects of a head that parts point to, each with a number that it keeps as long as it is there."""

    def __init__(self, numbers: Mapping[int, Any] = MappingProxyType({}), next_number: int = 0) -> None:
        self.by_number: dict[int, Any] = dict(numbers)
        self.next_number = next_number
        self.numbers = {id(thing): number for number, thing in self.by_number.items()}
        """The numbers of things, by the identity of each thing."""
        self.own: dict[Any, Callable[..., Any]] = {
            _point: self.by_number.__getitem__,
            _share: cache(pickle.loads),
        }
        """What reads what is written by the name of each of these."""
        find = staticmethod(cache(self._find_class))
        self.open: Callable[[VolumeFile | BinaryIO], pickle.Unpickler] = type("Reader", (pickle.Unpickler,), {"find_class": find})
        """Returns what reads what points to them."""

    def number_of(self, thing: object) -> int | None:
        """Return the number of an object; None where it is none of these."""
        return self.numbers.get(id(thing))

    def add(self, thing: object, number: int | None) -> None:
        """Give an object the number that it had, or a new one."""
        if id(thing) in self.numbers:
            return
        if number is None:
            number, self.next_number = self.next_number, self.next_number + 1
        self.numbers[id(thing)] = number
        self.by_number[number] = thing

    def add_all(self, things: Sequence[object], numbers: Sequence[int]) -> None:
        """Give many objects the numbers that they had, of which there are twenty thousand in a thousand pages."""
        self.numbers.update(zip(map(id, things), numbers, strict=True))
        self.by_number.update(zip(numbers, things, strict=True))

    def _find_class(self, module: str, name: str) -> Any:
        """Return what stands in the program by a name; found once for all parts, which pickle itself does for one."""
        found = attrgetter(name)(import_module(module))
        return self.own.get(found, found) if module == __name__ else found


def _point(number: int) -> Never:
    """Stands for what finds an object of the head by its number."""
    raise NotImplementedError(number)


def _share(data: bytes) -> Never:
    """Stands for what finds a thing that many parts hold and no head, by its bytes: made once for all of them."""
    raise NotImplementedError(data)


def _leave(path: Path, number: int, language: str) -> Never:
    """Stands for what makes a file whose text is a part by itself."""
    raise NotImplementedError(path, number, language)


class _Pointer:
    """Stands, in what is written, for an object of the head."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class _Coded:
    """Stands, in what is written, for a long text, by its bytes."""

    __slots__ = ("data",)

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8", "surrogatepass")


Reducer = Callable[[Any], Any]
"""How a thing is written: returns what pickle's `__reduce_ex__` does."""


class _Reducers(dict[type[Any], Reducer]):
    """The reducer of each type, found when the first of that type is written: pickle asks for it, and calls nothing else here."""

    def __init__(self, find: Callable[[type[Any]], Reducer]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, sort: type[Any]) -> Reducer:
        reducer = self[sort] = self._find(sort)
        return reducer


class _Writer:
    """What the writers of heads and of parts have in common.

    Of texts, numbers, tuples and whatever else is plain pickle asks nobody: there are a million of them. So what is to be written
    otherwise has to be put in the place of such a thing where that may stand: in a field, or behind `Same`.
    """

    def __init__(self, shared: Shared) -> None:
        self._numbers = shared.numbers
        self._reducers = _Reducers(self._find_reducer)
        self._coded: dict[int, tuple[str, _Coded]] = {}
        """Long texts by identity; the text itself stands there, so that no other becomes known by its."""

    def dump(self, value: Any) -> bytes:
        """Return a value as bytes; raise one of `CANNOT_GO`."""
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
        """Return what is written in the place of a thing that may be plain: a pointer, the bytes of a long text, or itself."""
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
        """Return how values of a dataclass are made anew of their fields: quicker than what `dataclasses` does."""
        take = _take_fields(tuple(one.name for one in fields(sort)))
        if sort in WITH_PLACES:
            return lambda thing: (sort, tuple(map(self._place, take(thing))))
        return lambda thing: (sort, take(thing))


class HeadWriter(_Writer):
    """Writes a head piece by piece, and learns which objects it holds that are known by being themselves.

    A piece points to the objects of earlier ones by number, as parts do: one pickle of all would hold, until its end, all that it
    has written and the bytes of every text.
    """

    def __init__(self, former: Shared) -> None:
        self.shared = Shared(next_number=former.next_number)
        super().__init__(self.shared)
        self._former = former
        self._found: dict[int, Any] = {}
        """What the piece is the first to hold, by identity."""
        self._left: list[SourceFile] | None = []
        """Files whose texts are the first parts; None: those have been written."""

    def pack(self, value: Any, *, learns: bool = True) -> bytes:
        """Return a piece as bytes; without `learns` what is met in it is not pointed to: for what follows the parts."""
        self._found = {}
        self._coded.clear()
        file = io.BytesIO()
        pickler = self._open(file)
        pickler.dump(value)
        found = list(self._found.values()) if learns else []
        pickler.dump(found)  # as long as they have no numbers: as what has just been written
        for thing in found:
            self.shared.add(thing, self._former.number_of(thing))
        pickler.dump([self.shared.number_of(thing) for thing in found])
        return file.getvalue()

    def give_texts(self) -> Iterator[bytes]:
        """Yield the texts that the pieces so far have left, which must be the first parts; later pieces hold those of theirs."""
        left, self._left = self._left or [], None
        for file in left:
            yield data_of(file)

    def _find_reducer(self, sort: type[Any]) -> Reducer:
        plain = self._leave_text if sort is SourceFile else super()._find_reducer(sort)
        return partial(self._note, plain) if issubclass(sort, (*ITSELF, Path)) else plain

    def _leave_text(self, file: SourceFile) -> tuple[Any, ...]:
        """Leave the text of a file for the parts, if it is long: whoever builds again reads few of them."""
        if self._left is None or (lying_of(file) is None and len(file.text) <= LONG):
            return read_file, (file.path, encode(file.text), file.language)
        self._left.append(file)
        return _leave, (file.path, len(self._left) - 1, file.language)

    def _take_same(self, same: Same) -> tuple[Any, ...]:
        if same.thing is not None and id(same.thing) not in self._numbers:
            self._found.setdefault(id(same.thing), same.thing)
        return super()._take_same(same)

    def _note(self, plain: Reducer, thing: Any) -> Any:
        """Point to what stands in an earlier piece, or note an object on its way."""
        number = self._numbers.get(id(thing))
        if number is not None:
            return _point, (number,)
        if isinstance(thing, SourceFile):
            self._found.setdefault(id(thing), thing)
            self._found.setdefault(id(thing.path), thing.path)  # by which pages say where they come from
        elif not isinstance(thing, Path):
            self._found.setdefault(id(thing), thing)
        return plain(thing)


class PartWriter(_Writer):
    """Writes parts, which point to what stands in the head."""

    def pack(self, value: Any) -> bytes:
        """Return a value as bytes; raise `NotInHead`, or one of `CANNOT_GO`."""
        self._coded.clear()
        return self.dump(self._place(value))

    def pack_rest(self, page: SitePage) -> bytes:
        """Return as bytes all of a page but its front; raise what `pack` does."""
        self._coded.clear()
        return self.dump(tuple(tuple(map(self._place, values)) for values in take_rest(page)))

    def _find_reducer(self, sort: type[Any]) -> Reducer:
        if sort is Language:
            return lambda language: (_share, (_pack_language(language),))
        if issubclass(sort, ITSELF):
            return self._point_to
        plain = super()._find_reducer(sort)
        return partial(self._point_if_there, plain) if issubclass(sort, Path) else plain

    def _point_to(self, thing: Any) -> Any:
        """Refuse what must be itself, and is not in the head."""
        number = self._numbers.get(id(thing))
        if number is None:
            raise NotInHead
        return _point, (number,)

    def _point_if_there(self, plain: Reducer, thing: Any) -> Any:
        return self._point_to(thing) if id(thing) in self._numbers else plain(thing)


class NotInHead(Exception):
    """A part points to an object that must be itself, and that the head does not hold."""


class HeadReader:
    """Reads what a `HeadWriter` has written."""

    def __init__(self, find_part: Callable[[int], bytes | None]) -> None:
        """Begin; `find_part` returns the bytes of a part by its number, None where they are not what was written."""
        self.shared = Shared()
        self.shared.own[_leave] = partial(make_file, find_part)

    def read(self, file: VolumeFile | BinaryIO) -> Any:
        """Return the value of the next piece."""
        piece = self.shared.open(file)
        value = piece.load()
        self.shared.add_all(piece.load(), piece.load())
        return value


def unpack_part(data: bytes, shared: Shared) -> Any:
    """Return what was packed; raise `KeyError` where it points to what is no more."""
    return shared.open(io.BytesIO(data)).load()


@cache
def _pack_language(language: Language) -> bytes:
    return pickle.dumps(language, pickle.HIGHEST_PROTOCOL)


def can_go(thing: object) -> bool:
    """Tell whether another process can take something up."""
    try:
        _Writer(Shared()).dump(thing)
    except CANNOT_GO:
        return False
    return True


def _is_made_of_fields(sort: type[Any]) -> bool:
    """Tell whether the values of a type are made of their fields and of nothing else: in slots, or what they hold is long."""
    if sort in WITH_PLACES:
        return True
    if not (is_dataclass(sort) and "__slots__" in vars(sort) and sort.__reduce__ is object.__reduce__):
        return False
    return all(one.init and not one.kw_only for one in fields(sort)) and not hasattr(sort, "__post_init__")


def reduce_plainly(thing: Any) -> Any:
    """Return what pickle itself would ask a thing for; of a class with a class of its own its name."""
    return thing.__qualname__ if isinstance(thing, type) else thing.__reduce_ex__(pickle.HIGHEST_PROTOCOL)


@cache
def _take_fields(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of some fields as a tuple."""
    return attrgetter(*names) if len(names) > 1 else lambda found: tuple(getattr(found, name) for name in names)
