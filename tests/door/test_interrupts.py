"""Ctrl-C, or another signal to stop, ends a task also at moments when Python would turn it into something else."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.commands.process.program import INTERRUPTED, PROJECT, STOPS

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there"),
    pytest.mark.usefixtures("ctrl_c"),
]

BEGINNING = """
import signal, sys, time
from plugins.commands.door import end, run_guarded

class Named:
    def __set_name__(self, *_):
        signal.raise_signal(signal.SIGINT)

class Going:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def put_a_class_together():
    class Run:
        one = Named()

def let_a_thing_go():
    Going()
    time.sleep(30)
"""


def run(program: str) -> tuple[int, str, str]:
    """Run a program; return its exit status, stdout and stderr."""
    command = [sys.executable, "-X", "utf8", "-c", BEGINNING + program]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=20, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("moment", ["put_a_class_together", "let_a_thing_go"])
def test_an_interrupted_task_ends_without_a_traceback(moment: str) -> None:
    assert run(f"end(run_guarded([], {moment}))") == (INTERRUPTED, "", "")


@pytest.mark.parametrize("moment", ["put_a_class_together", "let_a_thing_go"])
def test_an_interrupted_site_task_says_so(moment: str) -> None:
    program = (
        "from plugins.commands.runs.job import Options\nfrom plugins.commands.runs.work import run_work\n"
        f"end(run_guarded([], lambda: run_work(Options(), lambda job: {moment}())))"
    )
    assert run(program) == (INTERRUPTED, "", "Avbrutet.\n")


def test_an_interrupt_caught_within_a_task_is_not_reported_as_another_error() -> None:
    program = (
        "from pathlib import Path\nfrom plugins.commands.process.failure import unexpected\n"
        "def work():\n"
        "    try: put_a_class_together()\n"
        "    except BaseException: unexpected(ValueError(), Path('content'), Path('nowhere'))\n"
        "end(run_guarded([], work))"
    )
    assert run(program) == (INTERRUPTED, "", "")


def test_an_interrupt_that_python_dropped_at_the_end_changes_nothing() -> None:
    program = (
        "import atexit\nfrom plugins.commands.process import interrupts\ninterrupts.AGAIN = 0.05\n"
        "atexit.register(time.sleep, 0.2)\n"
        "def work():\n    Going()\n    return 3\n"
        "end(run_guarded([], work))"
    )
    assert run(program) == (3, "", "")


def test_other_errors_that_python_ignores_are_printed_as_usual() -> None:
    program = (
        "class Wrong:\n    def __del__(self): raise ValueError('so')\n"
        "def work():\n    Wrong()\n    return 0\n"
        "end(run_guarded([], work))"
    )
    status, _, said = run(program)
    assert (status, "ValueError: so" in said) == (0, True)


@pytest.mark.parametrize("moment", ["import", "freeze"])
def test_another_interrupt_at_the_very_end_prints_no_traceback(moment: str) -> None:
    """As from an impatient user, in the door, which has waited for the task and only has to end."""
    program = f"""
import builtins, gc
first, importing, freezing = iter([True]), builtins.__import__, gc.freeze

def interrupt():
    if next(first, False):
        signal.raise_signal(signal.SIGINT)

def load(name, *given):
    if name == "gc":
        interrupt()
    return importing(name, *given)

def freeze():
    interrupt()
    freezing()

if "{moment}" == "import":
    builtins.__import__ = load
else:
    gc.freeze = freeze
end(130)
"""
    assert run(program) == (INTERRUPTED, "", "")


ASKED = """
import os, tempfile
from plugins.commands.process import interrupts
from plugins.commands.runs.job import Options
from plugins.commands.runs.work import run_work

def wait(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)
"""


@pytest.mark.parametrize("which", STOPS)
def test_other_stop_signals_end_a_task_as_ctrl_c_does(tmp_path: Path, which: signal.Signals) -> None:
    """From a system that shuts down or a terminal that is closed; no temporary files are left."""
    program = f"""
def work(job):
    with tempfile.TemporaryDirectory(dir={str(tmp_path)!r}):
        os.kill(os.getpid(), {int(which)})
        wait(20)

end(run_guarded([], lambda: run_work(Options(), work)))
"""
    assert run(ASKED + program) == (128 + which, "", "Avbrutet.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("later", [False, True])
def test_a_second_stop_signal_is_ignored_if_it_comes_at_once_and_obeyed_if_later(later: bool) -> None:
    """The system signals every process, and the door passes its signal on, so a task gets two at once."""
    program = f"""
interrupts.SAME = {0 if later else 20}

def work(job):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        wait(20)
    finally:
        signal.raise_signal(signal.SIGHUP)
        wait(0.1)
        print("tidied")

end(run_guarded([], lambda: run_work(Options(), work)))
"""
    assert run(ASKED + program) == (128 + signal.SIGTERM, "" if later else "tidied\n", "Avbrutet.\n")


def test_a_task_meant_to_outlive_its_terminal_does() -> None:
    program = """
def work(job):
    signal.raise_signal(signal.SIGHUP)
    return 3

signal.signal(signal.SIGHUP, signal.SIG_IGN)
end(run_guarded([], lambda: run_work(Options(), work)))
"""
    assert run(ASKED + program) == (3, "", "")
