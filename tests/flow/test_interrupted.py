"""If the disk fails or the run is killed, the site is the whole old or the whole new one, with nothing left over."""

from __future__ import annotations

import builtins
import errno
import io
import os
import pkgutil
import re
import shutil
import signal
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from plugins.core.cache.forking import can_fork
from plugins.core.places import show_path
from plugins.publishing import exchange
from plugins.publishing.manifest import BuildInfo, write_manifest
from plugins.publishing.spare import Spare
from tests.conftest import TODAY
from tests.flow.trial import Snapshot, Trial, snapshot

GOAL = "content/mal/mal-1-ingen-i-morker.md"
NEW_WORDS = "Nu lyser staden."


@pytest.fixture
def trial(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> Trial:
    """Return a trial that forks workers, which may be running when the disk fails or the run is killed."""
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", can_fork)
    return trial


def change_content(trial: Trial) -> None:
    """Change content, so that the next build has something to write."""
    trial.edit(GOAL, "Vekarna räcker inte.", NEW_WORDS)


# ---- the disk fails


class FailingDisk:
    """Counts writes, and fails once at a given count: disk full, in the middle of a file."""

    def __init__(self, fails_at: int) -> None:
        self.fails_at = fails_at
        self.count = 0
        self.failed: Path | None = None
        """The file or folder of the write that failed."""

    @property
    def has_failed(self) -> bool:
        """Whether the disk has failed."""
        return self.count >= self.fails_at > 0

    def write(self, name: object) -> None:
        """Count one write, and fail if it is the one."""
        self.count += 1
        if self.count == self.fails_at:
            self.failed = Path(os.fsdecode(name)) if isinstance(name, str | os.PathLike) else None
            raise OSError(
                errno.ENOSPC,
                "No space left on device",
                os.fspath(name) if isinstance(name, os.PathLike) else name,
            )

    def guard(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function of `os` that counts as one write."""

        def guarded(path: Any, *arguments: Any, **options: Any) -> Any:
            self.write(path)
            return function(path, *arguments, **options)

        return guarded

    def guard_open(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return an `open` that counts opening a file for writing, and each write to it."""

        def guarded(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if isinstance(file, int) or not set(mode) & set("wax+"):  # a pipe is on no disk
                return function(file, mode, *arguments, **options)
            self.write(file)
            return FailingFile(function(file, mode, *arguments, **options), self)

        return guarded

    def put_in(self, patch: pytest.MonkeyPatch) -> None:
        """Replace the real functions."""
        opening = self.guard_open(builtins.open)
        patch.setattr(builtins, "open", opening)
        patch.setattr(io, "open", opening)  # pathlib's
        for name in ("mkdir", "rename", "replace"):
            patch.setattr(os, name, self.guard(getattr(os, name)))


class FailingFile:
    """A file open for writing."""

    def __init__(self, file: Any, disk: FailingDisk) -> None:
        self.file = file
        self.disk = disk

    def __enter__(self) -> FailingFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: Any) -> int:
        """Write all, or half before the disk fails."""
        try:
            self.disk.write(self.file.name)
        except OSError:
            self.file.write(data[: len(data) // 2])
            raise
        return int(self.file.write(data))


def no_swap(one: object, other: object) -> bool:
    """Simulate a system that cannot exchange two folders atomically."""
    return False


LAST_WRITES = 10
"""The way to exchange folders affects only the last writes of a run. Making a work folder takes fewer."""


def count_writes(trial: Trial) -> int:
    """Return the number of writes of a run, on a disk that never fails."""
    disk = FailingDisk(-1)
    with pytest.MonkeyPatch.context() as patch:
        disk.put_in(patch)
        assert trial.run().status == 0
    return disk.count


def make_once(patch: pytest.MonkeyPatch, name: str) -> list[Any]:
    """Cache what each run makes of the same files; return the cache, empty at first."""
    module, function = import_module(name.rpartition(".")[0]), name.rpartition(".")[2]
    make, made = getattr(module, function), list[Any]()

    def give(*arguments: Any, **options: Any) -> Any:
        made[:] = made or [make(*arguments, **options)]
        return made[0]

    patch.setattr(module, function, give)
    return made


def keep_nothing(patch: pytest.MonkeyPatch) -> None:
    """Make runs ignore caches of earlier ones; those writes may fail without failing the run (`disk_cache`)."""
    patch.setattr("plugins.site.cache.cached_bench.SiteCache.find", lambda _: None)
    patch.setattr("plugins.site.cache.cached_bench.CachedBench.keep", lambda *_: None)
    patch.setattr("plugins.publishing.spare.Spare.keep", lambda *_: None)
    patch.setattr("plugins.core.cache.spool.Spool.add", lambda *_: None)


@dataclass
class Change:
    """A change of the content, to be built on failing disks; each run writes all files, and computes only what it writes."""

    trial: Trial
    old: Snapshot
    """The site before it,"""
    new: Snapshot
    """and after it."""
    writes: int
    """The number of writes of a run."""

    @property
    def _kept(self) -> Path:
        return self.trial.folder / "kept"

    def build_on(self, disk: FailingDisk) -> bool:
        """Build on a disk, beginning with the old site; return whether that failed, after checking what the run has left."""
        trial = self.trial
        if not trial.output.exists() or snapshot(trial.output) != self.old:
            shutil.rmtree(trial.output, ignore_errors=True)
            shutil.copytree(self._kept, trial.output)
        with pytest.MonkeyPatch.context() as patch:
            disk.put_in(patch)
            result = trial.run()
        assert "Traceback" not in result.said
        if result.status == 0:  # that write was not needed, as making a folder that is there
            assert snapshot(trial.output) == self.new
        else:
            assert result.status == 1, (disk.fails_at, result.said)
            assert f"Mappen {show_path(trial.output)}/ är oförändrad." in result.stdout
            assert snapshot(trial.output) == self.old, f"write {disk.fails_at} changed the output"
        assert trial.beside_output() == [], f"write {disk.fails_at} left something behind"
        assert not [*trial.folder.glob(".cache/forra/*")], f"write {disk.fails_at} left a copy behind"
        return bool(result.status)


@pytest.fixture
def change(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Return a change of the content; no run copies the current site, unless a test lets it."""
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: False)
    monkeypatch.setattr(import_module("plugins.sharing.drawings"), "draw_picture", lambda picture, _: picture.name.encode())
    keep_nothing(monkeypatch)
    # each page goes Pelican's way to the disk
    monkeypatch.setattr("plugins.site.cache.cached_bench.CachedBench.known", lambda *_: None)
    old = trial.build_old_site()
    trial.output.rename(trial.folder / "kept")
    change_content(trial)
    new = trial.build_old_site()
    writes = count_writes(trial)
    tasks = ("commands.runs.work.read_theme", "commands.building.build_site.read_commit", "commands.runs.prepared._prepare")
    makers = (*tasks, "assets.bundle.build_assets", "assets.plugin.trim_assets")
    made = [make_once(monkeypatch, f"plugins.{maker}") for maker in makers]
    assert count_writes(trial) == writes, "making these once for all runs writes nothing"
    assert all(made), "a run asks for each of them"
    return Change(trial, old, new, writes)


def test_a_disk_that_fails_at_any_write_keeps_the_old_site(change: Change) -> None:
    failures = sum(change.build_on(FailingDisk(write)) for write in range(1, change.writes + 1))
    assert failures > 100  # pages, folders and files of the small site
    assert not change.build_on(FailingDisk(change.writes + 1))


def test_a_disk_that_fails_at_one_of_the_last_writes_keeps_the_old_site_also_with_two_renames(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "swap", no_swap)
    writes = count_writes(change.trial)
    disks = [FailingDisk(write) for write in range(writes - LAST_WRITES, writes + 1)]
    *_, first, second = [disk.failed for disk in disks if change.build_on(disk)]
    output = change.trial.output
    assert first == output, "which is moved away"
    assert second is not None
    assert (second.name, second.parent.parent) == (output.name, output.parent), "the new site in its work folder"


class OwnDisk(FailingDisk):
    """Fails in this process only, not in those forked from it."""

    def __init__(self, fails_at: int) -> None:
        super().__init__(fails_at)
        self.process = os.getpid()

    def write(self, name: object) -> None:
        if os.getpid() == self.process:
            super().write(name)


@pytest.mark.parametrize("make_disk", [FailingDisk, OwnDisk], ids=["copy fails too", "copy succeeds"])
def test_a_disk_that_fails_while_the_current_site_is_copied_keeps_the_old_site(
    change: Change, monkeypatch: pytest.MonkeyPatch, make_disk: Callable[[int], FailingDisk]
) -> None:
    """Another process copies it until the pages are written. If the disk fails there too, then at the same number of writes."""
    monkeypatch.setattr("plugins.publishing.spare.can_fork", can_fork)
    failures = [write for write in range(1, LAST_WRITES) if change.build_on(make_disk(write))]
    assert {2, 3, 4, 5} <= {*failures}, "making the work folder"


def test_a_disk_that_fails_at_any_write_of_a_copy_leaves_nothing_of_it(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: True)
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda: False)  # the copy is made here, when it is taken
    shown, spares = trial.build_old_site(), trial.folder / "spares"
    disk = FailingDisk(0)
    while disk.has_failed or not disk.fails_at:
        disk = FailingDisk(disk.fails_at + 1)
        staging, spare = exchange.open_staging(trial.output), Spare(spares, trial.output)
        spare.begin()
        with monkeypatch.context() as patch:
            disk.put_in(patch)
            spare.take(staging, shown)
        assert snapshot(staging) == ({} if disk.has_failed else shown), f"write {disk.fails_at}"
        assert [*spares.glob("*")] in ([], [disk.failed]), f"write {disk.fails_at} left a part of a copy behind"  # one not moved
        spare.end()
        assert not [*spares.glob("*")], f"write {disk.fails_at} left a copy behind"
        exchange.close_staging(staging)
    assert disk.fails_at > 100  # folders, files, and moving the copy


@pytest.mark.parametrize("can_swap", [True, False], ids=["exchange in one step", "two renames"])
def test_a_disk_that_fails_at_the_first_build_leaves_no_output(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, can_swap: bool
) -> None:
    keep_nothing(monkeypatch)
    if not can_swap:
        monkeypatch.setattr(exchange, "swap", no_swap)
    assert trial.run(output=str(trial.folder / "elsewhere")).status == 0  # caches the compiled templates, which may fail
    for fails_at in (1, 2, 3, 20, 40):
        disk = FailingDisk(fails_at)
        with monkeypatch.context() as patch:
            disk.put_in(patch)
            result = trial.run()
        assert result.status == 1, result.said
        assert disk.has_failed
        assert not trial.output.exists()
        assert not trial.output.parent.exists() or trial.beside_output() == []


def leave_spare(trial: Trial) -> tuple[dict[str, str], dict[str, str]]:
    """Build twice, so that the first site is the spare of the next build; return its files, and those to be written."""
    trial.run(output=str(trial.folder / "elsewhere"))  # knows every page
    trial.build_old_site()
    old = trial.build_old_site()
    change_content(trial)
    assert trial.run(output=str(trial.folder / "elsewhere")).status == 0
    return old, snapshot(trial.folder / "elsewhere")


def test_a_disk_that_fails_while_a_spare_is_updated_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = leave_spare(trial)
    spares, kept = trial.folder / ".cache" / "forra", trial.folder / "kept"
    shutil.copytree(trial.output, kept / "output")
    shutil.copytree(spares, kept / "spares", copy_function=shutil.copy)
    monkeypatch.setattr("plugins.site.cache.cached_bench.CachedBench.keep", lambda *_: None)
    disk, failures = FailingDisk(0), 0
    while disk.has_failed or not disk.fails_at:
        disk = FailingDisk(disk.fails_at + 2)  # a file is opened, then written
        with monkeypatch.context() as patch:
            disk.put_in(patch)
            result = trial.run()
        failures += result.status
        assert snapshot(trial.output) == (old if result.status else new), f"write {disk.fails_at}"
        assert trial.beside_output() == [], f"write {disk.fails_at} left something behind"
        for place, name in ((trial.output, "output"), (spares, "spares")):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(kept / name, place)
    assert failures > 3  # the work folder, the manifest, the page that is new


@pytest.mark.parametrize("stage", ["take", "trim", "keep"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_killed_with_a_spare_leaves_the_old_site_or_the_new_one(trial: Trial, stage: str, when: str) -> None:
    old, new = leave_spare(trial)
    kill_run(trial, f"plugins.publishing.spare.Spare.{stage}", when, True)
    assert snapshot(trial.output) == (new if stage == "keep" else old)
    assert trial.build_old_site() == new
    assert trial.beside_output() == []


@pytest.mark.parametrize("names_file", [True, False])
def test_a_disk_that_stays_full_is_reported_in_swedish(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, *, names_file: bool
) -> None:
    """Not even the traceback can be kept then. The error names a file if opening it fails, and none if writing to it fails."""
    old = trial.build_old_site()

    class FullDisk(FailingDisk):
        def write(self, name: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device", *((name,) if names_file else ()))

    with monkeypatch.context() as patch:
        FullDisk(1).put_in(patch)
        result = trial.run()
    assert result.status == 1
    assert "Disken är full, så något kunde inte skrivas." in result.stdout
    assert "Ta bort något annat från datorn, och försök igen." in result.stdout
    assert "Traceback" not in result.said
    assert snapshot(trial.output) == old


# ---- the run is killed

STAGES = [
    ("plugins.publishing.spare.Spare.begin", "after", True),
    ("plugins.core.reading.reader.ShelfReader.read", "after", True),
    ("plugins.site.prepare.check_library", "after", True),
    ("plugins.site.prepare.assemble_site", "after", True),
    ("plugins.site.prepare.check_links", "after", True),
    ("plugins.commands.building.build_output.open_staging", "after", True),
    ("plugins.commands.building.build_output.run_pelican", "after", True),
    ("plugins.commands.building.build_output.audit_output", "after", True),
    ("plugins.publishing.exchange.swap", "before", True),
    ("plugins.publishing.exchange.swap", "after", True),
    ("plugins.commands.building.build_output.exchange", "after", True),
    ("plugins.commands.building.build_site.print_result", "before", True),
]


def kill_run(
    trial: Trial, stage: str, when: str, can_swap: bool, is_it: Callable[..., bool] = lambda *_arguments, **_options: True
) -> None:
    """Run a build in a forked process that is killed at a stage, if the stage's argument is the wanted one.

    Forked, because importing all packages again takes ten times as long as the build.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking with threads, which the build does not need
        child = os.fork()
    if child == 0:
        try:
            kill_yourself(stage, when, can_swap, is_it)
            trial.run()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def kill_yourself(stage: str, when: str, can_swap: bool, is_it: Callable[..., bool]) -> None:
    """Make this process be killed before or after it does what `stage` names, the first time that `is_it` is true."""
    if not can_swap:
        exchange.swap = no_swap
    *_, name = stage.split(".")
    owner = pkgutil.resolve_name(stage.rpartition(".")[0])
    real = getattr(owner, name)

    def killed(*arguments: Any, **options: Any) -> Any:
        if not is_it(*arguments, **options):
            return real(*arguments, **options)
        if when == "after":
            real(*arguments, **options)
        return os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, killed)


@pytest.mark.parametrize(("stage", "when", "can_swap"), STAGES, ids=lambda value: str(value).rpartition(".")[2])
def test_a_killed_run_leaves_the_old_site_or_the_new_one(trial: Trial, stage: str, when: str, can_swap: bool) -> None:
    old = trial.build_old_site()
    change_content(trial)
    kill_run(trial, stage, when, can_swap)
    found = snapshot(trial.output)
    new = trial.build_old_site()
    assert found in (old, new)
    is_new = stage.endswith(("exchange", "print_result")) or (stage.endswith("swap") and when == "after")
    assert found == (new if is_new else old)
    assert old != new
    assert trial.beside_output() == []


def test_a_killed_first_run_leaves_no_output_and_the_next_one_succeeds(trial: Trial) -> None:
    kill_run(trial, "plugins.commands.building.build_output.audit_output", "after", True)
    assert not trial.output.exists()
    assert [re.sub("[0-9a-f]{16}", "…", name) for name in trial.beside_output()] == [".site.las", ".site.nytt-…"]
    trial.build_old_site()
    assert trial.beside_output() == []


def test_a_run_killed_while_it_removes_the_old_site_leaves_the_new_one(trial: Trial) -> None:
    trial.build_old_site()
    change_content(trial)
    kill_run(trial, "shutil.rmtree", "before", True)
    trial.build_old_site()
    assert NEW_WORDS in trial.page("mal-1/index.html")
    assert trial.beside_output() == []


# ---- two renames, where the system cannot exchange


class Killed(BaseException):
    """Raised in place of a kill; nothing in a run catches it."""


@pytest.mark.parametrize("left", ["work folder", "old site"])
def test_files_left_by_a_run_killed_while_it_removes_them_are_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """Whichever file is removed first: the rest may hold what has since been taken off the site."""
    output = tmp_path / "output"
    output.mkdir()
    for lives in range(100):
        if left == "work folder":
            folder = exchange.open_staging(output)
            remove = partial(exchange.close_staging, folder)
        else:
            folder = tmp_path / ".output.gammalt"
            folder.mkdir()
            remove = partial(exchange.repair_interrupted, output, is_alone=True)
        for name in ("a.html", "b/index.html", "c/index.html"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("Borttaget.", "utf-8")
        write_manifest(folder, TODAY, BuildInfo("desk"))
        removals = iter(range(lives))

        def removing(remove_one: Callable[..., None], steps: Iterator[int] = removals) -> Callable[..., None]:
            def remove_or_die(*arguments: Any, **options: Any) -> None:
                if next(steps, None) is None:
                    raise Killed
                remove_one(*arguments, **options)

            return remove_or_die

        with monkeypatch.context() as patch:
            for name in ("unlink", "rmdir"):
                patch.setattr(os, name, removing(getattr(os, name)))
            try:
                remove()
            except Killed:
                is_done = False
            else:
                is_done = True
        exchange.repair_interrupted(output, is_alone=True)
        assert [path.name for path in tmp_path.iterdir()] == ["output"], f"killed at removal {lives}"
        if is_done:
            break
    assert lives > 5


def test_a_work_folder_left_by_a_run_killed_as_it_makes_it_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", die)
        with pytest.raises(Killed):
            exchange.open_staging(output)
    assert len(list(tmp_path.iterdir())) == 1
    exchange.repair_interrupted(output, is_alone=True)
    assert not list(tmp_path.iterdir())


def test_two_renames_put_the_new_site_in_place_as_an_exchange_does(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.build_old_site()
    change_content(trial)
    monkeypatch.setattr(exchange, "swap", no_swap)
    trial.build_old_site()
    assert NEW_WORDS in trial.page("mal-1/index.html")
    assert trial.beside_output() == []


def kill_between_renames(trial: Trial) -> dict[str, str]:
    """Kill a run when the old site has been moved away and the new one is not there yet; return the old one."""
    old = trial.build_old_site()
    change_content(trial)
    kill_run(trial, "pathlib.Path.rename", "after", False, lambda moved, _: moved == trial.output)
    assert not trial.output.exists()
    assert snapshot(trial.output.with_name(".site.gammalt")) == old
    return old


def test_a_run_killed_between_two_renames_is_completed_by_the_next_build(trial: Trial) -> None:
    kill_between_renames(trial)
    trial.build_old_site()
    assert NEW_WORDS in trial.page("mal-1/index.html")
    assert trial.beside_output() == []


def test_a_run_killed_between_two_renames_is_undone_even_if_the_next_build_fails(trial: Trial) -> None:
    old = kill_between_renames(trial)
    trial.edit(GOAL, "globalt mål: 7", "globalt mål: 18")
    assert trial.run().status == 1
    assert snapshot(trial.output) == old


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_rename_that_fails_puts_the_old_site_back(trial: Trial, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    old = trial.build_old_site()
    change_content(trial)
    monkeypatch.setattr(exchange, "swap", no_swap)
    rename, disk = os.rename, FailingDisk(fails_at)
    fail = disk.guard(rename)

    def fail_in_exchange(source: Any, goal: Any) -> None:
        """Make a rename fail, unless it is that of a spare, which the exchange does not wait for."""
        (fail if trial.output in (Path(source), Path(goal)) else rename)(source, goal)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", fail_in_exchange)
        result = trial.run()
    assert disk.has_failed
    assert result.status == 1
    assert snapshot(trial.output) == old
    assert trial.beside_output() == []


def test_a_failure_after_the_exchange_says_that_the_site_is_new(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.build_old_site()
    change_content(trial)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("plugins.commands.building.build_site.print_next_change", fail)
    result = trial.run()
    assert result.status == 1
    assert result.stdout.rstrip().endswith(f"Mappen {show_path(trial.output)}/ har redan den nya webbplatsen.")
    assert NEW_WORDS in trial.page("mal-1/index.html")
