"""Digests of the content and of the program that reads it.

In: folders. Out: digests over names, sorts and bytes. Files are known by their bytes: times of writing would be wrong after a
copy. Needs the standard library alone, and what needs no more.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import sysconfig
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from plugins.core.system.file_mark import Seen, changed_at, mark_of

PROJECT: Final = Path(__file__).resolve().parents[3]
PROGRAM: Final = (
    "plugins",
    "theme",
    "docs/felkoder.md",
    "pelicanconf.py",
    "publishconf.py",
    "pyproject.toml",
    "requirements.txt",
    "tasks.py",
    "borttaget.yaml",
)
"""The files of the project that matter to what is told and built; of `docs` that is the explanation of the codes."""
CODE: Final = ("plugins", "pelicanconf.py", "publishconf.py", "pyproject.toml", "requirements.txt", "tasks.py")
"""Those that a process reads once: a preview reads the theme anew when it changes, and what is withdrawn is no program."""
NO_CONTENT: Final = (".git",)
"""Folders that no digest covers: git writes there as it is asked;"""
NO_PROGRAM: Final = (*NO_CONTENT, "__pycache__", "node_modules")
"""and of the program those that Python makes as it reads, and tools of developers."""
LONG: Final = 1 << 20
"""Bytes from which a file is read piece by piece: somebody may have put a film in the content."""
SETTLED: Final = time.time_ns() - 2_000_000_000
"""When this process began, and two seconds before (nanoseconds), in which FAT counts: what has been written in since has another
time than then. What is younger may be written in twice at one time, and is read again, whatever its mark."""


def digest_folder(folder: Path, seen: dict[str, Seen] | None = None) -> str:
    """Return the digest of all that lies in a folder: names, sorts and bytes, and where links lead.

    `seen` gets what its files hold, by path; none that is in it already, with the same mark, is read again.
    """
    digest = hashlib.sha256()
    _add(digest, os.fspath(folder), "", partial(_read, {} if seen is None else seen), NO_CONTENT)
    return digest.hexdigest()


def digest_theme(folder: Path) -> str:
    """Return the digest of a theme, as it is part of the program's: of what linked folders hold too."""
    digest = hashlib.sha256()
    _add(digest, os.fspath(folder), "", partial(_read, {}), NO_PROGRAM, ())
    return digest.hexdigest()


def digest_program(seen: dict[str, Seen] | None = None) -> str:
    """Return the digest of the program, its theme and its packages; `seen` is as of `digest_folder`."""
    return _digest_program(partial(_read, {} if seen is None else seen))


def mark_program(names: Sequence[str] = PROGRAM) -> str:
    """Return a value that changes whenever the program does: made of the marks of its files, none of which is read."""
    return _digest_program(lambda path: repr(mark_of(os.stat(path))), names)  # noqa: PTH116 (a path object for each costs more)


def follow_code() -> Callable[[], bool]:
    """Note the program's code as it is; what is returned tells whether it still is, and reads only what is newer."""
    seen: dict[str, Seen] = {}
    tell = partial(_read, seen)
    marks, first = mark_program(CODE), _digest_program(tell, CODE)

    def is_same() -> bool:
        try:
            return mark_program(CODE) == marks or _digest_program(tell, CODE) == first
        except OSError:  # it is being changed
            return False

    return is_same


def _digest_program(tell: Callable[[str], str], names: Sequence[str] = PROGRAM) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for package in sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(f"{package}\n".encode())
    for name in names:
        path = PROJECT / name
        if path.is_dir():
            _add(digest, os.fspath(path), name, tell, NO_PROGRAM, ())
        elif path.is_file():
            digest.update(f"{name} {tell(os.fspath(path))}\n".encode())
    for path in sorted(PROJECT.glob("*.py")):  # what the settings may load from beside them
        if path.name not in names:
            digest.update(f"{path.name} {tell(os.fspath(path))}\n".encode())
    return digest.hexdigest()


def _read(seen: dict[str, Seen], path: str) -> str:
    """Return the digest of what a file holds, which is read unless `seen` has it."""
    status = os.lstat(path)
    mark, known = mark_of(status), seen.get(path)
    is_sure = max(mark[2:]) < SETTLED and not stat.S_ISLNK(status.st_mode)  # a link stays when what it leads to changes
    if known is None or known[0] != mark or not is_sure:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (a path object for each costs as much as the reading)
            is_long = status.st_size > LONG
            found = hashlib.file_digest(file, "sha256") if is_long else hashlib.sha256(file.readall())
            known = seen[path] = mark, found.hexdigest()
    return known[1]


def _add(
    digest: Any,
    folder: str,
    shown: str,
    tell: Callable[[str], str],
    passed_over: Sequence[str],
    within: tuple[str, ...] | None = None,
) -> None:
    """Add all of a folder but what is passed over by its name, in the order of names, and what `tell` tells of its files.

    `within` are the linked folders that it lies in, where such are looked into: they are of the program, never of the content.
    """
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = f"{shown}/{entry.name}"
        if entry.is_symlink():
            digest.update(f"l {name} {Path(entry.path).readlink()}\n".encode("utf-8", "surrogateescape"))
        if entry.name in passed_over:
            continue
        if entry.is_dir():
            digest.update(f"d {name}\n".encode("utf-8", "surrogateescape"))
            if not entry.is_symlink():
                _add(digest, entry.path, name, tell, passed_over, within)
            elif within is not None and (further := _follow(entry.path, folder, within)):
                _add(digest, entry.path, name, tell, passed_over, further)
        elif entry.is_file():
            digest.update(f"f {name} {tell(entry.path)}\n".encode("utf-8", "surrogateescape"))
        else:
            digest.update(f"o {name}\n".encode("utf-8", "surrogateescape"))


