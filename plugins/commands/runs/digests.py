"""Digests of the content and of the program.

Computed from the names, types and bytes of files; modification times would be wrong after a copy. Imports only the standard
library and modules that do the same.
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
"""Files of the project on which output and messages depend; of `docs` only the explanation of the codes."""
CODE: Final = ("plugins", "pelicanconf.py", "publishconf.py", "pyproject.toml", "requirements.txt", "tasks.py")
"""The files that a process reads once: preview reads the theme again when it changes, and the list of what is withdrawn is
data.
"""
NO_CONTENT: Final = (".git",)
"""Folders that no digest covers: git writes to its own when it is only asked."""
NO_PROGRAM: Final = (*NO_CONTENT, "__pycache__", "node_modules")
"""Folders that the program's digest does not cover either: bytecode, and developers' tools."""
LONG: Final = 1 << 20
"""Bytes from which a file is read in chunks: somebody may have put a film in the content."""
SETTLED: Final = time.time_ns() - 2_000_000_000
"""Two seconds (the resolution of FAT) before this process began, in nanoseconds. A file written since may be written again
without a change of its time, and is always read again.
"""


def digest_folder(folder: Path, seen: dict[str, Seen] | None = None) -> str:
    """Return the digest of all that is in a folder: names, types, bytes, and the targets of links.

    `seen` maps paths to state and digest, and is updated; a file with the same state is not read again.
    """
    digest = hashlib.sha256()
    _add(digest, os.fspath(folder), "", partial(_read, {} if seen is None else seen), NO_CONTENT)
    return digest.hexdigest()


def digest_theme(folder: Path) -> str:
    """Return the digest of a theme as part of the program: linked folders are followed."""
    digest = hashlib.sha256()
    _add(digest, os.fspath(folder), "", partial(_read, {}), NO_PROGRAM, ())
    return digest.hexdigest()


def digest_program(seen: dict[str, Seen] | None = None) -> str:
    """Return the digest of the program, its theme and its packages; `seen` is as in `digest_folder`."""
    return _digest_program(partial(_read, {} if seen is None else seen))


def mark_program(names: Sequence[str] = PROGRAM) -> str:
    """Return a value that changes whenever the program does, computed from the states of its files; reads none of them."""
    return _digest_program(lambda path: repr(mark_of(os.stat(path))), names)  # noqa: PTH116 (a path object for each costs more)


def follow_code() -> Callable[[], bool]:
    """Note the program's code as it is; return a function that returns whether it is unchanged, and reads only changed files."""
    seen: dict[str, Seen] = {}
    value_of = partial(_read, seen)
    marks, first = mark_program(CODE), _digest_program(value_of, CODE)

    def is_same() -> bool:
        try:
            return mark_program(CODE) == marks or _digest_program(value_of, CODE) == first
        except OSError:  # being changed
            return False

    return is_same


def _digest_program(value_of: Callable[[str], str], names: Sequence[str] = PROGRAM) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for package in sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(f"{package}\n".encode())
    for name in names:
        path = PROJECT / name
        if path.is_dir():
            _add(digest, os.fspath(path), name, value_of, NO_PROGRAM, ())
        elif path.is_file():
            digest.update(f"{name} {value_of(os.fspath(path))}\n".encode())
    for path in sorted(PROJECT.glob("*.py")):  # what the settings may import from beside them
        if path.name not in names:
            digest.update(f"{path.name} {value_of(os.fspath(path))}\n".encode())
    return digest.hexdigest()


