"""The staff overview: what the editors have to look at, in tables; shown in preview only.

Stage: views. In: rows made by `plugins.site.staff`. Out: `StaffPage` for `staff.html`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.core.prose import Heading


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row of a table."""

    cells: tuple[str, ...]
    """As many as the table has columns; the first heads the row."""
    edit: str | None
    """The file and line to open: `content/fakta.yaml, rad 12`; None for a page that is made without a file."""


@dataclass(frozen=True, slots=True)
class StaffTable:
    """One thing to look at."""

    heading: Heading
    columns: tuple[str, ...]
    rows: tuple[StaffRow, ...]
    """Empty: the page says that all is well."""


@dataclass(frozen=True, slots=True)
class StaffPage:
    """`/redaktion/`: everything that waits for the editors."""

    title: str
    tables: tuple[StaffTable, ...]
    weights_heading: Heading
    """Over the heaviest pages, which are weighed when this one is shown, last of all."""
    weights_columns: tuple[str, ...]
    edits: Mapping[str, str]
    """The file and line of each page, by its address."""


def say_age(days: int) -> str:
    """Return how long ago something was, in the largest unit that fits: `12 dagar`, `3 månader`, `2 år`."""
    if days < 1:
        return "idag"
    if days < 60:
        return "1 dag" if days == 1 else f"{days} dagar"
    return f"{days // 30} månader" if days < 730 else f"{days // 365} år"
