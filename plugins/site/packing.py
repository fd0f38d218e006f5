"""Packing: how what is known of a site becomes bytes, in a head and parts that are read one by one.

Stage: between processes. In: values of any room. Out: bytes, and the values again. What the program declares stands there by its
name. Records, files and whatever else is known by being itself stand in the head, and in parts by a number: however late a part
is read, it points to the very same objects.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final, Never

from plugins.core.kinds.keys import Key
from plugins.core.kinds.kind import Kind
from plugins.core.languages import Language
from plugins.core.lines import Marked
from plugins.core.memo import Same
from plugins.core.models.model import Model, fields_of
from plugins.core.places import SourceFile
from plugins.core.placing import shelf_of_translations
from plugins.core.shelf import Shelf
from plugins.core.sources import Text
from plugins.core.translations.model import remake
from plugins.core.volume import Draft, Reading
from plugins.house.context import KnownPage, PageKind
from plugins.house.page import SitePage
from plugins.site.rooms import KINDS, KNOWN_PAGES, SHELVES
from plugins.website.view import Frame

ITSELF: Final = (Model, SourceFile, Text, Key, Marked)
"""What is known by being itself, or may be a part of what is asked (`Same`)."""
LONG: Final = 200
"""Signs from which on a text is written as the bytes that it is made of: what pickle itself does leaves them beside each text as
long as that is there (CPython's `PyUnicode_AsUTF8AndSize`), which would double the weight of a site."""
Spans = tuple[tuple[int, int, int], ...]
AT_ONCE: Final[Mapping[type[Any], frozenset[str]]] = MappingProxyType(
    {
        SitePage: frozenset(("address", "template", "frame", "source", "place", "ids", "links")),
        Frame: frozenset(
            (
                "language",
                "title",
                "canonical",
                "address",
                "is_home",
                "is_draft",
                "is_indexed",
                "ways",
                "tongue",
                "updated",
                "announcements",
            )
        ),
    }
)
"""The fields that are asked for of every page, also where it is not shown anew: the others, most of it, are left as they lie."""
_SPLIT: Final = {
    sort: tuple(tuple(one.name for one in fields(sort) if (one.name in names) is is_at_once) for is_at_once in (True, False))
    for sort, names in AT_ONCE.items()
}
"""The names of those fields, and of the others, as they stand in the class."""
COMMON: Final = "common"
_SHARED: Final = "shared"
_THE_SHARED: Final = object()
"""Stands for the `Shared` of whoever reads."""
CANNOT_GO: Final = (pickle.PicklingError, TypeError, AttributeError, RecursionError)
"""What is raised where something belongs to this process alone."""


class Shared:
    """The objects of a head that parts point to, each with a number that it keeps as long as it is there."""

    def __init__(self, numbers: Mapping[int, Any] = MappingProxyType({}), next_number: int = 0) -> None:
        self.by_number: dict[int, Any] = dict(numbers)
        self.next_number = next_number
        self.common: dict[bytes, Any] = {}
        """What many parts hold and no head, by its bytes: found once for all of them."""
        self.numbers = {id(thing): number for number, thing in self.by_number.items()}
        """The same numbers by identity."""

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


class HeadWriter:
    """Writes a head piece by piece, and learns which objects it holds that are known by being themselves.

    A piece points to the objects of earlier ones by number, as parts do: one pickle of all would hold, until its end, all that it
    has written and the bytes of every text.
    """

    def __init__(self, draft: Draft, former: Shared) -> None:
        self.shared = Shared(next_number=former.next_number)
        self._draft = draft
        self._former = former

    def write(self, value: Any, *, learns: bool = True) -> None:
        """Write a piece; without `learns` what is met in it is not pointed to: for what follows the parts."""
        piece = _PieceWriter(self._draft, self.shared)
        piece.dump(value)
        found = list(piece.found.values()) if learns else []
        piece.dump(found)  # as long as they have no numbers: as what has just been written
        for thing in found:
            self.shared.add(thing, self._former.number_of(thing))
        piece.dump([self.shared.number_of(thing) for thing in found])


class _PieceWriter(pickle.Pickler):
    def __init__(self, file: Draft, shared: Shared) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.dispatch_table = _table()
        self.found: dict[int, Any] = {}
        """What is met for the first time, by identity."""
        self._number_of = shared.number_of
        self._find = shared.numbers.get

    def persistent_id(self, obj: Any) -> int | None:
        """Return the number of what stands in an earlier piece."""
        return self._find(id(obj))

    def reducer_override(self, obj: Any) -> Any:
        """Note an object on its way."""
        _learn(type(obj))
        thing = obj.thing if type(obj) is Same else obj
        if (thing is not obj or isinstance(obj, ITSELF)) and self._number_of(thing) is None:
            self.found.setdefault(id(thing), thing)
            if type(thing) is SourceFile:  # by whose path pages say where they come from
                self.found.setdefault(id(thing.path), thing.path)
        return NotImplemented


class HeadReader:
    """Reads what a `HeadWriter` has written."""

    def __init__(self) -> None:
        self.shared = Shared()

    def read(self, file: Reading) -> Any:
        """Return the value of the next piece."""
        piece = _PieceReader(file, self.shared)
        value = piece.load()
        for thing, number in zip(piece.load(), piece.load(), strict=True):
            self.shared.add(thing, number)
        return value


class _PieceReader(pickle.Unpickler):
    def __init__(self, file: Reading, shared: Shared) -> None:
        super().__init__(file)
        self.persistent_load = shared.by_number.__getitem__  # type: ignore[method-assign]


class _PartWriter(pickle.Pickler):
    def __init__(self, file: BinaryIO, shared: Shared) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.dispatch_table = _table()
        self.pointed: set[int] = set()
        """Numbers of what it points to."""
        self._shared = shared
        self._find = shared.numbers.get
        self._coded: dict[int, tuple[str, bytes]] = {}
        """Long texts by identity, each with its bytes; the text itself stands there, so that no other becomes known by its."""

    def persistent_id(self, obj: Any) -> Any:
        """Return the number of what stands in the head, the bytes of a long text or of what is common, and None for all else."""
        sort = type(obj)  # it is asked of everything there is, nearly a million times
        if sort is str:
            return self._code(obj) if len(obj) > LONG and not obj.isascii() else None
        if sort is Language:
            return COMMON, _pack_language(obj)
        if obj is _THE_SHARED:
            return _SHARED
        number = self._find(id(obj))
        if number is not None:
            self.pointed.add(number)
        return number

    def _code(self, text: str) -> bytes:
        if id(text) not in self._coded:
            self._coded[id(text)] = text, text.encode("utf-8", "surrogatepass")
        return self._coded[id(text)][1]

    def reducer_override(self, obj: Any) -> Any:
        """Refuse what must be itself, and is not in the head."""
        _learn(type(obj))
        if isinstance(obj, ITSELF):
            raise NotInHead
        return self._fold(obj) if type(obj) in AT_ONCE else NotImplemented

    def _fold(self, obj: Any) -> tuple[Any, ...]:
        """Return how a thing is made of its first fields, and of all others as bytes."""
        at_once, later = _SPLIT[type(obj)]
        file = io.BytesIO()
        writer = _PartWriter(file, self._shared)
        writer.dump(_take_fields(later)(obj))
        self.pointed |= writer.pointed
        first = _take_fields(at_once)(obj)
        return _unfold, (type(obj), first, file.getvalue(), tuple(sorted(writer.pointed)), _THE_SHARED)


class NotInHead(Exception):
    """A part points to an object that must be itself, and that the head does not hold."""


class _Pointed(dict[Any, Any]):
    """What a part points to: objects by number, and long texts by their bytes, each found once: most point to few, often."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared

    def __missing__(self, pid: Any) -> Any:
        found = self[pid] = self._find(pid)
        return found

    def _find(self, pid: Any) -> Any:
        if isinstance(pid, int):
            return self._shared.by_number[pid]
        if isinstance(pid, bytes):
            return _decode(pid)
        if pid == _SHARED:
            return self._shared
        common, data = self._shared.common, pid[1]
        return common[data] if data in common else common.setdefault(data, pickle.loads(data))


class _PartReader(pickle.Unpickler):
    def __init__(self, file: BinaryIO, shared: Shared) -> None:
        super().__init__(file)
        self.persistent_load = _Pointed(shared).__getitem__  # type: ignore[method-assign]


def pack_part(value: Any, shared: Shared) -> bytes:
    """Return a value as bytes; raise `NotInHead`, or one of `CANNOT_GO`."""
    file = io.BytesIO()
    _PartWriter(file, shared).dump(value)
    return file.getvalue()


def unpack_part(data: bytes, shared: Shared) -> Any:
    """Return what was packed; raise `KeyError` where it points to what is no more."""
    return _PartReader(io.BytesIO(data), shared).load()


def _unfold(sort: type[Any], first: tuple[Any, ...], rest: bytes, numbers: Sequence[int], shared: Shared) -> Any:
    """Return a thing with its first fields; the others are read where somebody asks for one. Raises what `unpack_part` does."""
    if any(number not in shared.by_number for number in numbers):
        raise KeyError
    at_once, later = _SPLIT[sort]
    thing = object.__new__(sort)
    for name, value in zip(at_once, first, strict=True):
        object.__setattr__(thing, name, value)
    object.__setattr__(thing, "folded", lambda: dict(zip(later, unpack_part(rest, shared), strict=True)))
    return thing


@cache
def _pack_language(language: Language) -> bytes:
    return pickle.dumps(language, pickle.HIGHEST_PROTOCOL)


def can_go(thing: object) -> bool:
    """Tell whether another process can take something up."""
    try:
        pickler = pickle.Pickler(io.BytesIO(), pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _table()
        pickler.dump(thing)
    except CANNOT_GO:
        return False
    return True


@cache
def _table() -> dict[Any, Callable[[Any], Any]]:
    """Return how objects are written that pickle would write otherwise, or not at all."""
    return {
        SourceFile: lambda file: (_read_file, (file.path, _encode(file.text), file.language)),
        Text: _take_text,
        MappingProxyType: lambda found: (_fix, (dict(found),)),
        Kind: lambda kind: (_find_kind, (_names_of_kinds()[kind],)),
        Shelf: lambda shelf: (_find_shelf, _number_shelf(shelf)),
        object: _refuse,
        type(Model): lambda model: (remake, model.MADE_OF) if getattr(model, "MADE_OF", None) else model.__qualname__,
        KnownPage: lambda page: (_find_known, (page.name,)),
        PageKind: lambda kind: (_find_page_kind, (KINDS.index(kind),)),
    }


_LEARNED: Final[set[type[Any]]] = set()


def _learn(sort: type[Any]) -> None:
    """See that values of a dataclass with slots are made anew of their parts: quicker than what `dataclasses` does with them."""
    if sort in _LEARNED:
        return
    _LEARNED.add(sort)
    if not (is_dataclass(sort) and "__slots__" in vars(sort) and sort.__reduce__ is object.__reduce__):
        return
    if all(one.init and not one.kw_only for one in fields(sort)) and not hasattr(sort, "__post_init__"):
        _table().setdefault(sort, partial(_take_apart, sort, _take_fields(tuple(one.name for one in fields(sort)))))


def _encode(text: str) -> str | bytes:
    return text if len(text) <= LONG or text.isascii() else text.encode("utf-8", "surrogatepass")


def _decode(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8", "surrogatepass")


def _read_file(path: Path, text: str | bytes, language: str) -> SourceFile:
    return SourceFile(path, _decode(text), language)


def _take_text(text: Text) -> tuple[Any, ...]:
    """Return a text as a piece of its file, if it is long and stands there so."""
    start = text.source.text.find(text.value) if len(text.value) > LONG else -1
    if start < 0:
        return _make_text, (_encode(text.value), text.source, text.spans, text.has_lines)
    return _cut_text, (text.source, start, start + len(text.value), text.spans, text.has_lines)


def _make_text(value: str | bytes, source: SourceFile, spans: Spans, has_lines: bool) -> Text:
    return Text(_decode(value), source, spans, has_lines)


def _cut_text(source: SourceFile, start: int, end: int, spans: Spans, has_lines: bool) -> Text:
    return Text(source.text[start:end], source, spans, has_lines)


def _refuse(_found: object) -> Never:
    """A bare object is known by being itself, which another process has no way to tell."""
    raise pickle.PicklingError


def _take_apart(sort: type[Any], take: Callable[[Any], tuple[Any, ...]], found: Any) -> tuple[type[Any], tuple[Any, ...]]:
    return sort, take(found)


@cache
def _take_fields(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of some fields as a tuple."""
    return attrgetter(*names) if len(names) > 1 else lambda found: tuple(getattr(found, name) for name in names)


def _fix(found: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(found)


def _number_shelf(shelf: Shelf) -> tuple[int, bool]:
    """Return the place of a shelf among all, and whether it is that of the translations of what stands there."""
    if shelf in SHELVES:
        return SHELVES.index(shelf), False
    originals = (number for number, one in enumerate(SHELVES) if one.model and one.is_translated)
    return next(number for number in originals if shelf_of_translations(SHELVES[number]) is shelf), True


def _find_shelf(number: int, is_of_translations: bool) -> Shelf:
    return shelf_of_translations(SHELVES[number]) if is_of_translations else SHELVES[number]


def _find_page_kind(number: int) -> PageKind[Any]:
    return KINDS[number]


def _find_known(name: str) -> KnownPage:
    return next(page for page in KNOWN_PAGES if page.name == name)


def _find_kind(name: str) -> Kind:
    return _kinds()[name]


@cache
def _kinds() -> Mapping[str, Kind]:
    """Return every kind of a field by model and field."""
    found: dict[str, Kind] = {}
    models = [shelf.model for shelf in SHELVES if shelf.model]
    seen: set[type[Model]] = set()
    while models:
        model = models.pop()
        if model in seen:
            continue
        seen.add(model)
        for info in fields_of(model).values():
            if info.kind:
                found.setdefault(f"{model.__module__}.{model.__qualname__}.{info.english}", info.kind)
            if info.nested:
                models.append(info.nested)
    return found


@cache
def _names_of_kinds() -> Mapping[Kind, str]:
    return {kind: name for name, kind in _kinds().items()}
