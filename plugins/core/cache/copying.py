"""Whether this process can be forked, so that a second processor does a part of its work.

Stage: any. In: the machine and this process. Out: yes or no. Where it is no, everything is done in this process, with the same
answers. Here too are the pipe by which a copy answers, and how Ctrl-C and other requests to stop are held back while it is
forked. Needs the standard library alone.
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
"""Ctrl-C, and what else asks to stop: somebody who ends the program, the system, a terminal that is closed."""
PIPE: Final = 1 << 20
"""Bytes that a pipe may hold: as many as Linux gives to anybody (man 7 pipe)."""


def can_copy() -> bool:
    """Tell whether this process can be forked, and a second one helps."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


@contextmanager
def hold_ctrl_c() -> Iterator[None]:
    """Within, hold back Ctrl-C and other signals to stop, while this process is forked.

    The copy hears it (`hear_ctrl_c`) where nothing but its own work would end. It would else do at once what
    this process does at the end of a run: what undoes its work, and tells of it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # type: ignore[attr-defined,unused-ignore]  # on Linux alone
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # type: ignore[attr-defined,unused-ignore]  # as said


def hear_ctrl_c() -> None:
    """Hear what asks to stop from now on, and what was held back at once."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)  # type: ignore[attr-defined,unused-ignore]  # as said


def widen(pipe: int) -> None:
    """Make a pipe large enough for a whole answer, so that the copy need not wait until it is read bit by bit."""
    import fcntl  # noqa: PLC0415 (not in Windows, where nothing is copied)

    with suppress(OSError):  # this user has many pipes already
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)
