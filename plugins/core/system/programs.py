"""Terminate a program that was started, and everything that it has started itself.

Called by `core/system/git.py` and `delivery/sftp.py`, when this process is asked to stop while it waits for one. Uses the
standard library only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any, Final

TIMEOUT: Final = 5.0
"""Seconds between the request to terminate and killing the process."""


def end_program(process: subprocess.Popen[Any], *, is_alone: bool = False) -> None:
    """Terminate a process if it is still running: first with SIGTERM, which lets it remove its locks, then with SIGKILL.

    `is_alone`: it has a session of its own, so signals are sent to all processes in it.
    """
    if sys.platform == "win32":
        process.kill()
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        with suppress(OSError):  # it has exited
            if is_alone:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(TIMEOUT)
