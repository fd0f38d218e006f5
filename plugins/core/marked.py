"""Records that marks show: which of a register the published texts have a mark for. Open data has these, and nothing else.

Stage: views. In: the library in one language. Out: records, in the order of their register.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

from plugins.core.known import ALL
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.walk import find_marks_of

M = TypeVar("M", bound=Model)


def find_marked(library: Library, model: type[M], *, has_all: bool = False) -> Iterator[M]:
    """Yield each record that a published text has its register's mark for; with `has_all`, all where one names `alla`."""
    own = library.registers[model].mark_key
    used = frozenset(chain.from_iterable(library.ask_each(_marks_of, library.published())))
    shows_all = has_all and (own, ALL) in used
    for key, record in library.known(model).shown.items():
        if shows_all or (own, key) in used:
            yield record


def _marks_of(_library: Library, records: tuple[Model, ...]) -> frozenset[tuple[str, str]]:
    """Return the marks in the texts of some records: the name of each, and what it names."""
    return frozenset((mark.name, mark.argument.key) for record in records for mark in find_marks_of(record))
