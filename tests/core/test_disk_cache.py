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
def test_what_is_kept_is_read_under_its_key_alone(tmp_path: Path, data: bytes) -> None:
    keep(tmp_path, "one", data)
    assert DiskCache(tmp_path).read("one") == data
    assert DiskCache(tmp_path).read("other") is None


def test_any_flipped_bit_and_any_cut_is_noticed(tmp_path: Path) -> None:
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
def test_an_entry_that_has_become_huge_is_nothing_and_is_not_read(tmp_path: Path) -> None:
    """Terabytes of nothing, on a disk that is ill: to read them would take all memory."""
    file = keep(tmp_path)
    os.truncate(file, 1 << 42)
    assert DiskCache(tmp_path).read("one") is None
    DiskCache(tmp_path).write("one", DATA)
    assert DiskCache(tmp_path).read("one") == DATA


def test_entries_that_have_changed_places_are_nothing(tmp_path: Path) -> None:
    one, other = keep(tmp_path, "one"), keep(tmp_path, "other")
    one.rename(tmp_path / "meanwhile")
    other.rename(one)
    (tmp_path / "meanwhile").rename(other)
    assert DiskCache(tmp_path).read("one") is None
    assert DiskCache(tmp_path).read("other") is None


def test_an_entry_of_another_form_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_what_is_no_file_is_nothing_and_gives_way(tmp_path: Path, become: Callable[[Path], None]) -> None:
    file = keep(tmp_path)
    file.unlink()
    become(file)
    assert DiskCache(tmp_path).read("one") is None
    DiskCache(tmp_path).write("one", b"anew")
    assert DiskCache(tmp_path).read("one") == b"anew"


def test_an_entry_that_cannot_be_read_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path)

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert DiskCache(tmp_path).read("one") is None


def test_a_disk_that_is_full_leaves_nothing_and_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path)

    def refuse(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    DiskCache(tmp_path).write("other", DATA)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_where_the_folder_should_be_is_done_without(tmp_path: Path) -> None:
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
def test_entries_used_longest_ago_are_dropped(tmp_path: Path, bounds: dict[str, int]) -> None:
    kept = DiskCache(tmp_path, **bounds)
    for place, key in enumerate(("a", "b", "c")):
        kept.write(key, DATA)
        age(tmp_path, place)
    assert kept.read("a") == DATA
    age(tmp_path, 3)
    kept.write("d", DATA)
    assert [kept.read(key) is not None for key in "abcd"] == [True, False, True, True]


def test_what_a_killed_run_left_goes_in_its_turn_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    file = keep(tmp_path)
    (tmp_path / f"{file.name}.{'0' * 16}.ny").touch()
    (tmp_path / "semester.jpg").touch()
    age(tmp_path, 1)
    DiskCache(tmp_path, most=1).write("two", DATA)
    assert {path.name for path in tmp_path.iterdir()} > {"semester.jpg"}
    assert len(list(tmp_path.iterdir())) == 2


def test_parts_are_kept_apart(tmp_path: Path) -> None:
    assert name_key("a", "b") != name_key("a, b") != name_key("a', 'b")
    parts = [b"", b"one", b"", DATA]
    assert unpack(pack(parts)) == parts
