"""Run part of a large build in a forked worker process (`docs/decisions/0094-work-aside.md`).

For work with a small result that needs nothing computed later. The result is the same as without a worker: where the process
cannot be forked (Windows, macOS, threads, a single processor), or the worker fails for any reason, the work is done in this
process when its result is requested.
"""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import pickle
import signal
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from types import MappingProxyType
from typing import Any, BinaryIO, Final, Generic, TypeVar
from weakref import finalize

from plugins.core.cache.at_offset import read_at
from plugins.core.cache.forking import block_stop_signals, can_fork, unblock_stop_signals, widen
from plugins.core.cache.memo import Question, Remember
from plugins.core.cache.memo_nodes import Forgotten, Later
from plugins.core.cache.spool import Spool

FEWEST: Final = 50
"""The fewest questions, of about a millisecond each, that are worth forking a worker."""
NICENESS: Final = 5
"""The `nice` value of a worker whose result is needed last: it gets about a third of a normal process's CPU time."""

READ_ERRORS: Final = (OSError, EOFError, pickle.UnpicklingError, KeyError, AttributeError, ImportError)
"""Raised when a result cannot be read: it is incomplete, or refers to something this process does not have."""

WRITE_ERRORS: Final = (OSError, pickle.PicklingError, AttributeError, TypeError)
"""Raised when a question cannot be sent: the worker is gone, or the question cannot be pickled."""

T = TypeVar("T")
Q = TypeVar("Q")


class _Worker:
    """A forked worker that writes its output to a pipe; without one where forking is not possible."""

    def __init__(self, write: Callable[[BinaryIO], None], *, begins: bool = True, stands_back: bool = False) -> None:
        """Run `write` in a worker, unless `begins` is false; with `stands_back` the worker runs at low priority."""
        self.file: BinaryIO | None = None
        """The read end of the pipe; None where there is no worker, or when everything has been read."""
        self._process, self._owner = 0, os.getpid()
        if begins and can_fork():
            self._begin(write, NICENESS if stands_back else 0)

    def leave(self) -> None:
        """Close the pipe of a worker that has written everything, without waiting for it to exit."""
        if self.file is not None:
            self.file.close()
            self.file = None
            if not _LEFT:
                atexit.unregister(_see_off)  # register once only: a long run gets here repeatedly
                atexit.register(_see_off)
            _LEFT.append(self._process)

    def end(self) -> None:
        """Close the pipe of a worker that writes nothing more, and wait for it to exit."""
        if self.file is not None:
            self.file.close()
            self.file = None
            with suppress(OSError):  # no child to wait for, as where SIGCHLD is ignored
                os.waitpid(self._process, 0)

    def __del__(self) -> None:
        """Kill a worker whose output nobody has read: the run has ended early."""
        if self.file is not None and os.getpid() == self._owner:
            self.file.close()
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)  # type: ignore[attr-defined,unused-ignore]  # forked on Linux only
                os.waitpid(self._process, 0)

    def _begin(self, write: Callable[[BinaryIO], None], patience: int) -> None:
        reap()
        reading, writing = os.pipe()
        widen(writing)
        with block_stop_signals(), suppress(OSError):
            self._process = os.fork()  # type: ignore[attr-defined,unused-ignore]  # called on Linux only
            if self._process == 0:
                os.close(reading)
                _run_worker(write, writing, patience)
            self.file = os.fdopen(reading, "rb")
            os.close(writing)
            return
        os.close(reading)
        os.close(writing)


_LEFT: Final[list[int]] = []
"""Process ids of workers that have written everything and have not been waited for."""


def reap() -> None:
    """Wait for workers that have exited, so that the system adds their CPU time to that of this process."""
    _LEFT[:] = filter(_is_there, _LEFT)


def _is_there(process: int) -> bool:
    """Return whether a worker is still running; the system forgets one that has been waited for."""
    with suppress(OSError):  # not our child: this process is a worker itself, or the system reaps children automatically
        return os.waitpid(process, os.WNOHANG) == (0, 0)  # type: ignore[attr-defined,unused-ignore]  # as `fork`
    return False