def _read(seen: dict[str, Seen], path: str) -> str:
    """Return the digest of a file; reads it unless `seen` has it in the same state."""
    status = os.lstat(path)
    mark, known = mark_of(status), seen.get(path)
    is_sure = max(mark[2:]) < SETTLED and not stat.S_ISLNK(status.st_mode)  # a link is unchanged when its target changes
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
    value_of: Callable[[str], str],
    passed_over: Sequence[str],
    within: tuple[str, ...] | None = None,
) -> None:
    """Add all of a folder but the names in `passed_over`, sorted by name, with what `value_of` returns for its files.

    `within` are the linked folders that it is in; None: links are not followed, as in the content.
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
                _add(digest, entry.path, name, value_of, passed_over, within)
            elif within is not None and (further := _follow(entry.path, folder, within)):
                _add(digest, entry.path, name, value_of, passed_over, further)
        elif entry.is_file():
            digest.update(f"f {name} {value_of(entry.path)}\n".encode("utf-8", "surrogateescape"))
        else:
            digest.update(f"o {name}\n".encode("utf-8", "surrogateescape"))


def _follow(link: str, folder: str, within: tuple[str, ...]) -> tuple[str, ...]:
    """Return `within` with the target of a link added; empty where the link forms a loop."""
    goal, here = os.path.realpath(link), os.path.realpath(folder)
    return () if goal in within or f"{here}{os.sep}".startswith(f"{goal}{os.sep}") else (*within, goal)


class Program:
    """The files of the program as this process sees them; a file is read again only when its state changes."""

    def __init__(self) -> None:
        self.marks: str | None = None
        """Their state before the program was imported; None where they were read before that."""
        self._seen: dict[str, Seen] = {}

    def mark(self) -> str:
        """Note the state of all files, and return it; `digest` detects any change from now on."""
        self.marks = mark_program()
        return self.marks

    def digest(self) -> str:
        """Return the digest of the program; a random one where it has changed since `mark`."""
        found = digest_program(self._seen)
        return found if self.marks is None or self.marks == mark_program() else _make_up(found)

    def digest_again(self) -> str:
        """Return the digest again; a random one where a file was written since, even with the same bytes."""
        before = dict(self._seen)
        found = self.digest()
        return found if _is_unmarked(before, self._seen) else _make_up(found)


def has_newer(folder: Path, moment: int) -> bool:
    """Return whether anything in a folder was created, written or moved after a moment (nanoseconds).

    Also True where that cannot be seen, as for a folder that may not be read.
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
"""For each folder, the state and digest of its files when this process last read them."""


def look_for_changes(folder: Path) -> str:
    """Return the digest of a folder; keep the digests of its files, so that unchanged ones are not read again."""
    _SEEN[folder] = {}
    return digest_folder(folder, _SEEN[folder])


def look_again(folder: Path) -> str:
    """Return the digest of a folder that this process has read before; reads only files that have changed since.

    Return a random digest where a file was written since, even with the same bytes, or where the folder was not read before: the
    run may have read something else.
    """
    before = _SEEN.get(folder)
    now = dict(before or {})
    found = digest_folder(folder, now)
    return found if before is not None and _is_unmarked(before, now) else _make_up(found)


def _is_unmarked(before: Mapping[str, Seen], now: Mapping[str, Seen]) -> bool:
    """Return whether every file has the state that it had."""
    return all(now[path][0] == mark for path, (mark, _) in before.items())


def _make_up(digest: str) -> str:
    """Return a random digest, equal to no other."""
    return os.urandom(len(digest) // 2).hex()


def seen_in(folder: Path) -> Mapping[str, Seen]:
    """Return the state and digest of the files when the folder was last read, by path; empty where it was not."""
    return _SEEN.get(folder, {})


def dump_changes(folder: Path) -> str:
    """Read a folder; return its digest and those of its files as JSON, for another process (`learn_changes`)."""
    return json.dumps((look_for_changes(folder), _SEEN[folder]))


def learn_changes(folder: Path, report: str) -> str:
    """Store what another process has read in a folder, as if it was read here; return the digest of the folder."""
    digest, seen = json.loads(report)
    _SEEN[folder] = {path: (tuple(mark), found) for path, (mark, found) in seen.items()}
    return str(digest)


_FIRST: Final[list[tuple[Callable[[], str], Callable[[], Callable[[], str]], bool]]] = []


def see_program_first(find: Callable[[], str], begin_again: Callable[[], Callable[[], str]]) -> None:
    """Set how `first_digest_program` gets the digest of the program; only the first call in a process counts.

    `begin_again` starts to compute it again, and returns a function that waits for the digest.
    """
    if not _FIRST:
        _FIRST.append((cache(find), begin_again, True))


def is_seen_ahead() -> bool:
    """Return whether the program was read before it was imported."""
    return bool(_FIRST and _FIRST[0][2])


def first_digest_program() -> str:
    """Return the digest of the program as this process first saw it, which is what it has imported."""
    if not _FIRST:
        program = Program()
        _FIRST.append((cache(program.digest), lambda: program.digest_again, False))
    return _FIRST[0][0]()


def is_program_as_first() -> bool:
    """Return whether the program is as this process first saw it: otherwise parts of a newer one may have been imported or
    read.
    """
    return ask_program_as_first()()


def ask_program_as_first() -> Callable[[], bool]:
    """Start that check; call what is returned, once, to wait for the answer."""
    first = first_digest_program()
    find = _FIRST[0][1]()

    def answer() -> bool:
        try:
            return find() == first
        except OSError:  # being changed
            return False

    return answer
