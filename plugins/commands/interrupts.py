"""Ctrl-C as it was meant, whatever Python makes of it on the way.

Where it comes while a class is put together it is raised as another exception, which looks like a failure of the program; and
where it comes in what is done as a thing goes (`__del__`), Python tells a trace of it and goes on. Stage: before all others, in
the process that does a task. The standard library alone: no package need be there.
"""

from __future__ import annotations

import signal
import sys
import threading

TYPE_CHECKING = False  # as in `plugins/commands/program.py`
if TYPE_CHECKING:
    from typing import Final

# Seconds after which one that Python has let go is raised once more: by then it is at work on something else.
AGAIN: Final = 0.001

_HEARD: Final[list[int]] = []


def listen() -> None:
    """Note each Ctrl-C from now on, and let none be lost."""
    _HEARD.clear()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _raise)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _raise_again


def leave_alone() -> None:
    """Let no Ctrl-C disturb the end, nor one that was to be raised once more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def was_interrupted() -> bool:
    """Tell whether Ctrl-C was pressed: what this process has burst of since may be that."""
    return bool(_HEARD) and threading.current_thread() is threading.main_thread()


def _raise(number: int, _frame: object) -> None:
    _HEARD.append(number)
    raise KeyboardInterrupt


def _raise_again(ignored: sys.UnraisableHookArgs) -> None:
    if not issubclass(ignored.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(ignored)
    elif sys.platform != "win32":
        signal.signal(signal.SIGALRM, _raise)
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
