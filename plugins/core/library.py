"""The library: every record of the site, and what references can point to.

Built from the `Shelves` and from what the rooms declare; rules and views get all their data from it. It knows no room: records
are looked up by their model.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from plugins.core import inputs
from plugins.core.cache.asking import Asking, Reviver
from plugins.core.cache.memo import Memo
from plugins.core.dataclass import dataclass
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import sort_key
from plugins.core.marks.known import Known, OffDay, know
from plugins.core.marks.marks import FoundMark, Marks, PlaceMark, ValueMark, make_marks
from plugins.core.models.model import Model, fields_of, name_field
from plugins.core.models.stand_ins import is_stand_in
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.pictures.gallery import Gallery
from plugins.core.record_names import key_of
from plugins.core.shelves import Shelves
from plugins.core.source.lines import Marked
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key
from plugins.core.tracked import TrackedShelves, see_known, see_marks
from plugins.core.words.interface import FIRST_LIST, Words
from plugins.core.written_kinds import WrittenKind

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=AddressedPage)
T = TypeVar("T")
H = TypeVar("H", bound=Hashable)


def _no_names(_records: Sequence[Any]) -> Mapping[str, str]:
    return {}


def _no_names_of_one(_record: Any) -> Sequence[str]:
    return ()


def _have_first_days(model: type[Model]) -> bool:
    """Return whether every record of a model has a first day."""
    return any(info.required and info.english == model.FIRST_DAY for info in fields_of(model).values())


def _newest_first(page: Any) -> tuple[int, str]:
    return -(page.shown_from or date.min).toordinal(), page.name


def _by_name(page: Any) -> str:
    name: str = page.name
    return name


def _always(_records: Sequence[Any]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text is shown, which decides what its marks mean: in a record of `model`, or on the page of one."""

    model: type[Model]
    record: Model | None = None
    """The record whose page it is; None: not known yet, or irrelevant."""
    part: str = ""
    """Which part of the record, where that matters: `title`."""


@dataclass(frozen=True)
class Register(Generic[M]):
    """The records of one model: how they are sorted, and how others refer to them."""

    model: type[M]
    """The model of the records."""
    name_of: Callable[[M], str] = key_of
    """Returns the name by which references refer to a record; names are compared with `compare_key`.

    By default the last of the model's `NAMED_BY` fields, for a page its file name.
    """
    code: str = ""
    """The code of the problem for a reference to a record that does not exist; empty where nothing refers to such records."""
    missing: str = ""
    """The message of that problem, with `{}` for what was written."""
    listing: str = ""
    """How that problem introduces the list of existing records: `Nivåerna är`."""
    order: Callable[[M], Any] | None = None
    """Returns the sort key of a record: a number, a day, or words, which are sorted by the alphabet of each language.

    A line with marks is sorted as it was typed. Pages are sorted by it wherever several are listed. None: pages of a kind whose
    `FIRST_DAY` is required are sorted newest first, other pages by title, and other records keep the order of the files.
    """
    other_names: Callable[[Sequence[M]], Mapping[str, str]] = _no_names
    """Returns common alternative names, as compared, each with the reference to write instead."""
    is_sure: Callable[[Sequence[M]], bool] = _always
    """Returns whether the names are reliable; if not, a reference to an unknown record is not reported."""
    adapt: Callable[[M, Library], M] | None = None
    """Returns a record as the rest of the site sees it, in place of the record that was read."""
    is_asked_for: bool = True
    """Whether the tasks that take a name, such as `uses`, can look up these records."""
    also_called: Callable[[M], Sequence[str]] = _no_names_of_one
    """Returns further names by which a record can be looked up, besides its `NAMED_BY` fields, its file and its address."""
    fields: tuple[str, ...] = ()
    """Swedish names of the fields that refer to these records."""
    mark: str = ""
    """The name of the mark that refers to these records, as editors write it."""
    no_pieces: str = ""
    """Why the records' own texts can have no components, in Swedish; empty where they can."""
    instead: str = ""
    """What to do instead of removing a record that is in use, in Swedish; empty: change what uses it."""
    setting: Callable[[M], Setting] | None = None
    """Returns where the record's own texts are shown; None: on any page."""
    reports_drafts: bool = False
    """Whether the room reports, at each draft, where it is used; references to it then report nothing."""
    seen_on: Callable[[M, Library], str] | None = None
    """Returns the address of the page that shows a record without a page of its own, empty if there is none; None: the first page
    that refers to it. Where a known page shows it: `address_of(CONTACT)` (`core/known_pages.py`)."""
    no_headings: str = ""
    """Why the records' own texts can have no headings, in Swedish; empty where they can."""
    has_portraits: bool = False
    """Whether pictures of the records show the person named beside them, and so need no description."""
    has_organisations: bool = False
    """Whether the records are organisations, which other records name without a reference."""

    @property
    def mark_key(self) -> str:
        """The name of the mark as it is compared; empty where there is none."""
        return compare_key(self.mark)

    @property
    def own_order(self) -> Callable[[M], Any] | None:
        """The sort key of pages wherever several are listed; None: they are sorted by title."""
        return self.order or (_newest_first if issubclass(self.model, AddressedPage) and _have_first_days(self.model) else None)

    def is_of(self, mark: FoundMark) -> bool:
        """Return whether a mark in a text belongs to this register."""
        return bool(self.mark) and mark.name == self.mark_key


