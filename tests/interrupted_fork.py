"""Run code in a program in which each forked process gets a signal (Ctrl-C or another that stops it) right after the fork."""

from __future__ import annotations

import signal
import subprocess
import sys
from textwrap import dedent

from tests.conftest import PROJECT

_BEGINNING = """
import os, signal
import {module} as copying

def fork_and_interrupt() -> int:
    process = fork()
    if process == 0:
        signal.raise_signal({signal})
    return process

for each in (signal.SIGINT, {signal}):
    signal.signal(each, signal.default_int_handler)
signal.pthread_sigmask(signal.SIG_SETMASK, [])
fork, os.fork, copying.can_fork = os.fork, fork_and_interrupt, lambda: True
"""


STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP] if sys.platform != "win32" else []


def run_interrupted(module: str, work: str, which: int) -> tuple[int, bytes, bytes]:
    """Run the code `work`, in which the module that forks is called `copying`; return exit status, stdout and stderr."""
    program = _BEGINNING.format(module=module, signal=int(which)) + dedent(work)
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr
