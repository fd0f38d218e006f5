"""The watcher reports a save at once, a burst of saves as one, and a file when it is complete; each is shown as one change."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from watchfiles._rust_notify import WatchfilesRustInternalError

from plugins.commands.preview import live as live_module
from plugins.commands.preview import silent_changes
from plugins.commands.preview import watcher as watcher_module
from plugins.commands.preview.answers import answer
from plugins.commands.preview.live import LiveSite
from plugins.commands.preview.state import Preview
from plugins.commands.preview.task import RENEWED, PreviewKeeper
from plugins.commands.preview.watcher import BLOCK, Watcher, looks_unfinished
from plugins.commands.preview.wire import Request
from plugins.commands.runs import digests
from plugins.core.problems import Problem
from plugins.core.system import plain_file
from tests.conftest import BASE, PROJECT, TODAY


@pytest.fixture
def watcher(tmp_path: Path) -> Iterator[Watcher]:
    """Watch a folder with a page."""
    (tmp_path / "om.md").write_text("Om oss.", "utf-8")
    with Watcher(tmp_path) as watcher:
        yield watcher


def next_change(watcher: Watcher) -> set[Path]:
    """Return the next reported change; nothing if half a minute has passed."""
    end = time.monotonic() + 30
    for paths in watcher:
        if paths or time.monotonic() > end:
            return paths
    return set()


def collect_until(watcher: Watcher, path: Path) -> set[Path]:
    """Return all changes reported until that of `path`; on a busy machine, earlier ones may be reported again."""
    found: set[Path] = set()
    while path not in found and (new := next_change(watcher)):
        found |= new
    return found


def afterwards(seconds: float, do: Callable[[], object]) -> None:
    threading.Timer(seconds, do).start()


def test_a_save_is_reported_and_then_nothing_more(watcher: Watcher, tmp_path: Path) -> None:
    (tmp_path / "om.md").write_text("Om alla.", "utf-8")
    assert next_change(watcher) == {tmp_path / "om.md"}
    while again := watcher.more():
        assert again == {tmp_path / "om.md"}


def test_a_burst_of_saves_is_one_change(watcher: Watcher, tmp_path: Path) -> None:
    files = {tmp_path / f"sida-{number}.md" for number in range(200)}
    for file in files:
        file.write_text("Hej.", "utf-8")
    assert next_change(watcher) >= files
    assert watcher.more() <= files


@pytest.mark.parametrize("half", ["", "x" * BLOCK])
def test_a_half_written_file_is_reported_when_it_is_complete(watcher: Watcher, tmp_path: Path, half: str) -> None:
    (tmp_path / "om.md").write_text(half, "utf-8")
    afterwards(0.02, lambda: (tmp_path / "om.md").write_text("Om alla.", "utf-8"))
    assert next_change(watcher) == {tmp_path / "om.md"}
    assert (tmp_path / "om.md").read_text("utf-8") == "Om alla."


def test_a_replaced_file_is_reported_once_and_so_is_a_deleted_one(watcher: Watcher, tmp_path: Path) -> None:
    (tmp_path / "om.md").rename(tmp_path / "om.md~")
    afterwards(0.02, lambda: (tmp_path / "om.md").write_text("Om alla.", "utf-8"))
    assert next_change(watcher) == {tmp_path / "om.md"}
    assert (tmp_path / "om.md").exists()
    while watcher.more():
        pass
    (tmp_path / "om.md").unlink()
    assert next_change(watcher) == {tmp_path / "om.md"}


def test_files_that_editors_leave_beside_a_file_are_not_reported(watcher: Watcher, tmp_path: Path) -> None:
    for name in (".om.md.swp", ".~x.tmp", "om.md~"):
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "om.md").write_text("Om alla.", "utf-8")
    assert next_change(watcher) == {tmp_path / "om.md"}


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[tuple[Watcher, Path]]:
    """Watch a folder that may be replaced by another, beside one that stays."""
    content, theme = tmp_path / "content", tmp_path / "theme"
    for folder in (content, theme):
        folder.mkdir()
        (folder / "om.md").write_text("Om oss.", "utf-8")
    with Watcher(content, theme) as watcher:
        yield watcher, content


def exchange(content: Path) -> None:
    content.rename(content.with_name("before"))
    shutil.copytree(content.with_name("before"), content)


def remember_nothing(content: Path) -> None:
    shutil.rmtree(content)
    content.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is followed cannot be moved there")
@pytest.mark.parametrize("change", [exchange, remember_nothing])
def test_a_replaced_folder_is_reported_and_watched(followed: tuple[Watcher, Path], change: Callable[[Path], None]) -> None:
    watcher, content = followed
    change(content)
    assert content in collect_until(watcher, content)
    of_content, of_theme = content / "om.md", content.with_name("theme") / "om.md"
    of_content.write_text("Om alla.", "utf-8")
    assert of_content in collect_until(watcher, of_content)
    of_theme.write_text("Om alla.", "utf-8")
    assert of_theme in collect_until(watcher, of_theme) <= {of_content, of_theme}


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is followed cannot be moved there")
def test_a_replaced_folder_with_the_same_inode_number_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.commands.preview.watcher._find_place", lambda folder: (1, 2) if folder.is_dir() else None)
    content = tmp_path / "content"
    content.mkdir()
    with Watcher(content) as watcher:
        remember_nothing(content)
        assert content in collect_until(watcher, content)
        (content / "om.md").write_text("Om alla.", "utf-8")
        assert content / "om.md" in collect_until(watcher, content / "om.md")


def test_a_new_folder_is_watched_before_it_is_reported(followed: tuple[Watcher, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The system reports a folder before it watches it: a file written there after it was read would never be reported."""
    watcher, content = followed
    was_there: list[bool] = []
    notify = watcher_module._notify_of

    def notify_of(*given: Any, **more: Any) -> Any:
        was_there.append((content / "mal").is_dir())
        return notify(*given, **more)

    monkeypatch.setattr(watcher_module, "_notify_of", notify_of)
    (content / "mal").mkdir()
    assert content / "mal" in collect_until(watcher, content / "mal")
    assert was_there
    assert all(was_there)
    (content / "mal" / "om.md").write_text("Om alla.", "utf-8")
    assert content / "mal" / "om.md" in collect_until(watcher, content / "mal" / "om.md")
    (content / "om.md").write_text("Om alla.", "utf-8")
    assert content / "om.md" in collect_until(watcher, content / "om.md")
    while watcher.more():
        pass
    followed_so_far = len(was_there)
    assert not watcher.more()
    assert len(was_there) == followed_so_far, "followed anew for ever"


