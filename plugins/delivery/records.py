"""Records that a delivery leaves at the target beside the site: its journal, earlier releases, and the owner of the lock.

Each has `to_bytes` and a function that reads it; bytes that are not ours are read as None or an empty record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, field
from datetime import UTC, datetime
from typing import Any, Final

from plugins.core.dataclass import dataclass
from plugins.core.outputs import is_path

VERSION: Final = 1
RELEASES: Final = 10
"""How many releases are remembered, so that one can go back to them."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release of the site, with the id by which its content is found again."""

    id: str
    """The commit of its content, or the name of the copy of it (`copies.py`)."""
    built_for: str
    """The day it was first published for, as `2026-11-22`."""


@dataclass(frozen=True, slots=True)
class EarlierReleases:
    """The earlier releases at a target, and the files that are kept for their readers."""

    kept: Mapping[str, str] = field(default_factory=dict)
    """Path → digest of files that no page needs any more, kept for visitors who are reading a page of the release before."""
    releases: tuple[Release, ...] = ()
    """Newest first; the first is the one at the target."""

    def with_release(self, release: Release) -> EarlierReleases:
        """Return these releases with one more first; going back to an earlier one drops those after it."""
        ids = [one.id for one in self.releases]
        older = self.releases[ids.index(release.id) + 1 :] if release.id in ids else self.releases
        first = self.releases[ids.index(release.id)] if release.id in ids else release
        return EarlierReleases(self.kept, (first, *older)[:RELEASES])

    def to_bytes(self) -> bytes:
        """Return the record as JSON."""
        return _dump({"kept": dict(sorted(self.kept.items())), "releases": [asdict(one) for one in self.releases]})


@dataclass(frozen=True, slots=True)
class Journal:
    """What a delivery is about to change: each path may be as before, as after, or missing."""

    paths: frozenset[str] = frozenset()
    earlier: EarlierReleases = field(default_factory=EarlierReleases)
    """The earlier releases when the delivery began."""

    def to_bytes(self) -> bytes:
        """Return the record as JSON."""
        return _dump({"paths": sorted(self.paths), "earlier": json.loads(self.earlier.to_bytes())})


@dataclass(frozen=True, slots=True)
class Owner:
    """The person and the machine that hold the lock."""

    id: str
    machine: str
    """Tells this copy of the program on this machine from others."""
    who: str
    """Shown in messages: `anna på datorn BANAN`."""
    since: str
    """When the delivery began, in ISO 8601 and UTC."""

    def age(self, now: datetime) -> float | None:
        """Return the age in seconds; None where `since` cannot be parsed."""
        try:
            begun = datetime.fromisoformat(self.since)
        except ValueError:
            return None
        return (now - begun).total_seconds() if begun.tzinfo else (now - begun.replace(tzinfo=UTC)).total_seconds()

    def to_bytes(self) -> bytes:
        """Return the record as JSON."""
        return _dump(asdict(self))


def read_earlier(data: bytes | None) -> EarlierReleases:
    """Return the earlier releases; an empty record where there is none, or it cannot be read."""
    found = _load(data)
    try:
        return _earlier(found) if found else EarlierReleases()
    except (TypeError, KeyError, ValueError, AttributeError):
        return EarlierReleases()


def read_journal(data: bytes | None) -> Journal | None:
    """Return the journal of an interrupted delivery; one that cannot be read is an empty journal, not None."""
    if data is None:
        return None
    found = _load(data)
    try:
        paths = frozenset(path for path in found["paths"] if isinstance(path, str) and is_path(path))
        return Journal(paths, _earlier(found["earlier"]))
    except (TypeError, KeyError, ValueError, AttributeError):
        return Journal()


def read_owner(data: bytes | None) -> Owner | None:
    """Return the owner of a lock; None where there is none, or it cannot be read."""
    found = _load(data)
    try:
        return Owner(*(str(found[name]) for name in ("id", "machine", "who", "since"))) if found else None
    except KeyError:
        return None


def _earlier(found: Mapping[str, Any]) -> EarlierReleases:
    kept = {path: digest for path, digest in found["kept"].items() if is_path(path) and isinstance(digest, str)}
    return EarlierReleases(kept, tuple(Release(str(one["id"]), str(one["built_for"])) for one in found["releases"]))


def _dump(record: Mapping[str, Any]) -> bytes:
    return f"{json.dumps({'version': VERSION, **record}, ensure_ascii=False, indent=1)}\n".encode()


def _load(data: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and found.get("version") == VERSION else {}
