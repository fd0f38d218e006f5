"""A small forked process that scans folders at the same time as this one works.

In: functions that return a text of ASCII, such as a digest. Out: what each of them returns. Where a process cannot be copied, or
the scanner is lost, this process calls them itself, when somebody asks for the answer. Needs the standard library alone, and what
needs no more.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from select import select
from typing import BinaryIO, Final, NoReturn

from plugins.core.cache.copying import can_copy, hear_ctrl_c, hold_ctrl_c, widen

_END: Final = b"\n"
"""After an answer."""
_MOST: Final = 1 << 16
"""Bytes that are read at a time."""
_WAITING: Final[list[Callable[[], None]]] = []
"""What is to begin once the run has read all that it reads of the content."""


def tell_all_is_read() -> None:
    """Tell whoever waits for it, once, that the run has read all of the content that it needs, and now does the rest."""
    while _WAITING:
        _WAITING.pop()()


@contextmanager
def wait_until_read(begin: Callable[[], None]) -> Iterator[None]:
    """Call `begin` when a run within has told so."""
    _WAITING.append(begin)
    try:
        yield
    finally:
        with suppress(ValueError):  # it has been told
            _WAITING.remove(begin)


class FolderScanner:
    """A forked copy that waits to be asked. It ends with this process and its other copies, however they end."""

    def __init__(self, *looks: Callable[[], str]) -> None:
        """Make the copy, if that can be done here; at most so many `looks` as a byte can count."""
        self._looks = looks
        self._begun: list[int] = []
        """What it has been asked for and has not answered, in that order."""
        self._found: dict[int, list[str]] = {}
        """What it has answered, by look, and nobody has asked for."""
        self._rest = b""
        """What has come of an answer."""
        self._process, self._owner = 0, os.getpid()
        self._asking: BinaryIO | None = None
        self._answering: BinaryIO | None = None
        if can_copy():
            with hold_ctrl_c(), suppress(OSError):
                self._copy()

    def begin(self, number: int) -> bool:
        """Begin one of the looks, after those that were begun before: from then on, and not before, it sees what there is.

        Return whether it is begun; where it is not, it is made when it is asked for.
        """
        if self._asking is not None:
            with suppress(OSError):  # it is lost
                self._asking.write(bytes([number]))
                self._begun.append(number)
                return True
        return False

    def is_waited_for(self, *numbers: int) -> bool:
        """Tell whether the copy is still at any of these looks."""
        while self._answering is not None and select([self._answering], [], [], 0)[0]:
            self._read()
        return not set(numbers).isdisjoint(self._begun)

    def answer(self, number: int) -> str:
        """Return what a look has found: begun by then, or made here and now."""
        while number in self._begun and not self._found.get(number):
            self._read()
        found = self._found.get(number)
        return found.pop(0) if found else self._looks[number]()

    def _read(self) -> None:
        """Read what it has answered, once there is anything."""
        data = os.read(self._answering.fileno(), _MOST) if self._answering is not None else b""
        if not data:
            self.end()
            return
        *found, self._rest = (self._rest + data).split(_END)
        for one in found:
            self._found.setdefault(self._begun.pop(0), []).append(one.decode("ascii"))

    def end(self) -> None:
        """End the copy: nothing more is asked. It is stopped, since other copies of this process could ask it too."""
        if self._asking is None or self._answering is None:
            return
        self._asking.close()
        self._answering.close()
        self._asking = self._answering = None
        if os.getpid() == self._owner:
            with suppress(OSError):  # it is gone, and nobody is told of it
                os.kill(self._process, signal.SIGKILL)  # type: ignore[attr-defined,unused-ignore]  # made on Linux alone
                os.waitpid(self._process, 0)
        self._begun.clear()

    def __del__(self) -> None:
        """Leave no copy where the run has ended in another way."""
        self.end()

    def _copy(self) -> None:
        asked, asking = os.pipe()
        answering, answered = os.pipe()
        widen(answered)
        try:
            self._process = os.fork()  # type: ignore[attr-defined,unused-ignore]  # asked for on Linux alone
        except OSError:
            for end in (asked, asking, answering, answered):
                os.close(end)
            return
        if self._process == 0:
            os.close(asking)
            os.close(answering)
            _serve(self._looks, asked, answered)
        os.close(asked)
        os.close(answered)
        self._asking, self._answering = os.fdopen(asking, "wb", buffering=0), os.fdopen(answering, "rb", buffering=0)


def _serve(looks: Sequence[Callable[[], str]], asked: int, answered: int) -> NoReturn:
    """Answer until nobody is there to ask. Nothing of what the process before had open is closed or told twice."""
    try:
        hear_ctrl_c()
        with os.fdopen(answered, "wb") as answers:
            while number := os.read(asked, 1):
                answers.write(looks[number[0]]().encode("ascii") + _END)
                answers.flush()
    except BaseException:  # who asked finds out by itself
        pass
    finally:
        os._exit(0)
