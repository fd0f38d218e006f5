"""Files changed or removed at a target are restored by the next delivery, even if the site is the same."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from plugins.core.outputs import BUILD, EARLIER
from plugins.delivery.engine import try_delivery
from plugins.delivery.local import LocalFiles
from plugins.delivery.place import Operation, Put, Rename
from plugins.delivery.sftp_listing import MOST_FOLDERS, share_folders
from tests.delivery.sites import ONE, STRANGERS, THREE, Makes, make_site, public, read_tree, request, send, write_files


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sites")
    return {name: make_site(folder / name, files) for name, files in (("one", ONE), ("three", THREE))}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "www", STRANGERS)


def spoil(root: Path) -> list[str]:
    """Change and remove files of ours; return their paths."""
    (root / "om" / "index.html").write_text(ONE["om/index.html"].replace("om", "mo"), "utf-8")  # of the same size
    (root / "logo-ek.svg").write_text("", "utf-8")
    (root / "theme" / "a.css").unlink()
    shutil.rmtree(root / "bilder")
    return ["bilder/å ä [1].jpg", "logo-ek.svg", "om/index.html", "theme/a.css"]


def test_changed_and_removed_files_are_restored_and_the_release_is_the_same(
    sites: dict[str, Path], root: Path, makes: Makes, tmp_path: Path
) -> None:
    send(makes(root), sites["one"])
    records = {name: (root / name).read_text("utf-8") for name in (BUILD, EARLIER)}
    spoiled = spoil(root)
    later = make_site(tmp_path / "later", ONE, commit="another")
    before = read_tree(root)
    trial = try_delivery(makes(root), request(later))
    assert (trial.restored, trial.is_done) == (tuple(spoiled), True)
    assert read_tree(root) == before
    outcome = send(makes(root), later)
    assert (outcome.restored, outcome.is_done, outcome.difference.changed) == (tuple(spoiled), True, ())
    assert outcome.after.commit == "commit-one"
    assert public(read_tree(root)) == ONE
    assert {name: (root / name).read_text("utf-8") for name in records} == records
    assert read_tree(root).items() >= STRANGERS.items()
    assert not send(makes(root), later).is_done


def test_changed_and_removed_files_are_restored_together_with_new_ones(sites: dict[str, Path], root: Path, makes: Makes) -> None:
    send(makes(root), sites["one"])
    spoiled = spoil(root)
    outcome = send(makes(root), sites["three"])
    assert outcome.restored == tuple(spoiled)
    assert outcome.difference.changed == ("index.html",)
    assert public(read_tree(root)) == THREE


def test_files_kept_from_the_previous_release_stay_when_others_are_restored(
    sites: dict[str, Path], root: Path, makes: Makes
) -> None:
    for name in ("three", "one"):
        send(makes(root), sites[name])
    assert (root / "theme" / "c.css").exists()
    spoil(root)
    send(makes(root), sites["one"])
    assert (root / "theme" / "c.css").exists()
    assert list(json.loads((root / EARLIER).read_text("utf-8"))["kept"]) == ["theme/c.css"]


def test_files_that_a_page_links_to_are_restored_before_it(sites: dict[str, Path], root: Path) -> None:
    send(LocalFiles(root), sites["one"])
    spoil(root)
    renamed: list[str] = []

    class Watched(LocalFiles):
        def do(self, operation: Operation) -> None:
            super().do(operation)
            renamed.extend([operation.new] if isinstance(operation, Rename) else [])
            assert isinstance(operation, Put) or (self.root / "index.html").read_text("utf-8") == ONE["index.html"]

    send(Watched(root), sites["one"])
    assert [path for path in renamed if not path.startswith(".")] == [
        "bilder/å ä [1].jpg",
        "logo-ek.svg",
        "theme/a.css",
        "om/index.html",
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_has_become_unreadable_is_sent_again(sites: dict[str, Path], root: Path, makes: Makes) -> None:
    send(makes(root), sites["one"])
    (root / "index.html").chmod(0)
    assert send(makes(root), sites["one"]).restored == ("index.html",)
    assert public(read_tree(root)) == ONE


@pytest.mark.parametrize("pages", [0, 3, MOST_FOLDERS, MOST_FOLDERS + 1, 1000])
def test_many_folders_are_checked_a_few_at_a_time_in_turn(pages: int) -> None:
    paths = [*(f"sida/{number}/index.html" for number in range(pages)), "index.html", "theme/a.css"]
    turns = [share_folders(paths, turn) for turn in range(740_000, 740_000 + pages // MOST_FOLDERS + 2)]
    assert all("" in folders and len(folders) <= MOST_FOLDERS + 1 for folders in turns)
    assert frozenset().union(*turns) == {path.rpartition("/")[0] for path in paths}
