"""The progress of a run: a line on the terminal, shown after a second and removed at the end.

Shown on stderr, only where that is a terminal. Uses the timer of the system (`setitimer`): a thread, as Rich has for its bars,
would keep a large build from forking (`core/cache/workers.py`). Where there is no such timer (Windows), nothing is shown.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

from plugins.commands.reporting.speak import print_line
from plugins.core.swedish import format_decimal

FIRST: Final = 1.0
"""Seconds before anything is shown."""
EACH: Final = 0.25
"""Seconds between updates."""
WIDTH: Final = 28
"""Width of the bar in characters."""
CLEAR: Final = "\r\x1b[K"
"""Return to the beginning of the line and clear it (ECMA-48)."""


class Progress:
    """What a run is doing, and how many of its steps are done."""

    def __init__(self, words: str, steps: int = 0) -> None:
        self.words = words
        self.steps = steps
        self.done = 0
        self.start = time.monotonic()

    def step(self, *_: Any, **__: Any) -> None:
        """Count one more step; ignores its arguments, so that it can be connected to a signal of Pelican's."""
        self.done += 1

    def line(self) -> str:
        """Return the line to show now."""
        seconds = int(time.monotonic() - self.start)
        if not self.steps:
            return f"{self.words} … {seconds} s"
        full = min(WIDTH, WIDTH * self.done // self.steps)
        bar = "█" * full + "░" * (WIDTH - full)
        return f"{self.words} {bar} {self.done} av {self.steps}, {seconds} s"


@contextmanager
def show_run(words: str, steps: int = 0, stream: TextIO | None = None) -> Iterator[Progress]:
    """Show the progress of the work within, which must print nothing else."""
    progress, stream = Progress(words, steps), stream or sys.stderr
    if not _can_show(stream):
        yield progress
        return

    def show(*_: object) -> None:
        with suppress(OSError, ValueError):  # a failure to print must not stop the work
            stream.write(f"{CLEAR}{progress.line()}")
            stream.flush()

    before = signal.signal(signal.SIGALRM, show)
    signal.setitimer(signal.ITIMER_REAL, FIRST, EACH)
    try:
        yield progress
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if time.monotonic() - progress.start >= FIRST:
            with suppress(OSError, ValueError):
                stream.write(CLEAR)
                stream.flush()


def print_time(pages: int, seconds: float, stream: TextIO | None = None) -> None:
    """Print how many pages were written and in what time, on a terminal only; not recorded, so that no later run repeats it."""
    stream = stream or sys.stderr
    if stream is not None and stream.isatty():
        shown = format_decimal(seconds)
        print_line(f"{pages} sidor är skrivna på {shown} s." if pages != 1 else f"En sida är skriven på {shown} s.", stream)


def _can_show(stream: TextIO | None) -> bool:
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return False
    encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
    return stream is not None and stream.isatty() and encoding == "utf8"
