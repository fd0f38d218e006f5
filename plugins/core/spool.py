"""A spool: long answers of one run that lie in a file of their own, which goes when the run does.

Stage: any. In: bytes. Out: a `Later` that stands for them in a memo (`core/memo.py`), and reads them where somebody asks.
"""

from __future__ import annotations

import tempfile
from array import array
from contextlib import suppress
from typing import Any
from weakref import finalize

from plugins.core.memo import Forgotten, Later


class Spool:
    """Bytes by number, in a file without a name."""

    def __init__(self) -> None:
        self._file: Any = None
        self._ends = array("Q", [0])

    def add(self, data: bytes) -> Later | None:
        """Lay bytes down; None where the disk does not take them."""
        with suppress(OSError):
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (it goes with the spool)
                finalize(self, self._file.close)
            self._file.seek(self._ends[-1])
            if self._file.write(data) == len(data):
                self._ends.append(self._ends[-1] + len(data))
                return Later(self, len(self._ends) - 2, stays=False)
        return None

    def make(self, number: int) -> Any:
        """Return bytes as they were laid down; forgotten where the disk does not give them back."""
        start, end = self._ends[number], self._ends[number + 1]
        with suppress(OSError):
            self._file.seek(start)
            data = self._file.read(end - start)
            if len(data) == end - start:
                return data
        return Forgotten.FORGOTTEN

    find = make
