"""A cache entry is used only if it is intact and was stored under its key; anything else is silently ignored."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.cache import disk_cache as module
from plugins.core.cache.disk_cache import DiskCache, name_key, pack, unpack

DATA = bytes(range(256))


def keep(folder: Path, key: str = "one", data: bytes = DATA) -> Path:
    """Store a value; return its file."""
    before = set(folder.iterdir()) if folder.is_dir() else set()
    DiskCache(folder).write(key, data)
    [file] = set(folder.iterdir()) - before
    return file


@pytest.mark.parametrize("data", [b"", b"x", DATA])
def test_an_entry_is_read_only_under_its_key(tmp_path: Path, data: bytes) -> None:
    keep(tmp_path, "one", data)
    assert DiskCache(tmp_path).read("one") == data
    assert DiskCache(tmp_path).read("other") is None


def test_a_flipped_bit_or_a_truncated_entry_is_detected(tmp_path: Path) -> None:
    file = keep(tmp_path, data=b"data")
    whole = file.read_bytes()
    for place in range(len(whole)):
        for bit in range(8):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            assert DiskCache(tmp_path).read("one") is None
        file.write_bytes(whole[:place])
        assert DiskCache(tmp_path).read("one") is None
    file.write_bytes(whole + b"\0")
    assert DiskCache(tmp_path).read("one") is None
    file.write_bytes(whole)
    assert DiskCache(tmp_path).read("one") == b"data"


@pytest.mark.skipif(sys.platform == "win32", reason="there a file that holds nothing takes its room")
def test_an_entry_that_has_become_huge_is_ignored_without_reading_it(tmp_path: Path) -> None:
    """A faulty disk may give a file terabytes of nothing; reading them would take all memory."""
    file = keep(tmp_path)
    os.truncate(file, 1 << 42)
    assert DiskCache(tmp_path).read("one") is None
    DiskCache(tmp_path).write("one", DATA)
    assert DiskCache(tmp_path).read("one") == DATA


def test_entries_that_have_swapped_places_are_ignored(tmp_path: Path) -> None:
    one, other = keep(tmp_path, "one"), keep(tmp_path, "other")
    one.rename(tmp_path / "meanwhile")
    other.rename(one)
    (tmp_path / "meanwhile").rename(other)
    assert DiskCache(tmp_path).read("one") is None
    assert DiskCache(tmp_path).read("other") is None


def test_an_entry_in_another_format_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, "FORM", b"lokalamalen 0\n")
        keep(tmp_path)
    assert DiskCache(tmp_path).read("one") is None


def into_folder(file: Path) -> None:
    file.mkdir()
    (file / "x").touch()


def into_link(file: Path) -> None:
    file.symlink_to(keep(file.parent / "elsewhere"))


def into_loop(file: Path) -> None:
    file.symlink_to(file.name)


def into_pipe(file: Path) -> None:
    os.mkfifo(file)


@pytest.mark.skipif(sys.platform == "win32", reason="has neither links for everybody nor pipes")
@pytest.mark.parametrize("become", [into_folder, into_link, into_loop, into_pipe])
def test_an_entry_that_is_not_a_file_is_ignored_and_replaced(tmp_path: Path, become: Callable[[Path], None]) -> None:
    file = keep(tmp_path)
    file.unlink()
    become(file)
    assert DiskCache(tmp_path).read("one") is None
    DiskCache(tmp_path).write("one", b"anew")
    assert DiskCache(tmp_path).read("one") == b"anew"


def test_an_unreadable_entry_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path)

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert DiskCache(tmp_path).read("one") is None


def test_a_full_disk_leaves_no_entry_and_raises_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path)

    def refuse(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    DiskCache(tmp_path).write("other", DATA)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_in_place_of_the_cache_folder_is_tolerated(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.write_text("in the way", "utf-8")
    DiskCache(place).write("one", DATA)
    assert DiskCache(place).read("one") is None


def age(folder: Path, seconds: int) -> None:
    """Set the age of all files that have none yet."""
    for file in folder.iterdir():
        if file.stat().st_mtime_ns > 1_000_000_000_000:
            os.utime(file, ns=(seconds, seconds))


@pytest.mark.parametrize("bounds", [{"most": 3}, {"most_bytes": 1000}])
def test_the_least_recently_used_entries_are_dropped(tmp_path: Path, bounds: dict[str, int]) -> None:
    kept = DiskCache(tmp_path, **bounds)
    for place, key in enumerate(("a", "b", "c")):
        kept.write(key, DATA)
        age(tmp_path, place)
    assert kept.read("a") == DATA
    age(tmp_path, 3)
    kept.write("d", DATA)
    assert [kept.read(key) is not None for key in "abcd"] == [True, False, True, True]


@pytest.mark.parametrize("bounds", [{"most": 3}, {"most_bytes": 1000}])
def test_no_more_entries_are_kept_when_several_runs_write(tmp_path: Path, bounds: dict[str, int]) -> None:
    one, other = DiskCache(tmp_path, **bounds), DiskCache(tmp_path, **bounds)
    for place, key in enumerate("abc"):
        one.write(key, DATA)
        other.write(f"{key} of the other", DATA)
        age(tmp_path, place)
    for key in "de":
        one.write(key, DATA)
    assert len(list(tmp_path.iterdir())) == 3


def test_the_entries_are_looked_at_once_while_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: looks.append(folder) or scan(folder))
    kept = DiskCache(tmp_path, most=10)
    for key in range(10):
        kept.write(str(key), DATA)
    assert looks == [tmp_path]
    kept.write("one too many", DATA)
    assert looks == [tmp_path] * 2


def test_leftovers_of_a_killed_run_are_dropped_and_foreign_files_stay(tmp_path: Path) -> None:
    file = keep(tmp_path)
    (tmp_path / f"{file.name}.{'0' * 16}.ny").touch()
    (tmp_path / "semester.jpg").touch()
    age(tmp_path, 1)
    DiskCache(tmp_path, most=1).write("two", DATA)
    assert {path.name for path in tmp_path.iterdir()} > {"semester.jpg"}
    assert len(list(tmp_path.iterdir())) == 2


def test_the_parts_of_a_key_and_of_an_entry_are_kept_apart(tmp_path: Path) -> None:
    assert name_key("a", "b") != name_key("a, b") != name_key("a', 'b")
    parts = [b"", b"one", b"", DATA]
    assert unpack(pack(parts)) == parts
