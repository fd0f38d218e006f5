"""One run of the bench: what a command took, and how long a save takes to be seen.

In: a command, or a tool with its site. Out: `Measured`. Each run is a process of its own, so that imports are counted.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from plugins.commands.bench_texts import edit_page
from plugins.commands.bench_tools import Tool

PATIENCE: Final = 120.0
"""Seconds until a server that shows no page is given up."""
PATIENCE_AT_END: Final = 20.0
"""Seconds until one that was asked to stop is stopped: some write down what they know."""
QUIET: Final = 1.0
"""Seconds between one save and the next: whoever follows must be at rest, and clocks of files may count whole seconds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds by the clock and of the processors, and the most memory that one process held."""

    seconds: float
    processor: float | None = None
    megabytes: float | None = None
    """None where the system does not tell."""


class Failed(Exception):
    """A command of the bench did not do its work; the message says what it told."""


def measure_cold(tool: Tool, runs: int) -> Measured:
    """Build with nothing kept from before, as often as is asked for, and return the run in the middle."""
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
        memory = processor = None
        if sys.platform == "win32":
            status = process.wait()
        else:
            _, ended, usage = os.wait4(process.pid, 0)
            status = process.returncode = os.waitstatus_to_exitcode(ended)
            processor = usage.ru_utime + usage.ru_stime  # with the processes that it waited for
            unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
            memory = usage.ru_maxrss / unit
        seconds = time.perf_counter() - start
        if status:
            said.seek(0)
            raise Failed(f"{command[0]} ended with {status}:\n{said.read().decode('utf-8', 'replace')[-2000:]}")
    return Measured(seconds, processor, memory)


def measure_start(tool: Tool, page: int) -> Measured | None:
    """Return how long after its start a tool answers with a page, all that it keeps being there; None if it serves none."""
    if tool.watch is None:
        return None
    start = time.perf_counter()
    with _serve(tool) as port:
        _wait_for(port, tool.address(page), "Ändrad")
        return Measured(time.perf_counter() - start)


def measure_saves(tool: Tool, page: int, runs: int) -> Measured | None:
    """Return how long after a save its page is answered with the change; None for a tool that follows no saves.

    Seconds are those in the middle of all saves; memory is not told here.
    """
    if tool.watch is None:
        return None
    times = []
    with _serve(tool) as port:
        _wait_for(port, tool.address(page), "Ändrad")
        for number in range(runs):
            time.sleep(QUIET + 0.13 * number)  # some watchers tick: no save hits the same moment of it
            words = edit_page(tool.source(page))
            start = time.perf_counter()
            _wait_for(port, tool.address(page), words)
            times.append(time.perf_counter() - start)
    return Measured(statistics.median(times))


@contextlib.contextmanager
def _serve(tool: Tool) -> Iterator[int]:
    assert tool.watch is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with tempfile.TemporaryFile() as said:
        is_unix = sys.platform != "win32"
        process = subprocess.Popen(
            tool.watch(port),
            cwd=tool.folder,
            env={**os.environ, "BROWSER": "true", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=is_unix,
        )
        try:
            yield port
        finally:
            with contextlib.suppress(ProcessLookupError):  # as by Ctrl-C
                os.killpg(process.pid, signal.SIGINT) if is_unix else process.terminate()
            try:
                process.wait(PATIENCE_AT_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(port: int, path: str, words: str) -> None:
    """Ask for a page until it has the words."""
    end, wanted = time.monotonic() + PATIENCE, words.encode()
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                connection.request("GET", path)
                if wanted in connection.getresponse().read():
                    return
            finally:
                connection.close()
        time.sleep(0.004)
    raise Failed(f"{path} was not shown with ”{words}”")


def _middle(found: list[Measured]) -> Measured:
    return sorted(found, key=lambda run: run.seconds)[len(found) // 2]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
