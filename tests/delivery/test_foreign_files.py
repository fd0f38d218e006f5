"""Foreign files at a target are reported, and never removed or changed unasked, even if they are in the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from plugins.core.outputs import BUILD, JOURNAL, file_key
from plugins.delivery.engine import try_delivery
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.local import LocalFiles
from plugins.delivery.place import Operation, Put, Remove, Rename, TargetListing
from tests.delivery.sites import ONE, STRANGERS, THREE, TWO, Makes, file, make_site, public, read_tree, request, send, write_files


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sites")
    found = {name: make_site(folder / name, files) for name, files in (("one", ONE), ("two", TWO), ("three", THREE))}
    return found | {"safe": make_site(folder / "safe", {**ONE, ".well-known/security.txt": file("safe")})}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "www", STRANGERS)


def describe(folder: Path) -> dict[str, str]:
    """Return all entries of a folder: texts of files, targets of links, and folders."""
    return {
        path.relative_to(folder).as_posix(): f"-> {path.readlink()}"
        if path.is_symlink()
        else "folder"
        if path.is_dir()
        else path.read_text("utf-8")
        for path in folder.rglob("*")
    }


def refuse(makes: Makes, root: Path, source: Path, *, is_first: bool = False) -> str:
    """Return the message of a refused delivery; check that a dry run is refused too, and that nothing changes."""
    before = describe(root)
    asked = request(source, is_first=is_first)
    with pytest.raises(DeliveryFault) as on_trial:
        try_delivery(makes(root), asked)
    with pytest.raises(DeliveryFault) as raised:
        send(makes(root), source, is_first=is_first)
    assert str(on_trial.value) == str(raised.value)
    assert describe(root) == before
    return str(raised.value)


def test_a_foreign_file_in_place_of_our_folder_is_overwritten_only_if_requested(
    sites: dict[str, Path], root: Path, makes: Makes
) -> None:
    send(makes(root), sites["one"])
    shutil.rmtree(root / "om")
    (root / "om").write_text("precious", "utf-8")
    message = refuse(makes, root, sites["two"])
    assert "filer som inte är våra, och som webbplatsen skulle skriva över: ”om”. Inget är ändrat där." in message
    send(makes(root), sites["two"], is_first=True)
    assert public(read_tree(root)).items() >= TWO.items()


def test_a_foreign_file_in_place_of_the_folder_of_our_records_is_overwritten_only_if_requested(
    sites: dict[str, Path], root: Path, makes: Makes
) -> None:
    shutil.rmtree(root / ".well-known")
    (root / ".well-known").write_text("precious", "utf-8")
    with pytest.raises(DeliveryFault, match=r"skriva över: ”\.well-known”"):
        try_delivery(makes(root), request(sites["safe"]))
    with pytest.raises(DeliveryFault, match=r"”\.well-known”") as raised:
        send(makes(root), sites["safe"])
    assert "Någon annan" not in str(raised.value)
    assert (root / ".well-known").read_text("utf-8") == "precious"


def test_a_folder_in_place_of_our_file_is_reported_and_nothing_is_changed(
    sites: dict[str, Path], root: Path, makes: Makes
) -> None:
    send(makes(root), sites["one"])
    (root / "index.html").unlink()
    (root / "index.html").mkdir()
    for is_first in (False, True):
        message = refuse(makes, root, sites["two"], is_first=is_first)
        assert "Mappen ”index.html” är inte vår, och webbplatsen behöver en fil med det namnet. Inget är ändrat där." in message
        assert "flytta den, och kör samma kommando igen" in message


def test_foreign_files_in_a_folder_that_becomes_a_file_are_reported_and_nothing_is_changed(
    sites: dict[str, Path], root: Path, makes: Makes
) -> None:
    send(makes(root), sites["two"])
    write_files(root, {"gammal.html/deras/bild.txt": "precious"})
    for is_first in (False, True):
        message = refuse(makes, root, sites["one"], is_first=is_first)
        assert "något i sig som inte är vårt: ”gammal.html/deras”. Inget är ändrat där." in message
    shutil.rmtree(root / "gammal.html" / "deras")
    send(makes(root), sites["one"])
    assert public(read_tree(root)).items() >= ONE.items()


@pytest.mark.parametrize("name", ["ny", "bilder", "om"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_in_place_of_a_folder_is_reported_and_nothing_behind_it_is_changed(
    sites: dict[str, Path], root: Path, makes: Makes, tmp_path: Path, name: str, is_there: bool
) -> None:
    """The folder is new, or one of ours: behind the link are foreign files."""
    theirs = write_files(tmp_path / "originals", {"index.html": "precious", "sida/a.txt": "precious", "å ä [1].jpg": "precious"})
    send(makes(root), sites["one"])
    shutil.rmtree(root / name, ignore_errors=True)
    (root / name).symlink_to(theirs if is_there else tmp_path / "nowhere")
    before = describe(theirs)
    for is_first in (False, True):
        message = refuse(makes, root, sites["two"], is_first=is_first)
        assert f"Där webbplatsen ska ha en mapp ligger en länk som inte är vår: ”{name}”. Inget är ändrat där." in message
    assert describe(theirs) == before


def test_nothing_behind_a_foreign_link_is_removed_or_reported_as_removed(
    sites: dict[str, Path], root: Path, makes: Makes, tmp_path: Path
) -> None:
    """The site no longer has the page, and a foreign link is there: to a foreign page, or to where ours was moved."""
    send(makes(root), sites["two"])
    theirs = write_files(tmp_path / "originals", {"sida/index.html": "precious", "b.css": "precious"})
    shutil.rmtree(root / "ny")
    (root / "ny").symlink_to(theirs)
    assert "en länk som inte är vår: ”ny”. Inget är ändrat där." in refuse(makes, root, sites["one"])
    (theirs / "sida" / "index.html").unlink()
    send(makes(root), sites["one"])
    assert public(read_tree(root)).items() >= ONE.items()
    assert (root / "ny").readlink() == theirs
    assert (theirs / "b.css").read_text("utf-8") == "precious"


def test_a_link_in_place_of_a_file_is_overwritten_only_if_requested(
    sites: dict[str, Path], root: Path, makes: Makes, tmp_path: Path
) -> None:
    send(makes(root), sites["one"])
    theirs = write_files(tmp_path / "originals", {"a.html": "precious"})
    (root / "index.html").unlink()
    (root / "index.html").symlink_to(theirs / "a.html")
    (root / "logo-alm.svg").symlink_to("nowhere")
    message = refuse(makes, root, sites["two"])
    assert "filer som inte är våra" in message
    assert "”index.html” och ”logo-alm.svg”" in message
    send(makes(root), sites["two"], is_first=True)
    assert public(read_tree(root)).items() >= TWO.items()
    assert (theirs / "a.html").read_text("utf-8") == "precious"
    (root / "om" / "index.html").unlink()
    (root / "om" / "index.html").symlink_to(theirs)
    assert "en mapp som inte är vår: ”om/index.html”" in refuse(makes, root, sites["one"], is_first=True)


def test_the_link_of_a_host_for_certificates_stays(sites: dict[str, Path], root: Path, makes: Makes, tmp_path: Path) -> None:
    (root / ".well-known").rename(tmp_path / "well-known")
    (root / ".well-known").symlink_to(tmp_path / "well-known")
    for name in ("safe", "two"):
        send(makes(root), sites[name])
    assert public(read_tree(root)).items() >= TWO.items()
    assert (root / ".well-known").readlink() == tmp_path / "well-known"
    assert (tmp_path / "well-known" / "acme-challenge" / "token").read_text("utf-8") == "precious"


def test_everything_in_the_way_is_reported_at_once(sites: dict[str, Path], root: Path, makes: Makes, tmp_path: Path) -> None:
    write_files(root, {"logo-alm.svg": "precious", "om": "precious", "index.html/a": "precious"})
    (root / "ny").symlink_to(tmp_path)
    message = refuse(makes, root, sites["two"])
    for part in ("”logo-alm.svg” och ”om”", "en mapp som inte är vår: ”index.html”", "en länk som inte är vår: ”ny”"):
        assert part in message


# ---- disks that know no capitals


class Folded(LocalFiles):
    """A place on a file system that ignores case and Unicode form, as on macOS and Windows."""

    def _there(self, path: str) -> str:
        """Return a path as the file system has it."""
        at = self.root
        for part in path.split("/") if path else ():
            names = {file_key(name.name): name.name for name in at.iterdir()} if at.is_dir() else {}
            at /= names.get(file_key(part), part)
        return at.relative_to(self.root).as_posix().removeprefix(".") if path and not path.startswith(".") else path

    def read_listing(self, folders: Iterable[str]) -> TargetListing:
        """Return the entries of folders, whatever the spelling of their names."""
        asked = {folder: self._there(folder) for folder in folders}
        found = super().read_listing(asked.values())
        return TargetListing(found.files, {folder: found.names[there] for folder, there in asked.items() if there in found.names})

    def find_existing(self, paths: Iterable[str]) -> frozenset[str]:
        """Return the paths that exist."""
        return frozenset(path for path in paths if (self.root / self._there(path)).exists())

    def do(self, operation: Operation) -> None:
        """Run an operation on the existing spelling of the name, if any."""
        match operation:
            case Put() | Remove():
                super().do(type(operation)(**{**fields(operation), "path": self._there(operation.path)}))
            case Rename():
                super().do(Rename(self._there(operation.old), self._there(operation.new)))
            case _:
                super().do(operation)


def fields(operation: Operation) -> Mapping[str, object]:
    return {name: getattr(operation, name) for name in operation.__slots__}  # type: ignore[union-attr]  # all have them


@pytest.mark.parametrize("theirs", ["INDEX.html", "Ny", "bilder/A\u030a \u00e4 [1].jpg", "Bilder"])
def test_a_foreign_file_with_another_case_is_overwritten_only_if_requested_where_case_is_ignored(
    sites: dict[str, Path], root: Path, theirs: str
) -> None:
    write_files(root, {theirs: "precious"})
    message = refuse(Folded, root, sites["two"])
    assert "filer som inte är våra" in message
    assert file_key(theirs) in file_key(message)
    assert (root / theirs).read_text("utf-8") == "precious"
    send(Folded(root), sites["two"], is_first=True)
    assert {file_key(path): text for path, text in read_tree(root).items()}.items() >= {
        file_key(path): text for path, text in TWO.items()
    }.items()
    for name in ("one", "two"):
        send(Folded(root), sites[name])


def test_a_foreign_folder_with_another_case_gets_our_files_where_case_is_ignored(sites: dict[str, Path], root: Path) -> None:
    write_files(root, {"Bilder/deras.txt": "precious"})
    for name in ("one", "two"):
        send(Folded(root), sites[name])
    assert (root / "Bilder" / "deras.txt").read_text("utf-8") == "precious"
    assert (root / "Bilder" / "å ä [1].jpg").read_text("utf-8") == TWO["bilder/å ä [1].jpg"]


def test_a_foreign_file_with_another_case_is_kept_beside_ours_where_case_matters(
    sites: dict[str, Path], root: Path, makes: Makes
) -> None:
    write_files(root, {"INDEX.html": "precious", "Ny/a.txt": "precious"})
    for name in ("one", "two"):
        send(makes(root), sites[name])
    tree = read_tree(root)
    assert (tree["INDEX.html"], tree["Ny/a.txt"]) == ("precious", "precious")
    assert tree.items() >= TWO.items()
    assert BUILD in tree
    assert JOURNAL not in tree
