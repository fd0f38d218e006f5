"""What a delivery needs of a target, whatever kind it is.

In: operations. Out: what lies there. `engine.py` is the one that calls; `sftp.py`, `local.py`, `folder.py`, `git.py` are such
places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import field
from pathlib import Path
from typing import Literal, Protocol

from plugins.core.dataclass import dataclass
from plugins.delivery.records import Owner


@dataclass(frozen=True, slots=True)
class MakeFolder:
    """Make a folder whose parent is there, and which is not."""

    path: str


@dataclass(frozen=True, slots=True)
class Put:
    """Write a file, in the place of any that is there."""

    path: str
    source: Path | bytes

    @property
    def size(self) -> int:
        """Bytes that travel."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a file another name, in the place of any that has it: in one step, so that readers meet the one or the other."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a file that is there."""

    path: str


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    """Remove a folder if it is there and nothing is in it."""

    path: str


Operation = MakeFolder | Put | Rename | Remove | RemoveFolder
FileType = Literal["file", "folder", "link"]
"""What something is by itself: a link is one, wherever it leads."""
Tell = Callable[[Operation], None]
"""Called after each operation, for those who want to see how far it has come."""


@dataclass(frozen=True, slots=True)
class TargetListing:
    """The site's own records at a target, and the names in its folders."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """What the site's own records hold, by path; those that are not there are left out."""
    names: Mapping[str, Mapping[str, FileType]] = field(default_factory=dict)
    """What lies in each folder that was asked for, by name; a folder that is not there is left out. The site's own is ``""``."""

    def sort(self, path: str) -> FileType | None:
        """Return what has this path; None where nothing has."""
        folder, _, name = path.rpartition("/")
        return self.names.get(folder, {}).get(name)

    def has(self, path: str) -> bool:
        """Tell whether something has this path."""
        return self.sort(path) is not None


class Workspace(Protocol):
    """Where the operations of one delivery are done."""

    def look(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what lies in some folders."""

    def perform(self, operations: Sequence[Operation], tell: Tell) -> None:
        """Do the operations in their order; raise `DeliveryFault` at the first that fails."""


class DeliveryPlace(Protocol):
    """A place that a site can be delivered to: what a delivery can ask of it."""

    def look(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what lies in some folders."""

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return what files hold, by path; those that are not there are left out."""

    def find_changed(self, source: Path, files: Mapping[str, str], turn: int) -> frozenset[str]:
        """Return which of some files (path → digest), all as in the folder `source` when they came, are not so there any more.

        Where every folder would be a question of its own, some are asked for; `turn` is one more each day, for others next time.
        """

    def meets(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of these paths lead to something, in whatever letters it is written there."""

    def take_lock(self, owner: Owner, other: Owner | None, /) -> Owner | None:
        """Be the only one who delivers here; return who else is, and None where we have it. `other` is taken from."""

    def free_lock(self) -> None:
        """Release the lock; called once, by its holder."""

    def change(self) -> AbstractContextManager[Workspace]:
        """Return where to do the operations; what was done counts when it is left without an exception."""
