"""The task `publish`: it delivers what it has built, and overwrites nobody's work."""

from __future__ import annotations

import errno
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.commands import run as commands
from plugins.commands.nightly import run_nightly
from plugins.commands.online import deliver
from plugins.commands.online.deliver import Delivery, check_saved, earlier_content
from plugins.commands.runs import work
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.commands.runs.history import read_commit
from plugins.core.beside import FileBeside
from plugins.core.outputs import BUILD
from plugins.core.places import show_path
from plugins.delivery.copies import drop_copies, find_copy, keep_copy, write_last
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.local import LocalFiles
from plugins.delivery.place import Operation, Rename
from plugins.delivery.plan import TargetState
from plugins.delivery.records import EarlierReleases, Release
from plugins.discovery import room as discovery
from plugins.house.front import SiteFront
from plugins.publishing.manifest import Manifest, read_manifest
from plugins.site.rooms import ROOMS
from tests.delivery.sites import ONE, make_site, send, write_files
from tests.flow.trial import DAY, Result, Trial, snapshot

TODAY = date(2026, 11, 22)
GOAL = "content/mal/mal-1-ingen-i-morker.md"


CHANGED = "en ny fil, två ändrade filer och en borttagen fil"
"""Files that change with a text: its page, the index, which gets another name, and the search page that names it."""


def publish(trial: Trial, target: str | None, **way: bool) -> Result:
    return trial.run("publish", way=DeliveryOptions(target, **way))  # type: ignore[arg-type]  # no text, but an option


def test_publish_delivers_reports_on_a_dry_run_and_goes_back(trial: Trial) -> None:
    web = trial.folder / "mål" / "webb"
    web.parent.mkdir()
    target = f"folder:{web}"
    first = publish(trial, target)
    assert first.status == 0, first.said
    assert re.search(rf"Utlagt på {target}: \d+ nya filer \(", first.stderr)
    assert snapshot(web).keys() == snapshot(trial.output).keys() | {".well-known/build-earlier.json"}
    old = (web / "mal-1" / "index.html").read_bytes()

    trial.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    before, output = snapshot(web), snapshot(trial.output)
    dry_run = publish(trial, target, is_trial=True)
    assert dry_run.status == 0
    assert dry_run.stdout.startswith("Inga fel. Inget är skrivet.\nÄndringar på webbplatsen 22 november 2026\n")
    assert f"På {target} skulle det här ändras: {CHANGED} (" in dry_run.stderr
    assert (snapshot(web), snapshot(trial.output)) == (before, output)
    assert f"I out/site/ skulle det här ändras: {CHANGED}." in publish(trial, None, is_trial=True).stderr.replace(
        Path(show_path(trial.output)).parents[1].as_posix() + "/", ""
    )

    assert publish(trial, target).status == 0
    assert b"Nu lyser staden" in (web / "mal-1" / "index.html").read_bytes()
    back = publish(trial, target, goes_back=True)
    assert back.status == 0, back.said
    assert "tills någon publicerar" in back.stderr
    assert (web / "mal-1" / "index.html").read_bytes() == old
    found = read_manifest(web)
    assert found is not None
    assert found.held
    again = publish(trial, target, goes_back=True)
    assert (again.status, "ingen tidigare version" in again.stderr) == (1, True)


