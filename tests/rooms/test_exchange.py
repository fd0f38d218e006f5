"""The folders beside the output: ours are distinguished from others, and two builds at once do not collide."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.publishing import exchange as module
from plugins.publishing import lock
from plugins.publishing.exchange import (
    DAY,
    HANDS,
    MARK,
    OutputRefused,
    StagingLost,
    check_output,
    clear_aside,
    close_staging,
    exchange,
    hold_output,
    identify_output,
    is_mounted,
    open_staging,
)


@pytest.fixture(params=[True, False], ids=["one step", "two renames"])
def output(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an output folder with an old site, with and without atomic exchange of folders."""
    if not request.param:
        monkeypatch.setattr(module, "swap", lambda *_: False)
    folder = tmp_path / "out" / "site"
    fill(folder, "old")
    return folder


def fill(folder: Path, word: str, *, is_ours: bool = True) -> Path:
    """Write a site of one page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(word, "utf-8")
    if is_ours:
        (folder / MARK).touch()
    return folder


def read(folder: Path) -> str:
    return (folder / "index.html").read_text("utf-8")


def beside(output: Path) -> set[str]:
    return {path.name for path in output.parent.iterdir()} - {output.name}


def build(output: Path, word: str) -> None:
    """Use the folders as a build does."""
    with hold_output(output, lambda: pytest.fail("waited")):
        staging = open_staging(output)
        try:
            fill(staging, word)
            exchange(staging, output)
        finally:
            close_staging(staging)


def test_the_new_site_replaces_the_old_and_nothing_is_left(output: Path) -> None:
    before = identify_output(output)
    build(output, "new")
    assert read(output) == "new"
    assert beside(output) == set()
    assert identify_output(output) != before


def test_a_foreign_folder_with_a_name_of_ours_is_kept(output: Path) -> None:
    for name in (".site.gammalt", ".site.nytt-12", ".site.nytt-00ff00ff00ff00ff", ".site.gammalt-ab", ".site.nytt"):
        fill(output.with_name(name), "precious", is_ours=False)
    build(output, "new")
    assert read(output) == "new"
    assert beside(output) == {".site.gammalt", ".site.nytt-12", ".site.nytt-00ff00ff00ff00ff", ".site.gammalt-ab", ".site.nytt"}
    assert {read(output.with_name(name)) for name in beside(output)} == {"precious"}


def test_a_foreign_link_with_a_name_of_ours_is_not_followed(output: Path, tmp_path: Path) -> None:
    precious = fill(tmp_path / "elsewhere", "precious")
    output.with_name(".site.gammalt").symlink_to(precious)
    output.with_name(".site.nytt-00ff00ff00ff00ff").symlink_to(precious)
    build(output, "new")
    assert (read(output), read(precious)) == ("new", "precious")


def test_folders_left_by_killed_runs_are_removed(output: Path) -> None:
    fill(open_staging(output), "half")
    fill(output.with_name(".site.gammalt"), "older")
    build(output, "new")
    assert beside(output) == set()


def test_an_old_site_moved_by_a_killed_run_is_restored(output: Path) -> None:
    output.rename(output.with_name(".site.gammalt"))
    with hold_output(output, lambda: pytest.fail("waited")):
        assert read(output) == "old"


@pytest.mark.parametrize("remover", [module.REMOVER, "/no/such/program"])
def test_an_old_site_with_any_names_is_removed_without_following_links(
    output: Path, tmp_path: Path, remover: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "REMOVER", remover)
    precious = fill(tmp_path / "elsewhere", "precious")
    names = ["-i", "--help", "a b", "å\n", "'", *map(str, range(HANDS))]
    for name in names:
        fill(output / name / "inner", "old")
    (output / "-i" / "link").symlink_to(precious)
    (output / "link").symlink_to(precious)
    build(output, "new")
    assert (read(output), read(precious), beside(output)) == ("new", "precious", set())
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_an_old_site_is_removed_if_signals_of_ended_processes_are_ignored(output: Path) -> None:
    """As under some supervisors, who hand on that this signal is passed over."""
    for name in map(str, range(HANDS + 1)):
        fill(output / name, "old")
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        build(output, "new")
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert (read(output), beside(output)) == ("new", set())


def test_an_output_folder_filled_by_others_meanwhile_is_refused(output: Path) -> None:
    staging = fill(open_staging(output), "new")
    (output / MARK).unlink()
    with pytest.raises(OutputRefused, match="annat än en byggd webbplats"):
        exchange(staging, output)
    assert read(output) == "old"


def test_two_staging_folders_never_have_the_same_name(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)  # as in every container
    assert open_staging(output) != open_staging(output)


# ---- the lock


def test_a_second_build_waits_and_says_so(output: Path) -> None:
    notified, entered, order = threading.Event(), threading.Event(), []

    def second() -> None:
        with hold_output(output, notified.set):
            order.append("second")
            entered.set()

    with hold_output(output, lambda: pytest.fail("waited")):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert notified.wait(60)
        assert not entered.is_set()
        order.append("first")
    waiting.join(60)
    assert order == ["first", "second"]
    assert beside(output) == set()


def test_a_lock_left_by_a_dead_run_does_not_stop_a_build(output: Path) -> None:
    output.with_name(".site.las").write_text("4711", "utf-8")
    build(output, "new")
    assert read(output) == "new"


def cannot_lock(handle: int) -> None:
    """Simulate a file system without locks."""


def test_a_recent_staging_folder_is_kept_on_a_disk_without_locks(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_try_lock", cannot_lock)
    young, old = fill(open_staging(output), "young"), fill(open_staging(output), "old")
    then = time.time() - DAY - 1
    os.utime(old.parent, (then, then))
    build(output, "new")
    assert beside(output) == {young.parent.name}


def test_a_staging_folder_removed_by_another_build_never_becomes_the_site(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk whose locks do not reach another machine; what is written meanwhile makes a folder anew, half of a site."""
    staging = fill(open_staging(output), "first half")
    build(output, "other")
    fill(staging, "second half")
    with pytest.raises(StagingLost):
        exchange(staging, output)
    assert read(output) == "other"


