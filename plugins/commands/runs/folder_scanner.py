"""A small forked process that scans folders while this one works.

It calls functions that return ASCII text, such as a digest. Where a process cannot be forked, or has died, this process calls
them itself, when the answer is asked for. Imports only the standard library and modules that do the same.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from select import select
from typing import BinaryIO, Final, NoReturn

from plugins.core.cache.forking import block_stop_signals, can_fork, unblock_stop_signals, widen

_END: Final = b"\n"
"""Ends an answer."""
_MOST: Final = 1 << 16
"""Bytes read at a time."""
_WAITING: Final[list[Callable[[], None]]] = []
"""Functions to call once the run has read all that it needs of the content."""


def notify_all_is_read() -> None:
    """Call, once, whatever waits until the run has read all that it needs of the content."""
    while _WAITING:
        _WAITING.pop()()


@contextmanager
def wait_until_read(begin: Callable[[], None]) -> Iterator[None]:
    """Call `begin` when a run within the context has read its content (`notify_all_is_read`)."""
    _WAITING.append(begin)
    try:
        yield
    finally:
        with suppress(ValueError):  # already called
            _WAITING.remove(begin)


class FolderScanner:
    """A forked process that waits for requests. It ends when this process does, however that ends."""

    def __init__(self, *looks: Callable[[], str]) -> None:
        """Fork, where possible; each of the `looks` has a number, at most 255."""
        self._looks = looks
        self._begun: list[int] = []
        """Numbers of requests without an answer, in order."""
        self._found: dict[int, list[str]] = {}
        """Answers that were not asked for yet, by number."""
        self._rest = b""
        """The beginning of an unfinished answer."""
        self._process, self._owner = 0, os.getpid()
        self._asking: BinaryIO | None = None
        self._answering: BinaryIO | None = None
        if can_fork():
            with block_stop_signals(), suppress(OSError):
                self._copy()

    def begin(self, number: int) -> bool:
        """Request one of the looks, to be made after those requested before, and not earlier.

        Return False where there is no forked process: then it is made by `answer`.
        """
        if self._asking is not None:
            with suppress(OSError):  # it has died
                self._asking.write(bytes([number]))
                self._begun.append(number)
                return True
        return False

    def is_waited_for(self, *numbers: int) -> bool:
        """Return whether any of these looks has no answer yet."""
        while self._answering is not None and select([self._answering], [], [], 0)[0]:
            self._read()
        return not set(numbers).isdisjoint(self._begun)

    def answer(self, number: int) -> str:
        """Return what a look has found: one that was requested, or else made here and now."""
        while number in self._begun and not self._found.get(number):
            self._read()
        found = self._found.get(number)
        return found.pop(0) if found else self._looks[number]()

    def _read(self) -> None:
        """Read answers; wait until there is something."""
        data = os.read(self._answering.fileno(), _MOST) if self._answering is not None else b""
        if not data:
            self.end()
            return
        *found, self._rest = (self._rest + data).split(_END)
        for one in found:
            self._found.setdefault(self._begun.pop(0), []).append(one.decode("ascii"))

    def end(self) -> None:
        """End the forked process. It is killed, since other forks of this process hold the same pipes open."""
        if self._asking is None or self._answering is None:
            return
        self._asking.close()
        self._answering.close()
        self._asking = self._answering = None
        if os.getpid() == self._owner:
            with suppress(OSError):  # it has ended already
                os.kill(self._process, signal.SIGKILL)  # type: ignore[attr-defined,unused-ignore]  # made on Linux alone
                os.waitpid(self._process, 0)
        self._begun.clear()

    def __del__(self) -> None:
        """End the forked process where the run has ended in another way."""
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
    """Answer requests until the pipe is closed; then exit without closing or flushing what the parent had open."""
    try:
        unblock_stop_signals()
        with os.fdopen(answered, "wb") as answers:
            while number := os.read(asked, 1):
                answers.write(looks[number[0]]().encode("ascii") + _END)
                answers.flush()
    except BaseException:  # the parent notices by itself
        pass
    finally:
        os._exit(0)