def _see_off() -> None:
    """At exit, wait for the remaining workers, so that their CPU time is added to that of this process."""
    while _LEFT:
        with suppress(OSError):  # as above
            os.waitpid(_LEFT.pop(), 0)


def _run_worker(write: Callable[[BinaryIO], None], writing: int, patience: int) -> None:
    """Run `write` in the worker and exit without cleanup, so that nothing of the parent process is closed or flushed twice."""
    status = 1
    gc.freeze()  # exclude existing objects: a collection would touch, and so copy, all of their memory pages
    try:
        unblock_stop_signals()
        os.nice(patience)  # type: ignore[attr-defined,unused-ignore]  # as `fork`
        with os.fdopen(writing, "wb") as file:
            write(file)
        status = 0
    except BaseException:  # reported by the parent process, which repeats the work
        pass
    finally:
        os._exit(status)


class WorkerTask(Generic[T]):
    """Work that runs in a forked worker, or, without one, when its result is requested."""

    def __init__(
        self, work: Callable[[], T], shared: Iterable[object] = (), *, begins: bool = True, stands_back: bool = False
    ) -> None:
        """Start `work` in a worker, if `begins` and if possible.

        `shared` are existing objects that the result may refer to: after reading, it refers to these same objects. With
        `stands_back` the worker runs at low priority, for a result that is needed last.
        """
        self._work = work
        self._shared = {id(thing): thing for thing in shared}
        self._worker = _Worker(lambda file: _Writer(file, self._shared).dump(work()), begins=begins, stands_back=stands_back)

    def answer(self) -> T:
        """Return the result, waiting for it if necessary. May be called once."""
        file = self._worker.file
        if file is not None:
            with suppress(*READ_ERRORS):
                # unpickled from the stream: a separate copy of all bytes would take much memory
                answer: T = _Reader(file, self._shared).load()
                self._worker.leave()
                return answer
            self._worker.end()
        return self._work()


class WaitingWorker(Generic[Q, T]):
    """A worker that is forked while this process is small, and prepares itself before it is known what it will be asked."""

    def __init__(self, get_ready: Callable[[], None], work: Callable[[Q], Iterable[T]]) -> None:
        """Fork it, if possible. Neither question nor answers may need anything that this process learns later."""
        self._asking: BinaryIO | None = None
        if not can_fork():
            self._worker = _Worker(lambda _: None, begins=False)
            return
        asked, asking = os.pipe()

        def write(file: BinaryIO) -> None:
            os.close(asking)  # so that reading ends if the parent process exits
            get_ready()
            with os.fdopen(asked, "rb") as questions:
                question: Q = pickle.load(questions)  # written by the parent process
            for answer in work(question):
                pickle.dump(answer, file, pickle.HIGHEST_PROTOCOL)
                file.flush()

        self._worker = _Worker(write)
        os.close(asked)
        self._asking = os.fdopen(asking, "wb")
        finalize(self, self._asking.close)

    def ask(self, question: Q) -> Iterator[T]:
        """Send the question and return an iterator over the answers, which ends early if the worker does. May be called once."""
        if self._asking is not None:
            with suppress(*WRITE_ERRORS), self._asking:
                self._asking.write(pickle.dumps(question, pickle.HIGHEST_PROTOCOL))
        return self._take()

    def _take(self) -> Iterator[T]:
        while (file := self._worker.file) is not None:
            try:
                answer: T = pickle.load(file)  # written by the worker
            except READ_ERRORS:
                self._worker.end()
            else:
                yield answer