@pytest.mark.skipif(sys.platform == "win32", reason="is about flock")
def test_only_a_held_lock_counts_as_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def answer(number: int) -> Callable[..., None]:
        def flock(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        return flock

    for number, expected in ((errno.EAGAIN, False), (errno.ENOLCK, None), (errno.ENOTSUP, None), (errno.ENOSYS, None)):
        monkeypatch.setattr(fcntl, "flock", answer(number))
        assert lock._try_lock(0) is expected


# ---- places that cannot be used


def refuse(output: Path, tmp_path: Path, words: str) -> None:
    with pytest.raises(OutputRefused, match=words):
        check_output(output, tmp_path / "content", tmp_path / "project")


def test_a_mounted_output_folder_is_refused_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = fill(tmp_path / "volym", "old")
    monkeypatch.setattr(os.path, "ismount", lambda path: path == output)
    refuse(
        output,
        tmp_path,
        "är en egen disk .monterad.[^.]*[.]\nLåt webbplatsen ligga i en mapp inne i den: --ut .*volym/webbplats",
    )
    check_output(output / "webbplats", tmp_path / "content", tmp_path / "project")


def test_a_folder_mounted_from_the_same_disk_is_recognised(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    row = "99 27 8:1 /elsewhere {} rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
    table.write_text(row.format("/srv/v\\303\\245r\\040webb") + row.format("/srv/webb"), "utf-8")
    assert is_mounted(Path("/srv/webb"), table)
    assert is_mounted(Path("/srv/vår webb"), table)
    assert not is_mounted(Path("/srv/webb/site"), table)
    assert not is_mounted(Path("/srv/webb"), tmp_path / "none")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENAMETOOLONG])
def test_an_output_folder_in_an_unwritable_folder_is_refused(output: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def answer(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock.os, "open", answer)
    with pytest.raises(OutputRefused, match="går det inte att skriva"), hold_output(output, lambda: None):
        pass


def test_a_full_disk_is_not_reported_as_a_wrong_output_folder(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock.os, "open", answer)
    with pytest.raises(OSError, match="No space left"), hold_output(output, lambda: None):
        pass


def test_a_large_old_site_is_removed_by_the_end_of_the_build(tmp_path: Path) -> None:
    staging = open_staging(tmp_path / "output")
    for number in range(30):
        (staging / f"sida-{number}").mkdir()
        (staging / f"sida-{number}" / "index.html").write_text("x", "utf-8")
    with clear_aside() as clear:
        clear(staging)
    assert list(tmp_path.iterdir()) == []
