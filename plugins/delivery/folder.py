"""A folder of this machine that a web server shows: releases lie beside it, and it is a link to the newest.

In: operations. Out: a new release, a copy of the one before with the operations done, and the link that leads to it; no reader
can see between. Where the system allows no links (Windows, for most), the operations are done in the folder itself.
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
from plugins.delivery.local import UNWRITABLE, LocalFiles, fault_of, let_read
from plugins.delivery.place import TargetListing, Workspace
from plugins.delivery.records import Owner
from plugins.publishing.exchange import swap

_RELEASE: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)
"""How we call our releases."""
LINKS: Final = 40
"""Links that lead to one another, as many as Linux follows."""


class LinkedFolder:
    """A delivery place where a link leads to the newest release. A `DeliveryPlace`."""

    def __init__(self, path: Path) -> None:
        self.path = path = follow(path)
        self.releases = path.with_name(f".{path.name}.releases")
        """The folder of the releases, beside the link on the same disk; it is on the web only where the folder of both is."""

    def look(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what lies in some folders."""
        if not self.path.exists():
            self._check_parent()
            return TargetListing()
        return LocalFiles(self.path).look(folders)

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return what files hold."""
        return LocalFiles(self.path).read(paths)

    def find_changed(self, source: Path, files: Mapping[str, str], turn: int) -> frozenset[str]:
        """Return which of some files are not there any more as they came."""
        return LocalFiles(self.path).find_changed(source, files, turn)

    def meets(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of these paths lead to something."""
        return LocalFiles(self.path).meets(paths)

    def take_lock(self, owner: Owner, other: Owner | None) -> Owner | None:
        """Be the only one who delivers here."""
        is_new = not self.releases.exists()
        holder = LocalFiles(self.releases, self.path).take_lock(owner, other)
        if is_new and holder is None:
            with suppress(OSError):
                let_read(self.releases)
        return holder

    def free_lock(self) -> None:
        """Let others in."""
        LocalFiles(self.releases).free_lock()

    def forget_before(self) -> bool:
        """Remove the releases before the one that is shown, under the lock; tell whether none is left.

        Who still reads a page of them has the rest of it no more.
        """
        self._tidy(None)
        shown = self.path.resolve()
        try:
            return not any(_RELEASE.fullmatch(found.name) and found.resolve() != shown for found in self.releases.iterdir())
        except OSError:
            return not self.releases.exists()

    @contextmanager
    def change(self) -> Iterator[Workspace]:
        """Do the operations in a copy; then let the link lead to it."""
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
                let_read(release)
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
            let_read(self.path)

    def _switch(self, release: Path) -> None:
        """Let the link lead to another release, in one step."""
        link = self.releases / f"{release.name}.link"
        link.symlink_to(Path(self.releases.name) / release.name, target_is_directory=True)
        final = self.path.with_name(f".{self.path.name}.{release.name}")
        link.rename(final)  # beside the old one, from where its relative way is right
        try:
            if self.path.is_dir() and not self.path.is_symlink():
                self._put_aside(final)
            else:
                final.replace(self.path)
        except OSError:
            final.unlink(missing_ok=True)
            raise

    def _put_aside(self, link: Path) -> None:
        """Let a link take the place of a folder that was there before us; the folder is kept whole."""
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
        """Remove releases of ours but the one that is shown and the one before it, whose files somebody may be reading."""
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
        """Tell whether links can be made here; raise `OSError` where nothing can be."""
        trial = self.releases / f"{secrets.token_hex(8)}.prov"
        try:
            trial.symlink_to(self.releases.name, target_is_directory=True)
            trial.unlink()
        except (OSError, NotImplementedError) as error:  # a disk, or a system, without links
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
    """Return where somebody's own link leads, to another disk as a rule; a link of ours is the place itself."""
    for _ in range(LINKS):
        if not path.is_symlink() or (_RELEASE.fullmatch(path.readlink().name) and path.readlink().parent.suffix == ".releases"):
            break
        path = path.parent / path.readlink()
    return path


def _copy_release(source: Path, target: Path, seen: set[str]) -> None:
    """Make a release of another, with all that is somebody's in it, but no lock; raise the first `OSError`.

    `copytree` goes on after each, and tells them all as one that no longer says what the system answered. What is copied is
    added to `seen`.
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
    """Copy what somebody has put in a release after it was `seen`, and before another was shown: it is theirs."""
    with suppress(OSError), os.scandir(source) as found:
        for entry in found:
            copy = target / entry.name
            with suppress(OSError):  # what can be brought is
                if entry.path not in seen and not os.path.lexists(copy):
                    _copy(entry, copy, seen)
                elif entry.is_dir(follow_symlinks=False) and copy.is_dir() and not copy.is_symlink():
                    _bring_late(Path(entry.path), copy, seen)


def _link_or_copy(source: str, target: Path) -> None:
    """Let two releases share a file that is the same: no file of a release is ever written into, only replaced."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