def _follow(link: str, folder: str, within: tuple[str, ...]) -> tuple[str, ...]:
    """Return the linked folders that all lies in which this link leads to; none where it leads back, in a ring."""
    goal, here = os.path.realpath(link), os.path.realpath(folder)
    return () if goal in within or f"{here}{os.sep}".startswith(f"{goal}{os.sep}") else (*within, goal)


class Program:
    """The files of the program as this process sees them, each read once as long as its mark is the same."""

    def __init__(self) -> None:
        self.marks: str | None = None
        """How its files were marked before it was loaded; None where it was read before that."""
        self._seen: dict[str, Seen] = {}

    def mark(self) -> str:
        """Note how all files are marked, and return it; what is changed from now on is seen by `digest`."""
        self.marks = mark_program()
        return self.marks

    def digest(self) -> str:
        """Return the digest of the program; of one that has changed since it was marked, what no program ever has."""
        found = digest_program(self._seen)
        return found if self.marks in (None, mark_program()) else _make_up(found)

    def digest_again(self) -> str:
        """Return the same once more; where a file has been written in since, though it is as it was, what no program ever has."""
        before = dict(self._seen)
        found = self.digest()
        return found if _is_unmarked(before, self._seen) else _make_up(found)


def has_newer(folder: Path, moment: int) -> bool:
    """Tell whether anything in a folder has been made, written or moved there since a moment (nanoseconds), by its marks.

    Where that cannot be seen (a folder that nobody may look into, or that goes meanwhile), there may be.
    """
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if changed_at(entry.stat(follow_symlinks=False)) > moment:
                    return True
                if entry.is_dir(follow_symlinks=False) and entry.name not in NO_CONTENT and has_newer(Path(entry.path), moment):
                    return True
    except OSError:
        return True
    return False


_SEEN: Final[dict[Path, dict[str, Seen]]] = {}
"""What the files of a folder held when this process last looked for what had changed."""


def look_for_changes(folder: Path) -> str:
    """Return the digest of a folder; what its files hold stays at hand, so that none is read again that is as it was."""
    _SEEN[folder] = {}
    return digest_folder(folder, _SEEN[folder])


def look_again(folder: Path) -> str:
    """Return the digest of a folder that this process has looked for changes in: only what has changed since is read.

    Where a file has been written in since, though its bytes are what they were, or where this process has not looked, that is one
    which no folder ever has: the run may have read others.
    """
    before = _SEEN.get(folder)
    now = dict(before or {})
    found = digest_folder(folder, now)
    return found if before is not None and _is_unmarked(before, now) else _make_up(found)


def _is_unmarked(before: Mapping[str, Seen], now: Mapping[str, Seen]) -> bool:
    """Tell whether every file has the mark that it had."""
    return all(now[path][0] == mark for path, (mark, _) in before.items())


def _make_up(digest: str) -> str:
    """Return a digest that nothing has."""
    return os.urandom(len(digest) // 2).hex()


def seen_in(folder: Path) -> Mapping[str, Seen]:
    """Return what its files held at that look, by path; nothing where there was none."""
    return _SEEN.get(folder, {})


def tell_changes(folder: Path) -> str:
    """Look for changes, and return all that was seen, for another process to learn."""
    return json.dumps((look_for_changes(folder), _SEEN[folder]))


def learn_changes(folder: Path, told: str) -> str:
    """Learn what another process has seen in a folder, as if it had been seen here; return the digest of the folder."""
    digest, seen = json.loads(told)
    _SEEN[folder] = {path: (tuple(mark), found) for path, (mark, found) in seen.items()}
    return str(digest)


_FIRST: Final[list[tuple[Callable[[], str], Callable[[], Callable[[], str]], bool]]] = []


def see_program_first(find: Callable[[], str], begin_again: Callable[[], Callable[[], str]]) -> None:
    """Let `find` return the digest of the program that this process loads, when somebody asks.

    `begin_again` begins to look at it once more, and what that returns waits for the digest. Who comes first does so.
    """
    if not _FIRST:
        _FIRST.append((cache(find), begin_again, True))


def is_seen_ahead() -> bool:
    """Tell whether the program was looked at before it was loaded."""
    return bool(_FIRST and _FIRST[0][2])


def first_digest_program() -> str:
    """Return the digest of the program as this process first saw it, which is what it has loaded."""
    if not _FIRST:
        program = Program()
        _FIRST.append((cache(program.digest), lambda: program.digest_again, False))
    return _FIRST[0][0]()


def is_program_as_first() -> bool:
    """Tell whether the program is what this process first saw: else some of it may have been loaded or read as it is now."""
    return ask_program_as_first()()


def ask_program_as_first() -> Callable[[], bool]:
    """Begin to look whether it is; what is returned waits for the answer, and is to be called once."""
    first = first_digest_program()
    find = _FIRST[0][1]()

    def answer() -> bool:
        try:
            return find() == first
        except OSError:  # it is being changed
            return False

    return answer
