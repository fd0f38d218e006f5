"""A run in which nothing has changed repeats the last output; any other is computed again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.run import Options, run
from plugins.commands.runs.digests import digest_folder
from plugins.commands.runs.folder_scanner import FolderScanner
from plugins.commands.runs.history import read_commit
from plugins.commands.start import repeated_run
from plugins.commands.start.repeated_run import TypedRun
from plugins.core.cache.disk_cache import DiskCache
from plugins.core.cache.forking import can_fork
from plugins.core.outputs import BUILD
from plugins.core.system.file_mark import Seen
from plugins.publishing.exchange import open_staging
from plugins.publishing.lock import lock_beside
from plugins.publishing.manifest import read_manifest
from tests.conftest import PROJECT

BASE = PROJECT / "tests" / "sites" / "_base"
DAY = "2026-11-22"


@pytest.fixture(autouse=True)
def _end_scanners(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End the folder scanners, which a real run of the program ends by exiting."""
    made: list[FolderScanner] = []

    class Noted(FolderScanner):
        def __init__(self, *looks: Callable[[], str]) -> None:
            super().__init__(*looks)
            made.append(self)

    monkeypatch.setattr(repeated_run, "FolderScanner", Noted)
    yield
    for scanner in made:
        scanner.end()


def wait_for(claim: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not claim():
        assert time.monotonic() < until
        time.sleep(0.001)


class Desk:
    """A small site with cached runs."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.output = folder / "output"
        self.kept = DiskCache(folder / "kept")
        shutil.copytree(BASE, self.content)

    def typed(self, task: str, day: str | None = DAY) -> TypedRun:
        return TypedRun(task, str(self.content), str(self.output), day, "text", False, self.kept)

    def do(self, task: str, day: str | None = DAY) -> bool:
        """Run a task as the door does; return whether its result was cached."""
        typed = self.typed(task, day)
        if typed.replay() is not None:
            return True
        with typed.keep() as status:
            status.append(run(task, Options(content=str(self.content), output=str(self.output), date=day)))
        return False


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    def find_program(*_: object) -> str:
        return os.environ.get("LOKALAMALEN_PROGRAM", "")

    monkeypatch.setattr(repeated_run, "first_digest_program", find_program)
    monkeypatch.setattr(repeated_run, "see_program_first", find_program)  # this process has seen another
    monkeypatch.setattr(repeated_run.Program, "digest", find_program)
    monkeypatch.setattr(
        "plugins.commands.runs.digests._FIRST", []
    )  # what is seen first here is no news of the program to other tests
    return Desk(tmp_path)


def test_a_check_is_repeated_from_the_cache_until_anything_has_changed(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not desk.do("check")
    first = capsys.readouterr()
    assert desk.do("check")
    assert capsys.readouterr() == first
    assert first.out

    def edit() -> None:
        file = desk.content / "sidor" / "om.md"
        file.write_text(file.read_text("utf-8") + "\nMer.\n", "utf-8")

    changes: tuple[Callable[[], object], ...] = (
        edit,
        (desk.content / "sidor" / "tom").mkdir,
        lambda: (desk.content / "bilder" / "x.png").write_bytes(b"x"),
        lambda: monkeypatch.setenv("LOKALAMALEN_PROGRAM", "2"),
    )
    for change in changes:
        change()
        assert not desk.do("check")
        assert desk.do("check")
    assert not desk.do("check", "2026-11-23")


def test_the_program_is_marked_before_it_is_loaded_if_no_run_is_cached(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.commands.runs.folder_scanner.can_fork", lambda: False)
    marked: list[repeated_run.Program] = []
    monkeypatch.setattr(repeated_run.Program, "mark", lambda program: str(marked.append(program)))
    assert desk.typed("check").replay() is None
    assert len(marked) == 1
    desk.do("check")
    marked.clear()
    assert desk.typed("check").replay() == 0
    assert not marked  # it has been read by then


def test_a_run_is_not_repeated_on_another_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795302000")  # 2026-11-22 in Stockholm
    assert not desk.do("check", None)
    assert desk.do("check", None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795388400")
    assert not desk.do("check", None)


def test_a_run_begun_before_midnight_is_not_repeated_for_the_day_after(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795302000")
    typed = desk.typed("check", None)
    assert typed.replay() is None
    with typed.keep() as status:
        status.append(run("check", Options(content=str(desk.content))))
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795388400")
    assert desk.typed("check", None).replay() is None


@pytest.mark.parametrize("moment", ["nu", "1.5", "9" * 30])
def test_an_invalid_source_date_epoch_is_never_answered_from_the_cache(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    assert not desk.do("check", None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    for _ in range(2):
        assert not desk.do("check", None)


def test_a_build_is_repeated_only_while_the_site_is_as_it_was_built(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert not desk.do("build")
    first = capsys.readouterr()
    assert desk.do("build")
    assert capsys.readouterr() == first
    page = desk.output / "om" / "index.html"
    whole = page.read_bytes()
    for spoil in (
        lambda: page.write_bytes(whole + b" "),
        page.unlink,
        lambda: (desk.output / "mer.html").write_bytes(b""),
        (desk.output / BUILD).unlink,
        lambda: page.symlink_to(shutil.move(page, desk.content.parent / "same.html")),
        lambda: page.hardlink_to(shutil.move(page, desk.content.parent / "same.html")),
        lambda: page.chmod(0o600),
    ):
        spoil()
        if not (desk.output / BUILD).exists():
            shutil.rmtree(desk.output)
        assert not desk.do("build")
        assert page.read_bytes() == whole
        assert page.lstat().st_mode == (desk.output / BUILD).lstat().st_mode
        assert not (desk.output / "mer.html").exists()


def test_a_build_is_not_repeated_if_another_was_killed_beside_it(desk: Desk) -> None:
    """The killed build may have left an old site, with removed names in it; only a real build deletes that."""
    assert not desk.do("build")
    work_folder = open_staging(desk.output).parent
    lock_beside(desk.output).touch()
    assert not desk.do("build")
    assert not work_folder.exists()
    assert desk.do("build")


def test_a_repeated_build_makes_no_spare(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("plugins.commands.building.build_site.SPARES", tmp_path / "spares")
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: True)
    assert not desk.do("build")
    assert desk.do("build")
    assert not list((tmp_path / "spares").iterdir())
    assert not desk.do("build", "2026-11-23")
    assert list((tmp_path / "spares").iterdir())


@pytest.mark.parametrize("is_aside", [True, False], ids=["aside", "here"])
def test_a_site_built_before_a_commit_is_not_taken_for_one_built_from_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, is_aside: bool
) -> None:
    """If nothing is cached, the commit is read after the build has read it; somebody may commit in between."""

    def git(*words: str) -> None:
        identity = "-c", "user.name=Prov", "-c", "user.email=prov@example.org", "-c", "commit.gpgsign=false"
        subprocess.run(["git", *identity, *words], cwd=desk.content, check=True, capture_output=True)

    def read_and_save(content: Path) -> str | None:
        found = read_commit(content)
        git("add", ".")
        git("commit", "--quiet", "-m", "x")
        return found

    def read_late(content: Path) -> str | None:
        wait_for(lambda: read_commit(content) is not None)
        return read_commit(content)

    git("init", "--quiet")
    monkeypatch.setattr("plugins.commands.runs.folder_scanner.can_fork", lambda: is_aside and can_fork())
    monkeypatch.setattr("plugins.commands.building.build_site.read_commit", read_and_save)
    monkeypatch.setattr(repeated_run, "read_commit", read_late)
    assert not desk.do("build")
    built = read_manifest(desk.output)
    assert built is not None
    assert built.commit is None
    assert desk.typed("build").replay() is None


def test_a_spoilt_cached_run_is_not_used(desk: Desk) -> None:
    assert not desk.do("check")
    (entry,) = (desk.content.parent / "kept").iterdir()
    for spoil in (lambda data: data[:-1] + b"x", lambda data: data[: len(data) // 2], lambda _: b""):
        entry.write_bytes(spoil(entry.read_bytes()))
        assert not desk.do("check")
        assert desk.do("check")


def test_a_file_that_cannot_be_read_does_not_stop_a_run_from_being_looked_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run itself reports the file; looking up a cached run is no reason to fail."""
    asked: list[Path] = []

    def fail(folder: Path, seen: dict[str, Seen] | None = None) -> str:
        asked.append(folder)
        if len(asked) >= first:
            raise PermissionError(13, "Permission denied", str(folder / "sidor" / "om.md"))
        return digest_folder(folder, seen)

    monkeypatch.setattr("plugins.commands.runs.digests.digest_folder", fail)
    for first in (1, 2):  # noqa: B007 (`fail` asks for it)
        asked.clear()
        assert not desk.do("check")


@pytest.mark.parametrize("is_aside", [True, False], ids=["aside", "here"])
def test_a_folder_that_cannot_be_listed_does_not_stop_a_run_from_being_looked_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, is_aside: bool
) -> None:
    """As if it could not be listed when the last run was cached either: nothing in it is newer."""
    monkeypatch.setattr("plugins.commands.runs.folder_scanner.can_fork", lambda: is_aside)
    assert not desk.do("check")
    os.utime(desk.kept.folder, ns=(1 << 62, 1 << 62))  # long after all that was written
    scan = os.scandir

    def refuse(folder: str | Path) -> Any:
        if Path(folder).name == "sidor":
            raise PermissionError(13, "Permission denied", os.fspath(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    typed = desk.typed("check")
    typed.load_meanwhile(lambda _is_enough: None)
    assert typed.replay() is None
    with typed.keep() as status:
        status.append(1)


def test_a_run_that_failed_or_was_overtaken_by_a_save_is_not_cached(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = desk.typed("check")
    assert typed.replay() is None
    with typed.keep() as status:
        status.append(run("check", Options(content=str(desk.content), date=DAY)))
        (desk.content / "sidor" / "om.md").unlink()
    assert desk.typed("check").replay() is None
    monkeypatch.setattr("plugins.commands.runs.prepared.CachedBench", lambda *_, **__: 1 / 0)
    assert not desk.do("check")
    assert not desk.do("check")


@pytest.mark.parametrize("is_aside", [True, False], ids=["aside", "here"])
def test_a_run_is_not_cached_if_a_save_comes_before_the_content_is_compared(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, is_aside: bool
) -> None:
    monkeypatch.setattr("plugins.commands.runs.folder_scanner.can_fork", lambda: is_aside)
    page = desk.content / "sidor" / "om.md"
    first = page.read_bytes()
    typed = desk.typed("check")

    look_again = repeated_run.look_again

    def save(content: Path) -> str:
        page.write_bytes(first + b"\nMer.\n")
        return look_again(content)

    monkeypatch.setattr(repeated_run, "look_again", save)
    assert typed.replay() is None
    with typed.keep() as status:
        status.append(run("check", Options(content=str(desk.content), date=DAY)))
    assert page.read_bytes() != first
    assert desk.typed("check").replay() is None
    page.write_bytes(first)
    assert desk.typed("check").replay() is None


def test_a_save_after_the_content_is_compared_does_not_spoil_the_cached_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content was read and compared before the save, so the result holds for the content as it was then."""
    page = desk.content / "sidor" / "om.md"
    first = page.read_bytes()
    typed = desk.typed("check")
    assert typed.replay() is None
    with typed.keep() as status:
        status.append(run("check", Options(content=str(desk.content), date=DAY)))
        wait_for(lambda: not typed._scanner.is_waited_for(repeated_run._AGAIN))
        page.write_bytes(first + b"\nMer.\n")
    assert desk.typed("check").replay() is None
    page.write_bytes(first)
    assert desk.typed("check").replay() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is looked at aside elsewhere")
def test_packages_are_loaded_ahead_only_if_something_is_newer_than_the_last_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.commands.runs.folder_scanner.can_fork", lambda: True)
    loads: list[str] = []

    def load(is_enough: Callable[[], bool]) -> None:
        loads.append("begun")
        wait_for(is_enough)

    def do() -> bool:
        typed = desk.typed("check")
        typed.load_meanwhile(load)
        if typed.replay() is not None:
            return True
        with typed.keep() as status:
            status.append(run("check", Options(content=str(desk.content), date=DAY)))
        return False

    assert not do(), "the first of all"
    assert len(loads) == 1
    os.utime(desk.kept.folder, ns=(1 << 62, 1 << 62))  # long after all that was written
    assert do()
    assert len(loads) == 1
    (desk.content / "sidor" / "om.md").unlink()
    assert not do(), "it is seen by its bytes, whatever the marks say"
    assert len(loads) == 1
    os.utime(desk.kept.folder, ns=(0, 0))
    assert do(), "what was looked at here before is known again"
    assert len(loads) == 2


@pytest.mark.parametrize("is_kept", [True, False])
def test_no_packages_are_loaded_ahead_if_the_process_cannot_fork(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    monkeypatch.setattr("plugins.commands.runs.folder_scanner.can_fork", lambda: False)
    loads: list[object] = []
    desk.typed("check").load_meanwhile(loads.append)
    if is_kept:
        desk.do("check")
        desk.typed("check").load_meanwhile(loads.append)
    assert not loads


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is looked at aside elsewhere")
def test_the_program_is_marked_as_it_was_loaded_even_if_the_content_cannot_be_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.commands.runs.folder_scanner.can_fork", lambda: True)
    monkeypatch.setenv("LOKALAMALEN_PROGRAM", "loaded")
    desk.do("check")
    os.utime(desk.kept.folder, ns=(0, 0))

    def fail(folder: Path, *_: object) -> str:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("plugins.commands.runs.digests.digest_folder", fail)
    typed = desk.typed("check")
    typed.load_meanwhile(lambda _: None)
    assert typed.replay() is None
    monkeypatch.setenv("LOKALAMALEN_PROGRAM", "saved since")
    assert typed._scanner.answer(repeated_run._PROGRAM) == "loaded"
