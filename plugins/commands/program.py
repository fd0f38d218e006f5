"""Another program, run to its end: Ctrl-C and what else asks to stop reach it, and its exit status is ours.

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

PROJECT = Path(__file__).resolve().parents[2]

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
    env = dict(os.environ, PYTHONUTF8="1")
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(PROJECT / ".cache" / "hypothesis")
    env["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # there are none, and it would look for some in all packages
    env.update(settings or {})
    # Packages from elsewhere must not mix with the locked ones; and without kept bytecode each start takes seconds.
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    started = []  # type: list[subprocess.Popen[bytes]]
    asked = []  # type: list[signal.Signals]

    def pass_on(number: int, _frame: object) -> None:
        which = stop if stop != signal.SIGTERM else signal.Signals(number)
        asked.append(which)
        if started:  # else it is told once it is there: it would go on alone
            started[0].send_signal(which)

    # Ctrl-C in a terminal has reached the program too, which may be tidying up. Or it was sent to this process alone.
    def ask_again() -> None:
        for each in started:
            each.send_signal(signal.SIGINT)

    reminder = threading.Timer(PATIENCE, ask_again)
    reminder.daemon = True
    first = iter((os.name != "nt",))

    def remind(*_: object) -> None:
        if next(first, False):  # in one step: the next may come while this one is heard
            reminder.start()

    # No KeyboardInterrupt while waiting: it would lose the status of a program that has just ended, which then counts as 0.
    is_heard = callable(signal.getsignal(signal.SIGINT))
    interrupted = signal.signal(signal.SIGINT, remind) if is_heard else None
    before = {each: signal.getsignal(each) for each in STOPS}
    passed = [each for each, handler in before.items() if handler is not signal.SIG_IGN]  # as `nohup` has it
    for each in passed:
        signal.signal(each, pass_on)
    try:
        with hold_ctrl_c() if hears_later else contextlib.nullcontext():
            process = subprocess.Popen(command, cwd=cwd, env=env, stdout=words, stderr=words, pass_fds=keep_open)
        started.append(process)
        if asked:
            process.send_signal(asked[0])
        status = process.wait()
    finally:
        for each in passed:
            signal.signal(each, before[each])
        if is_heard:
            signal.signal(signal.SIGINT, interrupted)
        reminder.cancel()
    if status == 0xC000013A:  # how Windows says Ctrl-C
        return INTERRUPTED
    return status if status >= 0 else 128 - status


@contextlib.contextmanager
def hold_ctrl_c() -> Iterator[None]:
    """Hold back Ctrl-C and what else asks to stop, from what is started within too; not in Windows, which has no such thing.

    As in `plugins/core/copying.py`, which takes longer to load than all that the door has to do outside.
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
