"""Run tasks in forked processes, so that the state of this process stays unchanged. Not on Windows, which has no `fork`."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TIMEOUT = 300
"""Seconds for the tests of one function; without its body, a test may never end."""
IN_MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
FOUND, DIED = "found.json", "the tests' own process died"
JOBS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def split_tests(tests: list[str]) -> list[list[str]]:
    """Split tests into as many parts as there are parallel jobs."""
    size = -(-len(tests) // JOBS)
    return [tests[start : start + size] for start in range(0, len(tests), size)]


def run_forked(work: Callable[[Any], Any], tasks: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Run each task in a forked process, `JOBS` at a time; yield it with the result, or with a sentence if its process died."""
    waiting, running = tasks[::-1], dict[int, tuple[Any, tempfile.TemporaryDirectory[str], float]]()
    while waiting or running:
        while waiting and len(running) < JOBS:
            task, folder = waiting.pop(), tempfile.TemporaryDirectory(dir=IN_MEMORY, ignore_cleanup_errors=True)
            running[_begin(work, task, Path(folder.name))] = task, folder, time.monotonic()
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended:
            task, folder, _ = running.pop(ended)
            yield task, f"{DIED} with {status}" if status else json.loads((Path(folder.name) / FOUND).read_text("utf-8"))
            folder.cleanup()
            continue
        for late in [one for one, (task, _, began) in running.items() if time.monotonic() - began > TIMEOUT]:
            if isinstance(running[late][0], int):
                os.killpg(late, signal.SIGKILL)
        time.sleep(0.02)


def _begin(work: Callable[[Any], Any], task: Any, folder: Path) -> int:
    """Start a task in a forked process, whose temporary files go to `folder`; return its process id."""
    if child := os.fork():
        return child
    os.setpgid(0, 0)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = 1
    try:
        (folder / FOUND).write_text(json.dumps(work(task)), "utf-8")
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)
