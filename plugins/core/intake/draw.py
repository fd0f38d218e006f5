"""Drawing an SVG as pixels, in a process of its own that can be stopped.

Stage: intake. In: an SVG that has been cleaned. Out: an RGBA image. A drawing can be harmless and still keep a renderer
busy for hours (patterns in masks in patterns); what takes too long or too much is refused.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Final

from PIL import Image

from plugins.core.intake.findings import Refused

PATIENCE = 10
"""Seconds: a logo takes a hundredth of one."""
NO_PACKAGE: Final = 3
"""How the process says that it cannot import what it draws with."""
_PROCESS: Final = Path(__file__).with_name("draw_process.py")


def draw_svg(svg: bytes) -> Image.Image:
    """Return the drawing at the width and height it states, on nothing; without fonts, so that every machine draws the same."""
    try:
        # -I: nothing of the user's own environment; stderr is for developers and may be in English
        done = subprocess.run(
            [sys.executable, "-I", str(_PROCESS)], input=svg, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is not None and done.returncode == NO_PACKAGE:
        raise ImportError("resvg_py", name="resvg_py")
    if done is None or done.returncode:
        message = "SVG-filen går inte att rita upp: den är för krånglig, eller skadad."
        raise Refused("osaker-svg", message, "Spara den på nytt ur ett ritprogram, som SVG eller PNG.")
    with Image.open(io.BytesIO(done.stdout), formats=("PNG",)) as image:
        return image.convert("RGBA")
