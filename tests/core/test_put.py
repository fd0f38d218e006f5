"""Files of editors are written atomically, whatever happens to the writing process."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from pathlib import Path
from typing import cast

import pytest

from plugins.core.files.leftovers import is_left_by_program
from plugins.core.writer import put as module
from plugins.core.writer.put import LEFT, Overtaken, put_file, put_files
from plugins.keeping.repository import Repository
from plugins.keeping.states import go_to

OLD, NEW = "förr ".encode() * 20_000, b"nu " * 30_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.md").write_bytes(OLD)
    (tmp_path / "two.md").write_bytes(OLD)
    (tmp_path / "gone.md").write_bytes(OLD)
    return tmp_path


def put_all(folder: Path) -> None:
    files = {folder / "gone.md": None, folder / "one.md": NEW, folder / "two.md": NEW, folder / "new" / "three.md": NEW}
    put_files(files, {folder / "gone.md": OLD, folder / "two.md": OLD, folder / "new" / "three.md": None})


def die_at(step: int, folder: Path) -> bool:
    """Write in a process that is killed before its n-th system call; return whether it got that far."""
    child = os.fork()
    if child == 0:
        left = step

        def count(_frame: object, event: str, what: object) -> None:
            nonlocal left
            if event == "c_call" and getattr(what, "__module__", "") in ("posix", "_io"):
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        put_all(folder)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_write_killed_at_any_step_leaves_whole_files_and_removable_leftovers(folder: Path) -> None:
    seen = set()
    step = 1
    while True:
        (folder / "gone.md").write_bytes(OLD)
        was_killed = die_at(step, folder)
        written = {
            name: (folder / name).read_bytes() for name in ("one.md", "two.md", "new/three.md") if (folder / name).exists()
        }
        seen.add(tuple(written[file] == NEW for file in sorted(written)))
        assert {*written.values()} <= {OLD, NEW}
        if not (folder / "gone.md").exists():
            assert [*written.values()] == [NEW] * 3
        ours = {"one.md", "two.md", "gone.md", "three.md", "new"}
        left = [path for path in folder.rglob("*") if path.name not in ours]
        for path in left:
            assert is_left_by_program(path.name)
            path.unlink()
        if not was_killed:
            break
        for name in ("one.md", "two.md"):
            (folder / name).write_bytes(OLD)
        (folder / "new" / "three.md").unlink(missing_ok=True)
        step += 1
    assert step > 20
    assert len(seen) > 3


def test_old_leftovers_are_removed_and_files_still_being_written_stay(folder: Path) -> None:
    old, young, theirs = folder / ".~old.tmp", folder / ".~young.tmp", folder / ".~lock.one.md#"
    for file in (old, young, theirs):
        file.write_text("x", "utf-8")
    for file in (old, theirs):
        os.utime(file, (file.stat().st_mtime - LEFT - 60,) * 2)
    put_file(folder / "one.md", NEW, OLD)
    assert not old.exists()
    assert young.exists()
    assert theirs.exists()


def test_a_disk_that_fills_up_at_the_second_file_leaves_the_first_unchanged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    sync = os.fsync

    def fail(handle: int) -> None:
        asked.append(handle)
        if len(asked) == 2:
            raise OSError(errno.ENOSPC, "full")
        sync(handle)

    monkeypatch.setattr(module.os, "fsync", fail)
    with pytest.raises(OSError, match="full"):
        put_all(folder)
    assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == dict.fromkeys(
        ("one.md", "two.md", "gone.md"), OLD
    )


@pytest.mark.parametrize("name", ["one.md", "two.md", "gone.md", "new/three.md"])
@pytest.mark.parametrize("theirs", [b"deras", b"", None])
def test_a_file_saved_by_another_program_during_the_write_stays_and_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, theirs: bytes | None
) -> None:
    """The files are unchanged when the write begins; an editor, git or a cloud service saves one before it ends."""
    files = {folder / one: NEW for one in ("one.md", "two.md", "new/three.md")} | {folder / "gone.md": None}
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    sync = os.fsync

    def save(handle: int) -> None:
        sync(handle)
        (folder / "new").mkdir(exist_ok=True)
        if theirs is not None:
            (folder / name).write_bytes(theirs)
        else:
            (folder / name).unlink(missing_ok=True)

    monkeypatch.setattr(module.os, "fsync", save)
    if theirs is None and before[folder / name] is None:
        put_files(files, before)
        return
    with pytest.raises(Overtaken, match=f"Filen {Path(name).name} ändrades just nu av någon annan."):
        put_files(files, before)
    left = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert left == {file: data for file, data in {**before, folder / name: theirs}.items() if data is not None}


def test_a_file_laid_by_git_during_a_save_is_kept_and_reported(folder: Path) -> None:
    file, reported = folder / "one.md", []

    def save() -> None:
        try:
            put_file(file, b"mitt", OLD)
        except Overtaken as error:
            reported.append(error.file)

    saving = threading.Thread(target=save)

    class Laying:
        branch = "refs/heads/main"

        def run(self, *words: str, may_fail: bool = False) -> None:
            if "read-tree" in words:
                saving.start()
                saving.join(0.1)
                file.write_bytes(b"deras")

    go_to(cast("Repository", Laying()), "a", "b", "hamta")
    saving.join()
    assert (file.read_bytes(), reported) == (b"deras", [file])


def test_a_link_stays_a_link_and_permissions_are_kept(folder: Path) -> None:
    (folder / "link.md").symlink_to("one.md")
    (folder / "one.md").chmod(0o640)
    put_file(folder / "link.md", NEW, OLD)
    assert (folder / "link.md").is_symlink()
    assert (folder / "one.md").read_bytes() == NEW
    assert (folder / "one.md").stat().st_mode & 0o777 == 0o640
