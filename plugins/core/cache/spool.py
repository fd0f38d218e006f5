"""A temporary file for the large answers of one run.

Bytes are stored and represented in a memo (`core/cache/memo.py`) by a `Later`, which reads them on demand.
"""

from __future__ import annotations

import tempfile
from array import array
from contextlib import suppress
from typing import Any
from weakref import finalize

from plugins.core.cache.at_offset import read_at, write_at
from plugins.core.cache.memo_nodes import Forgotten, Later


class Spool:
    """Byte strings by number, in an unnamed temporary file."""

    def __init__(self, *, is_open: bool = False) -> None:
        """With `is_open` create the file at once, so that a forked worker can write to it."""
        self._file: Any = None
        self.ends = array("Q", [0])
        """Offsets at which the strings begin, and at which the last one ends."""
        if is_open:
            with suppress(OSError):
                self._open()

    def _open(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed with the spool)
        finalize(self, self._file.close)

    def add(self, data: bytes) -> Later | None:
        """Store bytes and return a reference to them; None if they cannot be written."""
        with suppress(OSError):
            if self._file is None:
                self._open()
            if write_at(self._file, data, self.ends[-1]) == len(data):
                self.ends.append(self.ends[-1] + len(data))
                return Later(self, len(self.ends) - 2, stays=False)
        return None

    def make(self, number: int) -> Any:
        """Return stored bytes; `FORGOTTEN` if they cannot be read."""
        start, end = self.ends[number], self.ends[number + 1]
        with suppress(OSError):
            data = read_at(self._file, end - start, start)
            if len(data) == end - start:
                return data
        return Forgotten.FORGOTTEN

    find = make
