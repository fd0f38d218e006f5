"""Ctrl-C just as a process is copied: a program of its own, in which each copy is hit by it before it does anything."""

from __future__ import annotations

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
        signal.raise_signal(signal.SIGINT)
    return process

signal.signal(signal.SIGINT, signal.default_int_handler)
signal.pthread_sigmask(signal.SIG_SETMASK, [])
fork, os.fork, copying.can_copy = os.fork, fork_and_interrupt, lambda: True
"""


def run_interrupted(module: str, work: str) -> tuple[int, bytes, bytes]:
    """Run `work`, to which the module that copies is `copying`; return its exit status, stdout and stderr."""
    program = _BEGINNING.format(module=module) + dedent(work)
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr
