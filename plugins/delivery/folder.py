"""A folder of this machine that a web server serves: a link to the newest of the releases, which lie beside it.

A delivery copies the current release, performs its operations in the copy and switches the link, so that readers see one release
or the other. Where the system cannot make links (Windows, as a rule), the operations are performed in the folder itself.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from plugins.core.outputs import LOCK
from plugins.core.swedish import quote
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.local import UNWRITABLE, LocalFiles, fault_of, make_readable
from plugins.delivery.place import TargetListing, Workspace
from plugins.delivery.records import Owner
from plugins.publishing.exchange import swap

_RELEASE: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)
"""Names of our releases."""
LINKS: Final = 40
"""How many links are followed one after another, as many as Linux follows (path_resolution(7))."""


class LinkedFolder:
    """A `DeliveryPlace` that is a link to the newest release."""

    def __init__(self, path: Path) -> None:
        self.path = path = follow(path)
        self.releases = path.with_name(f".{path.name}.releases")
        """The folder of the releases, beside the link and so on the same disk. It is served only where the parent folder is."""

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what is in `folders`."""
        if not self.path.exists():
            self._check_parent()
            return TargetListing()
        return LocalFiles(self.path).read_listing(folders)

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files."""
        return LocalFiles(self.path).read(paths)

    def find_changed(self, source: Path, files: Mapping[str, str], turn: int) -> frozenset[str]:
        """Return which of `files` are no longer there as they were delivered."""
        return LocalFiles(self.path).find_changed(source, files, turn)

    def find_existing(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of these paths exist."""
        return LocalFiles(self.path).find_existing(paths)

    def take_lock(self, owner: Owner, other: Owner | None) -> Owner | None:
        """Take the lock, which lies in the folder of the releases."""
        is_new = not self.releases.exists()
        holder = LocalFiles(self.releases, self.path).take_lock(owner, other)
        if is_new and holder is None:
            with suppress(OSError):
                make_readable(self.releases)
        return holder

    def free_lock(self) -> None:
        """Release the lock."""
        LocalFiles(self.releases).free_lock()

    def forget_before(self) -> bool:
        """Remove all releases but the one that is shown, while the lock is held; return True where none is left.

        A visitor who is still reading a page of a removed release no longer gets the rest of it.
        """
        self._tidy(None)
        shown = self.path.resolve()
        try:
            return not any(_RELEASE.fullmatch(found.name) and found.resolve() != shown for found in self.releases.iterdir())
        except OSError:
            return not self.releases.exists()

    @contextmanager
    def change(self) -> Iterator[Workspace]:
        """Perform the operations in a copy; then point the link to it."""
        try:
            can_link = self._can_link()
            if not can_link:
                self._make_folder()
        except OSError as error:
            raise fault_of(error, self.path) from None
        if not can_link:
            yield LocalFiles(self.path)
            return
        current = self.path.resolve() if self.path.exists() else None
        seen: set[str] = set()
        release = self.releases / f"{secrets.token_hex(8)}"
        try:
            if current is None:
                release.mkdir()
                make_readable(release)
            else:
                _copy_release(current, release, seen)
            yield LocalFiles(release, self.path)
            self._switch(release)
            if current is not None and current.parent == self.releases.resolve():
                _bring_late(current, release, seen)
        except OSError as error:
            raise fault_of(error, self.path) from None
        finally:
            self._tidy(current)

    def _make_folder(self) -> None:
        if not self.path.is_dir():
            self.path.mkdir()
            make_readable(self.path)

    def _switch(self, release: Path) -> None:
        """Point the link to another release, in one step."""
        link = self.releases / f"{release.name}.link"
        link.symlink_to(Path(self.releases.name) / release.name, target_is_directory=True)
        final = self.path.with_name(f".{self.path.name}.{release.name}")
        link.rename(final)  # beside the old link, where its relative path is right
        try:
            if self.path.is_dir() and not self.path.is_symlink():
                self._put_aside(final)
            else:
                final.replace(self.path)
        except OSError:
            final.unlink(missing_ok=True)
            raise

    def _put_aside(self, link: Path) -> None:
        """Replace a folder that was there before our first delivery by a link; keep the folder, whole, among the releases."""
        aside = self.releases / f"tidigare-{secrets.token_hex(4)}"
        if swap(link, self.path):
            link.rename(aside)
            return
        self.path.rename(aside)
        try:
            link.replace(self.path)
        except OSError:
            aside.rename(self.path)
            raise

    def _tidy(self, before: Path | None) -> None:
        """Remove our releases except the one that is shown and the one before it, whose files a visitor may be reading."""
        keep = {before, self.path.resolve()}
        with suppress(OSError):
            for found in self.releases.iterdir():
                if found.is_symlink():
                    found.unlink()
                elif _RELEASE.fullmatch(found.name) and found.resolve() not in keep:
                    shutil.rmtree(found, ignore_errors=True)
            for found in self.path.parent.glob(f".{self.path.name}.*"):
                if found.is_symlink() and _RELEASE.fullmatch(found.name.rpartition(".")[2]):
                    found.unlink()

    def _can_link(self) -> bool:
        """Return whether links can be made here; raise `OSError` where nothing can be written at all."""
        trial = self.releases / f"{secrets.token_hex(8)}.prov"
        try:
            trial.symlink_to(self.releases.name, target_is_directory=True)
            trial.unlink()
        except (OSError, NotImplementedError) as error:  # a file system, or an operating system, without links
            if isinstance(error, OSError) and error.errno in UNWRITABLE:
                raise
            return False
        return True

    def _check_parent(self) -> None:
        if self.path.is_symlink() or self.path.parent.is_dir():
            return
        raise DeliveryFault(
            f"Mappen {quote(str(self.path.parent), 200)} finns inte, så där går det inte att lägga webbplatsen. "
            "Gör den, eller skriv ett annat mål."
        )


