"""Digests: what tells the content, and the program that reads it, from any other.

In: folders. Out: digests over names, sorts and bytes. Files are known by their bytes: times of writing would be wrong after a
copy. Needs the standard library alone, and what needs no more.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from plugins.core.file_mark import Seen, mark_of

PROJECT: Final = Path(__file__).resolve().parents[2]
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
"""What of the project has a hand in what is told and built; of `docs` that is the explanation of the codes."""
NO_PROGRAM: Final = ("__pycache__", ".git", "node_modules")


def digest_folder(folder: Path, seen: dict[str, Seen] | None = None) -> str:
    """Return the digest of all that lies in a folder: names, sorts and bytes, and where links lead; `seen` gets its files."""
    digest = hashlib.sha256()
    _add(digest, os.fspath(folder), "", {} if seen is None else seen)
    return digest.hexdigest()


def digest_program() -> str:
    """Return the digest of the program, its theme and its packages."""
    digest = hashlib.sha256(sys.version.encode())
    for package in sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(f"{package}\n".encode())
    for name in PROGRAM:
        path = PROJECT / name
        if path.is_dir():
            _add(digest, os.fspath(path), name, {})
        elif path.is_file():
            digest.update(f"{name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _add(digest: Any, folder: str, shown: str, seen: dict[str, Seen]) -> None:
    """Add all of a folder, in the order of names, and to `seen` what its files hold, by path."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = f"{shown}/{entry.name}"
        if entry.is_symlink():
            digest.update(f"l {name} {Path(entry.path).readlink()}\n".encode("utf-8", "surrogateescape"))
        if entry.name in NO_PROGRAM:  # Python makes such folders as it reads
            continue
        if entry.is_dir():
            digest.update(f"d {name}\n".encode("utf-8", "surrogateescape"))
            if not entry.is_symlink():
                _add(digest, entry.path, name, seen)
        elif entry.is_file():
            mark = mark_of(os.lstat(entry.path))  # another than that of what a link leads to
            with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123 (a path object for each costs as much as the reading)
                held = hashlib.sha256(file.readall()).hexdigest()
            digest.update(f"f {name} {held}\n".encode("utf-8", "surrogateescape"))
            seen[entry.path] = mark, held
        else:
            digest.update(f"o {name}\n".encode("utf-8", "surrogateescape"))


_SEEN: Final[dict[Path, dict[str, Seen]]] = {}
"""What the files of a folder held when this process last looked for what had changed."""


def look_for_changes(folder: Path) -> str:
    """Return the digest of a folder; what its files hold stays at hand, so that none is read again that is as it was."""
    _SEEN[folder] = {}
    return digest_folder(folder, _SEEN[folder])


def seen_in(folder: Path) -> Mapping[str, Seen]:
    """Return what its files held at that look, by path; nothing where there was none."""
    return _SEEN.get(folder, {})


_FIRST: Final[list[str]] = []


def first_digest_program(find: Callable[[], str] = digest_program) -> str:
    """Return the digest of the program as this process first saw it, which is what it has loaded; `find` is asked once."""
    if not _FIRST:
        _FIRST.append(find())
    return _FIRST[0]
