"""The digest of the program: read once, before anything is imported, and changed by a change of any file."""

from __future__ import annotations

import shutil
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.runs import digests
from plugins.commands.runs.digests import (
    LONG,
    Program,
    digest_folder,
    digest_program,
    dump_changes,
    has_newer,
    learn_changes,
    look_again,
    look_for_changes,
    seen_in,
)
from plugins.core.source.sources import read_source
from plugins.core.system.file_mark import mark_of


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a small program, whose digest is computed."""
    monkeypatch.setattr(digests, "PROJECT", tmp_path)
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "a.py").write_text("first", "utf-8")
    (tmp_path / "tasks.py").write_text("first", "utf-8")
    return tmp_path


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file": lambda project: (project / "plugins" / "a.py").write_text("another", "utf-8"),
    "a file at the top": lambda project: (project / "tasks.py").write_text("another", "utf-8"),
    "a new file": lambda project: (project / "plugins" / "b.py").write_text("", "utf-8"),
    "a file that is gone": lambda project: (project / "plugins" / "a.py").unlink(),
    "a new folder": lambda project: (project / "plugins" / "c").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_program_has_another_digest(project: Path, change: Callable[[Path], object]) -> None:
    program = Program()
    first = program.digest()
    assert first == program.digest() == digest_program()
    change(project)
    assert program.digest() == digest_program() != first


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_program_that_changed_after_it_was_marked_has_a_digest_like_no_other(
    project: Path, change: Callable[[Path], object]
) -> None:
    """Some of its files may have been loaded before the change, and some after it."""
    program = Program()
    program.mark()
    assert program.digest() == digest_program()
    change(project)
    found = program.digest()
    assert len(found) == len(digest_program())
    assert found not in (digest_program(), program.digest())


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_program_that_changed_and_was_put_back_does_not_count_as_unchanged(
    project: Path, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Somebody switched to another branch and back: what was loaded meanwhile is from that branch."""
    monkeypatch.setattr(digests, "_FIRST", [])
    first = digests.first_digest_program()
    assert digests.is_program_as_first()
    before = shutil.copytree(project, tmp_path_factory.mktemp("before"), dirs_exist_ok=True)
    change(project)
    assert not digests.is_program_as_first()
    shutil.rmtree(project / "plugins")
    shutil.copytree(before, project, dirs_exist_ok=True)
    assert digests.digest_program() == first == digests.first_digest_program()
    assert not digests.is_program_as_first()


def test_an_unchanged_file_is_not_read_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project / "plugins"
    (folder / "b.py").write_text("first", "utf-8")
    first = look_for_changes(folder)
    (folder / "b.py").write_text("another", "utf-8")
    monkeypatch.setattr(digests, "SETTLED", time.time_ns() + 60_000_000_000)
    opened: list[str] = []

    def note(path: str, *how: Any, **more: Any) -> Any:
        opened.append(path)
        return open(path, *how, **more)  # noqa: PTH123 (as who calls it)

    monkeypatch.setattr(digests, "open", note, raising=False)
    now = look_again(folder)
    assert opened == [str(folder / "b.py")]
    assert now != first


def test_a_file_that_was_changed_and_put_back_meanwhile_counts_as_changed(project: Path) -> None:
    file = project / "plugins" / "a.py"
    first = look_for_changes(project / "plugins")
    before = file.lstat().st_ctime_ns
    assert look_again(project / "plugins") == first
    while file.lstat().st_ctime_ns == before:  # the clock of a file system goes in steps
        file.write_text("another", "utf-8")
        file.write_text("first", "utf-8")
    assert digest_folder(project / "plugins") == first != look_again(project / "plugins")


def test_a_file_written_just_before_is_read_again_even_if_its_time_is_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project / "plugins"
    mark = mark_of((folder / "a.py").lstat())
    monkeypatch.setattr(digests, "mark_of", lambda _: mark)  # the clock of a file system stands still for some milliseconds
    first = look_for_changes(folder)
    (folder / "a.py").write_text("later", "utf-8")
    assert first != look_again(folder) == digest_folder(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="a link takes rights there")
def test_the_target_of_a_link_is_read_each_time(project: Path) -> None:
    outside = project / "outside.py"
    outside.write_text("first", "utf-8")
    (project / "plugins" / "link.py").symlink_to(outside)
    first = look_for_changes(project / "plugins")
    outside.write_text("another", "utf-8")
    assert first != look_again(project / "plugins") == digest_folder(project / "plugins")