def test_a_new_folder_within_a_burst_is_watched_before_it_is_reported(
    followed: tuple[Watcher, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody switches to another branch: the watcher waits for a pause, and more folders come meanwhile."""
    watcher, content = followed
    wait = watcher._wait
    folders = iter([content / "mal", content / "sidor"])
    was_there: list[set[str]] = []
    notify = watcher_module._notify_of

    def notify_of(*given: Any, **more: Any) -> Any:
        was_there.append({path.name for path in content.iterdir() if path.is_dir()})
        return notify(*given, **more)

    def wait_and_make(step: int, patience: int) -> set[Path]:
        if folder := next(folders, None):
            folder.mkdir()
            for number in range(9):
                (folder / f"sida-{number}.md").write_text("Hej.", "utf-8")
            time.sleep(0.1)  # so that all is reported at once
            patience = 5000
        return wait(step, patience)

    monkeypatch.setattr(watcher_module, "_notify_of", notify_of)
    monkeypatch.setattr(watcher, "_wait", wait_and_make)
    changes = collect_until(watcher, content / "sidor")
    assert changes >= {content / "mal", content / "sidor"}
    assert was_there[-1] == {"mal", "sidor"}


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is followed cannot be moved there")
def test_a_folder_that_was_away_is_reported_when_it_comes_back(followed: tuple[Watcher, Path]) -> None:
    watcher, content = followed
    content.rename(content.with_name("away"))
    assert content in collect_until(watcher, content)
    content.write_text("a file", "utf-8")
    of_content, of_theme = content / "om.md", content.with_name("theme") / "om.md"
    of_theme.write_text("Om alla.", "utf-8")
    assert of_theme in collect_until(watcher, of_theme)
    content.unlink()
    content.with_name("away").rename(content)
    assert content in collect_until(watcher, content)
    of_content.write_text("Om alla.", "utf-8")
    assert of_content in collect_until(watcher, of_content)


class Locked:
    """A disk on which some folders are unreadable, even for root, as long as they are in `paths`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
        self.paths = set(paths)
        self.scandir, self.notify_of = os.scandir, watcher_module._notify_of
        monkeypatch.setattr(os, "scandir", self.look)
        monkeypatch.setattr(watcher_module, "_notify_of", self.follow)

    def look(self, path: Any = ".") -> Any:
        if Path(path) in self.paths:
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return self.scandir(path)

    def follow(self, folders: list[str], *, is_deep: bool = True) -> Any:
        for path in self.paths:
            if any(path == Path(one) or (is_deep and path.is_relative_to(one)) for one in folders):
                raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return self.notify_of(folders, is_deep=is_deep)


def test_a_folder_without_permission_is_treated_as_missing(
    followed: tuple[Watcher, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher, content = followed
    locked = Locked(monkeypatch, content)
    assert content in collect_until(watcher, content)
    of_content, of_theme = content / "om.md", content.with_name("theme") / "om.md"
    of_theme.write_text("Om alla.", "utf-8")
    assert of_theme in collect_until(watcher, of_theme)
    locked.paths.clear()
    assert content in collect_until(watcher, content)
    of_content.write_text("Om alla.", "utf-8")
    assert of_content in collect_until(watcher, of_content)


def test_all_other_folders_are_watched_if_one_has_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut, other, new = tmp_path / "mal", tmp_path / "sidor", tmp_path / "projekt" / "nya"
    for folder in (shut, other):
        folder.mkdir()
    locked = Locked(monkeypatch, shut)
    with Watcher(tmp_path) as watcher:
        for folder in (tmp_path, other):
            (folder / "om.md").write_text("Om oss.", "utf-8")
            assert folder / "om.md" in collect_until(watcher, folder / "om.md")
        new.mkdir(parents=True)
        assert new.parent in collect_until(watcher, new.parent)
        (new / "om.md").write_text("Om oss.", "utf-8")
        assert new / "om.md" in collect_until(watcher, new / "om.md")
        locked.paths.clear()
        os.utime(shut)
        assert shut in collect_until(watcher, shut)
        (shut / "om.md").write_text("Om oss.", "utf-8")
        assert shut / "om.md" in collect_until(watcher, shut / "om.md")


def test_a_new_folder_is_watched_as_soon_as_it_has_permission(
    watcher: Watcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "sidor"
    locked = Locked(monkeypatch, new)
    monkeypatch.setattr(locked, "notify_of", note_calls(locked.notify_of, calls := []))
    new.mkdir()
    assert new in collect_until(watcher, new)
    assert len(calls) == 1
    locked.paths.clear()
    os.utime(new)
    assert new in collect_until(watcher, new)
    assert len(calls) == 2
    (new / "om.md").write_text("Om oss.", "utf-8")
    assert new / "om.md" in collect_until(watcher, new / "om.md")


def note_calls(function: Callable[..., Any], calls: list[Any]) -> Callable[..., Any]:
    """Return a function that does the same, and records its arguments."""

    def noted(*given: Any, **more: Any) -> Any:
        calls.append(given)
        return function(*given, **more)

    return noted


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is followed cannot be moved there")
def test_a_save_while_another_folder_is_replaced_is_reported(
    followed: tuple[Watcher, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody switches to another branch, which replaces the content and changes the theme."""
    watcher, content = followed
    of_theme = content.with_name("theme") / "om.md"
    notify_of = watcher_module._notify_of

    def save_and_follow(*given: Any, **more: Any) -> Any:
        of_theme.write_text("Om alla.", "utf-8")
        time.sleep(0.2)  # the system has reported it to the former watch
        return notify_of(*given, **more)

    monkeypatch.setattr(watcher_module, "_notify_of", save_and_follow)
    exchange(content)
    assert {content, of_theme} <= collect_until(watcher, content)


@pytest.mark.skipif(sys.platform != "linux", reason="where every name is a text")
def test_a_change_to_a_file_with_an_undecodable_name_is_reported_but_reading_it_is_not(watcher: Watcher, tmp_path: Path) -> None:
    """As a name with å from an old archive: the system's report of it cannot be decoded."""
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/sm\xf6r.md"))
    for _ in range(2):
        odd.write_text("Smör.", "utf-8")
        assert odd in collect_until(watcher, odd)
        odd.read_text("utf-8")
        (tmp_path / "om.md").write_text("Om alla.", "utf-8")
        assert collect_until(watcher, tmp_path / "om.md") == {tmp_path / "om.md"}
        while watcher.more():
            pass
        odd.unlink()
        assert odd in collect_until(watcher, odd)


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "limit"), WatchfilesRustInternalError("limit")])
def test_folders_are_polled_if_the_system_cannot_watch_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    notify_of, content = watcher_module._notify_of, tmp_path / "content"
    is_full = True

    def follow(folders: list[str], **more: Any) -> Any:
        if is_full:
            raise fault
        return notify_of(folders, **more)

    monkeypatch.setattr(watcher_module, "_notify_of", follow)
    content.mkdir()
    with Watcher(content) as watcher:
        for file in (content / "om.md", content / "sidor" / "om.md"):
            file.parent.mkdir(exist_ok=True)
            for do in (lambda file=file: file.write_text("Om oss.", "utf-8"), lambda file=file: file.unlink()):
                do()
                assert next_change(watcher) == {file}
        is_full = False
        shutil.move(content, tmp_path / "before")
        content.mkdir()
        assert content in collect_until(watcher, content)
        assert not watcher._looks_often


def test_changes_that_the_system_does_not_report_are_found_by_polling(
    watcher: Watcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network disk that another computer writes to."""
    file, away, new = tmp_path / "om.md", tmp_path / "borta.md", tmp_path / "sidor" / "ny.md"
    away.write_text("Snart borta.", "utf-8")
    (tmp_path / "om.md~").write_text("x", "utf-8")
    assert away in collect_until(watcher, away)
    monkeypatch.setattr(watcher, "_notify", watcher_module._notify_of([]))
    monkeypatch.setattr(watcher_module, "LOOK_ANEW", 0.0)
    monkeypatch.setattr(watcher, "_next_look", 0.0)
    assert not watcher.more(), "told once already"
    file.write_text("Om alla.", "utf-8")
    away.unlink()
    new.parent.mkdir()
    new.write_text("Ny.", "utf-8")
    (tmp_path / "om.md~").write_text("xy", "utf-8")
    assert next_change(watcher) == {file, away, new}
    assert not watcher.more()


def test_two_saves_with_the_same_time_and_size_are_both_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a network disk whose times are in steps of two seconds."""
    file, clock = tmp_path / "om.md", [100.0]
    monkeypatch.setattr(silent_changes, "mark_of", lambda status: (0, status.st_size, status.st_mtime_ns // 10**12, 0))
    monkeypatch.setattr(silent_changes.time, "monotonic", lambda: clock[0])
    file.write_text("Om alla", "utf-8")
    silent = silent_changes.SilentChanges([tmp_path])
    assert silent.find() == set()
    file.write_text("Om oss.\n", "utf-8")
    assert silent.find() == {file}
    file.write_text("Om dig.\n", "utf-8")
    assert silent.find() == set()
    clock[0] += 3
    assert silent.find() == {file}
    clock[0] += 3
    assert silent.find() == set()
    silent.note([file])
    clock[0] += 3
    assert [silent.find() for _ in range(2)] == [{file}, set()]


def test_only_empty_and_missing_files_look_unfinished(tmp_path: Path) -> None:
    (tmp_path / "hel.md").write_text("x", "utf-8")
    (tmp_path / "tom.md").write_text("", "utf-8")
    assert [looks_unfinished(tmp_path / name) for name in ("hel.md", "tom.md", "borta.md", ".")] == [False, True, True, False]


PAGE = "om/index.html"


def test_a_save_while_another_is_taken_in_is_part_of_the_same_change_and_only_changed_pages_are_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    shutil.copy2(PROJECT / "pelicanconf.py", tmp_path)
    first = LiveSite(content, PROJECT / "theme", tmp_path, lambda: TODAY, "a name")
    first.check()
    assert [problem for problem in first.problems if problem.is_error] == []
    live = LiveSite(content, PROJECT / "theme", tmp_path, lambda: TODAY, "a name")
    preview = Preview(content)
    keeper = PreviewKeeper(preview, live)
    about, start = content / "sidor" / "om.md", next((content / "mal").glob("mal-1-*.md"))
    replace(about, "Vi är en förening.", "Vi är två föreningar.")

    def more() -> Iterator[set[Path]]:
        start.write_text(f"{start.read_text('utf-8')}\nEn rad till sist.\n", "utf-8")
        yield {start}
        yield set()

    keeper.take_in({about}, more().__next__)
    assert preview.version == 2
    assert "Vi är två föreningar." in (live.get(PAGE) or b"").decode()
    made: list[str] = []
    files = live._files
    render = files._render

    def note(path: str) -> bytes:
        made.append(path)
        return render(path)

    monkeypatch.setattr(files, "_render", note)
    live.check()
    assert "mal-1/index.html" in made
    assert set(made).isdisjoint({PAGE, "mal-2/index.html", "kontakt/index.html"})


def open_keeper(folder: Path) -> PreviewKeeper:
    """Return the keeper of a preview of the small site, in a folder with a theme of its own."""
    content, theme = shutil.copytree(BASE, folder / "content"), shutil.copytree(PROJECT / "theme", folder / "theme")
    shutil.copy2(PROJECT / "pelicanconf.py", folder)
    return PreviewKeeper(Preview(content), LiveSite(content, theme, folder, lambda: TODAY))


@pytest.mark.parametrize(
    "away", ["theme", "theme/goals.yaml", "theme/words/sv.yaml", "theme/templates", "theme/templates/base.html"]
)
@pytest.mark.parametrize("is_checked", [True, False])
def test_a_theme_file_that_comes_back_leaves_no_error_in_the_preview(tmp_path: Path, away: str, *, is_checked: bool) -> None:
    """The content is unchanged, which must not be a reason to keep the error."""
    keeper = open_keeper(tmp_path)
    live, preview = keeper.live, keeper.preview
    keeper.check()
    before = live.get(PAGE)
    file = tmp_path / away
    assert before
    assert not preview.problems
    file.rename(tmp_path / "away")
    keeper.take_in({file})
    assert live.get(PAGE) == before, "said to be shown as it was"
    if is_checked:
        keeper.check()
        assert preview.problems
        assert not any("Något gick fel i programmet" in problem.message for problem in preview.problems)
        assert file.suffix or [problem.message for problem in preview.problems] == [f"Mappen {file.name} finns inte."]
        assert live.get(PAGE) == before
    (tmp_path / "away").rename(file)
    keeper.take_in({file})
    assert live.get(PAGE) == before
    assert not preview.problems
    keeper.check()
    assert not preview.problems
    assert preview.site is live


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, state: dict[str, bool]) -> None:
    """Make a function of the live site fail for a while, as if a disk were missing."""
    right = getattr(live_module, name)

    def fail(*given: Any, **more: Any) -> Any:
        if state["is_away"]:
            raise OSError(errno.EIO, "such a disk")
        return right(*given, **more)

    monkeypatch.setattr(live_module, name, fail)


@pytest.mark.parametrize("name", ["read_theme", "find_problems", "prepare"])
def test_a_passing_failure_disappears_from_the_preview_without_a_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Nothing reports that a lock is released, or that a network disk is back."""
    monkeypatch.setattr("plugins.commands.preview.task.LOOK_SOON", 0)
    keeper, state = open_keeper(tmp_path), {"is_away": False}
    keeper.check()
    before = keeper.live.get(PAGE)
    fail_at(monkeypatch, name, state)
    state["is_away"] = True

    def look(paths: set[Path]) -> list[str]:
        keeper._is_due.clear()
        keeper.take_in(paths)
        if keeper._is_due.is_set():
            keeper.check()
        assert keeper.live.get(PAGE) == before
        return [problem.message for problem in keeper.preview.problems]

    messages = look({tmp_path / "theme" / "goals.yaml"})
    assert len(messages) == 1
    capsys.readouterr()
    seen: list[Sequence[Problem]] = []
    monkeypatch.setattr(keeper.preview, "update", _noting(keeper.preview, seen))
    assert look(set()) == look(set()) == messages
    assert all([problem.message for problem in problems] == messages for problems in seen), "it went, and came back"
    assert capsys.readouterr() == ("", "")
    state["is_away"] = False
    assert look(set()) == []
    assert "Sidorna är uppdaterade." in capsys.readouterr().err


def _noting(preview: Preview, seen: list[Sequence[Problem]]) -> Callable[..., None]:
    right = preview.update

    def update(site: Any, problems: Sequence[Problem]) -> None:
        seen.append(problems)
        right(site, problems)

    return update


def test_a_lasting_failure_is_retried_less_and_less_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything may have to be rebuilt each time."""
    keeper, clock, tries = open_keeper(tmp_path), [1000.0], list[float]()
    monkeypatch.setattr("plugins.commands.preview.task.time.monotonic", lambda: clock[0])

    def fail(_paths: object) -> None:
        tries.append(clock[0])
        raise OSError(errno.EIO, "such a disk")

    monkeypatch.setattr(keeper.live, "change", fail)
    keeper.take_in(None)
    while clock[0] < 1200:
        clock[0] += 1
        keeper.take_in(set())
    assert [later - earlier for earlier, later in pairwise(tries)] == [5, 10, 20, 40, 60, 60]


def test_a_text_that_was_locked_for_a_while_is_read_without_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.commands.preview.task.LOOK_SOON", 0)
    keeper, is_locked, right = open_keeper(tmp_path), [True], plain_file.open_plain
    about = tmp_path / "content" / "sidor" / "om.md"

    def open_plain(path: str, flags: int) -> int:
        if is_locked[0] and Path(path) == about:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return right(path, flags)

    monkeypatch.setattr("plugins.core.files.folder.open_plain", open_plain)
    monkeypatch.setattr("plugins.core.system.plain_file.open_plain", open_plain)
    keeper.take_in({about})
    keeper.check()
    assert [problem.code for problem in keeper.preview.problems] == ["olaslig-fil"]
    version, made = keeper.preview.version, keeper.live._bench.memo.made
    keeper.take_in(set())
    assert (keeper.preview.version, keeper.live._bench.memo.made) == (version, made), "nothing is made anew of it"
    is_locked[0] = False
    keeper.take_in(set())
    keeper.check()
    assert not keeper.preview.problems
    assert keeper.live.get(PAGE)


@pytest.mark.parametrize("away", ["theme", "theme/templates", "theme/words", "theme/static", "theme/fonts"])
def test_a_theme_folder_missing_before_the_first_check_is_named(tmp_path: Path, away: str) -> None:
    keeper = open_keeper(tmp_path)
    live, preview = keeper.live, keeper.preview
    (tmp_path / away).rename(tmp_path / "away")
    keeper.take_in({tmp_path / away})
    live.get(PAGE)
    assert [problem.message for problem in preview.problems] == [f"Mappen {Path(away).name} finns inte."]
    keeper.check()
    assert {problem.message for problem in preview.problems} == {f"Mappen {Path(away).name} finns inte."}
    (tmp_path / "away").rename(tmp_path / away)
    keeper.take_in({tmp_path / away})
    keeper.check()
    assert not preview.problems
    assert live.get(PAGE)


def test_a_missing_theme_is_reported_in_the_terminal_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keeper = open_keeper(tmp_path)
    keeper.check()
    capsys.readouterr()
    (tmp_path / "theme").rename(tmp_path / "away")
    keeper.take_in({tmp_path / "theme"})
    said = capsys.readouterr()
    assert "Mappen theme finns inte." in said.out
    assert said.err == "Det finns fel att rätta. Sidorna visas som de var.\n"


def test_templates_without_permission_are_reported_and_everything_is_checked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without permission for a folder, one cannot even ask whether a template exists."""
    keeper = open_keeper(tmp_path)
    live, preview = keeper.live, keeper.preview
    keeper.check()
    before, file = live.get(PAGE), tmp_path / "theme" / "templates" / "base.html"

    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))

    with monkeypatch.context() as locked:
        locked.setattr("plugins.commands.building.pelican_run.template_problem", fail)
        text = file.read_text("utf-8")
        file.unlink()
        keeper.take_in({file})
        assert live.get(PAGE) == before
        keeper.check()
        (problem,) = preview.problems
        assert problem.message.startswith("Det gick inte att läsa eller skriva base.html. Är filen låst")
    file.write_text(text, "utf-8")
    keeper.take_in({file})
    keeper.check()
    assert not preview.problems
    assert live.get(PAGE) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
@pytest.mark.parametrize(
    "name",
    [
        "theme/goals.yaml",
        "theme/words/sv.yaml",
        "theme/fonts/letters.txt",
        "theme/symbols/ingen-hemloshet.svg",
        "theme/templates/base.html",
        "theme/templates/components/lede.html",
        "theme/static/css/base.css",
        "theme/static/js/site.js",
        "theme/static/fonts/familjen-grotesk-400.woff2",
        "content/webbplats.yaml",
        "content/partner/logotyper/exempelbolaget.svg",
        "content/sidor/om.md",
    ],
)
def test_a_pipe_in_the_place_of_a_file_is_reported_without_waiting_for_it(tmp_path: Path, name: str) -> None:
    """Reading a pipe waits until somebody writes to it, and everything else would wait too."""
    keeper = open_keeper(tmp_path)
    live, preview, pipe = keeper.live, keeper.preview, tmp_path / name
    keeper.check()
    before = live.get(PAGE)
    pipe.rename(tmp_path / "before")
    os.mkfifo(pipe)

    def go_on() -> bytes | None:
        keeper.take_in({pipe})
        keeper.check()
        return live.get(PAGE)

    shown: list[bytes | None] = []
    work = threading.Thread(target=lambda: shown.append(go_on()), daemon=True)
    work.start()
    work.join(60)
    assert not work.is_alive()
    errors = [problem for problem in preview.problems if problem.is_error]
    assert any(pipe.name in words for problem in errors for words in (problem.message, *problem.help))
    assert not any("i programmet" in problem.message for problem in errors)
    assert shown == [before] or name == "content/sidor/om.md"
    pipe.unlink()
    (tmp_path / "before").rename(pipe)
    keeper.take_in({pipe})
    keeper.check()
    assert not preview.problems
    assert live.get(PAGE) == before


ENDINGS = {
    "settings": "raise SystemExit(0)\n",
    "settings, as by Ctrl-C": "raise KeyboardInterrupt\n",
    "settings, as a package in Rust": "raise type('PanicException', (BaseException,), {})('called `Option::unwrap()`')\n",
    "plugin": "import types\nPLUGINS = [*PLUGINS, types.SimpleNamespace(__name__='x', register=sys.exit)]\n",
}


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("is_shown", [True, False])
def test_settings_and_plugins_that_exit_do_not_end_the_preview(tmp_path: Path, name: str, *, is_shown: bool) -> None:
    """They are read by threads of their own, and a browser must not be left without an answer."""
    keeper = open_keeper(tmp_path)
    live, preview = keeper.live, keeper.preview
    settings, words = tmp_path / "pelicanconf.py", tmp_path / "theme" / "words" / "sv.yaml"
    right = settings.read_text("utf-8")
    if is_shown:
        keeper.check()
    before = live.get(PAGE) if is_shown else None
    settings.write_text(right + ENDINGS[name], "utf-8")
    replace(words, "\n", "\n\n")
    keeper.take_in({words})
    with ThreadPoolExecutor() as threads:
        assert threads.submit(live.get, PAGE).result() == before
        threads.submit(keeper.check).result()
    (problem,) = preview.problems
    assert problem.code in ("intern", "tillagg")
    settings.write_text(right, "utf-8")
    replace(words, "\n\n", "\n")
    keeper.take_in({words})
    assert live.get(PAGE)
    keeper.check()
    assert not preview.problems


def test_a_failed_check_is_reported_and_the_next_one_still_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    live = LiveSite(content, PROJECT / "theme", tmp_path, lambda: TODAY)
    monkeypatch.setattr(live, "wait_for_first", lambda _seconds: None)
    preview, checks = Preview(content), list[int]()
    keeper = PreviewKeeper(preview, live)

    def check() -> None:
        checks.append(len(checks))
        if len(checks) == 3:
            raise GeneratorExit  # which is not reported
        keeper.settle_soon()
        raise OSError(errno.EIO, "such a disk")

    monkeypatch.setattr(live, "check", check)
    with pytest.raises(GeneratorExit):
        keeper.check_on()
    assert len(checks) == 3
    assert [problem.code for problem in preview.problems] == ["intern"]


def test_every_page_says_that_the_program_has_changed_until_it_is_changed_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = open_keeper(tmp_path)
    preview = keeper.preview
    is_same = [True]
    keeper.follow_code = lambda: lambda: is_same[0]
    request = Request("GET", "/om/", {"host": ("127.0.0.1",)}, b"")

    def page() -> str:
        return answer(request, preview, preview.content, lambda _: None).data.decode()

    keeper.take_in(None)
    keeper.check()
    keeper.look_at_program()
    assert RENEWED not in page()
    seen, is_same[0] = preview.version, False
    keeper.look_at_program()
    keeper.look_at_program()
    assert preview.version == seen + 1
    assert f'<p class="preview-panel__notice">{RENEWED}</p>' in page()
    assert capsys.readouterr().err.count(RENEWED) == 1
    is_same[0] = True
    keeper.look_at_program()
    assert RENEWED not in page()


def test_the_program_has_changed_only_if_the_bytes_of_its_code_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "PROJECT", tmp_path)
    code, theme = tmp_path / "plugins" / "core" / "a.py", tmp_path / "theme" / "base.html"
    for file in (code, theme, tmp_path / "tasks.py"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1\n", "utf-8")
    is_same = digests.follow_code()
    assert is_same()
    theme.write_text("2\n", "utf-8")  # which the preview follows
    (code.parent / "__pycache__").mkdir()
    (code.parent / "__pycache__" / "a.pyc").write_bytes(b"1")
    assert is_same()
    code.write_text("2\n", "utf-8")
    assert not is_same()
    code.write_text("1\n", "utf-8")
    assert is_same()
    (code.parent / "b.py").write_text("", "utf-8")
    assert not is_same()
    (code.parent / "b.py").unlink()
    assert is_same()
    (tmp_path / "own.py").write_text("1\n", "utf-8")
    assert not is_same(), "the settings may load what lies beside them"
    (tmp_path / "own.py").unlink()
    assert is_same()
    shutil.rmtree(tmp_path / "plugins")
    assert not is_same()


def test_a_page_built_from_a_template_that_was_changed_for_a_moment_is_rebuilt(tmp_path: Path) -> None:
    """As when somebody switches to another branch and back during a check."""
    content, theme = shutil.copytree(BASE, tmp_path / "content"), shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    shutil.copy2(PROJECT / "pelicanconf.py", tmp_path)
    live = LiveSite(content, theme, tmp_path, lambda: TODAY)
    template, om = theme / "templates" / "base.html", content / "sidor" / "om.md"
    right = live.get(PAGE)
    before = template.read_text("utf-8")
    template.write_text(f"{before}<!-- another branch -->", "utf-8")
    om.write_text(om.read_text("utf-8").replace("Vi är en förening.", "Vi är två föreningar."), "utf-8")
    live.change({om})
    assert b"another branch" in (live.get(PAGE) or b"")
    template.write_text(before, "utf-8")
    live.change({template})
    assert live.get(PAGE) == (right or b"").replace("Vi är en förening.".encode(), "Vi är två föreningar.".encode())


def replace(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
