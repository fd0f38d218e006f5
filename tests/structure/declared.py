"""Check the declarations of a room: each finding has the file, and what to write there.

Type checking (`lint`) finds much of this too, but only in rooms with type annotations.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from plugins.commands.new.page import FILE
from plugins.commands.new.sort import find_lacking
from plugins.core.beside import FileBeside
from plugins.core.kinds import annotations
from plugins.core.kinds.kind import Kind
from plugins.core.library import Library, Register
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.named_records import CountMark, NamesMark
from plugins.core.pages import AddressedPage
from plugins.core.room import Room
from plugins.core.with_goals import WithGoals
from plugins.core.words.interface import Counted, CountedName, WordName, Words
from plugins.house.context import KnownPage, PageKind
from plugins.house.new_page import NewPage
from plugins.house.room import PageRoom
from plugins.house.text_page import CARDS
from tests.structure.code import PROJECT

Asked = tuple[tuple[str, ...], str]
"""The parameters of a function, and its result: the end of the annotation."""

OF_ROOM: Final[Mapping[str, Asked]] = MappingProxyType({
    "marks": (("library", "setting"), "Iterator[ValueMark]"),
    "check": (("library",), "Iterator[Problem]"),
    "check_last": (("library",), "Iterator[Problem]"),
    "check_page": (("page", "library"), "Iterator[Problem]"),
    "left_out": (("library",), "Iterator[tuple[Model, Place, Key]]"),
    "changes": (("library",), "Iterator[DayChange]"),
    "beside_each": (("site",), "Iterator[FileBeside]"),
})  # fmt: skip
OF_KIND: Final[Mapping[str, Asked]] = MappingProxyType({
    "build": (("record", "context"), "SitePage"),
    "card": (("record", "text", "context", "is_short"), "Card"),
    "all_address": (("number",), "str"),
})  # fmt: skip
OF_NEW: Final[Mapping[str, Asked]] = MappingProxyType({
    "file_of": (("slug", "values"), "str"),
    "values": (("library",), "Mapping[str, str]"),
    "headings": (("name", "library"), ""),
    "refuse": (("name", "library"), ""),
})  # fmt: skip
OF_KNOWN: Final[Mapping[str, Asked]] = MappingProxyType({
    "view": (("plain", "text", "context"), ""),
    "menu": (("context",), "bool"),
    "has_something": (("context",), "bool"),
})  # fmt: skip
OF_REGISTER: Final[Mapping[str, Asked]] = MappingProxyType({
    "name_of": (("record",), "str"),
    "order": (("record",), ""),
    "other_names": (("records",), "Mapping[str, str]"),
    "is_sure": (("records",), "bool"),
    "adapt": (("record", "library"), ""),
    "also_called": (("record",), ""),
    "setting": (("record",), "Setting"),
    "seen_on": (("record", "library"), "str"),
})  # fmt: skip
OF_BESIDE: Final[Mapping[str, Asked]] = MappingProxyType({
    "write": (("site",), ""),
    "is_there": (("site",), "bool"),
})  # fmt: skip
OF_NAMES: Final[Mapping[str, Asked]] = MappingProxyType({
    "find": (("library",), ""),
    "say": (("record",), "str"),
})  # fmt: skip
OF_COUNT: Final[Mapping[str, Asked]] = MappingProxyType({
    "find": (("library",), ""),
    "say": (("count", "words"), "str"),
})  # fmt: skip
FUNCTIONS: Final[Mapping[type, Mapping[str, Asked]]] = MappingProxyType({
    PageRoom: OF_ROOM, PageKind: OF_KIND, NewPage: OF_NEW, KnownPage: OF_KNOWN, Register: OF_REGISTER, FileBeside: OF_BESIDE,
    NamesMark: OF_NAMES, CountMark: OF_COUNT,
})  # fmt: skip
"""The required signature of each declared function; `find_unasked` reports functions that are missing here."""
NO_WORDS: Final[Mapping[type, frozenset[str]]] = MappingProxyType({
    PageKind: frozenset[str](),
    NamesMark: frozenset({"name"}),
    CountMark: frozenset({"name"}),
    KnownPage: frozenset({"name", "words", "own_address", "template"}),
})  # fmt: skip
"""String fields in declarations of pages that do not name an interface word. `words` is a prefix of several, which `_check_known`
checks."""
WORD_SORTS: Final = (WordName, CountedName)
OURS: Final = "tests/structure/declared.py"
NEEDED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "title": ("Title", 'title: Title = field("titel", "…", required=True, may_be_unknown=False)'),
    "summary": ("Line", 'summary: Line | None = field("sammanfattning", hints.SUMMARY, required=True)'),
    "contact": ("Reference", 'contact: Reference | None = field("kontakt", hints.CONTACT)'),
    "help_box": ("Reference", 'help_box: Reference | None = field("stödruta", hints.HELP_BOX)'),
    "updated": ("Day", 'updated: Day | None = field("uppdaterad", hints.UPDATED)'),
    "status": ("Status", 'status: Status = field("status", "", required=True, may_be_unknown=False)'),
})  # fmt: skip
"""The kind of each field that every page must have, and how to declare it."""


def find_forgotten(room: Room, name: str, words: Words) -> Iterator[str]:
    """Yield what is missing or wrong in the room in the folder `name`, each with the file and what to write."""
    file = f"plugins/{name}/room.py"
    yield from _check_functions(room, OF_ROOM, file, "ROOM")
    for key, make in room.data.items():
        yield from _check_function(make, (("context",), "Iterator[Item]"), f"{file}: data[{key!r}] of ROOM")
    for beside in room.beside:
        yield from _check_functions(beside, OF_BESIDE, file, f"the FileBeside {beside.path}")
    for mark in room.named:
        sort = type(mark)
        yield from _check_functions(mark, FUNCTIONS[sort], file, own := f"the {sort.__name__} {mark.name}")
        yield from _check_words(mark, own, words)
    for register in room.registers:
        own = f"the Register of {register.model.__name__}"
        yield from _check_functions(register, OF_REGISTER, file, own)
        if not issubclass(register.model, AddressedPage):  # pages are checked with their kind
            yield from check_days(register.model, f"plugins/{name}/model.py")
    listed = (shelf.model for shelf in room.shelves if shelf.form == "list" and shelf.model)
    for model in dict.fromkeys((*(register.model for register in room.registers), *listed)):
        yield from check_names(model, f"plugins/{name}/model.py")
    for shelf in room.shelves:
        if shelf.form in ("page", "list") and not shelf.title:
            yield f"plugins/{name}/model.py: write the title of the Shelf {shelf.pattern}, which the forms show over its list"
    if isinstance(room, PageRoom):
        for kind in room.kinds:
            yield from _check_kind(kind, room, name, words)
        for known in room.known:
            yield from _check_known(known, file, words)


def _check_kind(kind: PageKind[Any], room: Room, name: str, words: Words) -> Iterator[str]:
    model, file, own = kind.model, f"plugins/{name}/room.py", f"the PageKind of {kind.model.__name__}"
    yield from _check_functions(kind, OF_KIND, file, own)
    yield from check_model(model, f"plugins/{name}/model.py")
    if not any(shelf.model is model and shelf.form == "page" for shelf in room.shelves):
        right = f'write Shelf("FOLDER/*.md", {model.__name__}, "page", "…") in SHELVES, and shelves=SHELVES in {file}'
        yield f"plugins/{name}/model.py: {right}"
    if not any(register.model is model for register in room.registers):
        yield f"{file}: write Register(model={model.__name__}) in registers: what has none is not found"
    yield from _check_words(kind, own, words)
    if kind.card and issubclass(model, WithGoals) and not (kind.group and kind.all_words and kind.all_address(1)):
        yield f"{file}: write group, all_words and all_address of {own}: what goal pages write over its cards, and link to"


def _check_words(declared: object, own: str, words: Words) -> Iterator[str]:
    """Yield the interface words that a declaration names, by the types of its fields, and that the word list lacks."""
    for name, types in _read_types(type(declared)):
        sort = next((one for one in WORD_SORTS if one in types), None)
        if sort is None or not (word := getattr(declared, name)):
            continue
        form, wanted = (Counted, "with its forms by number (`one:`, `other:`)") if sort is CountedName else (str, "as one word")
        if not isinstance(words.find(word), form):
            other = " (or let the field be a CountedName)" if isinstance(words.find(word), Counted) else ""
            yield f"theme/words/sv.yaml: write {word}, the {name} of {own}, {wanted}{other}; and in each other list"


def find_unasked(declared: type, asked: Mapping[str, Asked], no_words: frozenset[str] | None) -> Iterator[str]:
    """Yield the fields of a declaration (functions and strings) that these checks do not cover, each with what to write.

    `no_words` are string fields that name no interface word; None: no string field of the declaration names one.
    """
    file = f"{declared.__module__.replace('.', '/')}.py"
    for name, types in _read_types(declared):
        for function in (one for one in types if get_origin(one) is Callable):
            *given, gives = function.__args__
            if name not in asked or len(asked[name][0]) != len(given):
                yield f"{OURS}: write {name} of {declared.__name__} with what the function is given, and that it gives {gives}"
        if no_words is not None and str in types and name not in no_words:
            right = (
                "WordName where it names an interface word, CountedName where that has forms by number (core/words/interface.py)"
            )
            yield f"{file}: {name} of {declared.__name__} is a str: write {right}; any other text is a line in NO_WORDS of {OURS}"


def _read_types(declared: type) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the fields of a declaration with their types; for a union such as `str | None`, all of them."""
    for name, hint in get_type_hints(declared, include_extras=True).items():
        yield name, get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def check_model(model: type[AddressedPage], file: str) -> Iterator[str]:
    """Yield what is missing in the model of a kind of pages."""
    name = model.__name__
    yield from (f"{file}: write the property {one} of {name}" for one in sorted(getattr(model, "__abstractmethods__", ())))
    if model.CALLED == Model.CALLED:
        yield f'{file}: write CALLED: ClassVar[str] = "…" in {name}: what an editor calls one, as "sidan"'
    fields = {info.english: info for info in fields_of(model).values()}
    for english, (kind, line) in NEEDED.items():
        swedish = line.split('"')[1]
        info = fields.get(english)
        if not _is_of(info, kind):
            yield f"{file}: write in {name}: {line}"
        elif info is not None and info.swedish != swedish:
            yield f'{file}: write in {name}, of {english}: "{swedish}" for "{info.swedish}", as every kind of pages calls it'
    yield from check_days(model, file)


