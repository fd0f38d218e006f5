"""A web host as a place, through the system's own `sftp` (OpenSSH), which Linux, macOS and Windows have.

Operations run in one batch, with one login, in order; the first that fails ends the batch. Authentication is left to sftp and the
user's keys: no password passes through this program.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.outputs import LOCK
from plugins.core.swedish import quote
from plugins.core.system.programs import end_program
from plugins.delivery.fault import FOLDER_IN_THE_WAY, DeliveryFault
from plugins.delivery.local import OWNER
from plugins.delivery.place import MakeFolder, OnDone, Operation, Put, Remove, RemoveFolder, Rename, TargetListing
from plugins.delivery.plan import RECORDS
from plugins.delivery.records import Owner, read_owner
from plugins.delivery.sftp_answers import NO_FOLDER, explain
from plugins.delivery.sftp_listing import ECHO, is_there, list_command, quote_path, read_folders, read_listings, share_folders
from plugins.delivery.target import SftpTarget

SETTINGS: Final = ("ConnectTimeout=20", "ServerAliveInterval=15", "ServerAliveCountMax=4")
"""Seconds to wait for a server, and how many keepalive messages may go unanswered before the connection is lost
(ssh_config(5)).
"""
_MISSING: Final = re.compile(
    r"not found\.?$|not a regular file$|No such file or directory|^Connected to |^Warning: Permanently added"
)
READABLE: Final = 0o444
"""Read permission for everybody, which a web server needs."""
_RENAME_FAILED: Final = re.compile(r"(?im)^(?=.*remote rename ).*: failure")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What `sftp` printed for one batch of commands."""

    status: int
    lines: Sequence[str]
    """Lines of stdout: each command as it begins, and its output."""
    said: str
    """Text of stderr."""


