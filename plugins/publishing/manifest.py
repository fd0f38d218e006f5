"""The manifest of a site: its kind, the day it was built for, and the digest of every file in it.

Published with the site at `/.well-known/build.json`, where an external monitor sees by `next_change` that the site is out of
date. A folder is ours, and may be replaced, where it has one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD, MARK, check_path, is_path

VERSION: Final = 1
"""Version of the format; raised when a field is removed or changes meaning."""

Kind = Literal["publish", "desk"]
"""Built for the public, by stricter rules; or for its author, to look at."""
_KINDS: Final[Mapping[str, Kind]] = {"publish": "publish", "desk": "desk"}
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CHUNK: Final = 1 << 20
"""Bytes read at a time."""


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What a build puts in the manifest about itself, except its day, which the Site has."""

    kind: Kind = "desk"
    commit: str | None = None
    """Commit of the content; None where there is no history, or the content has been changed since."""
    next_change: date | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a site says of itself."""

    kind: Kind
    built_for: date
    files: Mapping[str, str]
    """Path in the site → SHA-256 in hexadecimal (FIPS 180-4), of all files but the manifest."""
    commit: str | None = None
    """Full id of the commit of the content."""
    next_change: date | None = None
    """Next day on which the site changes without an edit: from then on it is out of date."""
    held: bool = False
    """Somebody went back to an earlier release, which stays until a person publishes again."""

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON; the same bytes for the same site on any machine."""
        record = {
            "version": VERSION,
            "kind": self.kind,
            "built_for": self.built_for.isoformat(),
            "commit": self.commit,
            "next_change": self.next_change.isoformat() if self.next_change else None,
            "held": self.held,
            "files": dict(sorted(self.files.items())),
        }
        return f"{json.dumps(record, ensure_ascii=False, indent=1)}\n".encode()

    def is_old(self, today: date) -> bool:
        """Return whether the site should have changed by `today`."""
        return self.next_change is not None and self.next_change <= today

    def says_the_same(self, other: Manifest) -> bool:
        """Return whether two manifests describe the same site; `built_for` and `commit` may differ."""
        return (self.kind, self.next_change, self.held, self.files) == (
            other.kind,
            other.next_change,
            other.held,
            other.files,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """The differences between two sites, as sorted paths."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.new or self.changed or self.gone)


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Compare the files of two manifests."""
    both = sorted(before.keys() & after.keys())
    return Difference(
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(path for path in both if before[path] != after[path]),
        gone=tuple(sorted(before.keys() - after.keys())),
        unchanged=tuple(path for path in both if before[path] == after[path]),
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """Paths of everything in a folder but folders; links to folders are left out, and not followed."""

    files: frozenset[str]
    """Also links to files."""
    links: frozenset[str]
    others: frozenset[str]
    """Broken links, and special files such as sockets."""


def list_all(folder: Path) -> Listing:
    """List a folder, with all below it."""
    files, links, others = set[str](), set[str](), set[str]()
    below = [""]
    while below:
        at = below.pop()
        with os.scandir(f"{folder}/{at}") as found:
            for entry in found:
                name = at + entry.name
                if entry.is_dir(follow_symlinks=False):
                    below.append(f"{name}/")
                    continue
                is_file = entry.is_file(follow_symlinks=False)
                if entry.is_symlink():  # `DirEntry` raises where links form a loop or a folder may not be entered
                    if os.path.isdir(entry.path):  # noqa: PTH112 (as said)
                        continue
                    links.add(name)
                    is_file = os.path.isfile(entry.path)  # noqa: PTH113 (as said)
                (files if is_file else others).add(name)
    return Listing(frozenset(files), frozenset(links), frozenset(others))


def describe_files(
    folder: Path, known: Mapping[str, str] = MappingProxyType({}), names: Collection[str] | None = None
) -> dict[str, str]:
    """Return path and digest of every file of a site but its manifest.
    `known` are digests of files that need not be read; `names` are all files, where they are known already.
    """
    found = {*(list_all(folder).files if names is None else names)} - {BUILD, MARK}
    return {name: known[name] if name in known else digest_file(f"{folder}/{name}") for name in sorted(found)}


def digest_file(path: str | Path, use: Callable[[bytes], object] | None = None) -> str:
    """Return the SHA-256 of a file in hexadecimal; `use` is called with each chunk of it."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (a path object for each costs as much as the reading)
        digest = hashlib.sha256()
        while data := file.read(_CHUNK):
            digest.update(data)
            if use is not None:
                use(data)
        return digest.hexdigest()


def write_manifest(
    folder: Path,
    built_for: date,
    info: BuildInfo,
    known: Mapping[str, str] = MappingProxyType({}),
    names: Collection[str] | None = None,
) -> Manifest:
    """Write the manifest of the site in `folder` and return it; raise `OutputFault` for a path that is not allowed.

    `known` and `names` are as in `describe_files`.
    """
    files = describe_files(folder, known, names)
    manifest = Manifest(info.kind, built_for, files, info.commit, info.next_change, info.held)
    for path in manifest.files:
        check_path(path)
    file = folder / BUILD
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(manifest.to_bytes())
    return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest in a folder; None where there is none, or it cannot be read."""
    try:
        return parse_manifest((folder / BUILD).read_bytes())
    except OSError:
        return None


@lru_cache(maxsize=2)
def parse_manifest(data: bytes) -> Manifest | None:
    """Parse a manifest; return None for bytes that are not a whole one of this version."""
    try:
        found = json.loads(data)
        if found["version"] != VERSION:
            return None
        return Manifest(
            _KINDS[found["kind"]],
            date.fromisoformat(found["built_for"]),
            _read_files(found["files"]),
            _read_text(found["commit"]),
            None if found["next_change"] is None else date.fromisoformat(found["next_change"]),
            found["held"] is True,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def is_ours(folder: Path) -> bool:
    """Return whether we made a folder, and may replace or remove it: it has a manifest, or the mark file used before there
    were any.
    """
    if not folder.is_dir() or folder.is_symlink():
        return False
    return (folder / MARK).is_file() or read_manifest(folder) is not None


def _read_files(found: Any) -> dict[str, str]:
    files = dict(found)
    if not all(isinstance(path, str) and is_path(path) for path in files):
        raise ValueError("a path that leads out of the site")
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in files.values()):
        raise ValueError("no digest")
    return files


def _read_text(found: Any) -> str | None:
    if found is not None and not isinstance(found, str):
        raise TypeError("no text")
    return found
