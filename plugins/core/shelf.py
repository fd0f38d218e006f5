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
    """The model of a file or row; None: files that are copied unchanged."""
    form: Literal["record", "list", "page", "file"]
    """One record, a list of records, a page, or a file that is copied unchanged."""
    title: str = ""
    """The Swedish heading above its list in the forms; a shelf of copied files has none."""
    is_required: bool = False
    """Whether a site without it is refused."""
    speaks_of_site: bool = False
    """Whether its texts are about the site itself: a count of goals in them means the local goals, unless stated otherwise."""
    is_translated: bool = True
    """Whether it has texts for visitors, which a translation replaces."""
