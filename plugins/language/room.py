"""Rules of language for the texts of all rooms, and the editors' own writing rules."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.library import Library
from plugins.core.problems import Problem
from plugins.core.room import Room
from plugins.language.model import SHELVES, WritingRule
from plugins.language.rules import check_writing_rules


def _check(library: Library) -> Iterator[Problem]:
    yield from check_writing_rules(library.shelves.all(WritingRule))


ROOM = Room(shelves=SHELVES, check=_check)
