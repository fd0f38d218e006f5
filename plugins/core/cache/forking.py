"""Whether this process can fork worker processes, and the signals and pipes that workers need.

Where it cannot, everything runs in this process, with the same results. Uses the standard library only.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

STOPS: Final = {getattr(signal, name, signal.SIGINT) for name in ("SIGINT", "SIGTERM", "SIGHUP")}
"""Signals that ask the program to stop: Ctrl-C, a termination request, a terminal that is closed."""
PIPE: Final = 1 << 20
"""Capacity of a pipe in bytes: the most that Linux gives an ordinary user (man 7 pipe)."""


def can_fork() -> bool:
    """Return whether this process can be forked and has a second processor to use."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


@contextmanager
def block_stop_signals() -> Iterator[None]:
    """Block the signals that stop the program while this process is forked.

    The worker unblocks them (`unblock_stop_signals`) where only its own work ends. Otherwise a signal could make it run the
    cleanup of this process, which undoes its work and reports to the user.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # type: ignore[attr-defined,unused-ignore]  # on Linux alone
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # type: ignore[attr-defined,unused-ignore]  # as said


def unblock_stop_signals() -> None:
    """Unblock the signals that stop the program; one that is pending is delivered at once."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)  # type: ignore[attr-defined,unused-ignore]  # as said


def widen(pipe: int) -> None:
    """Enlarge a pipe so that a whole result fits, and the worker does not wait for the reader."""
    import fcntl  # noqa: PLC0415 (not in Windows, where nothing is copied)

    with suppress(OSError):  # the user's limit for pipes is reached
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)