def check_days(model: type[Model], file: str) -> Iterator[str]:
    """Yield the fields of days that a model names (`FIRST_DAY` and others) and does not have."""
    fields = {info.english: info for info in fields_of(model).values()}
    for said in ("FIRST_DAY", "LAST_DAY", "LAST_LISTED_DAY", "REVIEW_DAY"):
        if (day := getattr(model, said, "")) and not _is_of(fields.get(day), "Day"):
            yield f"{file}: {said} of {model.__name__} names {day}: write a field of that English name whose value is a Day"
    if getattr(model, "LISTED_YEARS", 0) and not getattr(model, "LAST_LISTED_DAY", ""):
        yield f"{file}: LISTED_YEARS of {model.__name__} count from a day: name its field as LAST_LISTED_DAY"


def check_names(model: type[Model], file: str) -> Iterator[str]:
    """Yield what a model lacks to name its records; messages, forms and lists would show their file instead."""
    fields = {info.english: info for info in fields_of(model).values()}
    for wrong in (english for english in model.NAMED_BY if english not in fields):
        yield f"{file}: NAMED_BY of {model.__name__} names {wrong}: write the English name of a field"
    if model.HEADED_BY and model.HEADED_BY not in fields:
        yield f"{file}: HEADED_BY of {model.__name__} names {model.HEADED_BY}: write the English name of a field"
    if not model.NAMED_BY or (model.NAMED_BY[-1] in fields and not fields[model.NAMED_BY[-1]].required):
        right = 'NAMED_BY: ClassVar[tuple[str, ...]] = ("…",)'
        yield f"{file}: write {right} in {model.__name__}: the last is a field that must be there"


