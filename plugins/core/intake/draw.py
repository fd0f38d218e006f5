"""Draws an SVG as pixels, in a process of its own that can be stopped.

Stage: intake. In: an SVG that has been cleaned. Out: an RGBA image. A drawing can be harmless and still keep a renderer
busy for hours (patterns in masks in patterns); what takes too long or too much is refused. One process draws all that
go well, since its start costs more than twenty logos; one that fails takes its process with it.
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

PATIENCE = 10
"""Seconds of the processor for one drawing: a logo takes a hundredth of one. A machine that does other things does not count."""
LONGEST = 120
"""Seconds by the clock: where the system holds no process to the former (Windows), or gives it hardly anything."""
NO_PACKAGE: Final = 3
"""How the process says that it cannot import what it draws with."""
_SPENT: Final = -getattr(signal, "SIGXCPU", 0)
"""How a process has ended that took all of `PATIENCE`; 0, which no failure is, where the system knows no such end."""
_LENGTH: Final = 8
"""Bytes that say how long what follows is."""
_PROCESS: Final = Path(__file__).with_name("draw_process.py")


def draw_svg(svg: bytes) -> Image.Image:
    """Return the drawing at the width and height it states, on nothing; without fonts, so that every machine draws the same."""
    with _ONE_AT_A_TIME:
        png = _draw(svg)
    if png is None:
        message = "SVG-filen går inte att rita upp: den är för krånglig, eller skadad."
        raise Refused("osaker-svg", message, "Spara den på nytt ur ett ritprogram, som SVG eller PNG.")
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return image.convert("RGBA")


def _draw(svg: bytes) -> bytes | None:
    """Return the drawing as PNG; None for one that cannot be drawn by a process that has drawn nothing else."""
    global _drawer  # noqa: PLW0603 (the one process, which is there from the first drawing on)
    if _drawer is not None and _drawer.owner != os.getpid():  # this is a copy of that process: both would hear it
        _drawer.let_go()
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
    """A process that draws one after another."""

    def __init__(self) -> None:
        # -I: nothing of the user's own environment; stderr is for developers and may be in English
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(_PROCESS), str(PATIENCE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.owner = os.getpid()
        self.is_too_slow = False

    def draw(self, svg: bytes) -> bytes | None:
        """Return the drawing as PNG; None where the process ended, or had to be ended, without one."""
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
        except OSError:  # it ended before it had read all
            return None
        finally:
            timer.cancel()
        return png if length and len(png) == length and not self.is_too_slow else None

    def let_go(self) -> None:
        """Ask and hear it no more. It goes on where another process can."""
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def close(self) -> int:
        """End the process, and return its exit status."""
        self.let_go()
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
