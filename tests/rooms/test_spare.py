"""The spare: files of an earlier site are reused only if they equal what would be written."""

from __future__ import annotations

import builtins
import errno
import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import pytest

from plugins.core.outputs import MARK, Output
from plugins.core.system.file_mark import Seen
from plugins.publishing import folder_scan
from plugins.publishing.folder_scan import scan_folder
from plugins.publishing.spare import MOST, Spare

SITE = {"index.html": b"home", "om/index.html": b"about", "theme/a.css": b"a", "bilder/ny.png": b"png"}


def open_work_folder(folder: Path) -> Path:
    staging = folder / "work" / "site"
    staging.mkdir(parents=True)
    (folder / "work" / MARK).touch()
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


def a_pipe(old: Path) -> None:
    os.mkfifo(old / "pipe")


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
def test_a_site_built_on_any_changed_spare_is_the_one_written(
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
    staging, spare = open_work_folder(tmp_path), Spare(tmp_path / "spares", tmp_path / "output")
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


def test_a_page_that_was_not_written_is_not_taken_from_the_spare(tmp_path: Path) -> None:
    keep(tmp_path, write(tmp_path / "old", SITE).folder)
    spare = Spare(tmp_path / "spares", tmp_path / "output")
    staging = take(tmp_path, spare)
    output = write(staging, {name: data for name, data in SITE.items() if name != "om/index.html"}, spare.seen)
    output.remove("om/index.html")
    spare.trim(staging, output)
    assert sorted(read(staging)) == sorted({*SITE} - {"om/index.html"})
    assert not (staging / "om").exists()


@pytest.fixture
def _copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site be copied even with one processor."""
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: True)


@pytest.fixture
def _copies_aside(_copies: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be copied in a forked process, even if the tests have threads."""
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda: True)


