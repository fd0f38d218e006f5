"""What was removed from the site is in none of the program's files, searched byte by byte, also compressed."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from plugins.commands import forget
from plugins.core.intake.store import Store
from plugins.core.pictures import gallery
from plugins.delivery.folder import LinkedFolder
from plugins.delivery.records import Owner
from tests.flow.test_nightly import GOAL, keep, night, tonight
from tests.flow.test_remove_now import PHOTO, remove
from tests.flow.trial import Trial

__all__ = ["night"]

PERSON = "Alva Ek"
REACHED = ("alva@example.org", "+4621123456", "021-12\N{NO-BREAK SPACE}34\N{NO-BREAK SPACE}56", "021-12 34 56")
VOICE = "röst:\n  citat: Jag ser stjärnorna bättre nu.\n  namn: Alva Ek\n  samtycke: ja\nstatus: publicerad"
STREAM = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
"""First bytes of data compressed by gzip and zlib."""


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield bytes as they are, and decompressed from any position where compressed data begins."""
    yield data
    for found in STREAM.finditer(data):
        try:
            yield zlib.decompressobj(wbits=47).decompress(data[found.start() :])
        except zlib.error:
            continue


def find(trial: Trial, *needles: str | bytes) -> list[str]:
    """Return each file outside the content and its history with one of these in its name or bytes."""
    words = [one for needle in needles for one in ([needle] if isinstance(needle, bytes) else _ways_to_write(needle))]
    found = []
    for path in sorted(trial.folder.rglob("*")):
        name = path.relative_to(trial.folder).as_posix()
        if path.is_symlink() or not path.is_file() or name.startswith(("content/", ".git/", ".utgivet/", "borttaget.yaml")):
            continue
        if any(word in data for data in (name.encode(), *unpacked(path.read_bytes())) for word in words):
            found.append(name)
    return found


