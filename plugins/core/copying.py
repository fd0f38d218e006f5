"""Copying: whether this process can be copied, so that a second processor does a part of its work.

Stage: any. In: the machine and this process. Out: yes or no. Where it is no, all is done here, with the same answers. Here is too
what a copy answers by. Needs the standard library alone.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import Final

PIPE: Final = 1 << 20
"""Bytes that a pipe may hold: as many as Linux gives to anybody (man 7 pipe)."""


def can_copy() -> bool:
    """Tell whether this process can be copied, and a second one helps."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


def widen(pipe: int) -> None:
    """Let a pipe hold a whole answer, so that the copy need not wait until it is read bit by bit."""
    import fcntl  # noqa: PLC0415 (not in Windows, where nothing is copied)

    with suppress(OSError):  # this user has many pipes already
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)