class WorkerStream(Generic[T]):
    """Results that a worker computes one after the other, and that this process takes as they arrive.

    They are stored in an unnamed file, so that the worker does not wait for anyone to take them.
    """

    def __init__(self, work: Callable[[Callable[[T], None]], None]) -> None:
        """Start `work`, which gets a function that sends a result, if possible; otherwise there are no results."""
        self._read = 0
        """How many bytes of the file have been taken."""
        self._answers: Any = None
        with suppress(OSError):
            if can_fork():
                self._answers = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed with the stream)
                finalize(self, self._answers.close)

        def write(sizes: BinaryIO) -> None:
            def send(answer: T) -> None:
                data = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
                if self._answers.write(data) < len(data):
                    raise OSError(errno.ENOSPC, "the answer does not fit")
                sizes.write(len(data).to_bytes(_SIZE))
                sizes.flush()

            work(send)

        self._worker = _Worker(write, begins=self._answers is not None)

    def take(self) -> T | None:
        """Return the next result, waiting for it if necessary; None when there are no more, or one cannot be read."""
        sizes = self._worker.file
        if sizes is not None:
            with suppress(*READ_ERRORS):
                if len(size := sizes.read(_SIZE)) == _SIZE:
                    data = read_at(self._answers, int.from_bytes(size), self._read)
                    self._read += len(data)
                    answer: T = pickle.loads(data)  # written by the worker
                    return answer
            self._worker.end()
        return None


_SIZE: Final = 8
"""Bytes of the length that precedes each result."""


def ask_in_worker(remember: Remember, questions: Sequence[Question]) -> Callable[[], None]:
    """Start to answer many short questions in a worker; call the returned function to store the answers.

    Each answer must depend on its key only. If the questions are few, or there can be no worker, nothing is done in advance.
    """
    if len(questions) < FEWEST or not can_fork():
        return lambda: None
    work = WorkerTask(lambda: [make() for _, make in questions])

    @cache
    def learn() -> None:
        for (key, _), answer in zip(questions, work.answer(), strict=True):
            remember(key, partial(_same, answer))

    return learn


def _same(answer: T) -> T:
    return answer


class FiledAnswers:
    """Answers that a worker writes to a file, each of which is read only on demand; few are.

    Create it before the worker is forked; the worker's result refers to the answers by their position in the file.
    """

    def __init__(self, shared: Iterable[object]) -> None:
        self._spool = Spool(is_open=True)
        self._shared = {id(thing): thing for thing in shared}

    def add(self, answer: Any) -> Any:
        """Store an answer and return a reference to it, or the answer itself if it cannot be stored."""
        file = io.BytesIO()
        _Writer(file, self._shared).dump(answer)
        lying = self._spool.add(file.getvalue())
        return answer if lying is None else Later(self, lying.number, stays=False)

    @property
    def ends(self) -> array[int]:
        """End offsets of the answers in the file, for `take`."""
        return self._spool.ends

    def take(self, ends: array[int]) -> None:
        """Take over the end offsets of the answers that a finished worker has stored."""
        self._spool.ends = ends

    def make(self, number: int) -> Any:
        """Return an answer; `FORGOTTEN` if it cannot be read."""
        data = self._spool.make(number)
        with suppress(EOFError, pickle.UnpicklingError, KeyError, AttributeError, ImportError):
            return data if data is Forgotten.FORGOTTEN else _Reader(io.BytesIO(data), self._shared).load()
        return Forgotten.FORGOTTEN

    find = make


class _Writer(pickle.Pickler):
    """Pickles a result, with shared objects replaced by their ids."""

    def __init__(self, file: BinaryIO, shared: dict[int, object]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._shared = shared

    def reducer_override(self, obj: Any) -> Any:  # not called for strings, numbers and the like, of which there are many
        """Reduce a shared object to its id, and a `MappingProxyType` to its contents."""
        if id(obj) in self._shared:
            return _find_shared, (id(obj),)
        return (_close, (dict(obj),)) if isinstance(obj, MappingProxyType) else NotImplemented


class _Reader(pickle.Unpickler):
    """Unpickles what the `_Writer` of a worker has written."""

    def __init__(self, written: BinaryIO, shared: dict[int, object]) -> None:
        super().__init__(written)
        self._shared = shared

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Return a global by name; the lookup of shared objects in place of `_find_shared`."""
        found = super().find_class(module_name, global_name)
        return self._shared.__getitem__ if found is _find_shared else found


def _close(mapping: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(mapping)


def _find_shared(number: int) -> object:
    """Placeholder in the pickled data for the reader's lookup of shared objects by id."""
    raise KeyError(number)
