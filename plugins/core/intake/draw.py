"""Render an SVG to pixels, in a separate process that can be stopped.

Takes a cleaned SVG; returns an RGBA image. A harmless drawing can still keep a renderer busy for hours (patterns in masks in
patterns), so a drawing that takes too long or too much memory is refused. One process renders drawings until one fails, since
starting it takes longer than rendering twenty logos; after a failure a new process is started.
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

from PIL import Image

from plugins.core.intake.findings import Refused

TIMEOUT = 10
"""Seconds of CPU time for one drawing; a logo takes about a hundredth of a second. Load on the machine does not count."""
LONGEST = 120
"""Seconds of real time: for systems without a limit on CPU time (Windows), and for overloaded ones."""
NO_PACKAGE: Final = 3
"""The exit status of the process when its rendering package cannot be imported."""
_SPENT: Final = -getattr(signal, "SIGXCPU", 0)
"""The exit status after exceeding `TIMEOUT`; 0, which no failure has, on systems without this signal."""
_LENGTH: Final = 8
"""Bytes of the length that precedes each message."""
_PROCESS: Final = Path(__file__).with_name("draw_process.py")


def draw_svg(svg: bytes) -> Image.Image:
    """Return the drawing at its own width and height, on a transparent background, rendered without fonts to be reproducible."""
    with _ONE_AT_A_TIME:
        png = _draw(svg)
    if png is None:
        message = "SVG-filen går inte att rita upp: den är för krånglig, eller skadad."
        raise Refused("osaker-svg", message, "Spara den på nytt ur ett ritprogram, som SVG eller PNG.")
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return image.convert("RGBA")


def _draw(svg: bytes) -> bytes | None:
    """Return the drawing as PNG; None if even a new process cannot render it."""
    global _drawer  # noqa: PLW0603 (the one process, which is there from the first drawing on)
    if _drawer is not None and _drawer.owner != os.getpid():  # after a fork: parent and child would share the pipes
        _drawer.close_pipes()
        _drawer = None
    while True:
        drawer, is_new = _drawer or _Drawer(), _drawer is None
        _drawer = drawer
        png = drawer.draw(svg)
        if png is not None:
            return png
        _drawer = None
        status = drawer.close()
        if status == NO_PACKAGE:
            raise ImportError("resvg_py", name="resvg_py")
        if is_new or drawer.is_too_slow or status == _SPENT:
            return None


class _Drawer:
    """A process that renders one drawing after another."""

    def __init__(self) -> None:
        # -I ignores the user's Python environment; stderr is for developers and may be in English
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(_PROCESS), str(TIMEOUT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.owner = os.getpid()
        self.is_too_slow = False

    def draw(self, svg: bytes) -> bytes | None:
        """Return the drawing as PNG; None if the process ended or was killed."""
        asked, answers = self.process.stdin, self.process.stdout
        if asked is None or answers is None:
            return None
        timer = threading.Timer(LONGEST, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            asked.write(len(svg).to_bytes(_LENGTH, "big") + svg)
            asked.flush()
            length = int.from_bytes(answers.read(_LENGTH), "big")
            png = answers.read(length)
        except OSError:  # the process ended before it had read everything
            return None
        finally:
            timer.cancel()
        return png if length and len(png) == length and not self.is_too_slow else None

    def close_pipes(self) -> None:
        """Close the pipes; the process keeps running if another process has them open."""
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def close(self) -> int:
        """End the process and return its exit status."""
        self.close_pipes()
        try:
            return self.process.wait(1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def _give_up(self) -> None:
        self.is_too_slow = True
        self.process.kill()


_drawer: _Drawer | None = None
_ONE_AT_A_TIME: Final = threading.Lock()


@atexit.register
def _close_drawer() -> None:
    if _drawer is not None and _drawer.owner == os.getpid():
        _drawer.close()
