"""Plan a delivery: which operations, in which order. Nothing is changed here.

Comes in: the manifest of the new site, and the listing of the target. Goes out: a `Plan`, and its operations. The order, learned
from deployment tools that broke it: first new files, so that no page refers to one that is missing; then pages; last, files that
no page refers to any more are removed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.outputs import (
    ARRIVALS,
    BUILD,
    EARLIER,
    JOURNAL,
    MARK,
    THEME_FOLDER,
    file_key,
)
from plugins.delivery.place import MakeFolder, Operation, Put, Remove, RemoveFolder, Rename, TargetListing
from plugins.delivery.records import EarlierReleases, Journal, Release, read_earlier, read_journal
from plugins.publishing.manifest import Manifest, parse_manifest

RECORDS: Final = (BUILD, EARLIER, JOURNAL)
"""Records that are read each time a target is listed."""


@dataclass(frozen=True, slots=True)
class TargetState:
    """What a target holds of ours: the site's manifest, earlier releases, and the journal of an interrupted delivery."""

    manifest: Manifest | None = None
    earlier: EarlierReleases = field(default_factory=EarlierReleases)
    journal: Journal | None = None
    """Of an interrupted delivery."""
    is_marked: bool = False
    """It has the file that marked our sites before they had a manifest."""

    @property
    def known(self) -> frozenset[str]:
        """Paths of files that are ours."""
        files = self.manifest.files if self.manifest else {}
        named = self.journal.paths if self.journal else frozenset()
        return frozenset((*files, *self.earlier.kept, *named, *((MARK,) if self.is_marked else ())))


