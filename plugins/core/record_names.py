"""What a record is called, by the fields that its model says name it (`NAMED_BY`); the one answer for all who tell of records.

In: a record. Out: its names. Called by messages, `uses`, references, forms and `new`.
"""

from __future__ import annotations

from plugins.core.models.model import Model
from plugins.core.models.stand_ins import is_stand_in
from plugins.core.pages import PageModel
from plugins.core.source.lines import Marked


def names_of(record: Model) -> tuple[str, ...]:
    """Return what a record is called, the best name first; what stands in for a missing one does not count."""
    return tuple(name for name in _all_names(record) if not is_stand_in(name))


def name_of(record: Model) -> str:
    """Return what an editor calls a record: its file, where no field names it."""
    file = record.name if isinstance(record, PageModel) else ""
    return next(iter(names_of(record)), file or record.place().source.path.name)


def key_of(record: Model) -> str:
    """Return what references to a record say: the file of a page, else the name that it must have."""
    return record.name if isinstance(record, PageModel) else next(reversed(_all_names(record)), "")


def _all_names(record: Model) -> tuple[str, ...]:
    return tuple(name for english in record.NAMED_BY if (name := _read(getattr(record, english, None))))


def _read(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_read, value))
    written = value.typed if isinstance(value, Marked) else value
    return "" if written is None else " ".join(str(written).split())
