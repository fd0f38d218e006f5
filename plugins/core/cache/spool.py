"""A temporary file for the long answers of one run.

Stage: any. In: bytes. Out: a `Later` that stands for them in a memo (`core/cache/memo.py`), and reads them where somebody asks.
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
    """Bytes by number, in a file without a name."""

    def __init__(self, *, is_open: bool = False) -> None:
        """Begin; with `is_open` the file is there at once, for a copy of this process to write to."""
        self._file: Any = None
        self.ends = array("Q", [0])
        """Where the bytes of each number begin, and the last ones end."""
        if is_open:
            with suppress(OSError):
                self._open()

    def _open(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (it goes with the spool)
        finalize(self, self._file.close)

    def add(self, data: bytes) -> Later | None:
        """Lay bytes down; None where the disk does not take them."""
        with suppress(OSError):
            if self._file is None:
                self._open()
            if write_at(self._file, data, self.ends[-1]) == len(data):
                self.ends.append(self.ends[-1] + len(data))
                return Later(self, len(self.ends) - 2, stays=False)
        return None

    def make(self, number: int) -> Any:
        """Return bytes as they were laid down; forgotten where the disk does not give them back."""
        start, end = self.ends[number], self.ends[number + 1]
        with suppress(OSError):
            data = read_at(self._file, end - start, start)
            if len(data) == end - start:
                return data
        return Forgotten.FORGOTTEN

    find = make