def read_state(found: TargetListing) -> TargetState:
    """Parse the records of a target; where a delivery was interrupted, its journal has the earlier releases."""
    data = found.files.get(BUILD)
    journal = read_journal(found.files.get(JOURNAL))
    earlier = journal.earlier if journal else read_earlier(found.files.get(EARLIER))
    return TargetState(parse_manifest(data) if data is not None else None, earlier, journal, MARK in found.names.get("", ()))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a delivery will do."""

    after: Manifest
    writes: tuple[str, ...]
    """Files to send, in the order in which they are put in place."""
    removals: tuple[str, ...]
    """Files of ours to remove."""
    in_the_way: frozenset[str]
    """Those of `removals` that must be removed first, because their names are needed."""
    earlier: EarlierReleases
    journal: Journal
    known: frozenset[str]
    is_marked: bool

    @property
    def folders(self) -> tuple[str, ...]:
        """Every folder that must be listed, parents first."""
        paths = (*self.writes, *self.removals, BUILD, f"{ARRIVALS}/0")
        found = {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents}
        return tuple(sorted("" if folder == "." else folder for folder in found))


def find_same(after: Manifest, state: TargetState) -> dict[str, str]:
    """Return the files that need not be sent if they are still at the target as delivered: path → digest."""
    online = state.manifest.files if state.manifest else {}
    unsure = state.journal.paths if state.journal else frozenset()
    return {path: digest for path, digest in after.files.items() if online.get(path) == digest and path not in unsure}


def make_plan(
    after: Manifest, state: TargetState, release: Release | None, late: Collection[str] = (), lost: Collection[str] = ()
) -> Plan | None:
    """Return what is to be done; None where the site at the target is the same and complete.

    `late` are the paths of files that refer to pages, and `lost` of files no longer at the target as delivered.
    """
    before = state.manifest
    if before and before.says_the_same(after) and state.journal is None:
        if not lost:
            return None
        after, release = before, None  # sent again, not a new release
    online = before.files if before else {}
    unsure = state.journal.paths if state.journal else frozenset()
    same = find_same(after, state)
    writes = [path for path in after.files if path not in same or path in lost]
    kept = dict(state.earlier.kept)
    if not {*writes} <= {*lost} or online.keys() != after.files.keys():
        theme = {path for path in (*online, *unsure) if path.startswith(f"{THEME_FOLDER}/")}
        kept = {path: online.get(path, "") for path in theme if path not in kept and path not in after.files}
    removals = tuple(sorted(state.known - after.files.keys() - kept.keys() - {*RECORDS}))
    new = frozenset(writes) - online.keys()
    names = {file_key(folder) for path in writes for folder in _own_and_above(path)}
    in_the_way = frozenset(path for path in removals if file_key(path) in names)
    in_the_way |= {path for path in removals if any(file_key(folder) in map(file_key, writes) for folder in _own_and_above(path))}
    first = new | frozenset(lost)
    ordered = tuple(sorted(writes, key=lambda path: (4 if path in late else _rank(path, is_new=path in first), path)))
    earlier = EarlierReleases(kept, state.earlier.releases)
    if not earlier.releases and before and before.commit:
        earlier = earlier.with_release(Release(before.commit, before.built_for.isoformat()))
    journal = Journal(frozenset((*writes, *removals, *unsure, *kept)), state.earlier)
    earlier = earlier.with_release(release) if release else earlier
    return Plan(after, ordered, removals, in_the_way, earlier, journal, state.known, state.is_marked)


def _own_and_above(path: str) -> Iterator[str]:
    yield path
    yield from (parent.as_posix() for parent in PurePosixPath(path).parents if parent.name)


def _rank(path: str, *, is_new: bool) -> int:
    """Return when a file is put in place: new files, new pages, changed files, changed pages."""
    return (0 if is_new else 2) + path.endswith(".html")


def make_operations(plan: Plan, source: Path, found: TargetListing) -> tuple[Operation, ...]:
    """Return every operation of a delivery; `source` is the new site's folder, `found` the listing of the plan's folders."""
    arrivals = {path: f"{ARRIVALS}/{number}" for number, path in enumerate(plan.writes)}
    home = PurePosixPath(BUILD).parent.as_posix()
    made = (home, *sorted(folders_of(plan.writes) - {home}))
    first = [path for path in plan.removals if path in plan.in_the_way]
    rest = [path for path in plan.removals if path not in plan.in_the_way]
    new_folders = [MakeFolder(folder) for folder in made if folder not in found.names and folder != home]
    return (
        *(Remove(path) for path in find_files_in_the_way((*plan.writes, BUILD), found) if path not in first),
        *([MakeFolder(home)] if home not in found.names else []),
        *_empty_arrivals(found),
        *_write(JOURNAL, plan.journal.to_bytes()),
        *(Put(arrivals[path], source / path) for path in plan.writes),
        *_removals(first, found),
        *(RemoveFolder(folder) for folder in sorted(folders_of(first), reverse=True) if folder != home),
        *new_folders,
        *(Rename(arrivals[path], path) for path in plan.writes),
        *_removals(rest, found),
        *(RemoveFolder(folder) for folder in sorted(folders_of(rest) - folders_of(plan.after.files) - {home}, reverse=True)),
        *_write(EARLIER, plan.earlier.to_bytes()),
        *_write(BUILD, plan.after.to_bytes()),
        RemoveFolder(ARRIVALS),
        Remove(JOURNAL),
    )


def _empty_arrivals(found: TargetListing) -> list[Operation]:
    """Make the folder of arrivals, or remove what an interrupted delivery has left in it."""
    if ARRIVALS not in found.names:
        return [MakeFolder(ARRIVALS)]
    return [Remove(f"{ARRIVALS}/{name}") for name in sorted(found.names[ARRIVALS])]


def _write(path: str, data: bytes) -> tuple[Operation, ...]:
    """Write a delivery record, so that nobody ever reads half of it."""
    arrival = f"{ARRIVALS}/{path.rpartition('/')[2]}"
    return Put(arrival, data), Rename(arrival, path)


def _removals(paths: Iterable[str], found: TargetListing) -> list[Operation]:
    """Remove files, except those already removed by hand and those replaced by something that is not ours."""
    return [Remove(path) for path in paths if found.type_of(path) == "file" and not _is_elsewhere(path, found)]


def _is_elsewhere(path: str, found: TargetListing) -> bool:
    """Return whether a folder above has been replaced by a link."""
    return any(found.type_of(folder) == "link" for folder in folders_of([path]))


def find_files_in_the_way(writes: Iterable[str], found: TargetListing) -> list[str]:
    """Return the paths of what is not a folder where the site needs one."""
    return sorted(folder for folder in folders_of(writes) if folder not in found.names and found.has(folder))


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder above some paths."""
    return {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents if parent.name}
