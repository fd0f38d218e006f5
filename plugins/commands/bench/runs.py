"""Measure one run of a command: its time and memory. Each run is a process of its own, so that imports are included."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from plugins.commands.bench.tools import Tool
from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall-clock and CPU seconds, and the peak memory of one process."""

    seconds: float
    processor: float | None = None
    megabytes: float | None = None
    """None where the system does not tell."""


class BenchFailed(Exception):
    """A command of the bench failed; the message has its output."""


def measure_first(tool: Tool) -> Measured:
    """Build as in a new environment, with no bytecode or templates compiled except Python's own modules."""
    if tool.compiled is not None and tool.compiled.exists():
        _remove(tool.compiled)
    return measure_cold(tool, 1)


def measure_cold(tool: Tool, runs: int) -> Measured:
    """Build without any cache of the site, `runs` times; return the median run."""
    found = []
    for _ in range(runs):
        for path in tool.kept:
            _remove(path)
        found.append(measure(tool.build, tool.folder))
    return _middle(found)


def measure_again(tool: Tool, runs: int, change: Callable[[], object] | None = None) -> Measured:
    """Build again, `runs` times, each time after `change` where given; return the median run."""
    found = []
    for _ in range(runs):
        if change is not None:
            change()
        found.append(measure(tool.build, tool.folder))
    return _middle(found)


def measure(command: Sequence[str], folder: Path) -> Measured:
    """Run a command and measure it; its output is not shown."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        processor, memory = wait(process)
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            raise BenchFailed(f"{command[0]} ended with {process.returncode}:\n{said.read().decode('utf-8', 'replace')[-2000:]}")
    return Measured(seconds, processor, memory)


def wait(process: subprocess.Popen[bytes]) -> tuple[float | None, float | None]:
    """Wait for a process; return its CPU seconds and its peak memory in MB.

    Both include its child processes; None where the system does not tell.
    """
    if sys.platform == "win32":
        process.wait()
        return None, None
    _, ended, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss is in bytes there, in kilobytes elsewhere
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def _middle(found: list[Measured]) -> Measured:
    return sorted(found, key=lambda run: run.seconds)[len(found) // 2]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
