"""Replace the output folder with a newly built site, in one step.

Until then the old site is untouched; on Linux the exchange is atomic (`renameat2`, renameat2(2)). While a build works, its lock
and its work folder are beside the output: a folder with a unique name, which holds our mark file and the new site. Only
folders with the mark, or empty ones, are removed there.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD, MARK
from plugins.publishing.lock import hold_lock, lock_beside
from plugins.publishing.manifest import is_ours

MARK_TEXT = "Den här mappen skrivs om av python3 tasks.py bygg. Ändra inget här.\n"
"""Content of the mark file in our hidden folders beside the output."""

_EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h
_AT_FDCWD = -100
HANDS = 4
"""Processes that remove an old site: a disk takes a millisecond for each file, and handles several at a time."""
REMOVER: Final = "/bin/rm"
_IN_SILENCE: Final = [(getattr(os, "POSIX_SPAWN_OPEN", 0), 2, os.devnull, os.O_WRONLY, 0)]
"""Discards error messages: what cannot be removed is tried again here, and otherwise by the next run."""
DAY = 86_400
"""Seconds after which a work folder is taken to be abandoned, on a disk without locks."""

_NO_PLACE = {
    errno.EACCES: "rättigheter saknas",
    errno.EPERM: "rättigheter saknas",
    errno.EROFS: "disken går bara att läsa",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.ENOTDIR: "en del av vägen dit är ingen mapp",
    errno.EEXIST: "en del av vägen dit är ingen mapp",
    errno.EISDIR: "något annat har det namnet",
    errno.ELOOP: "något annat har det namnet",
    errno.ENOENT: "platsen finns inte",
    errno.EINVAL: "namnet går inte att använda",
}
"""Errors of a place that neither waiting nor freeing space helps against."""


class OutputRefused(Exception):
    """The output folder must not be replaced; the message says why, in Swedish."""


class StagingLost(OSError):
    """The folder in which the new site is being written has been removed or replaced by somebody else."""


@dataclass(frozen=True, slots=True)
class FolderIdentity:
    """Device and inode of an output folder and of its manifest, by which a replaced site is recognised."""

    folder: tuple[int, int] | None
    mark: tuple[int, int] | None


def identify_output(output: Path) -> FolderIdentity:
    """Return the identity of an output folder; another one means that it has been replaced."""
    return FolderIdentity(_see(output), _see(output / BUILD) or _see(output / MARK))


def _see(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def check_output(output: Path, content: Path, project: Path) -> None:
    """Raise `OutputRefused` for a folder not made by us, one that contains or is within what must not be lost, or a mount
    point.
    """
    if output.exists() and not output.is_dir():
        raise OutputRefused(f"{output.name} är en fil, ingen mapp. Välj en annan plats med --ut.")
    for precious, what in ((content.resolve(), "innehållet"), (project.resolve(), "själva projektet")):
        if precious == output or precious.is_relative_to(output):
            raise OutputRefused(f"Mappen {output.name} innehåller {what}. Välj en annan plats med --ut.")
    if output.is_relative_to(content.resolve()):
        raise OutputRefused(f"Mappen {output.name} ligger i innehållet. Välj en annan plats med --ut.")
    check_replaceable(output)
    if is_mounted(output):
        raise OutputRefused(
            f"Mappen {output.name} är en egen disk (monterad), som inte kan bytas mot en ny i ett enda steg.\n"
            f"Låt webbplatsen ligga i en mapp inne i den: --ut {output / 'webbplats'}"
        )


@contextmanager
def hold_output(output: Path, say_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of the output; first recover from an interrupted build.

    Recovered here, before the content is read, so that the old site is there also where the content has errors.
    """
    with ExitStack() as stack:
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            has_lock = stack.enter_context(hold_lock(lock_beside(output), say_wait))
        except OSError as error:
            if error.errno not in _NO_PLACE:
                raise
            raise OutputRefused(
                f"Den nya webbplatsen byggs bredvid mappen {output.name}, men i {output.parent} går det inte att skriva "
                f"({_NO_PLACE[error.errno]}).\nVälj en annan plats med --ut."
            ) from None
        repair_interrupted(output, is_alone=has_lock)
        yield


def open_staging(output: Path) -> Path:
    """Return a new empty folder for a site, in a new work folder beside the output."""
    work_folder = _beside(output, f"nytt-{secrets.token_hex(8)}")
    try:
        work_folder.mkdir()
        (work_folder / MARK).write_text(MARK_TEXT, "utf-8")
        staging = work_folder / output.name
        staging.mkdir()
    except OSError:
        shutil.rmtree(work_folder, ignore_errors=True)
        raise
    return staging


def close_staging(staging: Path) -> None:
    """Remove the work folder, with a new site that was not used, or the old one that was exchanged."""
    _begin_to_close(staging)()


def _begin_to_close(staging: Path) -> Callable[[], None]:
    """Start to remove a work folder in the background; call what is returned to wait until it is gone."""
    folders: list[str] = []
    with suppress(OSError), os.scandir(staging) as found:
        folders += [entry.path for entry in found if entry.is_dir(follow_symlinks=False)]
    hands = [folders[at::HANDS] for at in range(HANDS if len(folders) > HANDS else 0)]
    waiting = [_begin_to_remove(some) for some in hands]

    def end() -> None:
        for wait in waiting:
            wait()
        _remove_marked(staging.parent)  # and what the processes have left

    return end


