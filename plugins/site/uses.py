"""Find where things in the content are used, so that nobody removes what others depend on.

Takes the library; returns every thing with a name, and each place that refers to one. Reads the same declarations
as the checks: reference fields by their Swedish names, marks, links and file names. So new rooms are covered without code here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from plugins.core.dataclass import dataclass
from plugins.core.kinds.keys import Key
from plugins.core.kinds.words import MARKDOWN
from plugins.core.library import Library, Register
from plugins.core.markdown.nodes import Document
from plugins.core.marks.known import ALL
from plugins.core.marks.marks import find_marks
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.named_records import BelongingMark
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.pictures.pictures import Picture
from plugins.core.places import Place
from plugins.core.record_names import names_of
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key, slugify
from plugins.core.texts.documents import read_document
from plugins.core.translations.published import list_libraries
from plugins.core.walk import find_texts, walk_models
from plugins.local_goals.model import LocalGoal
from plugins.pages.model import TextPage
from plugins.partners.model import LOGO_FOLDER
from plugins.site.rooms import KNOWN_PAGES, NAMED, REGISTERS, SHELVES

FIELDS: Final[Mapping[str, type[Model]]] = {
    compare_key(name): register.model for register in REGISTERS.values() for name in register.fields
}
"""The models that reference fields refer to, by `compare_key` of the Swedish name."""

MARKS: Final[Mapping[str, type[Model]]] = {register.mark_key: register.model for register in REGISTERS.values() if register.mark}
"""The models that marks refer to."""

PICTURES = "bilder"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the content that can be removed."""

    called: str
    """The word for such a thing, in the definite form: `kontakten`."""
    name: str
    place: Place
    identity: object
    """What uses refer to: the record, or the path of a file below `content/`."""
    names: tuple[str, ...]
    """All names that editors may call it by."""
    stays_at: str | None = None
    """The address of a page that remains without its file; None: the page is removed with its file."""
    instead: str = ""
    """What is better than removing it, in Swedish; empty: change what uses it."""
    days: str = ""
    """Why it is published but not shown today, in Swedish: `visades till 30 juni 2027`; empty if it is shown."""
    can_be_referred_to: bool = True
    """False: nothing can refer to such a thing, so being unused means nothing."""

    def is_called(self, name: str) -> bool:
        """Return whether `name` is one of its names, compared as references are."""
        return compare_key(name) in map(compare_key, self.names)


@dataclass(frozen=True, slots=True)
class Use:
    """A place that refers to a thing."""

    place: Place
    identity: object
    is_of_all: bool = False
    """It refers to all things of a sort, so that one of them can be removed without a change there."""


def find_things(library: Library) -> Iterator[Thing]:
    """Yield everything that has a name."""
    stay = {page.name for page in KNOWN_PAGES}
    for register in (register for register in REGISTERS.values() if register.is_asked_for):
        for record in library.all(register.model):
            place = record.place(*record.NAMED_BY[-1:])
            files = _file_names(record, place.source.path) if isinstance(record, PageModel) else ()
            name = _name_of(record, register)
            stays_at = record.address if isinstance(record, TextPage) and slugify(record.name) in stay else None
            names = (name, *names_of(record), *register.also_called(record), *files)
            days, can_be = record.describe_days(library.today), _can_be_referred_to(register)
            yield Thing(record.CALLED, name, place, record, names, stays_at, register.instead, days, can_be)
    for path in library.shelves.files:
        called = "logotypen" if path.startswith(LOGO_FOLDER) else "bilden"
        name = path.rpartition("/")[2]
        yield Thing(called, name, library.shelves.place(path), path, (name, path, f"/{path}", f"content/{path}"))


def list_sorts() -> list[str]:
    """Return the words for the sorts of things with names, in the order in which editors meet them."""
    named = {register.model for register in REGISTERS.values() if register.is_asked_for}
    titles = [shelf.title.partition(",")[0] for shelf in SHELVES if shelf.model in named]
    return [*(f"{title[0].lower()}{title[1:]}" for title in titles), "logotyper", "bilder"]


def _can_be_referred_to(register: Register[Any]) -> bool:
    """Return whether anything can refer to its records: a field, a mark, a link to their pages, the name of an organisation."""
    return bool(register.fields or register.mark) or register.has_organisations or issubclass(register.model, AddressedPage)


def _name_of(record: Model, register: Register[Any]) -> str:
    """Return the name of a record: a goal's title, otherwise what its register says."""
    return str(record.title.typed) if isinstance(record, LocalGoal) else register.name_of(record)


def _file_names(page: PageModel, path: Path) -> tuple[str, ...]:
    """Return the names that a page has from its file: `frida`, `frida.md`, the path as tasks show it, and its address."""
    below = f"{path.parent.name}/{path.name}"
    own = (page.address,) if isinstance(page, AddressedPage) else ()
    return (path.stem, path.name, below, f"content/{below}", *own)


