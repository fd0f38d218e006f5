"""A program that is terminated early gives its locks back, and leaves no child processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.core.system import programs
from plugins.core.system.git import run_git

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are ended otherwise there")

GIT = """#!/bin/sh
trap 'rm lock; exit 1' TERM
touch lock
sleep 60 &
echo $! > begun.new; mv begun.new begun
wait
"""


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def has_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes as Linux has them")
def test_git_stopped_by_the_time_limit_leaves_no_lock_and_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "bin" / "git"
    script.parent.mkdir()
    script.write_text(GIT, "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    monkeypatch.setattr("plugins.core.system.git._has_person", lambda: False)
    with pytest.raises(subprocess.TimeoutExpired):
        run_git(["push"], tmp_path, seconds=1)
    wait_until((tmp_path / "begun").exists)
    assert not (tmp_path / "lock").exists()
    helper = int((tmp_path / "begun").read_text("utf-8"))
    wait_until(lambda: has_gone(helper))


def test_a_program_that_ignores_termination_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "TIMEOUT", 0.2)
    with subprocess.Popen(
        ["/bin/sh", "-c", "trap '' TERM; echo begun; while :; do sleep 1; done"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        programs.end_program(process)
        assert process.returncode == -9
        programs.end_program(process)  # a second call changes nothing