def check_new(kind: PageKind[Any], file: str, library: Library) -> Iterator[str]:
    """Yield what the declaration lacks for `skapa` (`new`) to write a page of this kind that passes the check."""
    own = f"new of the PageKind of {kind.model.__name__}"
    wrong = [*_check_functions(kind.new, OF_NEW, file, own)]
    yield from wrong
    if wrong:
        return
    english = {info.english for info in fields_of(kind.model).values()}
    values = {*kind.new.values(library)}
    yield from (f"{file}: {own}: values names {name}: write the English name of a field" for name in sorted(values - english))
    for info in fields_of(kind.model).values():
        if info.key == FILE:
            yield f"{file}: {own}: a field is called {FILE}, as the option of the page's file: call it {FILE} and what it is for"
    goals = {"goals"} if kind.new.asks_for_goal else set[str]()
    for info in find_lacking(kind.model, {"title", "status", *goals, *values}):
        if info.kind is None:  # `skapa` asks for all others
            yield (
                f"{file}: {own}: field {info.swedish} must be there and may not be `saknas`, and `skapa` cannot ask for it: "
                f'write values=lambda library: {{"{info.english}": …}}, or take may_be_unknown=False from the field'
            )


def _is_of(info: FieldInfo | None, kind: str) -> bool:
    wanted = next(one for one in getattr(annotations, kind).__metadata__ if isinstance(one, Kind))
    return info is not None and info.kind is wanted and not info.is_list


