"""Marks that name records: `{partner-för:1}` becomes the names of all that belongs to a record today, in their order.

Stage: declared by rooms (`named` of a `Room`); check and views. In: the library. Out: a `ValueMark`. What is named follows the
days of agreements and records, which the rooms of these tell of (`changes`), so a heading's id has none of it.
"""

from __future__ import annotations

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
"""Returns each record that is named today, after the record that it belongs to, in the order in which they are named."""


@dataclass(frozen=True)
class NamesMark:
    """A mark that names the records which belong to one of another register."""

    name: str
    """What it is called, as editors write it: `partner-för`."""
    of: type[Model]
    """What is written in it names such a record, as a reference does: `LocalGoal`."""
    find: FindNamed
    """Returns each record that is named today, after the one that it belongs to, in the order in which they are named. It asks
    for what is shown (`library.shown`), or a function of another room that decides it (`find_supports`). No lambda: its answer
    is kept by its name.
    """
    none: WordName
    """The name of the words that are said where there are none, so that the sentence still says something."""
    say: Callable[[Any], str] | None = None
    """Returns the name of one as visitors read it; None: what names it, with its own marks filled in."""

    @property
    def key(self) -> str:
        """Its name in the form in which names of marks are compared."""
        return compare_key(self.name)

    def make(self, library: Library, _setting: Setting) -> Iterator[ValueMark]:
        """Yield the mark as it stands in a text of the library's language."""
        named: dict[Model, dict[str, None]] = {}
        say = self.say or partial(_read, library, cache(_make_others))
        for owner, record in library.ask(_list, self.find):
            named.setdefault(owner, {})[say(record)] = None
        words = library.words

        def tell(owner: Model) -> str:
            return _join(tuple(named.get(owner, ())), words) or str(getattr(words, self.none))

        known = library.known(self.of).map(tell)
        yield ValueMark(self.name, known, lasting=dict.fromkeys(known.things, ""))

    def find_of(self, owner: object, library: Library) -> Iterator[Model]:
        """Yield the records that are named at the mark of a record."""
        yield from (record for one, record in library.ask(_list, self.find) if one is owner)


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
    """Return all marks but those of this sort: a record that is named might name itself."""
    makers = (make for make in library.mark_makers if not isinstance(getattr(make, "__self__", None), NamesMark))
    found = (mark for make in makers for mark in make(library, ANY_PAGE))
    return make_marks(*found, shortened=library.language.shortened)


def _list(library: Library, find: FindNamed) -> tuple[tuple[Model, Model], ...]:
    return tuple(find(library))


def _join(names: tuple[str, ...], words: Words) -> str:
    """Return names as running text has them; where some are in another language, they say so."""
    if len(names) < 2:
        return next(iter(names), "")
    joined = join_words([Finalize()(name) for name in names], words.language)
    return Mixed(joined) if any(isinstance(name, Foreign | Mixed) for name in names) else joined
