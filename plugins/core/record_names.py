"""Names of records, from the fields in their model's `NAMED_BY`.

Called by messages, `uses`, references, forms and `new`.
"""

from __future__ import annotations

from plugins.core.models.model import Model
from plugins.core.models.stand_ins import is_stand_in
from plugins.core.pages import PageModel
from plugins.core.source.lines import Marked


def names_of(record: Model) -> tuple[str, ...]:
    """Return the names of a record, the best one first; stand-ins for missing values are left out."""
    return tuple(name for name in _all_names(record) if not is_stand_in(name))


def name_of(record: Model) -> str:
    """Return what an editor calls a record: its first name, or else its file."""
    file = record.name if isinstance(record, PageModel) else ""
    return next(iter(names_of(record)), file or record.place().source.path.name)


def key_of(record: Model) -> str:
    """Return what references to a record contain: a page's file name, or else the last of its names."""
    return record.name if isinstance(record, PageModel) else next(reversed(_all_names(record)), "")


def _all_names(record: Model) -> tuple[str, ...]:
    return tuple(name for english in record.NAMED_BY if (name := _read(getattr(record, english, None))))


def _read(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_read, value))
    written = value.typed if isinstance(value, Marked) else value
    return "" if written is None else " ".join(str(written).split())