def test_files_changed_or_removed_at_the_target_are_reported_and_restored(trial: Trial) -> None:
    web = trial.folder / "webb"
    target = f"folder:{web}"
    publish(trial, target)
    whole = snapshot(web)
    (web / "mal-1" / "index.html").unlink()
    (web / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8")
    dry_run = publish(trial, target, is_trial=True)
    assert (dry_run.status, "skulle läggas tillbaka: ”mal-1/index.html” och ”robots.txt”." in dry_run.stderr) == (0, True), (
        dry_run.said
    )
    assert not (web / "mal-1" / "index.html").exists()
    again = publish(trial, target)
    assert again.status == 0
    assert f"Utlagt på {target}: två återställda filer (" in again.stderr
    assert "Det här hade någon ändrat eller tagit bort där, och det är som det ska igen: ”mal-1/index.html” och" in again.stderr
    assert snapshot(web) == whole
    assert f"På {target} ligger redan detsamma" in publish(trial, target).stderr
    assert publish(trial, target, goes_back=True).status == 1  # it was not a new release


def test_a_chosen_day_delivers_nothing_without_a_target_and_says_so(trial: Trial) -> None:
    web = trial.folder / "webb"
    (trial.folder / "publishconf.py").write_text(f'from pelicanconf import *\n\nTARGET = "folder:{web}"\n', "utf-8")
    result = trial.run("publish")
    assert (result.status, web.exists()) == (0, False)
    assert "Inget läggs ut, för innehåll eller dag är valda för hand. Ska det läggas ut ändå: skriv vart" in result.stderr


def test_the_target_is_read_from_the_setting(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    (trial.folder / "publishconf.py").write_text('from pelicanconf import *\n\nTARGET = "folder:webb"\n', "utf-8")
    monkeypatch.setattr(work, "find_today", lambda *_: TODAY)
    monkeypatch.chdir("/")  # a path in the setting is relative to the project
    trial.capsys.readouterr()
    assert commands.run("publish", commands.Options(output=str(trial.output))) == 0
    assert (trial.folder / "webb" / BUILD).is_file()
    assert "Utlagt på folder:webb" in trial.capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "status", "words"),
    [
        ("ftp://example.org/www", 2, "Skriv på något av de här sätten"),
        ("folder:/nowhere/at/all", 1, "Mappen ”/nowhere/at” finns inte"),
        ("sftp://127.0.0.1:9/www", 1, "tar inte emot på porten 9"),
    ],
)
def test_a_wrong_target_is_reported_before_anything_is_built(trial: Trial, target: str, status: int, words: str) -> None:
    result = publish(trial, target)
    assert (result.status, result.stdout) == (status, "")
    assert words in result.stderr
    assert not trial.output.exists()


def test_a_folder_that_must_not_be_moved_aside_is_refused_as_a_target(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trial.folder)
    monkeypatch.setenv("HOME", str(trial.folder.parent / "hemma"))
    (trial.folder / "docs").mkdir()
    own = ("docs", "Docs", "docs/webb", "plugins", ".git/webb", ".venv", ".cache/webb", "out/site/webb")
    for path in (".", "content", "content/sidor", "..", "out", "out/site", "/", "../hemma", *own):
        result = publish(trial, f"folder:{path}")
        assert (result.status, "kan inte vara mål" in result.stderr) == (2, True), path
        options = commands.Options(str(trial.content), str(trial.output), DAY, way=DeliveryOptions(f"folder:{path}"))
        assert (run_nightly(options), "kan inte vara mål" in trial.capsys.readouterr().err) == (2, True), path
    assert (trial.folder / "content").is_dir()
    assert (trial.folder / "docs").is_dir()