def _check_known(known: KnownPage, file: str, words: Words) -> Iterator[str]:
    own = f"the KnownPage {known.name}"
    yield from _check_functions(known, OF_KNOWN, file, own)
    yield from _check_words(known, own, words)
    for ending in ("title", "summary", *(("listed", "empty") if known.template == CARDS and known.lists else ())):
        if words.find(f"{known.words}_{ending}") is None:
            yield f"theme/words/sv.yaml: write {known.words}_{ending}, of {own}; and in each other list"
    if known.menu and words.find(f"menu_{known.words}") is None:
        yield f"theme/words/sv.yaml: write menu_{known.words}, what menus call {own}; and in each other list"
    if not (PROJECT / "theme" / "templates" / f"{known.template}.html").is_file():
        yield f"theme/templates/{known.template}.html: write it, the template of {own}"


def _check_functions(declared: object, asked: Mapping[str, Asked], file: str, own: str) -> Iterator[str]:
    for name, one in asked.items():
        if (function := getattr(declared, name)) is not None:
            yield from _check_function(function, one, f"{file}: {name} of {own}")


def _check_function(function: Callable[..., Any], asked: Asked, where: str) -> Iterator[str]:
    """Yield the required signature if a function cannot be called so, or has another result by its annotation."""
    given, gives = asked
    right = f"write a function of ({', '.join(given)})" + (f" that gives {gives}" if gives else "")
    try:
        signature = inspect.signature(function)
    except ValueError:  # a class implemented in C, such as `str`
        return
    try:
        signature.bind(*given)
    except TypeError as error:
        yield f"{where}: {right} ({error})"
        return
    returned = signature.return_annotation
    of_what = gives.partition("[")[2].removesuffix("]") or gives
    if gives and returned is not inspect.Signature.empty and of_what not in str(returned):
        yield f"{where}: {right}, not {returned}"