@pytest.fixture
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the spares on another disk than the output."""
    (tmp_path / "spares").mkdir()
    real = Path.stat

    def stat(path: Path, **options: bool) -> object:
        status = real(path, **options)
        return SimpleNamespace(st_dev=-1, st_mode=status.st_mode) if path == tmp_path / "spares" else status

    monkeypatch.setattr(Path, "stat", stat)


@pytest.mark.usefixtures("_copies")
@pytest.mark.skipif(os.name == "nt", reason="links, and rights of other systems")
@pytest.mark.parametrize(
    ("change", "is_taken"),
    [
        *map(meddle, (nothing, a_flipped_bit, a_cut_file, a_file_more, a_folder_for_a_file, a_second_name, rights_of_its_own)),
        *(meddle(change, is_taken=False) for change in (a_link, a_link_to_a_folder, a_pipe)),
    ],
)
def test_the_current_site_is_copied_if_there_is_no_spare(tmp_path: Path, change: Callable[[Path], None], is_taken: bool) -> None:
    (tmp_path / "precious").write_bytes(b"about")
    shown = write(tmp_path / "output", SITE).folder
    change(shown)
    before = scan_folder(shown, reads=True)
    spare = Spare(tmp_path / "spares", shown)
    spare.begin()
    staging = take(tmp_path, spare)
    copied = read(staging)
    assert bool(copied) is bool(spare.seen) is is_taken
    assert not any((staging / name).samefile(shown / name) for name in copied)
    spare.trim(staging, write(staging, SITE, spare.seen))
    assert read(staging) == SITE
    assert {folder.name for folder in staging.rglob("*") if folder.is_dir()} == {"om", "theme", "bilder"}
    assert scan_folder(shown, reads=True) == before
    assert (tmp_path / "precious").read_bytes() == b"about"
    assert not list((tmp_path / "spares").iterdir())


@pytest.mark.usefixtures("_copies")
def test_an_existing_spare_is_used_without_copying(tmp_path: Path) -> None:
    shown = write(tmp_path / "output", {**SITE, "index.html": b"shown"}).folder
    keep(tmp_path, write(tmp_path / "old", SITE).folder)
    spare = Spare(tmp_path / "spares", shown)
    spare.begin()
    assert read(take(tmp_path, spare)) == SITE
    assert spare.shown == frozenset(SITE), "listed in the same copy"


@pytest.mark.usefixtures("_copies", "_elsewhere")
@pytest.mark.parametrize("is_left", [False, True])
def test_each_build_copies_the_current_site_if_spares_are_on_another_disk(tmp_path: Path, is_left: bool) -> None:
    """The spares are on another disk; one that was left there before it was another can be moved no more, and goes."""
    shown = write(tmp_path / "output", SITE).folder
    if is_left:
        (tmp_path / "spares" / hashlib.sha256(os.fsencode(shown)).hexdigest()).mkdir()
    for _ in range(2):
        spare = Spare(tmp_path / "spares", shown)
        spare.begin()
        staging = take(tmp_path, spare)
        assert read(staging) == SITE
        assert {*spare.seen} == {*SITE}
        assert not any((staging / name).samefile(shown / name) for name in SITE)
        spare.trim(staging, write(staging, SITE, spare.seen))
        assert {*spare.kept} == {*SITE}
        spare.keep(shown)
        spare.end()
        assert read(staging) == read(shown) == SITE
        assert not list((tmp_path / "spares").iterdir())
        assert not list(tmp_path.glob(".output.*"))
        shutil.rmtree(staging.parent)


@pytest.mark.usefixtures("_copies", "_elsewhere")
def test_an_unused_copy_beside_an_output_on_another_disk_is_removed(tmp_path: Path) -> None:
    shown = write(tmp_path / "output", SITE).folder
    spare = Spare(tmp_path / "spares", shown)
    spare.begin()
    assert list(tmp_path.glob(".output.nytt-*")), "where the next build finds what a killed one has left"
    spare.end()
    assert not list(tmp_path.glob(".output.*"))
    assert read(shown) == SITE


@pytest.mark.usefixtures("_copies", "_elsewhere")
def test_nothing_is_copied_beside_an_output_on_another_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_output: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("plugins.publishing.spare.open_staging", refuse)
    spare = Spare(tmp_path / "spares", write(tmp_path / "output", SITE).folder)
    check_nothing_is_copied(tmp_path, spare)


def test_a_site_is_not_copied_if_the_process_cannot_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.publishing.spare.can_fork", lambda: False)
    check_nothing_is_copied(tmp_path, Spare(tmp_path / "spares", write(tmp_path / "output", SITE).folder))


@pytest.mark.usefixtures("_copies")
def test_a_build_works_without_access_to_spares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, write(tmp_path / "old", SITE).folder)
    spares, real = tmp_path / "spares", os.stat

    def refuse(path: object, **options: bool) -> object:
        if str(path).startswith(f"{spares}/"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, **options)  # type: ignore[arg-type]

    spare = Spare(spares, write(tmp_path / "output", SITE).folder)
    monkeypatch.setattr(os, "stat", refuse)
    spare.begin()
    staging = take(tmp_path, spare)
    spare.trim(staging, write(staging, SITE))
    spare.end()
    assert read(staging) == SITE


@pytest.mark.usefixtures("_copies")
def test_a_partial_copy_on_a_full_disk_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy_half(path: str, use: Callable[[bytes], object]) -> str:
        use(Path(path).read_bytes()[:2])
        raise OSError(errno.ENOSPC, "No space left on device", path)

    monkeypatch.setattr(folder_scan, "digest_file", copy_half)
    check_nothing_is_copied(tmp_path, Spare(tmp_path / "spares", write(tmp_path / "output", SITE).folder))


@pytest.mark.usefixtures("_copies_aside")
@pytest.mark.skipif(sys.platform != "linux", reason="nothing is done aside here")
def test_a_partial_copy_by_a_killed_process_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def copy_half(path: str, use: Callable[[bytes], object]) -> str:
        assert os.getpid() != here, "copied aside"
        use(Path(path).read_bytes()[:2])
        os.kill(os.getpid(), signal.SIGKILL)
        return ""

    monkeypatch.setattr(folder_scan, "digest_file", copy_half)
    check_nothing_is_copied(tmp_path, Spare(tmp_path / "spares", write(tmp_path / "output", SITE).folder))


@pytest.mark.usefixtures("_copies_aside")
@pytest.mark.skipif(sys.platform != "linux", reason="nothing is done aside here")
def test_a_copy_abandoned_by_its_build_is_used_as_a_spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the content turns out to have errors: what copies the site is stopped."""
    shown, real = write(tmp_path / "output", SITE).folder, folder_scan.digest_file
    spare = Spare(tmp_path / "spares", shown)
    os.close(begin_to_copy(spare, monkeypatch))
    del spare
    monkeypatch.setattr(folder_scan, "digest_file", real)
    assert len(list((tmp_path / "spares").iterdir())) == 1
    spare = Spare(tmp_path / "spares", shown)
    spare.begin()
    staging = take(tmp_path, spare)
    assert [path.stat().st_size for path in staging.rglob("*") if path.is_file()] == [2]
    spare.trim(staging, write(staging, SITE, spare.seen))
    assert read(staging) == SITE