def test_a_link_to_a_folder_that_must_not_be_moved_aside_is_refused_as_a_target(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site would be written where the foreign link leads, and the files there moved aside."""
    home, web = trial.folder / "hemma", trial.folder / "www" / "webb"
    home.mkdir()
    web.parent.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before = snapshot(trial.content)
    for path in (trial.content, trial.content / "sidor", trial.folder, home, Path("../content"), Path("..")):
        web.symlink_to(path)
        result = publish(trial, f"folder:{web}")
        assert (result.status, "kan inte vara mål" in result.stderr) == (2, True), path
        assert web.readlink() == path
        web.unlink()
    (web.parent / "way").symlink_to(trial.content)
    web.symlink_to("way")
    assert publish(trial, f"folder:{web}").status == 2  # also by two links
    assert snapshot(trial.content) == before
    assert {file.name for file in web.parent.iterdir()} == {"webb", "way"}


def test_a_picture_without_consent_is_never_delivered(trial: Trial) -> None:
    web = trial.folder / "webb"
    trial.edit("content/sidor/om.md", "status:", "bild:\n  fil: lykta.png\n  beskrivning: Alva med en lykta\nstatus:")
    (trial.content / "bilder").mkdir(exist_ok=True)
    picture = next((Path(__file__).parents[1] / "sites").rglob("*.png"), None)
    assert picture is not None
    (trial.content / "bilder" / "lykta.png").write_bytes(picture.read_bytes())
    result = publish(trial, f"folder:{web}")
    assert result.status == 1
    assert "samtycke" in result.stdout
    assert not (web / BUILD).exists()


def test_a_published_address_that_would_vanish_is_reported_even_if_the_output_has_lost_it(trial: Trial) -> None:
    web = trial.folder / "webb"
    assert publish(trial, f"folder:{web}").status == 0
    (trial.content / "sidor" / "om.md").rename(trial.content / "sidor" / "om-oss.md")
    for file in trial.content.rglob("*.*"):
        if file.is_file() and b"/om/" in (data := file.read_bytes()):
            file.write_bytes(data.replace(b"/om/", b"/om-oss/"))
    assert "forlorad-adress" in trial.run("build").stdout
    result = publish(trial, f"folder:{web}")
    assert "om-oss.md:2:8: varning: Sidan /om/ finns på webbplatsen i dag" in result.stdout
    assert "tidigare adresser: /om/" in result.stdout
    assert "forlorad-adress" not in publish(trial, f"folder:{web}").stdout


def test_build_says_that_its_site_is_for_preview_only(trial: Trial) -> None:
    last = trial.run("build").stdout.splitlines()[-1]
    assert last.endswith("Den är till för att titta på, och läggs ut med: python3 tasks.py publicera")
    assert read_manifest(trial.output).kind == "desk"  # type: ignore[union-attr]  # it was just written


def test_files_that_list_pages_are_delivered_after_the_pages_in_every_language(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_files(site: SiteFront) -> Iterator[FileBeside]:
        for own in site.languages:
            for name, speaks_of_pages in (("sidorna.txt", True), ("hej.txt", False)):
                yield FileBeside(own.path(name), "en fil", lambda _site: "hej", speaks_of_pages=speaks_of_pages)

    rooms = tuple(replace(room, beside_each=find_files) if room is discovery.ROOM else room for room in ROOMS)
    monkeypatch.setattr("plugins.site.assembly.build.ROOMS", rooms)
    order = list[str]()
    perform = LocalFiles.perform

    def note(place: LocalFiles, operations: Sequence[Operation], *more: Any) -> None:
        order.extend(one.new for one in operations if isinstance(one, Rename))
        perform(place, operations, *more)

    monkeypatch.setattr(LocalFiles, "perform", note)
    result = publish(trial, f"folder:{trial.folder / 'webb'}")
    assert result.status == 0, result.said
    last_page = max(place for place, path in enumerate(order) if path.endswith(".html"))
    assert order.index("hej.txt") < last_page < min(map(order.index, ("sidorna.txt", "sitemap.xml", "data/goals.json")))


# ---- nobody's work is undone


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Prov", "-c", "user.email=prov@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def save(folder: Path, words: str) -> str:
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content" / "a.md").write_text(words, "utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", words)
    return git(folder, "rev-parse", "HEAD")


def delivery(folder: Path, commit: str | None, **way: bool) -> Delivery:
    place = LocalFiles(folder / "www")
    return Delivery("folder:www", place, TargetState(), DeliveryOptions(**way), folder / "content", commit, folder, TODAY)


def online(commit: str | None, word: str = "0") -> TargetState:
    return TargetState(Manifest("publish", TODAY, {"index.html": word * 64}, commit))


def test_an_unreadable_published_page_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: LocalFiles, _paths: Iterable[str]) -> Mapping[str, bytes]:
        raise DeliveryFault("index.html: Permission denied")

    old = replace(delivery(tmp_path, None), before=online(None)).online
    assert old is not None
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "index.html").write_bytes(b"Hej")
    assert old.read(["index.html"]) == {"index.html": b"Hej"}
    monkeypatch.setattr(LocalFiles, "read", fail)
    assert old.read(["index.html"]) == {}


def test_the_published_commit_must_be_an_ancestor_of_the_delivered_one(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    first, second = save(tmp_path, "one"), save(tmp_path, "two")
    delivery(tmp_path, second).check(online(first))
    delivery(tmp_path, second).check(online(second))
    delivery(tmp_path, second).check(TargetState())
    for unknown in (second, "f" * 40, "--help"):
        with pytest.raises(DeliveryFault, match=r"(?s)någon har publicerat.*python3 tasks.py hamta.*--ersatt"):
            delivery(tmp_path, first).check(online(unknown))
    delivery(tmp_path, first, replaces=True).check(online(second))
    delivery(tmp_path, first, goes_back=True).check(online(second))


def test_without_a_history_the_published_site_must_be_the_last_one_from_this_machine(tmp_path: Path) -> None:
    with pytest.raises(DeliveryFault, match="någon annan har publicerat"):
        delivery(tmp_path, None).check(online(None))
    write_last(tmp_path / ".utgivet", "folder:www", online(None).manifest, online(None, "1").manifest)
    delivery(tmp_path, None).check(online(None))
    delivery(tmp_path, None).check(online(None, "1"))
    for state in (online(None, "2"), online("c" * 40)):
        with pytest.raises(DeliveryFault, match="--ersatt"):
            delivery(tmp_path, None).check(state)


def test_published_content_must_be_saved_and_shared(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    assert check_saved(content) is None
    git(tmp_path, "init", "--quiet")
    with pytest.raises(DeliveryFault, match=r"inte är sparade(?s:.*)python3 tasks.py spara"):
        check_saved(content)
    commit = save(tmp_path, "one")
    assert check_saved(content) == commit == read_commit(content)
    git(tmp_path, "init", "--quiet", "--bare", str(tmp_path / "shared.git"))
    git(tmp_path, "remote", "add", "origin", str(tmp_path / "shared.git"))
    with pytest.raises(DeliveryFault, match=r"inte delat(?s:.*)python3 tasks.py spara"):
        check_saved(content)
    git(tmp_path, "push", "--quiet", "origin", "HEAD")
    assert check_saved(content) == commit
    (tmp_path / ".gitattributes").write_text("* text=auto eol=lf\n", "utf-8")
    (content / "a.md").write_bytes(b"one\nmore\n")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "More")
    git(tmp_path, "push", "--quiet", "origin", "HEAD")
    (content / "a.md").write_bytes(b"one\r\nmore\r\n")  # as some Windows editors write it; there is nothing to save
    assert check_saved(content) == git(tmp_path, "rev-parse", "HEAD")
    (content / "b.md").touch()
    with pytest.raises(DeliveryFault, match="inte är sparade"):
        check_saved(content)
    (tmp_path / ".gitignore").write_text("/passed-over/\n", "utf-8")
    (tmp_path / "passed-over").mkdir()
    assert check_saved(tmp_path / "passed-over") is None


def test_the_content_of_an_earlier_release_comes_from_the_history_or_a_copy(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    first, second = save(tmp_path, "one"), save(tmp_path, "två")

    def before(*ids: str) -> Delivery:
        releases = tuple(Release(name, "2026-11-22") for name in ids)
        return Delivery(
            "x",
            LocalFiles(tmp_path),
            TargetState(earlier=EarlierReleases({}, releases)),
            DeliveryOptions(),
            tmp_path / "content",
            None,
            tmp_path,
            TODAY,
        )

    content, commit = earlier_content(before(second, first), tmp_path / "work")
    assert ((content / "a.md").read_text("utf-8"), commit) == ("one", first)
    copy = keep_copy(tmp_path / ".utgivet", tmp_path / "content", TODAY)
    content, commit = earlier_content(before(second, copy), tmp_path / "unused")
    assert ((content / "a.md").read_text("utf-8"), commit) == ("två", None)
    with pytest.raises(DeliveryFault, match="ingen tidigare version"):
        earlier_content(before(second), tmp_path / "unused")
    with pytest.raises(DeliveryFault, match=r"från 22.november 2026, finns inte på den här datorn"):
        earlier_content(before(second, "f" * 40), tmp_path / "unused")


def test_a_copy_of_the_content_is_stored_once_and_removed_when_no_release_needs_it(tmp_path: Path) -> None:
    store, content = tmp_path / ".utgivet", tmp_path / "content"
    content.mkdir()
    (content / "a.md").write_text("one", "utf-8")
    store.mkdir()
    name = keep_copy(store, content, TODAY)
    assert keep_copy(store, content, date(2027, 1, 1)) == name
    (content / "a.md").write_text("two", "utf-8")
    other = keep_copy(store, content, TODAY)
    assert (find_copy(store, "../content"), find_copy(store, "none")) == (None, None)
    drop_copies(store, {other})
    assert (find_copy(store, name), find_copy(store, other)) == (None, store / other / "content")


def test_an_incomplete_copy_of_the_content_is_removed(tmp_path: Path) -> None:
    store, content = tmp_path / ".utgivet", tmp_path / "content"
    write_files(content, {"a.md": "one"})
    store.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", refuse)  # as when the run is killed
        with pytest.raises(OSError, match="full"):
            keep_copy(store, content, TODAY)
    write_files(content, {"a.md": "two"})
    name = keep_copy(store, content, TODAY)
    (store / "2026-11-22-something of mine").mkdir()
    drop_copies(store, {name})
    assert sorted(path.name for path in store.iterdir()) == sorted([name, "2026-11-22-something of mine"])


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "the disk is full")


@pytest.mark.parametrize("step", ["write_text", "replace"])
def test_the_record_of_the_last_delivery_stays_if_it_cannot_be_rewritten(tmp_path: Path, step: str) -> None:
    """Otherwise the next delivery from this machine would be refused as another editor's."""
    store, manifest = tmp_path / ".utgivet", online(None).manifest
    write_last(store, "folder:www", manifest)
    write = Path.write_text

    def write_half(path: Path, text: str, *given: str) -> None:
        write(path, text[: len(text) // 2], *given)
        refuse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, step, write_half if step == "write_text" else refuse)
        with pytest.raises(OSError, match="full"):
            write_last(store, "folder:www", manifest, online(None, "1").manifest)
    delivery(tmp_path, None).check(online(None))


def test_a_full_local_disk_is_reported_with_the_state_of_the_output(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    web = trial.folder / "webb"
    assert publish(trial, f"folder:{web}").status == 0
    trial.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    before = snapshot(web)
    with monkeypatch.context() as patch:
        patch.setattr(deliver, "write_last", refuse)
        result = publish(trial, f"folder:{web}")
    assert result.status == 1
    assert "Disken är full" in result.stdout
    assert "1 fel att rätta. Mappen" in result.stdout
    assert "har redan den nya webbplatsen." in result.stdout
    assert snapshot(web) == before
    assert publish(trial, f"folder:{web}").status == 0
    assert "Nu lyser staden" in (web / "mal-1" / "index.html").read_text("utf-8")


def test_an_interrupted_delivery_of_ours_is_not_taken_for_another_editors(tmp_path: Path) -> None:
    """It is interrupted after the manifest, before its end was recorded."""
    site = make_site(tmp_path / "one", ONE, commit=None)
    (tmp_path / "www").mkdir()
    place = LocalFiles(tmp_path / "www")
    send(place, site)
    (tmp_path / "content").mkdir()
    mine = delivery(tmp_path, None)
    write_last(tmp_path / ".utgivet", "folder:www", None, read_manifest(site))
    mine.check(TargetState(read_manifest(tmp_path / "www")))
    assert json.loads((tmp_path / "www" / BUILD).read_text("utf-8"))["built_for"] == DAY
