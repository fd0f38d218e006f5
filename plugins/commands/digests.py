"""Digests: what tells the content, and the program that reads it, from any other.

In: folders. Out: digests over names, sorts and bytes. Files are known by their bytes: times of writing would be wrong after a
copy. Needs the standard library alone.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any, Final

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


def digest_folder(folder: Path) -> str:
    """Return the digest of all that lies in a folder: names, sorts and bytes, and where links lead."""
    digest = hashlib.sha256()
    _add(digest, os.fspath(folder), "")
    return digest.hexdigest()


def digest_program() -> str:
    """Return the digest of the program, its theme and its packages."""
    digest = hashlib.sha256(sys.version.encode())
    for package in sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(f"{package}\n".encode())
    for name in PROGRAM:
        path = PROJECT / name
        if path.is_dir():
            _add(digest, os.fspath(path), name)
        elif path.is_file():
            digest.update(f"{name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _add(digest: Any, folder: str, shown: str) -> None:
    """Add all of a folder, in the order of names."""
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
                _add(digest, entry.path, name)
        elif entry.is_file():
            with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123 (a path object for each costs as much as the reading)
                data = file.readall()
            digest.update(f"f {name} {len(data)}\n".encode("utf-8", "surrogateescape"))
            digest.update(data)
        else:
            digest.update(f"o {name}\n".encode("utf-8", "surrogateescape"))


@cache
def first_digest_program() -> str:
    """Return the digest of the program as this process first saw it, which is what it has loaded."""
    return digest_program()