@pytest.mark.usefixtures("_copies")
def test_a_site_is_not_copied_for_a_build_that_will_not_use_it(tmp_path: Path) -> None:
    spare = Spare(tmp_path / "spares", write(tmp_path / "output", SITE).folder)
    spare.begin(lambda: False)
    assert read(take(tmp_path, spare)) == {}
    assert not (tmp_path / "spares").exists()


@pytest.mark.usefixtures("_copies_aside")
@pytest.mark.skipif(sys.platform != "linux", reason="nothing is done aside here")
def test_an_unused_copy_is_removed_at_the_end_of_its_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is only begun, as when the content has errors."""
    spare = Spare(tmp_path / "spares", write(tmp_path / "output", SITE).folder)
    reading = begin_to_copy(spare, monkeypatch)
    spare.end()
    assert os.read(reading, 4) == b"", "what copied it was stopped"
    os.close(reading)
    assert not list((tmp_path / "spares").iterdir())


@pytest.mark.parametrize("is_begun", [False, True])
def test_an_unused_spare_is_kept_for_the_next_build_until_it_is_dropped(tmp_path: Path, is_begun: bool) -> None:
    keep(tmp_path, write(tmp_path / "old", SITE).folder)
    spare = Spare(tmp_path / "spares", tmp_path / "output")
    if is_begun:
        spare.begin()
    spare.end()
    (place,) = (tmp_path / "spares").iterdir()
    assert read(place) == SITE
    spare.drop()
    assert not list((tmp_path / "spares").iterdir())


@pytest.mark.usefixtures("_copies")
def test_the_old_site_is_kept_as_a_spare_after_a_copy_was_used(tmp_path: Path) -> None:
    shown = write(tmp_path / "output", SITE).folder
    spare = Spare(tmp_path / "spares", shown)
    spare.begin()
    assert read(take(tmp_path, spare)) == SITE
    spare.keep(shown)
    spare.end()
    (place,) = (tmp_path / "spares").iterdir()
    assert read(place) == SITE


@pytest.mark.usefixtures("_copies")
def test_a_copied_site_counts_as_the_newest_spare(tmp_path: Path) -> None:
    for number in range(MOST):
        keep(tmp_path, write(tmp_path / f"old{number}", SITE).folder, f"output{number}")
    earlier = {path.name for path in (tmp_path / "spares").iterdir()}
    shown = write(tmp_path / "output", SITE).folder
    os.utime(shown, (0, 0))
    spare = Spare(tmp_path / "spares", shown)
    spare.begin()
    assert read(take(tmp_path, spare)) == SITE
    left = {path.name for path in (tmp_path / "spares").iterdir()}
    assert left < earlier
    assert len(left) == MOST - 1


def begin_to_copy(spare: Spare, monkeypatch: pytest.MonkeyPatch) -> int:
    """Start a copy that waits in the middle of its first file; return the read end of a pipe that ends with its process."""
    reading, writing = os.pipe()

    def copy_half(path: str, use: Callable[[bytes], object]) -> str:
        use(Path(path).read_bytes()[:2])
        os.write(writing, b"half")
        signal.pause()
        return ""

    monkeypatch.setattr(folder_scan, "digest_file", copy_half)
    spare.begin()
    os.close(writing)
    assert os.read(reading, 4) == b"half"
    return reading


def check_nothing_is_copied(folder: Path, spare: Spare) -> None:
    """Check that a build without a possible spare writes all files, and leaves nothing in the spare's place."""
    spare.begin()
    staging = take(folder, spare)
    assert read(staging) == {}
    assert not list((folder / "spares").glob("*"))
    spare.trim(staging, write(staging, SITE, spare.seen))
    assert read(staging) == SITE
    assert read(folder / "output") == SITE


