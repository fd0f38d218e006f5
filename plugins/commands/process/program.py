"""Run another program to its end, passing on Ctrl-C and other signals to stop; its exit status becomes ours.

Used first in every process: imports only the standard library.
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

# Seconds until a program that was interrupted is sent Ctrl-C again.
TIMEOUT = 2.0

# The exit status after Ctrl-C, as shells have it.
INTERRUPTED = 130

# Signals to stop other than Ctrl-C: sent by users and the system and, on Unix, when a terminal is closed.
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
    """Run a program to its end; return its exit status, 128 and its number for a signal.

    With `hears_later`, Ctrl-C is blocked until the program calls `unblock_stop_signals`: while Python starts, it would print a
    traceback.
    """
    with _Stops(stop) as stops:
        with block_stop_signals() if hears_later else contextlib.nullcontext():
            env = _environment(settings or {})
            process = subprocess.Popen(command, cwd=cwd, env=env, stdout=words, stderr=words, pass_fds=keep_open)
        stops.reach(process)
        status = process.wait()
    if status == 0xC000013A:  # how Windows says Ctrl-C
        return INTERRUPTED
    return status if status >= 0 else 128 - status


def _environment(settings: dict[str, str]) -> dict[str, str]:
    """Return the environment for a program of the project; `settings` take precedence."""
    env = dict(os.environ, PYTHONUTF8="1")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(PROJECT / ".cache" / "hypothesis")
    env["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # there are none: saves searching all packages
    env.update(settings)
    # Packages from elsewhere must not mix with the locked ones; and without cached bytecode each start takes seconds.
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    return env


class _Stops:
    """Signal handlers, while this process waits for a program, that pass signals to stop on to it.

    Ctrl-C in a terminal reaches the program too, which may be cleaning up; so it is sent again only if the program goes on for a
    while. Ctrl-C may also have been sent to this process only. Other signals are passed on at once.
    """

    def __init__(self, stop: signal.Signals) -> None:
        self.stop = stop
        self.program = None  # type: subprocess.Popen[bytes] | None
        self.asked = None  # type: signal.Signals | None
        self.reminder = threading.Timer(TIMEOUT, self.ask_again)
        self.reminder.daemon = True
        self.first = iter((os.name != "nt",))

    def __enter__(self) -> _Stops:
        # No KeyboardInterrupt while waiting: it would lose the status of a program that has just ended, which then counts as 0.
        self.is_heard = callable(signal.getsignal(signal.SIGINT))
        self.interrupted = signal.signal(signal.SIGINT, self.remind) if self.is_heard else None
        before = {each: signal.getsignal(each) for each in STOPS}
        self.passed = {each: handler for each, handler in before.items() if handler is not signal.SIG_IGN}  # as `nohup` needs
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
        """Pass signals on to a program from now on, also one that came before it was started."""
        self.program = program
        if self.asked is not None:
            program.send_signal(self.asked)

    def pass_on(self, number: int, _frame: object) -> None:
        """Pass on a signal, as the one that the program expects."""
        which = self.stop if self.stop != signal.SIGTERM else signal.Signals(number)
        self.asked = self.asked or which
        if self.program is not None:
            self.program.send_signal(which)

    def remind(self, *_: object) -> None:
        """At the first Ctrl-C, start the timer that sends it again."""
        if next(self.first, False):  # atomic: another signal may come here
            self.reminder.start()

    def ask_again(self) -> None:
        """Send Ctrl-C to the program, which has not ended."""
        if self.program is not None:
            self.program.send_signal(signal.SIGINT)


@contextlib.contextmanager
def block_stop_signals() -> Iterator[None]:
    """Block Ctrl-C and other signals to stop, also in a program started within; does nothing on Windows.

    As in `plugins/core/cache/forking.py`, which takes longer to import than all that `door.py` does outside the environment.
    """
    if os.name == "nt":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *STOPS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def unblock_stop_signals() -> None:
    """Unblock signals to stop; one that came meanwhile is delivered at once."""
    if os.name != "nt":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, *STOPS})
