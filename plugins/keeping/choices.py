"""What two people have changed in the same place, and what was chosen.

In: the three texts of a place (before, mine, theirs). Out: the text that holds, or a `Conflict` for a person to settle.
Called by all parts of the join; knows neither terminal nor disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import Final

from plugins.core.dataclass import dataclass


class Side(Enum):
    """Whose text was chosen."""

    MINE = 1
    THEIRS = 2


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both people have changed, each in another way. A text is None where it was removed."""

    path: str
    """The file, from the folder of the content."""
    what: str
    """The place in it, in Swedish: "Haus, webbplats"."""
    before: str | None
    mine: str | None
    theirs: str | None

    @property
    def code(self) -> str:
        """Four signs that tell this conflict from others; another text on either side gives another code."""
        told = "\0".join([self.path, self.what, *(repr(text) for text in (self.mine, self.theirs))])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:4]


ALL: Final = "*"
"""Stands for every conflict in a table of choices."""


@dataclass
class Choices:
    """How conflicts are resolved: what a person has chosen, by the code of each, and which are still open."""

    chosen: Mapping[str, Side] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    """Every conflict that was met, in the order of the files."""

    @property
    def open(self) -> list[Conflict]:
        """Return the conflicts that nobody has chosen in."""
        return [one for one in self.conflicts if one.code not in self.chosen and ALL not in self.chosen]

    def settle(self, path: str, what: str, before: str | None, mine: str | None, theirs: str | None) -> str | None:
        """Return the text that holds in one place: the changed one, the one that was chosen, or (meanwhile) mine."""
        if theirs in (mine, before):
            return mine
        if mine == before:
            return theirs
        conflict = Conflict(path, what, before, mine, theirs)
        self.conflicts.append(conflict)
        side = self.chosen.get(conflict.code) or self.chosen.get(ALL) or Side.MINE
        return mine if side is Side.MINE else theirs