class SftpFolder:
    """A folder of a server. A `DeliveryPlace`, and its own `Workspace`."""

    def __init__(self, target: SftpTarget, options: Sequence[str] = ()) -> None:
        """Options are passed to `sftp` itself, such as another configuration file or key."""
        self.target = target
        self.options = options
        self._base = ""
        """Path by which the folder is reached, absolute or relative to the login folder; empty until known."""
        self._renames_over = True
        """Whether a rename replaces a file that has the new name. Some servers other than OpenSSH's cannot; then the old file is
        removed first, and is missing for a moment.
        """

    # ---- questions

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the records, and what is in `folders`."""
        wanted = list(folders)
        with tempfile.TemporaryDirectory(prefix="lokalamalen-") as home:
            answer = self._run_there([*map(list_command, wanted), *_gets(RECORDS, Path(home))])
            found = read_folders(wanted, answer.lines)
            names = {folder: {row.name: row.sort for row in rows.values()} for folder, rows in found.items()}
            return TargetListing(self._got(RECORDS, Path(home), answer), names)

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files."""
        wanted = list(paths)
        with tempfile.TemporaryDirectory(prefix="lokalamalen-") as home:
            return self._got(wanted, Path(home), self._run_there(list(_gets(wanted, Path(home)))))

    def _got(self, paths: Sequence[str], home: Path, answer: _Answer) -> dict[str, bytes]:
        """Return the content of files that were fetched; raise the fault of one that exists but could not be."""
        files = {path: (home / str(number)).read_bytes() for number, path in enumerate(paths) if (home / str(number)).is_file()}
        rest = [line for line in answer.said.splitlines() if line.strip() and not _is_missing(line)]
        if rest:
            raise self._fault("\n".join(rest))
        return files

    def find_changed(self, source: Path, files: Mapping[str, str], turn: int) -> frozenset[str]:
        """Return which of `files` are no longer there as delivered, by size only, in at most `MOST_FOLDERS` folders and the
        root.
        """
        folders = share_folders(files, turn)
        found = read_folders(folders, self._run_there([*map(list_command, folders)]).lines)
        asked = [path for path in files if path.rpartition("/")[0] in folders]
        return frozenset(path for path in asked if not is_there(path, (source / path).stat().st_size, found))

    def find_existing(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of these paths exist."""
        wanted = list(paths)
        answer = self._run_there([*map(list_command, wanted)])
        return frozenset(read_listings(wanted, answer.lines))

    # ---- the lock

    def take_lock(self, owner: Owner, other: Owner | None) -> Owner | None:
        """Take the lock: of two who make the same folder, one fails."""
        for taken_from in (other, None):  # the second time where the holder has just released it
            answer = self._make_lock(owner, taken_from)
            if not answer.status:
                return None
            if _last_command(answer).startswith("put "):  # the folder is ours, but its file could not be written
                with suppress(DeliveryFault):
                    self.free_lock()
                break
            there = self.read([OWNER]).get(OWNER)
            if there is not None and (holder := read_owner(there)) is not None:
                return None if holder == owner else holder
            if LOCK.rpartition("/")[2] in self.read_listing([LOCK.rpartition("/")[0]]).names.get(LOCK.rpartition("/")[0], ()):
                return Owner("", "", "någon", "")  # its owner was killed before writing the file
        raise self._fault(_decisive(answer))

    def _make_lock(self, owner: Owner, other: Owner | None) -> _Answer:
        with tempfile.TemporaryDirectory(prefix="lokalamalen-") as home:
            (Path(home) / "owner").write_bytes(owner.to_bytes())
            free = [f"-rm {quote_path(OWNER)}", f"-rmdir {quote_path(LOCK)}"] if other is not None else []
            make = [f"-mkdir {quote_path(LOCK.rpartition('/')[0])}", f"mkdir {quote_path(LOCK)}"]
            put = f"put {_quote_local(Path(home) / 'owner')} {quote_path(OWNER)}"
            return self._run_there([*free, *make, put], may_fail=True)

    def free_lock(self) -> None:
        """Release the lock."""
        self._run_there([f"-rm {quote_path(OWNER)}", f"-rmdir {quote_path(LOCK)}"])

    # ---- operations

    @contextmanager
    def change(self) -> Iterator[SftpFolder]:
        """Perform the operations in the folder itself."""
        yield self

    def perform(self, operations: Sequence[Operation], on_done: OnDone) -> None:
        """Perform the operations in order."""
        done, answer = self._perform(operations, on_done)
        if (
            self._renames_over
            and done < len(operations)
            and isinstance(operations[done], Rename)
            and _RENAME_FAILED.search(_decisive(answer))
        ):
            self._renames_over = False
            self.perform(operations[done:], on_done)
        elif answer.status:
            raise self._explain(operations[done : done + 1], answer)

    def _explain(self, failed: Sequence[Operation], answer: _Answer) -> DeliveryFault:
        """Return why an operation failed; for a folder where a file of ours should be, the server says only that it failed."""
        for operation in failed:
            if isinstance(operation, Rename):
                with suppress(DeliveryFault):  # the first fault is the one to report
                    if self.read_listing([operation.new]).names:
                        return DeliveryFault(FOLDER_IN_THE_WAY.format(name=quote(operation.new, 200)))
        return self._fault(_decisive(answer))

    def _perform(self, operations: Sequence[Operation], on_done: OnDone) -> tuple[int, _Answer]:
        """Perform the operations until one fails; return how many were done, and the answer."""
        with tempfile.TemporaryDirectory(prefix="lokalamalen-") as home:
            commands: list[str] = []
            ends: dict[int, Operation] = {}
            for number, operation in enumerate(operations):
                commands += _commands(operation, Path(home) / str(number), renames_over=self._renames_over)
                ends[len(commands)] = operation
            done = -2  # the first echo is of `cd`, and the second begins the first command: none is done

            def hear(line: str) -> None:
                nonlocal done
                if ECHO.match(line):
                    done += 1
                    if done in ends:
                        on_done(ends[done])

            answer = self._run_there(commands, hear, may_fail=True)
            if answer.status:
                return sum(end <= done for end in ends), answer
            if operations:
                on_done(operations[-1])
            return len(operations), answer

    # ---- sftp itself

    def _run_there(self, commands: Sequence[str], hear: Callable[[str], object] = str, *, may_fail: bool = False) -> _Answer:
        """Run a batch in the folder; at the first call, find out by which path that is reached."""
        for base in [self._base] if self._base else self._ways():
            answer = self._run([f"cd {quote_path(base)}", *commands], hear)
            if not answer.status or not NO_FOLDER.search(answer.said) or len(answer.lines) > 1:
                self._base = base
                break
        if answer.status and (not may_fail or not self._base or _is_unreached(answer)):
            raise self._fault(_decisive(answer))
        return answer

    def _ways(self) -> list[str]:
        """Return what the path may mean: absolute, or relative to the login folder (as in sftp's own addresses)."""
        return [self.target.path, self.target.path.lstrip("/")]

    def _run(self, commands: Sequence[str], hear: Callable[[str], object]) -> _Answer:
        program = shutil.which("sftp")
        if program is None:
            raise DeliveryFault(
                "Programmet sftp finns inte på den här datorn. I Windows: Inställningar, Appar, Valfria funktioner, lägg till "
                "OpenSSH-klient. I Linux: installera paketet openssh-client. Kör sedan samma kommando igen."
            )
        with tempfile.TemporaryFile() as batch, tempfile.TemporaryFile() as said:
            batch.write("".join(f"{command}\n" for command in commands).encode("utf-8", "surrogateescape"))
            batch.seek(0)
            lines: list[str] = []
            words = [program, *self._words()]
            with subprocess.Popen(
                words, stdin=batch, stdout=subprocess.PIPE, stderr=said, env=_settings(), encoding="utf-8", errors="replace"
            ) as process:
                try:
                    for line in process.stdout or ():
                        lines.append(line.rstrip("\r\n"))
                        hear(lines[-1])
                    status = process.wait()
                finally:
                    end_program(process)
            said.seek(0)
            return _Answer(status, lines, said.read().decode("utf-8", "replace"))

    def _words(self) -> list[str]:
        """Return the arguments of `sftp`. The first value of an option holds; without a terminal, sftp must not ask for a
        password.
        """
        asks = "no" if sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty() else "yes"
        words = [*self.options, f"-oBatchMode={asks}", *(f"-o{setting}" for setting in SETTINGS), "-b", "-"]
        if self.target.port is not None:
            words += ["-P", str(self.target.port)]
        host = f"[{self.target.host}]" if ":" in self.target.host else self.target.host
        return [*words, f"{self.target.user}@{host}" if self.target.user else host]

    def _fault(self, said: str) -> DeliveryFault:
        return DeliveryFault(explain(said, self.target))


def _settings() -> dict[str, str]:
    """Return the environment of sftp: in a locale that is not UTF-8, as under cron, it escapes our letters in names."""
    settings = dict(os.environ)
    if "utf" not in (settings.get("LC_ALL") or settings.get("LC_CTYPE") or settings.get("LANG") or "").lower():
        settings.pop("LC_ALL", None)
        settings["LC_CTYPE"] = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    return settings


def _last_command(answer: _Answer) -> str:
    """Return the command that began last."""
    return next((echo[1] for line in reversed(answer.lines) if (echo := ECHO.match(line))), "")


def _is_unreached(answer: _Answer) -> bool:
    """Return whether no command of a batch began, as where ssh could not connect."""
    return not any(ECHO.match(line) for line in answer.lines)


def _decisive(answer: _Answer) -> str:
    """Return the message of the error that ended a batch: those of commands that may fail come before it."""
    if _is_unreached(answer):
        return answer.said
    if answer.status != 1:  # 1 is a command that failed (sftp(1)); any other status means that the connection was lost
        return "connection lost"
    return next((line for line in reversed(answer.said.splitlines()) if line.strip()), "")


def _is_missing(line: str) -> bool:
    """Return whether a line only says that a file, asked for in case it existed, does not."""
    return bool(_MISSING.search(line))


def _quote_local(path: Path) -> str:
    return quote_path(path.as_posix() if os.name == "nt" else os.fspath(path))


def _gets(paths: Iterable[str], home: Path) -> Iterator[str]:
    for number, path in enumerate(paths):
        yield f"-get {quote_path(path)} {_quote_local(home / str(number))}"


def _commands(operation: Operation, scratch: Path, *, renames_over: bool = True) -> list[str]:
    """Return the lines of a batch for an operation; a command after a hyphen may fail."""
    match operation:
        case MakeFolder():
            return [f"mkdir {quote_path(operation.path)}"]
        case Put():
            file = scratch
            if isinstance(operation.source, Path):
                file = operation.source
            else:
                scratch.write_bytes(operation.source)
            is_shut = os.name != "nt" and file.stat().st_mode & READABLE != READABLE  # sftp gives the copy the same permissions
            opening = [f"-chmod 644 {quote_path(operation.path)}"] if is_shut else []
            return [f"put {_quote_local(file)} {quote_path(operation.path)}", *opening]
        case Rename():
            away = [] if renames_over else [f"-rm {quote_path(operation.new)}"]
            return [*away, f"rename {quote_path(operation.old)} {quote_path(operation.new)}"]
        case Remove():
            return [f"rm {quote_path(operation.path)}"]
        case RemoveFolder():
            return [f"-rmdir {quote_path(operation.path)}"]
