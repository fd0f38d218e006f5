"""Records that marks show: which of a register the pages have a mark for. Open data has these, and nothing else.

Stage: views. In: the site in one language. Out: records, in the order of their register.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from plugins.core.marks.known import ALL
from plugins.core.models.model import Model
from plugins.core.room import ItemContext

M = TypeVar("M", bound=Model)


def find_marked(context: ItemContext, model: type[M], *, has_all: bool = False) -> Iterator[M]:
    """Yield each record that a page in any language has its register's mark for; with `has_all`, all where one names `alla`."""
    library, used = context.library, context.shown_marks
    own = library.registers[model].mark_key
    shows_all = has_all and (own, ALL) in used
    for key, record in library.known(model).shown.items():
        if shows_all or (own, key) in used:
            yield record
