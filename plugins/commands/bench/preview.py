"""Measure preview: how long after a start or a save a page, or its problem, is shown; and its memory.

Polls pages faster than any browser; waits for problems in the same way as the page's script.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from plugins.commands.bench.runs import BenchFailed, Measured, wait
from plugins.commands.bench.texts import add_problem, edit_page, edit_register
from plugins.commands.bench.tools import Tool
from plugins.commands.preview.wire import OWN

TIMEOUT: Final = 120.0
"""Seconds before a server that shows no page is given up."""
PATIENCE_AT_END: Final = 20.0
"""Seconds before a server that was interrupted is killed: some write a cache first."""
QUIET: Final = 1.0
"""Seconds between two saves: the server must be idle, and file times may have a resolution of a second."""
IS_SHOWN: Final = "Ändrad"
"""A word on every page that can be edited."""


def measure_start(tool: Tool, page: int, runs: int) -> Measured | None:
    """Return how long after its start a tool with a full cache answers with a page; None for one that serves none.

    The median of `runs` starts.
    """
    if tool.watch is None:
        return None
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        with _serve(tool) as served:
            served.wait_for(tool.address(page), IS_SHOWN)
            times.append(time.perf_counter() - start)
    return Measured(statistics.median(times))


def measure_saves(tool: Tool, page: int, runs: int) -> Mapping[str, Measured]:
    """Return how long after a save its page is answered with the change; empty for a tool that watches no files.

    Also for registers and for problems, where the tool has these. Seconds are the median of all saves; the memory, of all of it,
    is given with the first.
    """
    if tool.watch is None:
        return {}
    found: dict[str, Measured] = {}
    with _serve(tool) as served:
        served.wait_for(tool.address(page), IS_SHOWN)

        def is_shown(at: int, change: Callable[[int], str]) -> Measured:
            return _measure(runs, change, lambda words: served.wait_for(tool.address(at), words))

        found["save to page"] = is_shown(page, lambda _: edit_page(tool.source(page)))
        if (content := tool.content) is not None:
            found["register to page"] = is_shown(1, lambda number: edit_register(content, number))
            other = tool.source(1)
            served.wait_for_problem(tool.address(page), add_problem(tool.source(page), other, 0))  # after a first check
            found["save to problems"] = _measure(
                runs,
                lambda number: add_problem(tool.source(page), other, number + 1),
                lambda words: served.wait_for_problem(tool.address(page), words),
            )
    return {**found, "save to page": replace(found["save to page"], megabytes=served.megabytes)}


def _measure(runs: int, change: Callable[[int], str], wait_for: Callable[[str], None]) -> Measured:
    times = []
    for number in range(runs):
        time.sleep(QUIET + 0.13 * number)  # some watchers poll: vary the phase
        words = change(number)
        start = time.perf_counter()
        wait_for(words)
        times.append(time.perf_counter() - start)
    return Measured(statistics.median(times))


@dataclass
class Served:
    """A site that a tool serves over HTTP, and its process."""

    port: int
    megabytes: float | None = None
    """Peak memory of any of its processes; set when it has ended."""

    def wait_for(self, path: str, words: str) -> None:
        """Request a page until it has the words."""
        end, wanted = time.monotonic() + TIMEOUT, words.encode()
        while time.monotonic() < end:
            if wanted in self._get(path):
                return
            time.sleep(0.004)
        raise BenchFailed(f"{path} was not shown with ”{words}”")

    def wait_for_problem(self, path: str, words: str) -> None:
        """Request the problems of a page after each new version, until they have the words."""
        end, seen = time.monotonic() + TIMEOUT, b"0"
        while time.monotonic() < end:
            seen = self._get(f"{OWN}/version?{seen.decode()}") or seen
            reply = self._get(f"{OWN}/sida?{path}")
            if reply and words in json.loads(reply)["panel"]:
                return
        raise BenchFailed(f"of {path} it was not told that ”{words}”")

    def _get(self, path: str) -> bytes:
        """Return the body of the response; b"" where there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return b""
        finally:
            connection.close()


@contextlib.contextmanager
def _serve(tool: Tool) -> Iterator[Served]:
    assert tool.watch is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        served = Served(free.getsockname()[1])
    with tempfile.TemporaryFile() as said:
        is_unix = sys.platform != "win32"
        with _hear_ctrl_c():
            process = subprocess.Popen(
                tool.watch(served.port),
                cwd=tool.folder,
                env={**os.environ, "BROWSER": "true", "NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=is_unix,
            )
        try:
            yield served
        finally:
            with contextlib.suppress(ProcessLookupError):  # as by Ctrl-C
                os.killpg(process.pid, signal.SIGINT) if is_unix else process.terminate()
            impatience = threading.Timer(PATIENCE_AT_END, _kill, [process])
            impatience.start()
            _, served.megabytes = wait(process)
            impatience.cancel()


@contextlib.contextmanager
def _hear_ctrl_c() -> Iterator[None]:
    """Let a program that is started receive SIGINT, also where the bench ignores it, as when a shell started it in the
    background.

    Otherwise each tool is killed at the end, and its memory is not known.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a tool with all its processes."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if sys.platform != "win32" else process.kill()
