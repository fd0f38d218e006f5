"""Wrap stdout and stderr so that writing to them never fails.

Used first in every process: imports only the standard library.
"""

from __future__ import annotations

import io
import os
import sys


def say(text: str) -> None:
    """Print a message to the user on stderr; stdout is for problems."""
    print(text, file=sys.stderr, flush=True)


class Outlet(io.FileIO):
    """A stream that ignores errors of writing (a full disk, a closed pipe), which must not change what the program does."""

    # Types as `io.FileIO` has them.
    def write(self, data):  # type: ignore[no-untyped-def]
        """Write what can be written; discard the rest."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def open_outlets() -> None:
    """Wrap stdout and stderr; characters that cannot be encoded are replaced."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), "utf-8", write_through=True))
        elif stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            raw = io.BufferedWriter(Outlet(stream.fileno(), "w", closefd=False))
            setattr(sys, name, io.TextIOWrapper(raw, stream.encoding, "replace", line_buffering=name == "stderr"))
