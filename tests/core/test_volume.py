"""A volume returns what was written, part by part, or nothing."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import pytest

from plugins.core.cache.volume import Volumes

KEY = "a key"
PARTS = [b"first", b"", b"third " * 1000]


def lay(folder: Path, parts: list[bytes] = PARTS, key: str = KEY) -> Volumes:
    volumes = Volumes(folder)
    with volumes.lay(key) as draft:
        draft.write(b"front ")
        draft.write(b"and more")
        for part in parts:
            draft.add(part)
        draft.write(b"back")
        draft.finish(key)
    return volumes


def read(volumes: Volumes) -> list[bytes | None] | None:
    volume = volumes.open(KEY)
    if volume is None:
        return None
    found = [volume.open_front().read(14), volume.open_back().read(4), *(volume.read(number) for number in range(len(PARTS)))]
    volume.close()
    return found


def test_a_volume_gives_what_was_written(tmp_path: Path) -> None:
    assert read(lay(tmp_path)) == [b"front and more", b"back", *PARTS]
    assert Volumes(tmp_path).open("another key") is None
    assert Volumes(tmp_path / "nowhere").open(KEY) is None


def test_a_volume_may_have_no_parts(tmp_path: Path) -> None:
    volume = lay(tmp_path, []).open(KEY)
    assert volume is not None
    assert volume.open_front().read(14) == b"front and more"
    assert volume.read(0) is None


@pytest.mark.parametrize("length", [10, 1000, 20_000, 200_000])
def test_an_unpickler_reads_the_back_after_a_front_of_any_length(tmp_path: Path, length: int) -> None:
    volumes, front = Volumes(tmp_path), [str(number) for number in range(length)]
    with volumes.lay(KEY) as draft:
        pickler = pickle.Pickler(draft)
        pickler.dump(front)
        draft.add(b"P" * 9000)
        pickler.dump(["back", front])
        draft.finish(KEY)
    volume = volumes.open(KEY)
    assert volume is not None
    unpickler = pickle.Unpickler(volume.open_front())
    assert unpickler.load() == front
    volume.open_back()
    assert unpickler.load() == ["back", front]


def test_a_flipped_bit_loses_only_its_part_or_the_whole_volume(tmp_path: Path) -> None:
    volumes = lay(tmp_path)
    (path,) = tmp_path.iterdir()
    whole, rng = path.read_bytes(), random.Random(7)
    right = [b"front and more", b"back", *PARTS]
    places = {*range(60), *range(len(whole) - 200, len(whole)), *(rng.randrange(len(whole)) for _ in range(100))}
    for place in sorted(places):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << rng.randrange(8)]) + whole[place + 1 :])
        found = read(volumes)
        assert found is None or (found.count(None) == 1 and all(a in (b, None) for a, b in zip(found, right, strict=True)))


def test_a_truncated_volume_is_ignored(tmp_path: Path) -> None:
    volumes = lay(tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for length in (0, 1, 19, 20, 30, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert read(volumes) is None
    path.write_bytes(whole[100:])
    assert read(volumes) is None


def test_a_failed_write_leaves_the_previous_volume(tmp_path: Path) -> None:
    volumes = lay(tmp_path)

    def fail() -> None:
        with volumes.lay(KEY) as draft:
            draft.write(b"other")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert read(volumes) == [b"front and more", b"back", *PARTS]
    assert len(list(tmp_path.iterdir())) == 1


def test_an_open_volume_is_not_affected_by_a_new_one(tmp_path: Path) -> None:
    volumes = lay(tmp_path)
    reading = volumes.open(KEY)
    assert reading is not None
    lay(tmp_path, [b"of another process"])
    assert [reading.read(number) for number in range(len(PARTS))] == PARTS
    other = volumes.open(KEY)
    assert other is not None
    assert other.read(0) == b"of another process"
