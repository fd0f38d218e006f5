"""The progress of a run: one line on the terminal that tells what a run of more than a second is at, gone when it is over.

In: what is done, and how many steps it has. Out: words on stderr where that is a terminal; nothing in a pipe or a file. The
system's own timer rings (`setitimer`): a thread, such as Rich has for its bars, would keep a large build from copying its
process (`core/cache/aside.py`). Where there is no such timer (Windows), nothing is shown.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

from plugins.commands.reporting.speak import tell_line
from plugins.core.swedish import format_decimal

FIRST: Final = 1.0
"""Seconds until anything is shown: what is quicker needs no words."""
EACH: Final = 0.25
"""Seconds from one look at it to the next."""
WIDTH: Final = 28
"""Characters of the bar."""
CLEAR: Final = "\r\x1b[K"
"""To the line's beginning, and all of it away (ECMA-48)."""


class Progress:
    """What a run is doing, and how many of its steps are done."""

    def __init__(self, words: str, steps: int = 0) -> None:
        self.words = words
        self.steps = steps
        self.done = 0
        self.start = time.monotonic()

    def step(self, *_: Any, **__: Any) -> None:
        """One more is done; whatever is given is passed over, so that a signal of Pelican's may call it."""
        self.done += 1

    def line(self) -> str:
        """Return what is shown now."""
        seconds = int(time.monotonic() - self.start)
        if not self.steps:
            return f"{self.words} … {seconds} s"
        full = min(WIDTH, WIDTH * self.done // self.steps)
        bar = "█" * full + "░" * (WIDTH - full)
        return f"{self.words} {bar} {self.done} av {self.steps}, {seconds} s"


@contextmanager
def show_run(words: str, steps: int = 0, stream: TextIO | None = None) -> Iterator[Progress]:
    """Show how far the work within has come. Nothing else may be told meanwhile."""
    progress, stream = Progress(words, steps), stream or sys.stderr
    if not _can_show(stream):
        yield progress
        return

    def show(*_: object) -> None:
        with suppress(OSError, ValueError):  # what cannot be told changes nothing of the work
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


def tell_time(pages: int, seconds: float, stream: TextIO | None = None) -> None:
    """Tell who sits at a terminal how many pages were written, and how long that took; not told again by a later run."""
    stream = stream or sys.stderr
    if stream is not None and stream.isatty():
        shown = format_decimal(seconds)
        tell_line(f"{pages} sidor är skrivna på {shown} s." if pages != 1 else f"En sida är skriven på {shown} s.", stream)


def _can_show(stream: TextIO | None) -> bool:
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return False
    encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
    return stream is not None and stream.isatty() and encoding == "utf8"