def follow(path: Path) -> Path:
    """Follow links that somebody else has made, as a rule to another disk; stop at a link of ours, which is the place itself."""
    for _ in range(LINKS):
        if not path.is_symlink() or (_RELEASE.fullmatch(path.readlink().name) and path.readlink().parent.suffix == ".releases"):
            break
        path = path.parent / path.readlink()
    return path


def _copy_release(source: Path, target: Path, seen: set[str]) -> None:
    """Copy a release with all files in it, also those of others, but without the lock; raise the first `OSError`.

    `shutil.copytree` goes on after an error and raises all of them as one, without an errno. Each path copied is added to
    `seen`.
    """
    target.mkdir()
    with os.scandir(source) as found:
        for entry in found:
            seen.add(entry.path)
            _copy(entry, target / entry.name, seen)
    shutil.copystat(source, target)


def _copy(entry: os.DirEntry[str], copy: Path, seen: set[str]) -> None:
    if entry.is_symlink():
        copy.symlink_to(Path(entry.path).readlink(), target_is_directory=entry.is_dir())
    elif not entry.is_dir():
        _link_or_copy(entry.path, copy)
    elif not Path(entry.path).as_posix().endswith(f"/{LOCK}"):
        _copy_release(Path(entry.path), copy, seen)


def _bring_late(source: Path, target: Path, seen: set[str]) -> None:
    """Copy to the new release what somebody has put in the old one after it was copied (`seen`) and before the switch."""
    with suppress(OSError), os.scandir(source) as found:
        for entry in found:
            copy = target / entry.name
            with suppress(OSError):  # copy as much as possible
                if entry.path not in seen and not os.path.lexists(copy):
                    _copy(entry, copy, seen)
                elif entry.is_dir(follow_symlinks=False) and copy.is_dir() and not copy.is_symlink():
                    _bring_late(Path(entry.path), copy, seen)


def _link_or_copy(source: str, target: Path) -> None:
    """Hard-link a file that two releases share, or copy it: a file of a release is replaced, never written to."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
