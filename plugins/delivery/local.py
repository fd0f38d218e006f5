"""A folder of this machine as a place: used where no link can be made, and for the files of a release.

Operations are performed on the disk one by one; an `OSError` becomes a `DeliveryFault` in Swedish.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE
from typing import Final

from plugins.core.outputs import LOCK
from plugins.core.swedish import quote
from plugins.delivery.fault import AWAY, FOLDER_IN_THE_WAY, DeliveryFault
from plugins.delivery.place import FileType, MakeFolder, OnDone, Operation, Put, Remove, RemoveFolder, Rename, TargetListing
from plugins.delivery.plan import RECORDS
from plugins.delivery.records import Owner, read_owner
from plugins.publishing.manifest import digest_file

OWNER: Final = f"{LOCK}/owner.json"
ATTEMPTS: Final = 5
"""Tries to replace a file that Windows says is open, as a rule for less than a second, by a virus scanner."""

_TROUBLE: Final = {
    errno.ENOSPC: "Disken är full. Ta bort något där, och kör samma kommando igen.",
    errno.EDQUOT: "Utrymmet är slut. Ta bort något där, och kör samma kommando igen.",
    errno.EACCES: "Du har inte rätt att skriva där. Be den som sköter servern om skrivrättighet.",
    errno.EPERM: "Du har inte rätt att skriva där. Be den som sköter servern om skrivrättighet.",
    errno.EROFS: "Disken går bara att läsa.",
    errno.ENOENT: "Mappen finns inte. Står målet rätt?",
    errno.ENOTDIR: "En del av sökvägen är en fil. Står målet rätt?",
    errno.EEXIST: f"Filen {{name}} är inte vår, och webbplatsen behöver en mapp med det namnet. {AWAY}",
    errno.EISDIR: FOLDER_IN_THE_WAY,
    errno.ENAMETOOLONG: "Sökvägen är för lång.",
}


UNWRITABLE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Errors that any write may meet, whatever is written."""


def fault_of(error: OSError, folder: Path, called: Path | None = None) -> DeliveryFault:
    """Return the fault for an error of the system while delivering to `folder`, which the message calls `called` where given."""
    number = error.errno or 0
    why = _TROUBLE.get(number, f"Datorn svarar: {error.strerror or type(error).__name__}.")
    why = why.replace("{name}", quote(_name_of(error, folder), 200))
    return DeliveryFault(f"Det gick inte att lägga ut webbplatsen i {quote(str(called or folder), 200)}. {why}")


def _name_of(error: OSError, folder: Path) -> str:
    """Return the path that the error is about, relative to `folder` where it is in it; of a rename, the new name."""
    path = Path(str(error.filename2 or error.filename or folder))
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


class LocalFiles:
    """Files below a folder. A `DeliveryPlace`, and its own `Workspace`."""

    def __init__(self, root: Path, called: Path | None = None) -> None:
        self.root = root
        self._called = called
        """What messages call the folder; None: its path."""

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what is in `folders`."""
        try:
            there = [folder for folder in folders if (self.root / folder).is_dir()]
            names = {folder: dict(_list(self.root / folder)) for folder in there}
        except OSError as error:
            raise fault_of(error, self.root, self._called) from None
        return TargetListing(self.read(RECORDS), names)

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files."""
        try:
            return {path: (self.root / path).read_bytes() for path in paths if (self.root / path).is_file()}
        except OSError as error:
            raise fault_of(error, self.root, self._called) from None

    def find_changed(self, _source: Path, files: Mapping[str, str], _turn: int) -> frozenset[str]:
        """Return which of `files` are no longer there as they were delivered."""
        return frozenset(path for path, digest in files.items() if self._digest(path) != digest)

    def _digest(self, path: str) -> str | None:
        """Return the digest of a file; None where it is a link or cannot be read, so that it is sent again."""
        try:
            return None if (self.root / path).is_symlink() else digest_file(self.root / path)
        except OSError:
            return None

    def find_existing(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of these paths exist."""
        return frozenset(path for path in paths if os.path.lexists(self.root / path))

    def take_lock(self, owner: Owner, other: Owner | None) -> Owner | None:
        """Take the lock, a folder with the owner's file in it."""
        if other is not None:
            self.free_lock()
        try:
            self._make_home()
            (self.root / LOCK).mkdir()
            (self.root / OWNER).write_bytes(owner.to_bytes())
        except FileExistsError:
            return read_owner(self.read([OWNER]).get(OWNER)) or Owner("", "", "någon", "")
        except OSError as error:
            self.free_lock()
            raise fault_of(error, self.root, self._called) from None
        return None

    def _make_home(self) -> None:
        """Make the parent folder of the lock; where a file has its name, that is a fault and no lock."""
        try:
            (self.root / LOCK).parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise fault_of(error, self.root, self._called) from None

    def free_lock(self) -> None:
        """Release the lock."""
        with suppress(OSError):
            (self.root / OWNER).unlink(missing_ok=True)
            (self.root / LOCK).rmdir()

    @contextmanager
    def change(self) -> Iterator[LocalFiles]:
        """Perform the operations in the folder itself."""
        yield self

    def perform(self, operations: Sequence[Operation], on_done: OnDone) -> None:
        """Perform the operations in order."""
        for operation in operations:
            try:
                self.do(operation)
            except OSError as error:
                raise fault_of(error, self.root, self._called) from None
            on_done(operation)

    def do(self, operation: Operation) -> None:
        """Perform one operation; raise `OSError` where it fails."""
        match operation:
            case MakeFolder():
                (self.root / operation.path).mkdir()
                make_readable(self.root / operation.path)
            case Put(source=bytes() as data):
                (self.root / operation.path).write_bytes(data)
                make_readable(self.root / operation.path)
            case Put(source=Path() as file):
                shutil.copyfile(file, self.root / operation.path)
                make_readable(self.root / operation.path)
            case Rename():
                _replace(self.root / operation.old, self.root / operation.new)
            case Remove():
                (self.root / operation.path).unlink(missing_ok=True)
            case RemoveFolder():
                with suppress(OSError):
                    (self.root / operation.path).rmdir()


def make_readable(path: Path) -> None:
    """Let everybody read a file or folder of ours, as a web server must, whatever the umask."""
    mode = path.stat().st_mode
    needed = 0o555 if path.is_dir() else 0o444
    if os.name != "nt" and mode & needed != needed:
        with suppress(OSError):  # some file systems have no permissions
            path.chmod(S_IMODE(mode) | needed)


def _list(folder: Path) -> Iterator[tuple[str, FileType]]:
    with os.scandir(folder) as found:
        for entry in found:
            yield entry.name, "link" if entry.is_symlink() else "folder" if entry.is_dir() else "file"


def _replace(old: Path, new: Path) -> None:
    for more in reversed(range(ATTEMPTS)):
        try:
            old.replace(new)
        except PermissionError:
            if os.name != "nt" or not more:
                raise
            time.sleep(0.2)
        else:
            return
