"""Delivery to a local folder with a link to releases: visitors never see a mixture of two."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from pathlib import Path

import pytest

from plugins.delivery import folder as module
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.folder import LinkedFolder
from plugins.delivery.local import LocalFiles
from plugins.delivery.place import Operation, Put
from tests.delivery.sites import ONE, STRANGERS, THREE, TWO, find_faults, make_site, public, read_tree, send, write_files


@pytest.fixture
def sites(tmp_path: Path) -> dict[str, Path]:
    return {name: make_site(tmp_path / name, files) for name, files in (("one", ONE), ("two", TWO), ("three", THREE))}


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "www").mkdir()
    return tmp_path / "www" / "målen"


def test_the_link_leads_to_the_newest_release_and_old_releases_are_removed(sites: dict[str, Path], web: Path) -> None:
    for name, files in (("one", ONE), ("two", TWO), ("three", THREE), ("one", ONE)):
        send(LinkedFolder(web), sites[name])
        assert web.is_symlink()
        assert not web.readlink().is_absolute()  # the folder may be moved, or seen from a container
        assert public(read_tree(web)).items() >= files.items()
    assert len([path for path in web.with_name(".målen.releases").iterdir() if not path.name.startswith(".")]) == 2
    assert sorted(path.name for path in web.parent.iterdir()) == [".målen.releases", "målen"]


def test_a_reader_never_sees_a_mixture_of_two_releases(sites: dict[str, Path], web: Path) -> None:
    send(LinkedFolder(web), sites["one"])
    faults: list[str] = []
    reads = [0]
    has_read = threading.Condition()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            release = web.resolve()  # as a web server resolves the link at each request
            text = (web / "index.html").read_text("utf-8")
            if not text.endswith("</html>"):
                faults.append("half a page")
            faults.extend(find_faults(read_tree(release)))
            with has_read:
                reads[0] += 1
                has_read.notify()

    def make_readable() -> None:
        """Wait until the current read has ended: a release is kept only while the next one is shown."""
        with has_read:
            before = reads[0]
            assert has_read.wait_for(lambda: reads[0] > before, timeout=60)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for name in ("two", "three", "one", "two", "three"):
            send(LinkedFolder(web), sites[name])
            make_readable()
    finally:
        done.set()
        reader.join()
    assert faults == []


def test_an_existing_folder_is_kept_and_foreign_files_stay_on_the_site(sites: dict[str, Path], web: Path) -> None:
    write_files(web, {**STRANGERS, "index.html": "before us"})
    with pytest.raises(DeliveryFault, match="--forsta"):
        send(LinkedFolder(web), sites["one"])
    assert not web.is_symlink()
    for swaps in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            if not swaps:
                patch.setattr(module, "swap", lambda *_: False)
                web.unlink()
                write_files(web, {**STRANGERS, "index.html": "before us"})
            send(LinkedFolder(web), sites["one"], is_first=True)
        assert read_tree(web).items() >= {**ONE, **STRANGERS}.items()
    kept = list(web.with_name(".målen.releases").glob("tidigare-*"))
    assert [read_tree(folder) for folder in kept] == [{**STRANGERS, "index.html": "before us"}] * 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_failing_disk_leaves_the_old_release_and_no_partial_one(
    sites: dict[str, Path], web: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    send(LinkedFolder(web), sites["one"])
    do = LocalFiles.do
    count = [0]

    def fail(self: LocalFiles, operation: Operation) -> None:
        count[0] += isinstance(operation, Put)
        if count[0] == 4:
            raise OSError(number, os.strerror(number))
        do(self, operation)

    monkeypatch.setattr(LocalFiles, "do", fail)
    with pytest.raises(DeliveryFault, match=r"Disken är full|inte rätt att skriva|går bara att läsa"):
        send(LinkedFolder(web), sites["two"])
    monkeypatch.undo()
    assert public(read_tree(web)) == ONE
    send(LinkedFolder(web), sites["two"])
    assert public(read_tree(web)).items() >= TWO.items()
    assert len([path for path in web.with_name(".målen.releases").iterdir() if not path.name.startswith(".")]) == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("step", ["symlink_to", "link", "mkdir", "rename"])
def test_a_full_disk_at_any_step_is_reported_and_the_old_release_stays(
    sites: dict[str, Path], web: Path, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    """The disk may fill up at any step: if a link cannot be made then, the system may still support links."""
    send(LinkedFolder(web), sites["one"])

    def fail(path: object, *others: object, **_: object) -> None:
        raise OSError(number, os.strerror(number), os.fspath(path), None, *map(os.fspath, others[:1]))  # type: ignore[call-overload]

    if step == "link":
        monkeypatch.setattr(os, "link", fail)
        monkeypatch.setattr(shutil, "copy2", fail)
    else:
        monkeypatch.setattr(Path, step, fail)
    with pytest.raises(DeliveryFault, match=r"Disken är full|Utrymmet är slut|går bara att läsa") as raised:
        send(LinkedFolder(web), sites["two"])
    monkeypatch.undo()
    assert f"”{web}”" in str(raised.value)  # as the target was written, not a folder of ours beside it
    assert public(read_tree(web)) == ONE
    send(LinkedFolder(web), sites["two"])
    assert public(read_tree(web)).items() >= TWO.items()
    assert len([path for path in web.with_name(".målen.releases").iterdir() if not path.name.startswith(".")]) == 2


def test_a_full_disk_at_the_first_folder_is_reported(sites: dict[str, Path], web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no link can be made, as for most users of Windows."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "A required privilege is not held by the client")

    make = Path.mkdir

    def fail(path: Path, *given: bool, **options: bool) -> None:
        if path == web:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        make(path, *given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "symlink_to", refuse)
    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(DeliveryFault, match="Disken är full"):
        send(LinkedFolder(web), sites["one"])


def test_foreign_files_within_a_release_are_carried_over_unchanged(sites: dict[str, Path], web: Path, tmp_path: Path) -> None:
    """Broken links too, and the permissions of folders."""
    send(LinkedFolder(web), sites["one"])
    write_files(tmp_path / "elsewhere", {"a.txt": "a"})
    (web / "own").mkdir(mode=0o750)
    (web / "own" / "folder").symlink_to(tmp_path / "elsewhere")
    (web / "own" / "file").symlink_to("folder/a.txt")
    (web / "own" / "nowhere").symlink_to("gone")
    send(LinkedFolder(web), sites["two"])
    own = web / "own"
    assert own.stat().st_mode & 0o777 == 0o750
    leads = {path.name: path.readlink() for path in own.iterdir() if path.is_symlink()}
    assert leads == {"folder": tmp_path / "elsewhere", "file": Path("folder/a.txt"), "nowhere": Path("gone")}


def test_the_folder_itself_is_written_where_no_link_can_be_made(
    sites: dict[str, Path], web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for most users of Windows, where this is not run."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    for name, files in (("one", ONE), ("two", TWO)):
        send(LinkedFolder(web), sites[name])
        assert not web.is_symlink()
        assert public(read_tree(web)).items() >= files.items()


def test_a_missing_parent_folder_is_reported(sites: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(DeliveryFault, match="nowhere” finns inte, så där går det inte att lägga webbplatsen"):
        send(LinkedFolder(tmp_path / "nowhere" / "web"), sites["one"])


def test_a_foreign_link_stays_and_the_site_is_written_where_it_leads(sites: dict[str, Path], web: Path, tmp_path: Path) -> None:
    """Such as a link to a larger disk."""
    disk = write_files(tmp_path / "disk" / "site", STRANGERS).parent
    web.symlink_to(tmp_path / "way")
    (tmp_path / "way").symlink_to("disk/site")
    for name, files in (("one", ONE), ("two", TWO)):
        send(LinkedFolder(web), sites[name])
        assert public(read_tree(web)).items() >= files.items()
        assert read_tree(web).items() >= STRANGERS.items()
    assert web.readlink() == tmp_path / "way"
    assert [path.name for path in web.parent.iterdir()] == [web.name]
    assert sorted(path.name for path in disk.iterdir()) == [".site.releases", "site"]


def test_a_link_to_a_missing_disk_is_reported_and_stays(sites: dict[str, Path], web: Path, tmp_path: Path) -> None:
    web.symlink_to(tmp_path / "not-mounted" / "site")
    with pytest.raises(DeliveryFault, match="not-mounted” finns inte"):
        send(LinkedFolder(web), sites["one"])
    assert web.readlink() == tmp_path / "not-mounted" / "site"


def test_a_renamed_link_of_ours_is_still_used(sites: dict[str, Path], web: Path) -> None:
    send(LinkedFolder(web), sites["one"])
    renamed = web.rename(web.with_name("nya"))
    send(LinkedFolder(renamed), sites["two"])
    assert public(read_tree(renamed)).items() >= TWO.items()
    assert renamed.readlink().parent == Path(".nya.releases")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("links", [True, False])
def test_a_web_server_may_read_the_site_whatever_the_umask(
    sites: dict[str, Path], web: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """A scheduled job, or a careful user, may have a umask that gives none to others."""
    if not links:
        monkeypatch.setattr(LinkedFolder, "_can_link", lambda _: False)
    before = os.umask(0o077)
    try:
        for name in ("one", "two"):
            send(LinkedFolder(web), sites[name])
    finally:
        os.umask(before)
    shut = {
        path.relative_to(web.resolve()).as_posix()
        for path in [web.resolve(), *web.resolve().rglob("*")]
        if path.stat().st_mode & 0o555 != (0o555 if path.is_dir() else 0o444)
    }
    assert shut == set()
    assert web.resolve().parent.stat().st_mode & 0o111 == 0o111


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("theirs", ["cgi-bin/ny.pl", "deras/a/b.txt", "gammalt/länk"])
def test_a_foreign_file_added_during_a_delivery_is_in_the_new_release(
    sites: dict[str, Path], web: Path, monkeypatch: pytest.MonkeyPatch, theirs: str
) -> None:
    """It is added after the copy was made: otherwise it would be hidden, and gone two deliveries later."""
    write_files(web, STRANGERS)
    for name in ("one", "two"):
        send(LinkedFolder(web), sites[name])
    switch = LinkedFolder._switch

    def put_and_switch(self: LinkedFolder, release: Path) -> None:
        write_files(web, {theirs: "precious"})
        switch(self, release)

    monkeypatch.setattr(LinkedFolder, "_switch", put_and_switch)
    send(LinkedFolder(web), sites["one"])
    monkeypatch.undo()
    for name in ("one", "two"):
        assert read_tree(web).items() >= {theirs: "precious", **STRANGERS}.items()
        send(LinkedFolder(web), sites[name])
    assert public(read_tree(web)).keys() == TWO.keys() | {theirs, "theme/a.css"}


def test_the_permissions_of_an_existing_folder_are_kept(sites: dict[str, Path], web: Path) -> None:
    web.mkdir()
    web.chmod(0o2750)
    for name in ("one", "two"):
        send(LinkedFolder(web), sites[name])
    assert web.resolve().stat().st_mode & 0o7777 == 0o2750
