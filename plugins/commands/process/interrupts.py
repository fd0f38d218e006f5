"""Ctrl-C and other signals to stop, handled in one way wherever in a run they come.

Where it comes while a class is put together it is raised as another exception, which looks like a failure of the program; and
where it comes in what is done as a thing goes (`__del__`), Python tells a trace of it and goes on. A system that is shut down and
a terminal that is closed ask by other signals, of which a program dies where it stands: what it had begun stays on the disk, and
what it had started goes on alone. Stage: before all others, in the process that does a task. The standard library alone: no
package need be there.
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

# Seconds after which one that Python has let go is raised once more: by then it is at work on something else.
AGAIN: Final = 0.001

# Seconds within which one more request to stop is the same: the system asks both the process that waits for this one, which
# passes it on, and this one.
SAME: Final = 1.0

_HEARD: Final[list[int]] = []
_ASKED: Final[list[float]] = []


def listen() -> None:
    """Note each Ctrl-C and each other signal to stop from now on, so that none is lost."""
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
    """Ignore every signal to stop from now on, and drop the one that was to be raised once more: the process is ending."""
    for each in (signal.SIGINT, *STOPS):
        signal.signal(each, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def was_interrupted() -> bool:
    """Tell whether this process was asked to stop: a failure since then may be because of that."""
    return bool(_HEARD) and threading.current_thread() is threading.main_thread()


def interrupted_status() -> int:
    """Return the exit status of a task that was interrupted, as shells have it."""
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
