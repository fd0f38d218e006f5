"""The to-do list for the tasks: with dead links added, and as text for the terminal and for a letter.

Called by `status` and by preview. Reads the results of earlier link checks from a file; makes no request itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from plugins.commands.links.state import STATE, read_state
from plugins.commands.links.task import find_dead
from plugins.core.places import show_path
from plugins.core.swedish import NO_BREAK_SPACE, format_day, join_words, number_word
from plugins.site.model import Preparation
from plugins.site.outside import find_outside_links
from plugins.site.to_do.rows import ToDo, ToDoTime, When, group_to_do
from plugins.site.to_do.sources import list_to_do

PRESSING: Final[tuple[When, ...]] = ("now", "month")
"""Times whose rows a terminal shows in full; the rest is counted."""
LETTER: Final[tuple[When, ...]] = ("now", "month", "later")
ALL: Final[tuple[When, ...]] = ("now", "month", "later", "spare")


def find_to_do(preparation: Preparation, project: Path) -> tuple[ToDo, ...]:
    """Return the whole list."""
    site, library = preparation.site, preparation.library
    dead = find_dead(find_outside_links(site, library), read_state(project / STATE)) if site is not None else ()
    return list_to_do(preparation, dead)


def format_to_do(rows: Iterable[ToDo], shown: Collection[When]) -> Iterator[str]:
    """Yield the lines of the list: rows of the times in `shown` in full, and the number of the others."""
    times = group_to_do(rows)
    if not times:
        yield "Inget är kvar att göra."
    for time in times:
        if time.when in shown:
            yield f"{time.heading}: {_count(time.count)}."
            for group in time.groups:
                yield f"  {group.heading}"
                yield from (f"  - {_format_row(row)}" for row in group.rows)
    rest = [time for time in times if time.when not in shown]
    if rest:
        yield f"{join_words([_format_rest(time) for time in rest])}.".capitalize()


def format_letter(rows: Iterable[ToDo], site_name: str, today: date) -> str:
    """Return the list as a letter, which can be acted on without any program of ours."""
    lines = [f"Att göra på {site_name}, {format_day(today)}", "", *format_to_do(rows, LETTER), ""]
    lines.append("Listan med länkar till varje fält finns i redigeringen, under Att göra.")
    return "\n".join(lines).replace(NO_BREAK_SPACE, " ")


def _format_row(row: ToDo) -> str:
    end = "" if row.value.endswith((".", "!", "?", "…")) else "."
    value = f" {row.value}{end}" if row.value and row.value not in row.what else ""
    return f"{row.name}:{value} {row.what} ({show_path(row.place.source.path)}, rad {row.place.line})"


def _format_rest(time: ToDoTime) -> str:
    return f"{time.heading.lower()}: {_count(time.count)}"


def _count(number: int) -> str:
    return "en sak" if number == 1 else f"{number_word(number)} saker"
