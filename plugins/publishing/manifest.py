"""The manifest of a site: what it is, for which day it was made, and the digest of every file in it.

Stage: after the build, and in delivery. In: a folder, or the bytes of a manifest that was found somewhere. Out: a
`Manifest`, or None where there is none that we understand. It lies in the site itself, where anybody may ask for it: an
outside watch sees by `next_change` that a site has grown old. It is also what tells that a folder is ours.
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
"""The version of the manifest's shape; higher when a field is taken away or means something else."""

Kind = Literal["publish", "desk"]
"""Made for the public, by stricter rules; or for the one who made it, to look at."""
_KINDS: Final[Mapping[str, Kind]] = {"publish": "publish", "desk": "desk"}
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CHUNK: Final = 1 << 20
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a build is told about itself; its day is that of the Site."""

    kind: Kind = "desk"
    commit: str | None = None
    """The saved state that the content came from; None where it lies in no history, or has been changed since."""
    next_change: date | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a site says of itself."""

    kind: Kind
    built_for: date
    files: Mapping[str, str]
    """Path in the site → SHA-256 of the file in hexadecimal (FIPS 180-4), for all but the manifest itself."""
    commit: str | None = None
    """The saved state that the content came from, by its whole id."""
    next_change: date | None = None
    """The next day on which the site changes by itself: from that day on it is old."""
    held: bool = False
    """Somebody went back to an earlier release, which stays until a person publishes again."""

    def to_bytes(self) -> bytes:
        """Return the file: the same for the same site, whatever the machine."""
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
        """Tell whether the site should have changed by itself by `today`."""
        return self.next_change is not None and self.next_change <= today

    def says_the_same(self, other: Manifest) -> bool:
        """Tell whether two manifests stand for one site: another `built_for` or `commit` alone is no change."""
        return (self.kind, self.next_change, self.held, self.files) == (
            other.kind,
            other.next_change,
            other.held,
            other.files,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two sites, by path, sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.new or self.changed or self.gone)


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Return what has changed between the files of two manifests."""
    both = sorted(before.keys() & after.keys())
    return Difference(
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(path for path in both if before[path] != after[path]),
        gone=tuple(sorted(before.keys() - after.keys())),
        unchanged=tuple(path for path in both if before[path] == after[path]),
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder and is no folder, by path; links to folders are not followed, and left out."""

    files: frozenset[str]
    """Also where a link leads to one."""
    links: frozenset[str]
    others: frozenset[str]
    """Neither: what a link leads to that is not there, or what no file can be read from."""


def list_all(folder: Path) -> Listing:
    """Return what lies in a folder."""
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
                if entry.is_symlink():  # entries raise where a link leads round, or where nobody may go
                    if os.path.isdir(entry.path):  # noqa: PTH112 (as said)
                        continue
                    links.add(name)
                    is_file = os.path.isfile(entry.path)  # noqa: PTH113 (as said)
                (files if is_file else others).add(name)
    return Listing(frozenset(files), frozenset(links), frozenset(others))


def describe_files(
    folder: Path, known: Mapping[str, str] = MappingProxyType({}), names: Collection[str] | None = None
) -> dict[str, str]:
    """Return the path and digest of every file of a site but its manifest.

    `known` are digests of files that need not be read; `names` all files, where they have been listed already.
    """
    found = {*(list_all(folder).files if names is None else names)} - {BUILD, MARK}
    return {name: known[name] if name in known else digest_file(f"{folder}/{name}") for name in sorted(found)}


def digest_file(path: str | Path, use: Callable[[bytes], object] | None = None) -> str:
    """Return the SHA-256 of a file in hexadecimal; `use` is given what it holds, piece by piece."""
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
    facts: Facts,
    known: Mapping[str, str] = MappingProxyType({}),
    names: Collection[str] | None = None,
) -> Manifest:
    """Describe the finished site in `folder`, and write that into it; raise `OutputFault` for a name that leads astray.

    `known` and `names` as in `describe_files`.
    """
    files = describe_files(folder, known, names)
    manifest = Manifest(facts.kind, built_for, files, facts.commit, facts.next_change, facts.held)
    for path in manifest.files:
        check_path(path)
    file = folder / BUILD
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(manifest.to_bytes())
    return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a site on this machine."""
    try:
        return parse_manifest((folder / BUILD).read_bytes())
    except OSError:
        return None


@lru_cache(maxsize=2)
def parse_manifest(data: bytes) -> Manifest | None:
    """Return what the bytes of a manifest say; None where they are not one of ours, whole and understood."""
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
    """Tell whether we made a folder, so that it may be replaced and removed: it has our manifest, or the mark that was before."""
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
