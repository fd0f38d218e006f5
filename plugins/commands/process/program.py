"""Runs another program to its end: Ctrl-C and other signals to stop reach it, and its exit status is ours.

Stage: before all others, and where a task is another program. In: a command. Out: its exit status. The standard library alone:
no package need be there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

TYPE_CHECKING = False  # as in `typing`, whose import takes as long as all else that is done here
if TYPE_CHECKING:
    from typing import IO

PROJECT = Path(__file__).resolve().parents[3]

# How long a program that was asked to stop may take before it is asked once more, in seconds.
PATIENCE = 2.0

# The exit status after Ctrl-C, as shells have it.
INTERRUPTED = 130

# What asks a program to stop beside Ctrl-C: somebody who ends it, or the system; and in Unix a terminal that is closed.
STOPS = (signal.SIGTERM,) if os.name == "nt" else (signal.SIGTERM, signal.SIGHUP)


def run_program(
    command: list[str],
    cwd: Path | None = None,
    settings: dict[str, str] | None = None,
    stop: signal.Signals = signal.SIGTERM,
    words: IO[bytes] | None = None,
    keep_open: tuple[int, ...] = (),
    hears_later: bool = False,
) -> int:
    """Run a program to its end, passing on Ctrl-C and a request to stop; return its exit status.

    With `hears_later`, Ctrl-C waits until the program hears it (`hear_ctrl_c`): while it starts, Python would tell a trace of it.
    """
    with _Stops(stop) as stops:
        with hold_ctrl_c() if hears_later else contextlib.nullcontext():
            env = _environment(settings or {})
            process = subprocess.Popen(command, cwd=cwd, env=env, stdout=words, stderr=words, pass_fds=keep_open)
        stops.reach(process)
        status = process.wait()
    if status == 0xC000013A:  # how Windows says Ctrl-C
        return INTERRUPTED
    return status if status >= 0 else 128 - status


def _environment(settings: dict[str, str]) -> dict[str, str]:
    """Return this process's environment as a program of the project needs it; `settings` come last."""
    env = dict(os.environ, PYTHONUTF8="1")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(PROJECT / ".cache" / "hypothesis")
    env["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # there are none, and it would look for some in all packages
    env.update(settings)
    # Packages from elsewhere must not mix with the locked ones; and without kept bytecode each start takes seconds.
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    return env


class _Stops:
    """What asks this process to stop while it waits for a program: within `with`, the program is told of it.

    Ctrl-C in a terminal has reached the program too, which may be tidying up; so it is told only if it goes on for a while.
    Or Ctrl-C was sent to this process alone. Any other request is passed on at once.
    """

    def __init__(self, stop: signal.Signals) -> None:
        self.stop = stop
        self.program = None  # type: subprocess.Popen[bytes] | None
        self.asked = None  # type: signal.Signals | None
        self.reminder = threading.Timer(PATIENCE, self.ask_again)
        self.reminder.daemon = True
        self.first = iter((os.name != "nt",))

    def __enter__(self) -> _Stops:
        # No KeyboardInterrupt while waiting: it would lose the status of a program that has just ended, which then counts as 0.
        self.is_heard = callable(signal.getsignal(signal.SIGINT))
        self.interrupted = signal.signal(signal.SIGINT, self.remind) if self.is_heard else None
        before = {each: signal.getsignal(each) for each in STOPS}
        self.passed = {each: handler for each, handler in before.items() if handler is not signal.SIG_IGN}  # as `nohup` has it
        for each in self.passed:
            signal.signal(each, self.pass_on)
        return self

    def __exit__(self, *_: object) -> None:
        for each, handler in self.passed.items():
            signal.signal(each, handler)
        if self.is_heard:
            signal.signal(signal.SIGINT, self.interrupted)
        self.reminder.cancel()

    def reach(self, program: subprocess.Popen[bytes]) -> None:
        """Begin to pass on to a program, also what came before it was there: else it would go on alone."""
        self.program = program
        if self.asked is not None:
            program.send_signal(self.asked)

    def pass_on(self, number: int, _frame: object) -> None:
        """Pass on a request to stop, as the signal that the program knows it by."""
        which = self.stop if self.stop != signal.SIGTERM else signal.Signals(number)
        self.asked = self.asked or which
        if self.program is not None:
            self.program.send_signal(which)

    def remind(self, *_: object) -> None:
        """At the first Ctrl-C, begin to wait for the program to end by itself."""
        if next(self.first, False):  # in one step: the next may come while this one is heard
            self.reminder.start()

    def ask_again(self) -> None:
        """Send Ctrl-C to the program, which has not ended."""
        if self.program is not None:
            self.program.send_signal(signal.SIGINT)


@contextlib.contextmanager
def hold_ctrl_c() -> Iterator[None]:
    """Hold back Ctrl-C and what else asks to stop, from what is started within too; not in Windows, which has no such thing.

    As in `plugins/core/cache/copying.py`, which takes longer to load than all that the door has to do outside.
    """
    if os.name == "nt":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *STOPS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear_ctrl_c() -> None:
    """Hear what asks to stop from now on, and what was held back at once."""
    if os.name != "nt":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, *STOPS})
