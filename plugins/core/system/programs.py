"""Programs: another program that was started, ended before its time with all that it has started itself.

Stage: any. In: a process. Out: it has gone. Called by `core/system/git.py` and `delivery/sftp.py`, where this process is asked
to stop while it waits for one. Needs the standard library alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any, Final

PATIENCE: Final = 5.0
"""Seconds that a program which was asked to stop may take before it is killed."""


def end_program(process: subprocess.Popen[Any], *, is_alone: bool = False) -> None:
    """End a program if it still runs: it is asked first, for it takes away then what it has locked.

    `is_alone`: it has a session of its own, so that all that it has started is asked too.
    """
    if sys.platform == "win32":
        process.kill()
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        with suppress(OSError):  # it has gone
            if is_alone:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
