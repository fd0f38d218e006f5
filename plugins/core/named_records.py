"""Marks about the records that belong to a record today: `{partner-för:1}` becomes their names, `{antal-verksamheter:1}` their
number.

Rooms declare them (`named` of a `Room`); each becomes a `ValueMark`. What they say depends on the days of agreements and
records, whose rooms report the dates of change (`changes`), so the ids of headings leave these marks out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

from plugins.core.dataclass import dataclass
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.locales.foreign import Finalize, Foreign, Mixed
from plugins.core.locales.locale import join_words
from plugins.core.marks.marks import Marks, ValueMark, make_marks
from plugins.core.models.model import Model
from plugins.core.record_names import name_of
from plugins.core.source.lines import Line
from plugins.core.swedish import compare_key
from plugins.core.words.interface import WordName, Words

FindNamed = Callable[[Library], Iterable[tuple[Model, Model]]]
"""Returns pairs of owner and listed record, for today, in the order in which they are listed."""


@dataclass(frozen=True)
class BelongingMark(ABC):
    """A mark about the records belonging to a record of another register."""

    name: str
    """The name of the mark, as editors write it: `partner-för`."""
    of: type[Model]
    """The model of the owner, which the mark refers to: `LocalGoal`."""
    find: FindNamed
    """Returns pairs of owner and record belonging to it, for today, in order; not a lambda.

    It must use what is shown (`library.shown`), or a function of another room that does (`find_supports`). A lambda has no name
    of its own, and the memo key contains the function's name.
    """

    @property
    def key(self) -> str:
        """The name as it is compared with other marks."""
        return compare_key(self.name)

    @abstractmethod
    def make(self, library: Library, setting: Setting) -> Iterator[ValueMark]:
        """Yield the mark, for texts in the library's language."""

    def find_of(self, owner: object, library: Library) -> Iterator[Model]:
        """Yield the records that belong to a record."""
        yield from (record for one, record in library.ask(_list, self.find) if one is owner)


@dataclass(frozen=True)
class NamesMark(BelongingMark):
    """A mark that lists the records belonging to a record of another register."""

    none: WordName
    """The name of the interface text to use where there are no records, so that the sentence stays complete."""
    say: Callable[[Any], str] | None = None
    """Returns the name to show for a record; None: its own name, with the marks in it filled in."""

    def make(self, library: Library, _setting: Setting) -> Iterator[ValueMark]:
        """Yield the mark, for texts in the library's language."""
        named: dict[Model, dict[str, None]] = {}
        say = self.say or partial(_read, library, cache(_make_others))
        for owner, record in library.ask(_list, self.find):
            named.setdefault(owner, {})[say(record)] = None
        words = library.words

        def format_names(owner: Model) -> str:
            return _join(tuple(named.get(owner, ())), words) or str(getattr(words, self.none))

        known = library.known(self.of).map(format_names)
        yield ValueMark(self.name, known, lasting=dict.fromkeys(known.things, ""))


@dataclass(frozen=True)
class CountMark(BelongingMark):
    """A mark that says how many records belong to a record of another register."""

    say: Callable[[int, Words], str]
    """Returns the number in words of a language: `words.alone.activity.say(count)`."""

    def make(self, library: Library, _setting: Setting) -> Iterator[ValueMark]:
        """Yield the mark, for texts in the library's language."""
        counts = Counter(owner for owner, _ in library.ask(_list, self.find))
        known = library.known(self.of).map(lambda owner: str(self.say(counts[owner], library.words)))
        yield ValueMark(self.name, known, is_word=True, lasting=dict.fromkeys(known.things, ""))


def _read(library: Library, make_marks_of: Callable[[Library], Marks], record: Model) -> str:
    """Return the name of a record as visitors read it."""
    lines = (value for english in record.NAMED_BY if isinstance(value := getattr(record, english, None), Line))
    line = next(lines, None)
    if line is None:
        return name_of(record)
    tag = library.foreign.get(line.typed.source.language)
    words = line.fill(make_marks_of(getattr(library, "own", library) if tag else library))
    return Foreign(words, tag) if tag else words


def _make_others(library: Library) -> Marks:
    """Return all marks except those that list names: a listed record's name could contain a mark that lists the record itself."""
    makers = (make for make in library.mark_makers if not isinstance(getattr(make, "__self__", None), NamesMark))
    found = (mark for make in makers for mark in make(library, ANY_PAGE))
    return make_marks(*found, shortened=library.language.shortened)


def _list(library: Library, find: FindNamed) -> tuple[tuple[Model, Model], ...]:
    return tuple(find(library))


def _join(names: tuple[str, ...], words: Words) -> str:
    """Return names joined for running text; names in another language keep their language tag."""
    if len(names) < 2:
        return next(iter(names), "")
    joined = join_words([Finalize()(name) for name in names], words.language)
    return Mixed(joined) if any(isinstance(name, Foreign | Mixed) for name in names) else joined
