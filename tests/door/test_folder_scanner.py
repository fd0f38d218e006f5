"""The folder scanner gives the same answers whether its process runs, has died or was never started, and leaves no process."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.commands.runs import folder_scanner
from plugins.commands.runs.folder_scanner import FolderScanner
from tests.interrupted_fork import STOPS, run_interrupted

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process is copied on Linux alone")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that scanners read in a forked process, whatever threads the tests have."""
    monkeypatch.setattr(folder_scanner, "can_fork", lambda: True)
    path = tmp_path / "sedd.txt"
    path.write_text("before", "ascii")
    return path


def open_scanner(path: Path) -> FolderScanner:
    return FolderScanner(
        lambda: f"{path.read_text('ascii')} {os.getpid()}", lambda: "other", lambda: f"{'x' * 3_000_000} {os.getpid()}"
    )


@pytest.fixture
def looking(file: Path) -> Iterator[FolderScanner]:
    made = open_scanner(file)
    yield made
    made.end()


def test_the_scanner_sees_the_files_as_they_are_when_it_is_asked(looking: FolderScanner, file: Path) -> None:
    file.write_text("after", "ascii")
    looking.begin(1)
    looking.begin(0)
    seen, process = looking.answer(0).split()
    assert (seen, process != str(os.getpid())) == ("after", True)
    assert looking.answer(1) == "other"  # it had come before


def test_an_answer_that_was_not_begun_is_found_in_this_process(looking: FolderScanner) -> None:
    assert looking.answer(0) == f"before {os.getpid()}"


def test_a_scanner_whose_process_has_died_is_not_waited_for(looking: FolderScanner) -> None:
    os.kill(looking._process, signal.SIGKILL)
    looking.begin(0)
    assert looking.answer(0) == f"before {os.getpid()}"
    looking.begin(0)
    assert looking.answer(0) == f"before {os.getpid()}"


def test_an_error_in_the_process_of_the_scanner_is_raised_here(file: Path) -> None:
    made = open_scanner(file)
    file.unlink()
    made.begin(0)
    with pytest.raises(FileNotFoundError):
        made.answer(0)


def test_no_process_is_left_behind(looking: FolderScanner) -> None:
    process = looking._process
    looking.end()
    looking.end()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.parametrize("which", STOPS)
def test_a_signal_as_the_process_is_forked_ends_it_silently(which: int) -> None:
    work = """
        looking = copying.FolderScanner(lambda: str(os.getpid()))
        looking.begin(0)
        assert looking.answer(0) == str(os.getpid())
        os.write(1, b"done")
    """
    assert run_interrupted("plugins.commands.runs.folder_scanner", work, which) == (0, b"done", b"")


def test_everything_is_found_in_this_process_if_it_cannot_fork(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_scanner, "can_fork", lambda: False)
    made = open_scanner(file)
    made.begin(0)
    assert made.answer(0) == f"before {os.getpid()}"
    made.end()


def test_each_answer_belongs_to_the_scan_that_was_begun_for_it(looking: FolderScanner, file: Path) -> None:
    looking.begin(0)
    looking.begin(1)
    assert any(not looking.is_waited_for(0, 1) or time.sleep(0.001) for _ in range(60_000))
    file.write_text("after", "ascii")
    looking.begin(0)
    assert looking.is_waited_for(1) is False
    assert [looking.answer(0).split()[0] for _ in range(2)] == ["before", "after"]
    assert looking.answer(1) == "other"
    assert looking.answer(0) == f"after {os.getpid()}", "not begun"


def test_an_answer_may_be_longer_than_a_pipe_holds(looking: FolderScanner) -> None:
    looking.begin(2)
    looking.begin(1)
    assert looking.answer(1) == "other"
    data, process = looking.answer(2).split()
    assert (len(data), process != str(os.getpid())) == (3_000_000, True)


def test_a_scan_that_was_not_begun_or_is_lost_is_not_waited_for(looking: FolderScanner) -> None:
    assert not looking.is_waited_for(0)
    os.kill(looking._process, signal.SIGKILL)
    os.waitid(os.P_PID, looking._process, os.WEXITED | os.WNOWAIT)
    looking._begun.append(0)  # as one that was begun just before
    assert not looking.is_waited_for(0)
