"""What nobody foresaw: told as a problem, with its trace kept for a developer."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Final

from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem

PROJECT: Final = Path(__file__).resolve().parents[2]
"""The folder of the program."""


def unexpected(error: Exception, content: Path, project: Path) -> Problem:
    """Return an unexpected failure as a problem; its trace goes to `.cache/senaste-fel.txt`."""
    trace = project / ".cache" / "senaste-fel.txt"
    try:
        trace.parent.mkdir(exist_ok=True)
        trace.write_text("".join(traceback.format_exception(error)), "utf-8")
        where = "Skicka filen .cache/senaste-fel.txt till den som sköter programmet."
    except OSError:
        where = f"Berätta för den som sköter programmet: {type(error).__name__}."
    message = "Något gick fel i programmet. Det beror inte på dig."
    if isinstance(error, OSError) and error.filename:
        message = (
            f"Det gick inte att läsa eller skriva {Path(os.fsdecode(error.filename)).name}. Är disken full, eller filen låst?"
        )
    return Problem(Place(SourceFile(content)), "intern", message, help=(where,))