ANY_PAGE: Final = Setting(PageModel)
"""Any page, regardless of its record."""

EVER_KNOWN: Final = "known on any day"
"""First part of the memo keys for the records of a model by name, regardless of their days."""
LISTED: Final = "listed"
"""First part of the memo keys for the pages of a kind that overviews link to."""
MARKS: Final = "marks"
"""First part of the memo keys for the marks that are available in a setting."""
IN: Final = "in"
"""First part of the memo keys for questions in a language other than the site's own; the language code and the original key
follow."""

MakeMarks = Callable[["Library", Setting], Iterator[ValueMark | PlaceMark]]
"""Yields the marks that a room provides for texts in a setting."""


class Library(Asking):
    """All records in one language, parsed and typed; `today` and `shows_drafts` decide which of them visitors see.

    Every read goes through the memo, which records it: there is no other access to the shelves. What all languages have in common
    is here; what makes one is an `OwnLibrary` or a `TranslatedLibrary` (`core.translations.library`).
    """

    shelves: TrackedShelves
    _is_of_any_day = False

    def __init__(
        self,
        registers: Mapping[type[Model], Register[Any]],
        mark_makers: Sequence[MakeMarks],
        gallery: Gallery,
        memo: Memo,
        shelves: TrackedShelves,
        written: Mapping[str, WrittenKind],
        code: str,
    ) -> None:
        self.registers = registers
        self.mark_makers = mark_makers
        self.written = written
        """The component types that are written as a form of Markdown, by component name."""
        self.gallery = gallery
        """Logos and pictures, as prepared for display."""
        self.memo = memo
        self.shelves = shelves
        self.code = code
        """The code of the library's language if it is not the site's own: `en`."""
        self.prefix = f"/{code}" if code else ""
        """The prefix of addresses in a language other than the site's own: `/en`."""
        self.revivers = self.list_revivers()
        self._marks: dict[Setting, Marks] = {}

    @property
    def today(self) -> date:
        """The day for which the site is built."""
        return self.memo.read(inputs.TODAY)

    @property
    def words(self) -> Words:
        """The theme's interface texts, in the library's language."""
        return self._words_in(self.memo.read(inputs.OWN_LANGUAGE, FIRST_LIST))

    @property
    def language(self) -> Language:
        """The language of the library's texts; texts without a translation are in the site's own language."""
        return self.words.language

    @property
    def letters(self) -> tuple[tuple[str, str], ...]:
        """Letters of the language, each with its replacement in addresses."""
        return tuple((letter, other) for letter, other in self.words.search_words.letters)

    def _words_in(self, code: str) -> Words:
        lists = self.memo.read(inputs.WORDS)
        return lists[code if code in lists else FIRST_LIST]

    def is_here(self, page: AddressedPage) -> bool:
        """Return whether a page is in the library's language."""
        return page.prefix == self.prefix

    @property
    def shows_drafts(self) -> bool:
        """True in preview."""
        return self.memo.read(inputs.SHOWS_DRAFTS)

    # ---- records

    def all(self, model: type[M]) -> tuple[M, ...]:
        """Return the records of a model in their sort order, including drafts."""
        return self.memo.ask(("all", model), partial(self._sort, model))

    def _sort(self, model: type[M]) -> tuple[M, ...]:
        records, register = self.shelves.all(model), self.registers.get(model)
        if register and (adapt := register.adapt):
            records = tuple(self.memo.ask((adapt, record), partial(adapt, record, self)) for record in records)
        if register and (order := register.order):
            return tuple(sorted(records, key=lambda record: self._in_alphabet(order(record))))
        other = (register and register.own_order) or (_by_name if issubclass(model, AddressedPage) else None)
        return tuple(sorted(records, key=other)) if other else records

    def _in_alphabet(self, key: Any) -> Any:
        """Return a sort key with the strings in it replaced by their keys in the language's alphabet."""
        if isinstance(key, tuple):
            return tuple(map(self._in_alphabet, key))
        if isinstance(key, str | Text | Marked):
            words = str(key.typed if isinstance(key, Marked) else key)
            return sort_key(words, self.language) if self.memo.read(inputs.WORDS, None) else words  # some tasks load no theme
        return key

    def shown(self, model: type[M]) -> tuple[M, ...]:
        """Return the records of a model that visitors see."""
        return self.memo.ask(("shown", model), partial(self._list_shown, model))

    def _list_shown(self, model: type[M]) -> tuple[M, ...]:
        return tuple(chain.from_iterable(self.ask_each(_show, self.all(model))))

    def listed(self, model: type[P]) -> tuple[P, ...]:
        """Return the pages of a kind that overviews and goal pages link to today."""
        return self.memo.ask((LISTED, model), partial(self._list_listed, model)) if model.LAST_LISTED_DAY else self.shown(model)

    def _list_listed(self, model: type[P]) -> tuple[P, ...]:
        today = self.today
        return tuple(page for page in self.shown(model) if page.is_listed_on(today))

    def only(self, model: type[M]) -> M | None:
        """Return the only record of a model; None if it could not be read."""
        return next(iter(self.shelves.all(model)), None)

    def known(self, model: type[M]) -> Known[M]:
        """Return the records of a model, by the names used in references."""
        if self._is_of_any_day:
            ever = (EVER_KNOWN, model)
            return see_known(self.memo, ever, lambda: self.memo.ask(ever, partial(self._know_ever, model)))
        key = ("known", model)
        return see_known(self.memo, key, lambda: self.memo.ask(key, partial(self._know, model)))

    def referred_by(self, field_name: str) -> Known[Any]:
        """Return what the reference fields with this Swedish name point to."""
        key = compare_key(field_name)
        return next(self.known(r.model) for r in self.registers.values() if key in map(compare_key, r.fields))

    def list_revivers(self) -> dict[str, Reviver]:
        """Return the revivers of `Asking`, and those of the library's own questions, by the first part of the memo key."""
        return {
            **super().list_revivers(),
            "all": lambda key: partial(self._sort, key[1]),
            "shown": lambda key: partial(self._list_shown, key[1]),
            LISTED: lambda key: partial(self._list_listed, key[1]),
            "known": lambda key: partial(self._know, key[1]),
            EVER_KNOWN: lambda key: partial(self._know_ever, key[1]),
            MARKS: lambda key: partial(self._make_marks, key[1]),
        }

    def _know(self, model: type[Any]) -> Known[Any]:
        register, records = self.registers[model], self.all(model)
        known = know(
            [(register.name_of(record.original or record), record) for record in records],
            register.code,
            register.missing,
            register.listing,
            is_complete=self.shelves.is_complete(register.model),
            shows_drafts=self.shows_drafts,
        )
        is_complete = known.is_complete and register.is_sure(records)
        off = self._find_off(known.things) if model.has_days() else {}
        names = {key: name for key, name in known.names.items() if not is_stand_in(name)}
        others, reports = register.other_names(records), register.reports_drafts
        return replace(known, names=names, is_complete=is_complete, reports_drafts=reports, other_names=others, off=off)

    def _know_ever(self, model: type[Any]) -> Known[Any]:
        return replace(self._know(model), off={})

    def _find_off(self, things: Mapping[str, Model]) -> dict[str, OffDay]:
        """Return, for each record that is hidden by its days today, the reason; drafts are judged by their days too."""
        today, folder = self.today, self.shelves.folder
        hidden = {
            k: one for k, one in things.items() if not one.is_shown_on(today, with_drafts=self.shows_drafts or one.is_draft)
        }
        return {
            key: OffDay(
                one.describe_days(today),
                one.has_ended(today),
                name_field(one, one.LAST_DAY if one.has_ended(today) else one.FIRST_DAY, folder),
            )
            for key, one in hidden.items()
        }

    def records(self) -> Iterator[Model]:
        """Yield every record, including drafts, in the order of the files."""
        for records in self.shelves.by_model.values():
            yield from records

    @property
    def all_pages(self) -> tuple[AddressedPage, ...]:
        """Every page that an editor has written and that has an address, including drafts, in the order of the rooms."""
        models = [model for model in self.registers if issubclass(model, AddressedPage)]
        return tuple(page for model in models for page in self.all(model))

    @property
    def dated(self) -> tuple[Model, ...]:
        """Every record that may have a first or last day, pages and drafts included, in the order of the rooms."""
        return tuple(record for model in self.registers if model.has_days() for record in self.all(model))

    # ---- what is published

    def is_withheld(self, record: Model) -> bool:
        """Return whether a record is withheld today: a draft, an ended record, or a page whose first day has not come."""
        return record.is_withheld_on(self.today)

    def is_shown(self, record: Model) -> bool:
        """Return whether visitors see a record today: it is published, and today is within its days."""
        return record.is_shown_on(self.today, with_drafts=self.shows_drafts)

    def only_shown(self, records: Iterable[M]) -> Iterator[M]:
        """Yield the records for which `is_shown` is true."""
        shows_drafts, today = self.shows_drafts, self.today
        yield from (record for record in records if record.is_shown_on(today, with_drafts=shows_drafts))

    def is_checked(self, record: Model) -> bool:
        """Return whether a record is checked: it is or will be published; in preview drafts too, unless they are over."""
        return not self.is_over(record) if self.shows_drafts else not self.is_withheld(record)

    def is_over(self, record: Model) -> bool:
        """Return whether a record's last day has passed."""
        return record.has_ended(date.max) and record.has_ended(self.today)

    def published(self) -> Iterator[Model]:
        """Yield every record that is not withheld today (`is_withheld`)."""
        today = self.today
        yield from (record for record in self.records() if not record.is_withheld_on(today))

    def withheld_files(self) -> frozenset[Path]:
        """Return the files of the pages, goals and blocks that are withheld today, translations included."""
        records = chain(self.records(), *self.memo.read(inputs.TRANSLATIONS).values())
        today = self.today
        return frozenset(r.text.source.path for r in records if isinstance(r, PageModel) and r.is_withheld_on(today))

    # ---- marks

    def setting_of(self, record: Model) -> Setting:
        """Return where a record's own texts are shown."""
        register = self.registers.get(type(record))
        if register and register.setting:
            return register.setting(record)
        return Setting(type(record)) if register and register.no_pieces else ANY_PAGE

    def setting_of_torn(self, model: type[Model]) -> Setting:
        """Return where the text of a page with an invalid header would be shown."""
        register = self.registers.get(model)
        return Setting(model) if register and register.setting else ANY_PAGE

    @property
    def foreign(self) -> Mapping[str, str]:
        """BCP 47 tags of the other languages that texts on these pages may have, by the `language` of their source file."""
        return {}

    def marks(self, setting: Setting = ANY_PAGE) -> Marks:
        """Return the marks that are available to a text in a setting."""
        if setting not in self._marks:
            key = (MARKS, setting)
            marks = see_marks(self.memo, key, lambda: self.memo.ask(key, partial(self._make_marks, setting)))
            self._marks[setting] = replace(marks, written=self.written, no_pieces=self.refuse_pieces(setting) or "")
        return self._marks[setting]

    def refuse_pieces(self, setting: Setting) -> str | None:
        """Return why texts in a setting can have no components, in Swedish; None where they can."""
        register = self.registers.get(setting.model)
        return register.no_pieces if register and register.no_pieces else None

    def _make_marks(self, setting: Setting) -> Marks:
        made = (mark for make in self.mark_makers for mark in make(self, setting))
        return make_marks(*made, shortened=self.language.shortened, letters=self.letters)


