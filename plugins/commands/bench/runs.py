"""One measured run of a command: its time and memory.

In: a command, or a tool with its site. Out: `Measured`. Each run is a process of its own, so that imports are counted.
"""

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
    """Seconds by the clock and of the processors, and the most memory that one process held."""

    seconds: float
    processor: float | None = None
    megabytes: float | None = None
    """None where the system does not tell."""


class BenchFailed(Exception):
    """A command of the bench did not do its work; the message says what it told."""


def measure_first(tool: Tool) -> Measured:
    """Build as in a new environment, where nothing of the program is compiled but Python's modules."""
    if tool.compiled is not None and tool.compiled.exists():
        _remove(tool.compiled)
    return measure_cold(tool, 1)


def measure_cold(tool: Tool, runs: int) -> Measured:
    """Build with nothing kept of the site, as often as is asked for, and return the run in the middle."""
    found = []
    for _ in range(runs):
        for path in tool.kept:
            _remove(path)
        found.append(measure(tool.build, tool.folder))
    return _middle(found)


def measure_again(tool: Tool, runs: int, change: Callable[[], object] | None = None) -> Measured:
    """Build once more, each time after a change where one is given, and return the run in the middle."""
    found = []
    for _ in range(runs):
        if change is not None:
            change()
        found.append(measure(tool.build, tool.folder))
    return _middle(found)


def measure(command: Sequence[str], folder: Path) -> Measured:
    """Run a command, and return what it took; what it says is kept from the table."""
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
    """Wait for a process; return its seconds of the processors, and the most memory that it held, in MB.

    Both with the processes that it waited for; None where the system does not tell.
    """
    if sys.platform == "win32":
        process.wait()
        return None, None
    _, ended, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def _middle(found: list[Measured]) -> Measured:
    return sorted(found, key=lambda run: run.seconds)[len(found) // 2]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
