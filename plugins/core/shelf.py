"""A shelf: where a room keeps one type of file below `content/`."""

from __future__ import annotations

from typing import Literal

from plugins.core.dataclass import dataclass
from plugins.core.models.model import Model


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a room keeps one type of file below `content/`."""

    pattern: str
    """Path from `content/`, with `*` for a name: `partner/*.yaml`."""
    model: type[Model] | None
    """What a file or row holds; None: files that are copied as they are."""
    form: Literal["record", "list", "page", "file"]
    """One record, a list of records, a page, or a file that is copied as it is."""
    title: str = ""
    """What editors call it, over the list of it in the forms; a shelf of files has no list."""
    is_required: bool = False
    """A site without it is refused."""
    speaks_of_site: bool = False
    """Its texts speak of the site itself: a count of goals in them is of the local goals, if nothing else is said."""
    is_translated: bool = True
    """Whether it has words for visitors, which a translation says anew."""