class OwnLibrary(Library):
    """The library in the site's own language, which is given the shelves and the day for all languages."""

    def __init__(
        self,
        registers: Mapping[type[Model], Register[Any]],
        mark_makers: Sequence[MakeMarks],
        gallery: Gallery,
        *,
        written: Mapping[str, WrittenKind] = MappingProxyType({}),
    ) -> None:
        """The memo is that of the gallery. Before anything is asked, it must `take` the shelves."""
        super().__init__(registers, mark_makers, gallery, gallery.memo, TrackedShelves(gallery.memo), written, "")
        self.memo.revive = self.revive

    def take(self, shelves: Shelves, today: date, *, shows_drafts: bool) -> None:
        """Replace the shelves and the day; answers that do not depend on what has changed are kept."""
        self.shelves.give(self.memo, shelves)
        self.memo.give(inputs.TODAY.of(today), inputs.SHOWS_DRAFTS.of(shows_drafts))
        self._marks.clear()


def _show(library: Library, records: tuple[M, ...]) -> tuple[M, ...]:
    return tuple(library.only_shown(records))


def on_any_day(library: Library) -> Library:
    """Return a view of the library in which references also find records outside their days."""
    other = copy(library)
    other._is_of_any_day = True
    return other


def with_memo(library: Library, memo: Memo) -> Library:
    """Return the site's own library over another memo, with inputs of its own; which pictures it shows is not recorded."""
    return OwnLibrary(library.registers, library.mark_makers, library.gallery.over(memo), written=library.written)
