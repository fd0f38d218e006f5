"""What a delivery needs of a target, whatever its kind: the operations, and the protocols `DeliveryPlace` and `Workspace`.

`engine.py` calls the places in `sftp.py`, `local.py`, `folder.py` and `git.py`.
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
    """Make a folder that does not exist, in one that does."""

    path: str


@dataclass(frozen=True, slots=True)
class Put:
    """Write a file, or replace the one that is there."""

    path: str
    source: Path | bytes

    @property
    def size(self) -> int:
        """Size in bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size


@dataclass(frozen=True, slots=True)
class Rename:
    """Rename a file, replacing any that has the new name; in one step, so that readers meet the one or the other."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a file that exists."""

    path: str


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    """Remove a folder if it exists and is empty."""

    path: str


Operation = MakeFolder | Put | Rename | Remove | RemoveFolder
FileType = Literal["file", "folder", "link"]
"""The type of a name in a folder: a link is a link, wherever it leads."""
OnDone = Callable[[Operation], None]
"""Called after each operation, to report progress."""


@dataclass(frozen=True, slots=True)
class TargetListing:
    """The delivery records at a target, and the names in its folders."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """Content of the delivery records, by path; those that do not exist are left out."""
    names: Mapping[str, Mapping[str, FileType]] = field(default_factory=dict)
    """Names in each folder that was asked for; a folder that does not exist is left out. The root is ``""``."""

    def type_of(self, path: str) -> FileType | None:
        """Return the type of what has this path; None where nothing has."""
        folder, _, name = path.rpartition("/")
        return self.names.get(folder, {}).get(name)

    def has(self, path: str) -> bool:
        """Return whether something has this path."""
        return self.type_of(path) is not None


class Workspace(Protocol):
    """Where the operations of one delivery are performed."""

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what is in `folders`."""

    def perform(self, operations: Sequence[Operation], on_done: OnDone) -> None:
        """Perform the operations in order; raise `DeliveryFault` at the first that fails."""


class DeliveryPlace(Protocol):
    """A place that a site can be delivered to."""

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what is in `folders`."""

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files, by path; those that do not exist are left out."""

    def find_changed(self, source: Path, files: Mapping[str, str], turn: int) -> frozenset[str]:
        """Return which of `files` (path → digest), delivered as they are in the folder `source`, are no longer there as
        delivered.

        A place where each folder costs a request looks at some of them only; `turn` grows by one each day, so that others
        follow.
        """

    def find_existing(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of these paths exist, also under a name that the place takes for the same (`Om` and `om`)."""

    def take_lock(self, owner: Owner, other: Owner | None, /) -> Owner | None:
        """Take the lock; return who else has it, None where we have. Where `other` is given, first remove its lock."""

    def free_lock(self) -> None:
        """Release the lock; called once, by its holder."""

    def change(self) -> AbstractContextManager[Workspace]:
        """Return the workspace of a delivery; its operations take effect when the context is left without an exception."""