@pytest.mark.skipif(sys.platform == "win32", reason="a link takes rights there")
def test_the_files_of_a_linked_folder_are_part_of_the_program(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Such as a theme that several projects share, or a folder that was moved to another disk."""
    shared = tmp_path_factory.mktemp("shared")
    (shared / "inner").mkdir()
    (shared / "inner" / "b.py").write_text("first", "utf-8")
    (project / "plugins" / "linked").symlink_to(shared)
    for ring in (shared / "up", shared / "inner" / "up", project / "plugins" / "up"):
        ring.symlink_to(project / "plugins")
    (shared / "round").symlink_to(shared)
    program = Program()
    first, marks, theme = program.digest(), digests.mark_program(), digests.digest_theme(project / "plugins")
    assert program.digest() == first
    (shared / "inner" / "b.py").write_text("another", "utf-8")
    assert program.digest() == digest_program() != first
    assert digests.mark_program() != marks
    assert digests.digest_theme(project / "plugins") != theme


@pytest.mark.parametrize("name", ["__pycache__", "node_modules"])
def test_no_folder_in_the_content_is_skipped_because_of_its_name(project: Path, name: str) -> None:
    """The check of the content reports what lies there."""
    first = digest_folder(project / "plugins")
    (project / "plugins" / name).mkdir()
    empty = digest_folder(project / "plugins")
    (project / "plugins" / name / "a.md").write_text("first", "utf-8")
    assert len({first, empty, digest_folder(project / "plugins")}) == 3


def test_compiled_files_and_those_of_git_are_skipped_in_the_program(project: Path) -> None:
    first = digest_program(), look_for_changes(project)
    (project / "plugins" / "__pycache__").mkdir()
    (project / ".git").mkdir()
    (project / ".git" / "index").write_text("as git asks", "utf-8")
    (project / "plugins" / "__pycache__" / "a.pyc").write_text("first", "utf-8")
    assert digest_program() == first[0]
    (project / "plugins" / "__pycache__" / "a.pyc").unlink()
    (project / "plugins" / "__pycache__").rmdir()
    assert look_again(project) == first[1]


def test_files_seen_by_another_process_can_be_taken_over(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project / "plugins"
    (folder / "\udcff å.py").write_text("", "utf-8")  # a name that is no text
    report = dump_changes(folder)
    seen = dict(seen_in(folder))
    monkeypatch.setattr(digests, "_SEEN", {})
    first = learn_changes(folder, report)
    assert report.isascii()
    assert "\n" not in report
    assert seen == seen_in(folder)
    assert first == digest_folder(folder) == look_again(folder)


def test_a_folder_that_was_not_looked_at_before_counts_as_changed(project: Path) -> None:
    assert look_again(project / "plugins") != digest_folder(project / "plugins")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_after_a_moment_is_newer_than_it(project: Path, change: Callable[[Path], object]) -> None:
    for path in (project / "plugins" / "a.py", project / "tasks.py"):
        path.unlink()  # its folder may be made in the same tick
        path.write_text("first", "utf-8")
    moment = max(status.st_ctime_ns for status in (path.lstat() for path in project.rglob("*")))
    assert not has_newer(project, moment)
    while project.joinpath("tick").write_text("", "utf-8") or project.joinpath("tick").lstat().st_ctime_ns <= moment:
        pass  # the clock of a file system goes in steps
    (project / "tick").unlink()
    change(project)
    assert has_newer(project, moment)


@pytest.mark.parametrize("read", [digest_folder, lambda folder: read_source(folder / "film.md")])
def test_a_film_is_not_held_in_memory_whole(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with (tmp_path / "film.md").open("wb") as film:
        film.truncate(64_000_000)
    tracemalloc.start()
    try:
        read(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
    finally:
        tracemalloc.stop()


def test_every_byte_of_a_long_file_counts_in_its_digest(tmp_path: Path) -> None:
    data = bytes(range(256)) * 8192
    found = set()
    for at in (0, LONG, len(data) - 1):
        (tmp_path / "film.mp4").write_bytes(data[:at] + b"x" + data[at + 1 :])
        found.add(digest_folder(tmp_path))
    assert len(found) == 3