def _begin_to_remove(folders: Sequence[str]) -> Callable[[], object]:
    """Start to remove folders, in a process where possible: a thread would slow down the caller. Return a function that waits."""
    try:
        process = os.posix_spawn(REMOVER, [REMOVER, "-rf", "--", *folders], {}, file_actions=_IN_SILENCE)
    except (AttributeError, OSError):  # Windows, no such program, or too many names
        hand = Thread(target=_remove_all, args=(folders,))
        hand.start()
        return hand.join
    return partial(_wait_for, process)


def _wait_for(process: int) -> None:
    """Wait until a process has ended; where SIGCHLD is ignored, waitpid does so and then raises `ChildProcessError`."""
    with suppress(ChildProcessError):
        os.waitpid(process, 0)


def _remove_marked(folder: Path) -> None:
    """Remove a folder of ours, its mark last, so that a run killed meanwhile leaves what the next one recognises and removes."""
    with suppress(OSError):
        if not (folder / MARK).exists():  # an old site, recognised by its manifest
            (folder / MARK).touch()
        others = [path for path in folder.iterdir() if path.name != MARK]
        for path in others:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()
        if not any(path.name != MARK for path in folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)


def _remove_all(folders: Sequence[str]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def clear_aside() -> Iterator[Callable[[Path], None]]:
    """Yield a function that removes a work folder in the background, as an old site takes seconds; on exit wait for all."""
    ends: list[Callable[[], None]] = []
    try:
        yield lambda staging: ends.append(_begin_to_close(staging))
    finally:
        for end in ends:
            end()


def repair_interrupted(output: Path, *, is_alone: bool) -> None:
    """Put back an old site whose exchange was interrupted, and remove what finished runs have left.

    Without the lock (`is_alone` false), a young work folder may belong to another run.
    """
    for old in sorted(_find(output, "gammalt"), key=lambda path: path.stat().st_mtime, reverse=True):
        if not output.exists():
            old.rename(output)
        else:
            _remove(old, output)
    for work_folder in _find(output, "nytt", lambda path: is_ours(path) or _is_empty(path)):
        if is_alone or time.time() - work_folder.stat().st_mtime > DAY:
            _remove(work_folder, output)


def exchange(staging: Path, output: Path) -> None:
    """Put the folder `staging` in the place of `output`; the old site is left in the work folder, or removed."""
    if not is_ours(staging.parent):
        raise StagingLost(errno.ESTALE, "the work folder is gone", str(staging.parent))
    check_replaceable(output)
    if not output.exists():
        staging.rename(output)
    elif not swap(staging, output):
        old = _beside(output, "gammalt")
        if old.exists() or old.is_symlink():  # not ours, or one that could not be removed
            old = _beside(output, f"gammalt-{secrets.token_hex(8)}")
        output.rename(old)
        try:
            staging.rename(output)
        except OSError:
            old.rename(output)
            raise
        _remove(old, output)


def check_replaceable(output: Path) -> None:
    """Raise `OutputRefused` for a folder that is not empty and not ours."""
    if output.is_dir() and any(output.iterdir()) and not is_ours(output):
        raise OutputRefused(
            f"I mappen {output.name} ligger annat än en byggd webbplats, och det skulle försvinna.\n"
            "Välj en tom mapp med --ut, eller töm mappen själv först."
        )


def is_mounted(folder: Path, table: Path = Path("/proc/self/mountinfo")) -> bool:
    """Return whether a folder is a mount point, also of a bind mount: such a folder cannot be renamed."""
    if os.path.ismount(folder):
        return True
    try:
        rows = table.read_bytes().splitlines()
    except OSError:  # not Linux
        return False
    return os.fsencode(folder) in {_plain(row.split()[4]) for row in rows}  # proc_pid_mountinfo(5)


def _plain(written: bytes) -> bytes:
    """Return a path of that table with its octal escapes decoded: `\\040` is a space."""
    return re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), written)


def _beside(output: Path, what: str) -> Path:
    return output.with_name(f".{output.name}.{what}")


def _find(output: Path, what: str, is_wanted: Callable[[Path], bool] = is_ours) -> list[Path]:
    """Return our folders of this kind beside an output; a folder of somebody else's may have such a name too."""
    name = _beside(output, what).name
    with os.scandir(output.parent) as found:
        return [path for entry in found if _is_called(entry.name, name) and is_wanted(path := Path(entry.path))]


def _is_empty(folder: Path) -> bool:
    """Return whether a folder is empty, as one of a run killed before it wrote its mark, or after it removed it."""
    with suppress(OSError):  # not readable
        return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    return False


def _is_called(name: str, wanted: str) -> bool:
    """Return whether a folder has this name, alone or followed by a hyphen and hexadecimal digits."""
    return name.startswith(wanted) and _ADDED.fullmatch(name, len(wanted)) is not None


_ADDED: Final = re.compile(r"(-[0-9a-f]+)?")


def _remove(folder: Path, output: Path) -> None:
    """Remove a folder; rename it first, so that a process that works in it fails instead of filling it again.

    The new name is that of a work folder: half of an old site must not be put back.
    """
    away = _beside(output, f"nytt-{secrets.token_hex(8)}")
    with suppress(OSError):
        folder.rename(away)
    _remove_marked(away if away.exists() else folder)


def swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0)
