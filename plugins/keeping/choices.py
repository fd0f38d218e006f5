"""Conflicts of a merge, and the choices that resolve them.

Takes the three texts of a place in a file (before, mine, theirs); returns the merged text, or records a `Conflict` for a person
to resolve. Called by every part of the merge; does no input or output.
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
    """A place that both have changed, in different ways. A text is None where it was removed."""

    path: str
    """The path relative to `content/`."""
    what: str
    """The place in the file, in Swedish: "Haus, webbplats"."""
    before: str | None
    mine: str | None
    theirs: str | None

    @property
    def code(self) -> str:
        """Four hexadecimal digits that identify the conflict; they change when the text of either side does."""
        identity = "\0".join([self.path, self.what, *(repr(text) for text in (self.mine, self.theirs))])
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:4]


ALL: Final = "*"
"""Key in `Choices.chosen` that holds for every conflict."""


@dataclass
class Choices:
    """The conflicts of a merge, and the side chosen for each, by its code."""

    chosen: Mapping[str, Side] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    """Every conflict found, in the order of files."""

    @property
    def open(self) -> list[Conflict]:
        """Return the unresolved conflicts."""
        return [one for one in self.conflicts if one.code not in self.chosen and ALL not in self.chosen]

    def resolve(self, path: str, what: str, before: str | None, mine: str | None, theirs: str | None) -> str | None:
        """Merge one place; return the text of the only side that changed it, else of the chosen side, else (unresolved) mine."""
        if theirs in (mine, before):
            return mine
        if mine == before:
            return theirs
        conflict = Conflict(path, what, before, mine, theirs)
        self.conflicts.append(conflict)
        side = self.chosen.get(conflict.code) or self.chosen.get(ALL) or Side.MINE
        return mine if side is Side.MINE else theirs
