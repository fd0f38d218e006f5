"""Find the records of a register that pages show through a mark: the ones that open data includes.

Takes the context of one language; yields records in the order of their register.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from plugins.core.marks.known import ALL
from plugins.core.models.model import Model
from plugins.core.room import ItemContext

M = TypeVar("M", bound=Model)


def find_marked(context: ItemContext, model: type[M], *, has_all: bool = False) -> Iterator[M]:
    """Yield the records that a page in any language has a mark for; with `has_all`, all of them if a mark says `alla`."""
    library, used = context.library, context.shown_marks
    own = library.registers[model].mark_key
    shows_all = has_all and (own, ALL) in used
    for key, record in library.known(model).shown.items():
        if shows_all or (own, key) in used:
            yield record
