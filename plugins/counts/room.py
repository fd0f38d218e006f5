"""Marks that count what other rooms show, such as `{antal:partner}`."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.library import Library, Setting
from plugins.core.marks.marks import ValueMark
from plugins.core.room import Room
from plugins.counts.markdown import make_count_mark
from plugins.local_goals.model import LocalGoal
from plugins.partners.supports import find_supports


def _marks(library: Library, _setting: Setting) -> Iterator[ValueMark]:
    yield library.ask(_count)


def _count(library: Library) -> ValueMark:
    """Return the mark for the counts of today."""
    goals = library.shown(LocalGoal)
    partners = {support.partner for support in library.ask(find_supports)}
    met = {row.global_goal.number for goal in goals for row in goal.mapping if row.is_confirmed}
    return make_count_mark(len(goals), len(partners), len(met), library.words)


ROOM = Room(shelves=(), marks=_marks)
