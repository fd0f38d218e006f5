"""The manifest: what is written is read back unchanged, foreign data is rejected, and a build writes it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from plugins.core.outputs import BUILD, MARK, OutputFault
from plugins.publishing.lost_addresses import open_old_site
from plugins.publishing.manifest import (
    BuildInfo,
    Difference,
    Manifest,
    compare,
    describe_files,
    is_ours,
    list_all,
    parse_manifest,
    read_manifest,
    write_manifest,
)

DAY = date(2026, 11, 22)
FULL = Manifest("publish", DAY, {"index.html": "a" * 64, "å ä.svg": "0" * 64}, "c0ffee", date(2026, 12, 31), held=True)


def write_site(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_manifest_is_read_back_unchanged_and_has_its_documented_form() -> None:
    assert parse_manifest(FULL.to_bytes()) == FULL
    assert json.loads(FULL.to_bytes()) == {
        "version": 1,
        "kind": "publish",
        "built_for": "2026-11-22",
        "commit": "c0ffee",
        "next_change": "2026-12-31",
        "held": True,
        "files": {"index.html": "a" * 64, "å ä.svg": "0" * 64},
    }
    bare = Manifest("desk", DAY, {})
    assert parse_manifest(bare.to_bytes()) == bare


def test_a_manifest_lists_every_file_except_itself(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{"index.html": "hem", "bilder/å ä.svg": "<svg/>", ".htaccess": "x"})
    written = write_manifest(site, DAY, BuildInfo(commit="c0ffee"))
    assert written.files == {
        name: sha256(text.encode()).hexdigest()
        for name, text in {".htaccess": "x", "bilder/å ä.svg": "<svg/>", "index.html": "hem"}.items()
    }
    assert read_manifest(site) == written
    assert describe_files(site) == written.files  # also now that the manifest lies there


@pytest.mark.skipif(os.name == "nt", reason="links, and pipes")
def test_links_and_special_files_are_listed_apart_from_files(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", **{"a.html": "a", "om/index.html": "om"})
    (site / "om/there").symlink_to(site / "a.html")
    (site / "om/nowhere").symlink_to(site / "gone")
    (site / "folder").symlink_to(site / "om")
    (site / "om/round").symlink_to(site / "om/round")
    os.mkfifo(site / "om/pipe")
    found = list_all(site)
    assert found.files == {"a.html", "om/index.html", "om/there"}
    assert found.links == {"om/there", "om/nowhere", "om/round"}
    assert found.others == {"om/nowhere", "om/round", "om/pipe"}


def test_a_removed_file_of_an_old_site_is_omitted(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{"a.html": "a", "b.html": "b"})
    write_manifest(site, DAY, BuildInfo())
    old = open_old_site(site, list_all(site).files)
    assert old is not None
    (site / "b.html").unlink()
    assert old.read(["a.html", "b.html"]) == {"a.html": b"a"}


def test_an_unreadable_file_of_an_old_site_is_omitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_site(tmp_path, **{"a.html": "a", "b.html/c.html": "c"})
    write_manifest(site, DAY, BuildInfo())
    old = open_old_site(site)
    assert old is not None
    assert old.read(["a.html", "b.html"]) == {"a.html": b"a"}, "one that cannot be read as a file"

    def refuse(folder: str) -> object:
        raise PermissionError(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert open_old_site(site) is None


def spoil(change: Callable[[dict[str, Any]], object]) -> bytes:
    record = json.loads(FULL.to_bytes())
    change(record)
    return json.dumps(record).encode()


SPOILT = {
    "cut": FULL.to_bytes()[:-9],
    "a page": b"<!DOCTYPE html>",
    "not text": b"\xff\xfe\x00",
    "a list": b"[]",
    "too deep": b"[" * 100_000,
    "another version": spoil(lambda record: record.update(version=2)),
    "another kind": spoil(lambda record: record.update(kind="draft")),
    "no day": spoil(lambda record: record.update(built_for="snart")),
    "no files": spoil(lambda record: record.pop("files")),
    "no digest": spoil(lambda record: record.update(files={"index.html": "A" * 64})),
    "a commit that is no text": spoil(lambda record: record.update(commit=7)),
    **{
        f"a path {path!r}": spoil(lambda record, path=path: record.update(files={path: "a" * 64}))  # type: ignore[misc]  # bound
        for path in ("../x", "/etc/passwd", "a//b", "a/./b", "", "a\nrm b", "a\\..\\b", "a/", "a\x00b")
    },
}


@pytest.mark.parametrize("name", SPOILT)
def test_an_invalid_manifest_is_rejected(name: str) -> None:
    assert parse_manifest(SPOILT[name]) is None


def test_a_file_whose_name_cannot_be_delivered_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(OutputFault, match="Ge den ett annat namn"):
        write_manifest(write_site(tmp_path, **{"a\nb.html": "x"}), DAY, BuildInfo())
    assert not (tmp_path / BUILD).exists()


def test_a_folder_is_ours_by_its_manifest_or_by_the_former_mark(tmp_path: Path) -> None:
    for name in ("new", "former", "foreign", "empty"):
        (tmp_path / name).mkdir()
    write_manifest(tmp_path / "new", DAY, BuildInfo())
    (tmp_path / "former" / MARK).touch()
    write_site(tmp_path / "foreign", **{BUILD: '{"version": 1}'})
    assert [is_ours(tmp_path / name) for name in ("new", "former", "foreign", "empty", "none")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_new_day_or_commit_alone_is_not_a_change() -> None:
    assert FULL.says_the_same(replace(FULL, built_for=date(2027, 1, 1), commit=None))
    for other in (
        replace(FULL, files={}),
        replace(FULL, held=False),
        replace(FULL, next_change=None),
        replace(FULL, kind="desk"),
    ):
        assert not FULL.says_the_same(other)


def test_a_site_is_outdated_from_the_day_of_its_next_change() -> None:
    assert [FULL.is_old(date(2026, 12, day)) for day in (30, 31)] == [False, True]
    assert not replace(FULL, next_change=None).is_old(date(2099, 1, 1))


def test_two_sites_are_compared_by_the_contents_of_their_files() -> None:
    found = compare({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"})
    assert found == Difference(new=("d",), changed=("b",), gone=("a",), unchanged=("c",))
    assert found
    assert not compare({"a": "1"}, {"a": "1"})
