"""The spare: what an earlier site left is believed only where it is just what would be written."""

from __future__ import annotations

import builtins
import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from plugins.core.file_mark import Seen
from plugins.core.outputs import MARK, Output
from plugins.publishing.look import look_through
from plugins.publishing.spare import MOST, Spare

SITE = {"index.html": b"home", "om/index.html": b"about", "theme/a.css": b"a", "bilder/ny.png": b"png"}


def open_workshop(folder: Path) -> Path:
    staging = folder / "workshop" / "site"
    staging.mkdir(parents=True)
    (folder / "workshop" / MARK).touch()
    return staging


def write(folder: Path, site: dict[str, bytes], seen: Mapping[str, Seen] = MappingProxyType({})) -> Output:
    output = Output(folder, site, seen)
    for name, data in site.items():
        if not (name.endswith(".html") and output.keep(name, hashlib.sha256(data).hexdigest())):  # as pages that are known
            output.write(name, data)
    return output


def read(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if not file.is_dir()}


def meddle(change: Callable[[Path], object], *, is_taken: bool = True) -> object:
    return pytest.param(change, is_taken, id=change.__name__)


def nothing(_: Path) -> None: ...


def a_flipped_bit(old: Path) -> None:
    (old / "index.html").write_bytes(b"hole")


def a_cut_file(old: Path) -> None:
    (old / "om/index.html").write_bytes(b"")


def a_file_more(old: Path) -> None:
    (old / "gammal").mkdir()
    (old / "gammal/index.html").write_bytes(b"gone")


def capitals(old: Path) -> None:
    (old / "bilder/ny.png").rename(old / "bilder/Ny.png")


def a_folder_for_a_file(old: Path) -> None:
    (old / "index.html").unlink()
    (old / "index.html").mkdir()
    (old / "index.html/x").write_bytes(b"x")


def a_file_for_a_folder(old: Path) -> None:
    (old / "om/index.html").unlink()
    (old / "om").rmdir()
    (old / "om").write_bytes(b"about")


def a_style_that_nobody_uses(old: Path) -> None:
    (old / "theme/b.css").write_bytes(b"b")


def a_link(old: Path) -> None:
    (old / "om/index.html").unlink()
    (old / "om/index.html").symlink_to(old.parent / "precious")


def a_link_to_a_folder(old: Path) -> None:
    (old / "theme/more").symlink_to(old.parent)


def a_second_name(old: Path) -> None:
    os.link(old / "index.html", old.parent / "copy")


def rights_of_its_own(old: Path) -> None:
    (old / "index.html").chmod(0o600 if (old / "index.html").stat().st_mode & 0o044 else 0o644)


@pytest.mark.skipif(os.name == "nt", reason="links, and rights of other systems")
@pytest.mark.parametrize("is_begun", [False, True], ids=["read as it is written", "read ahead"])
@pytest.mark.parametrize(
    ("change", "is_taken"),
    [
        *map(meddle, (nothing, a_flipped_bit, a_cut_file, a_file_more, capitals)),
        *map(meddle, (a_folder_for_a_file, a_file_for_a_folder, a_style_that_nobody_uses)),
        *(meddle(change, is_taken=False) for change in (a_link, a_link_to_a_folder, a_second_name, rights_of_its_own)),
    ],
)
def test_whatever_the_spare_holds_the_site_is_the_one_that_is_written(
    tmp_path: Path, change: Callable[[Path], None], is_taken: bool, is_begun: bool
) -> None:
    (tmp_path / "precious").write_bytes(b"about")
    old = tmp_path / "old"
    write(old, SITE)
    keep(tmp_path, old)
    (place,) = (tmp_path / "spares").iterdir()
    change(place.rename(tmp_path / "changed"))
    (tmp_path / "changed").rename(place)
    number = (place / "theme").stat().st_ino
    staging, spare = open_workshop(tmp_path), Spare(tmp_path / "spares", tmp_path / "output")
    if is_begun:
        spare.begin()
    spare.take(staging, SITE)
    assert bool(spare.seen) is (is_begun and is_taken)
    spare.trim(staging, write(staging, SITE, spare.seen))
    assert read(staging) == SITE
    assert all(hashlib.sha256(SITE[name]).hexdigest() == digest for name, digest in spare.kept.items())
    assert spare.kept or not is_taken
    assert {folder.name for folder in staging.rglob("*") if folder.is_dir()} == {"om", "theme", "bilder"}
    assert ((staging / "theme").stat().st_ino == number) is is_taken
    assert (tmp_path / "precious").read_bytes() == b"about"
    assert not list((tmp_path / "spares").iterdir())


def keep(folder: Path, old: Path, output: str = "output") -> None:
    """Do what a build does when its site has taken the place of another."""
    spare, staging = Spare(folder / "spares", folder / output), open_workshop(folder / f"of {output}")
    spare.take(staging, SITE)
    spare.keep(old)


def test_a_file_that_stays_is_as_new_as_the_others_and_one_that_differs_is_another_file(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    for name in SITE:
        os.utime(tmp_path / name, (0, 0))
    with (tmp_path / "om/index.html").open("rb") as reading:
        write(tmp_path, {**SITE, "om/index.html": b"other"})
        assert all((tmp_path / name).stat().st_mtime for name in SITE)
        if os.name != "nt":
            assert reading.read() == b"about", "who reads the earlier site goes on reading it"


def test_a_file_that_was_read_ahead_is_not_read_again_and_one_that_has_changed_since_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, SITE)
    seen = look_through(tmp_path, reads=True).seen
    (tmp_path / "om/index.html").write_bytes(b"other")
    os.utime(tmp_path / "om/index.html", ns=(0, 0))
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in SITE.items()}
    output = Output(tmp_path, SITE, seen)
    assert not output.keep("om/index.html", digests["om/index.html"])
    monkeypatch.delattr(builtins, "open")
    assert output.keep("index.html", digests["index.html"])
    assert not output.keep("theme/a.css", digests["index.html"])
    assert output.kept == {"index.html": digests["index.html"]}


def test_only_the_last_spares_are_kept_and_none_that_was_not_used(tmp_path: Path) -> None:
    for number in range(MOST + 2):
        keep(tmp_path, write(tmp_path / f"old{number}", SITE).folder, f"output{number}")
    assert len(list((tmp_path / "spares").iterdir())) == MOST
    other = write(tmp_path / "other", SITE).folder
    Spare(tmp_path / "spares", other).keep(other)
    assert other.is_dir(), "a site of other people's plugins is no spare"
