"""Handle Ctrl-C and other signals to stop in the same way wherever in a run they come.

While a class is being created, Python turns `KeyboardInterrupt` into another exception, which looks like a failure of the
program; in `__del__` it prints a traceback and goes on. SIGTERM and SIGHUP would end the process at once, and leave temporary
files and child processes. Used first in the process of a task: imports only the standard library.
"""

from __future__ import annotations

import signal
import sys
import threading
import time

from plugins.commands.process.program import STOPS

TYPE_CHECKING = False  # as in `plugins/commands/process/program.py`
if TYPE_CHECKING:
    from typing import Final

# Seconds after which an interrupt that Python has ignored is raised again, when something else is running.
AGAIN: Final = 0.001

# Seconds within which two requests to stop are one: the system sends it both to the waiting parent process, which passes it on,
# and to this one.
SAME: Final = 1.0

_HEARD: Final[list[int]] = []
_ASKED: Final[list[float]] = []


def listen() -> None:
    """Handle Ctrl-C and other signals to stop from now on, so that none is lost."""
    _HEARD.clear()
    _ASKED.clear()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _raise)
    for each in STOPS:
        if signal.getsignal(each) is signal.SIG_DFL:
            signal.signal(each, _stop)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _raise_again


def leave_alone() -> None:
    """Ignore every signal to stop from now on: the process is ending."""
    for each in (signal.SIGINT, *STOPS):
        signal.signal(each, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def was_interrupted() -> bool:
    """Return whether this process was asked to stop: a failure since then may be due to that."""
    return bool(_HEARD) and threading.current_thread() is threading.main_thread()


def interrupted_status() -> int:
    """Return the exit status of an interrupted task: 128 and the number of the signal, as in shells."""
    return 128 + next((number for number in _HEARD if number in STOPS), signal.SIGINT)


def _stop(number: int, frame: object) -> None:
    now = time.monotonic()
    is_same = bool(_ASKED) and now - _ASKED[0] < SAME
    _ASKED.append(now)
    if not is_same:
        _raise(number, frame)


def _raise(number: int, _frame: object) -> None:
    _HEARD.append(number)
    raise KeyboardInterrupt


def _raise_again(ignored: sys.UnraisableHookArgs) -> None:
    if not issubclass(ignored.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(ignored)
    elif sys.platform != "win32":
        signal.signal(signal.SIGALRM, _raise)
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