def take(folder: Path, spare: Spare) -> Path:
    """Return the folder of a new site that is based on a spare."""
    staging = open_work_folder(folder)
    spare.take(staging, SITE)
    return staging


def keep(folder: Path, old: Path, output: str = "output") -> None:
    """Do what a build does after its site has replaced another."""
    spare, staging = Spare(folder / "spares", folder / output), open_work_folder(folder / f"of {output}")
    spare.take(staging, SITE)
    spare.keep(old)


def test_an_unchanged_file_gets_a_new_time_and_a_changed_one_is_replaced(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    for name in SITE:
        os.utime(tmp_path / name, (0, 0))
    with (tmp_path / "om/index.html").open("rb") as reading:
        write(tmp_path, {**SITE, "om/index.html": b"other"})
        assert all((tmp_path / name).stat().st_mtime for name in SITE)
        if os.name != "nt":
            assert reading.read() == b"about", "who reads the earlier site goes on reading it"


@pytest.mark.skipif(sys.platform == "win32", reason="there a file that holds nothing takes its room")
def test_a_file_that_has_become_huge_is_replaced_without_reading_it(tmp_path: Path) -> None:
    """Terabytes of nothing, on a disk that is ill: to read them would take all memory."""
    output = Output(tmp_path, {"index.html"})
    (tmp_path / "index.html").touch()
    os.truncate(tmp_path / "index.html", 1 << 42)
    output.write("index.html", b"a page")
    assert (tmp_path / "index.html").read_bytes() == b"a page"


def test_a_file_read_ahead_is_read_again_only_if_it_has_changed_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, SITE)
    seen = scan_folder(tmp_path, reads=True).seen
    (tmp_path / "om/index.html").write_bytes(b"other")
    os.utime(tmp_path / "om/index.html", ns=(0, 0))
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in SITE.items()}
    output = Output(tmp_path, SITE, seen)
    assert not output.keep("om/index.html", digests["om/index.html"])
    monkeypatch.delattr(builtins, "open")
    assert output.keep("index.html", digests["index.html"])
    assert not output.keep("theme/a.css", digests["index.html"])
    assert output.kept == {"index.html": digests["index.html"]}


def test_only_the_newest_spares_of_sites_built_by_us_are_kept(tmp_path: Path) -> None:
    for number in range(MOST + 2):
        keep(tmp_path, write(tmp_path / f"old{number}", SITE).folder, f"output{number}")
    assert len(list((tmp_path / "spares").iterdir())) == MOST
    other = write(tmp_path / "other", SITE).folder
    Spare(tmp_path / "spares", other).keep(other)
    assert other.is_dir(), "a site of other people's plugins is no spare"


def test_a_spare_of_another_output_is_moved_before_it_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MOST):
        keep(tmp_path, write(tmp_path / f"old{number}", SITE).folder, f"output{number}")
    places, real, removed = list((tmp_path / "spares").iterdir()), shutil.rmtree, list[Path]()

    def remove(path: Path, **options: bool) -> None:
        if path.is_dir() and path.parent == tmp_path / "spares":
            removed.append(path)
        real(path, **options)

    monkeypatch.setattr(shutil, "rmtree", remove)
    keep(tmp_path, write(tmp_path / "old", SITE).folder)
    assert removed
    assert not set(removed) & set(places)
