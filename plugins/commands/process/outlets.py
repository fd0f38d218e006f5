"""Wraps stdout and stderr so that writing to them never fails.

Stage: before all others. In: stdout and stderr as the system gives them. Out: the same, which no word makes fail. The standard
library alone: no package need be there.
"""

from __future__ import annotations

import io
import os
import sys


def say(text: str) -> None:
    """Tell the person at the keyboard something; stdout is kept for problems."""
    print(text, file=sys.stderr, flush=True)


class Outlet(io.FileIO):
    """A stream that never fails: what cannot be written (a full disk, a closed pipe) changes nothing of the work, nor its end."""

    # Types as `io.FileIO` has them.
    def write(self, data):  # type: ignore[no-untyped-def]
        """Write what can be written; the rest is let go."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def open_outlets() -> None:
    """Make writing to stdout and stderr never fail; a character that cannot be shown is replaced."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), "utf-8", write_through=True))
        elif stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            raw = io.BufferedWriter(Outlet(stream.fileno(), "w", closefd=False))
            setattr(sys, name, io.TextIOWrapper(raw, stream.encoding, "replace", line_buffering=name == "stderr"))