class _Targets:
    """Resolves addresses, references and names of organisations."""

    def __init__(self, library: Library) -> None:
        self._library = library
        pages = library.all_pages
        self._by_address: dict[str, object] = {page.own_address: page for page in pages}
        self._by_address |= {page.address: page for page in pages}
        self._by_address |= {f"/{path}": path for path in library.shelves.files}
        self._organisations = {
            compare_key(register.name_of(record)): record
            for register in REGISTERS.values()
            if register.has_organisations
            for record in library.all(register.model)
        }

    def at(self, address: str) -> object | None:
        """Return the page or file at an address; None if there is none."""
        return self._by_address.get(address.partition("#")[0])

    def organisation(self, name: str) -> Model | None:
        """Return the organisation of this name."""
        return self._organisations.get(compare_key(name))

    def record(self, model: type[Model], reference: Key) -> object | None:
        """Return what a reference refers to, drafts included."""
        return self._library.known(model).things.get(reference.key)

    def named(self, mark: BelongingMark, owner: object, place: Place) -> Iterator[Use]:
        """Yield the uses of the records that a mark lists or counts for its owner."""
        yield from (Use(place, record, is_of_all=True) for record in mark.find_of(owner, self._library))

    def every(self, model: type[Model]) -> Iterable[object]:
        """Return all records that references to a model may refer to."""
        return self._library.known(model).things.values()


def find_uses(library: Library) -> Iterator[Use]:
    """Yield every place that refers to something, in the order of files."""
    targets = _Targets(library)
    for models in library.shelves.by_model.values():
        for record in models:
            yield from _uses_in_fields(record, targets)
            for document in find_documents(record, library):
                yield from (Use(link.place, found) for link in document.links if (found := targets.at(link.address)))
            if isinstance(record, PageModel):
                yield from _uses_in_marks(record.text, targets)
            own = targets.at(record.address) if isinstance(record, AddressedPage) else record
            yield from (Use(place, own) for place in _places_of_goals(record))


def find_all_uses(library: Library) -> Iterator[Use]:
    """Yield every place that refers to something, in the site's own language and then in each translation."""
    own, *spoken = list_libraries(library)
    yield from find_uses(own)
    for one in spoken:
        yield from _find_spoken_uses(one)


def _find_spoken_uses(library: Library) -> Iterator[Use]:
    """Yield the uses in the translations of a library in another language: they depend on their originals."""
    for use in find_uses(library):
        if use.place.source.language:
            yield replace(use, identity=getattr(use.identity, "original", None) or use.identity)
    for model in library.registers:
        for record in library.all(model):
            if record.original is not None and isinstance(record, PageModel):
                yield Use(record.text.place(), record.original)


def _uses_in_fields(record: Model, targets: _Targets) -> Iterator[Use]:
    """Yield what the fields of a record and its nested models refer to: by their value, by marks or by an organisation's name."""
    for model in walk_models(record):
        for info in fields_of(type(model)).values():
            for place, value in _values(model, info):
                if (found := _find_target(model, info, value, targets)) is not None:
                    yield Use(place, found)
                written = value.typed if isinstance(value, Marked) else value
                if isinstance(written, Text):
                    yield from _uses_in_marks(written, targets)
                    named = targets.organisation(written.value)
                    if named and named is not record:  # not the organisation's own record
                        yield Use(place, named)


def _values(model: Model, info: FieldInfo) -> Iterator[tuple[Place, object]]:
    """Yield each value of a field with its place."""
    value = getattr(model, info.english)
    if isinstance(value, tuple):
        yield from ((model.place(info.english, number), item) for number, item in enumerate(value))
    elif value is not None:
        yield model.place(info.english), value


def _find_target(model: Model, info: FieldInfo, value: object, targets: _Targets) -> object | None:
    """Return the record, page or file that a whole value refers to; None if it refers to nothing."""
    if isinstance(value, Key) and info.key in FIELDS:
        return targets.record(FIELDS[info.key], value)
    if isinstance(value, str) and value.startswith("/"):
        return targets.at(value)
    if isinstance(value, Text) and info.kind and info.kind.name == "filnamn":
        return f"{PICTURES if isinstance(model, Picture) else LOGO_FOLDER}/{value.value}"
    return None


def _places_of_goals(record: Model) -> Iterator[Place]:
    """Yield the places where a record names local goals, whose pages would lose it.

    Records that are shown by marks are left out: they are shown at the marks, whichever goals they belong to.
    """
    if (register := REGISTERS.get(type(record))) and register.mark:
        return
    for model in walk_models(record):
        for info in fields_of(type(model)).values():
            if FIELDS.get(info.key) is LocalGoal:
                yield from (place for place, value in _values(model, info) if isinstance(value, Key))


def _uses_in_marks(text: Text, targets: _Targets) -> Iterator[Use]:
    """Yield what the marks in a text refer to."""
    for mark in find_marks(text):
        if named := NAMED.get(mark.name):
            owner = targets.record(named.of, mark.argument)
            yield from () if owner is None else (Use(mark.place, owner), *targets.named(named, owner, mark.place))
        elif mark.name in MARKS:
            model, reference = MARKS[mark.name], mark.argument
            if reference.key == ALL:
                yield from (Use(mark.place, record, is_of_all=True) for record in targets.every(model))
            elif found := targets.record(model, reference):
                yield Use(mark.place, found)


def find_documents(record: Model, library: Library) -> Iterator[Document]:
    """Yield the Markdown texts of a record, rendered in their setting."""
    setting = library.setting_of(record)
    if isinstance(record, PageModel):
        yield read_document(record.text, library, setting)[0]
    yield from (read_document(text, library, setting)[0] for info, text in find_texts(record) if info.kind is MARKDOWN)