def _ways_to_write(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-le"), text.encode("utf-32-le"), text.encode("unicode_escape")]


def test_the_search_of_these_tests_finds_packed_and_encoded_words(trial: Trial) -> None:
    (trial.folder / "a").write_bytes(b"x" + zlib.compress(PERSON.encode()))
    (trial.folder / "b").write_bytes(PERSON.encode("utf-16-le"))
    (trial.folder / PERSON).touch()
    assert [name for name in find(trial, PERSON) if "/" not in name] == ["Alva Ek", "a", "b"]


@pytest.fixture
def kept(night: Trial, monkeypatch: pytest.MonkeyPatch) -> Trial:
    """Return a project that has published, built and checked, to two folders, and has filled all caches."""
    monkeypatch.setattr(gallery, "Store", partial(Store, night.folder / ".cache" / "bilder"))
    monkeypatch.setattr("plugins.core.intake.store.SETTLED", sys.maxsize)  # also in a clone of a moment ago
    monkeypatch.setattr("plugins.site.cache.cached_bench.DEAR", 0)
    monkeypatch.setenv("TMPDIR", str(night.folder / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (night.folder / "tmp").mkdir()
    night.edit(GOAL, "status: publicerad", PHOTO)
    night.edit("content/mal/mal-2-ingen-fryser.md", "status: publicerad", VOICE)
    night.edit("content/sidor/om.md", "Vi tänder lyktor.", "Vi tänder lyktor.\n\nAlva Ek berättar gärna mer.\n\nAndra också.")
    keep(night)
    for day in ("2026-11-20", "2026-11-21"):  # a release, and one before it
        assert tonight(night, day).status == 0
    for words in (("Andra också.", "Andra med."), ("Andra med.", "Andra också.")):
        night.edit("content/sidor/om.md", *words)
        for output in (night.output, night.folder / "out" / "other"):
            assert night.run(output=str(output)).status == 0
    keep(night)
    assert tonight(night).status == 0
    for name in ("bankar", "bilder", "forra"):
        assert [*(night.folder / ".cache" / name).iterdir()], name
    return night


def leave_of_stopped_runs(trial: Trial) -> None:
    """Write what killed runs, recent and old, and an older version have left."""
    (trial.folder / ".cache" / "gamla-sidor").mkdir()
    (trial.folder / ".cache" / "gamla-sidor" / "x").write_text(PERSON, "utf-8")
    (trial.folder / ".cache" / "bankar" / f"{'0' * 40}.{'1' * 16}.ny").write_text(PERSON, "utf-8")
    (trial.folder / ".cache" / "senaste-fel.txt").write_text(f"{PERSON}: KeyError", "utf-8")
    left = trial.folder / "tmp" / "lokalamalen-natt-x1y2"
    left.mkdir()
    (left / "kontakter.yaml").write_text(PERSON, "utf-8")
    for path in (left / "kontakter.yaml", left):
        os.utime(path, (time.time() - 2 * forget.LEFT,) * 2)


def test_a_removed_person_is_in_no_kept_file(kept: Trial) -> None:
    leave_of_stopped_runs(kept)
    assert len(find(kept, PERSON, *REACHED)) > 10
    person = remove(kept, PERSON)
    assert person.status == 0, person.said
    other = "out/other/"  # a site built to another folder belongs to whoever built it
    assert [name for name in find(kept, PERSON, *REACHED, "Jag ser stjärnorna bättre nu.") if not name.startswith(other)] == []
    assert "I det som är sparat förut finns det kvar" in person.stderr
    assert (kept.folder / ".cache" / "mallar").is_dir()  # what holds nothing of the content stays


def test_a_removed_picture_is_in_no_kept_file(kept: Trial) -> None:
    shown = [path for path in (kept.folder / "webb" / "bilder").iterdir() if path.name.startswith("lykta")]
    bytes_of_it = [path.read_bytes() for path in shown]
    photo = remove(kept, "lykta.png")
    assert photo.status == 0, photo.said
    (kept.content / "bilder" / "lykta.png").unlink()
    assert kept.run("check").status == 0
    found = find(kept, "Någon med en lykta", *(path.stem for path in shown), *bytes_of_it)
    assert [name for name in found if not name.startswith("out/other/")] == []


def test_a_removed_persons_number_left_in_a_text_is_reported(kept: Trial) -> None:
    kept.edit("content/sidor/om.md", "Andra också.", "Ring 021-12 34 56.")
    keep(kept)
    assert tonight(kept).status == 0
    person = remove(kept, PERSON)
    assert (person.status, "021-12 34 56" in person.stdout, "/om/" in person.stdout) == (1, True, True), person.said


def test_a_folder_that_cannot_be_emptied_is_reported(kept: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(forget, "rmtree", refuse)
    person = remove(kept, PERSON)
    assert (person.status, ".cache/bankar" in person.stdout) == (1, True), person.said


def test_runs_after_a_removal_keep_nothing_of_the_removed_person(kept: Trial) -> None:
    assert remove(kept, PERSON).status == 0
    for task in ("check", "build"):
        assert kept.run(task).status == 0
    found: list[str] = find(kept, PERSON, *REACHED)
    assert [name for name in found if not name.startswith("out/other/")] == []


def test_no_release_is_removed_while_another_computer_delivers(kept: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    releases = kept.folder / ".webb.releases"
    before = {path.name for path in releases.iterdir()}
    take = LinkedFolder.take_lock
    asked: list[Owner] = []

    def other(place: LinkedFolder, owner: Owner, known: Owner | None) -> Owner | None:
        asked.append(owner)
        return take(place, owner, known) if len(asked) == 1 else Owner("1", "2", "Siv på datorn x", "2026-11-22T10:00:00+00:00")

    monkeypatch.setattr(LinkedFolder, "take_lock", other)
    person = remove(kept, PERSON)
    assert (person.status, "I den förra utgåvan" in person.stdout, len(asked)) == (1, True, 2), person.said
    assert before & {path.name for path in releases.iterdir()}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owner by number here")
def test_files_left_by_another_users_runs_are_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a shared temporary folder they can neither be removed nor should this user be asked to."""
    left = tmp_path / "lokalamalen-natt-x1y2"
    left.mkdir()
    os.utime(left, (time.time() - 2 * forget.LEFT,) * 2)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(os, "getuid", lambda: left.stat().st_uid + 1)
        assert forget.forget_kept(tmp_path / "project", tmp_path / "content") == []
        assert left.exists()
    assert forget.forget_kept(tmp_path / "project", tmp_path / "content") == []
    assert not left.exists()
