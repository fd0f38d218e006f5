"""Work done aside: a second process does a part of a large build, while this one goes on (`docs/decisions/0094-work-aside.md`).

Stage: any. In: work with a small answer, which needs nothing that is still to come. Out: the same answer as if it had been done
here. Where a process cannot be forked (Windows, macOS, threads, a single processor), or the copy fails for whatever reason, the
work is done here when its answer is asked for.
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
from plugins.core.cache.copying import can_copy, hear_ctrl_c, hold_ctrl_c, widen
from plugins.core.cache.memo import Question, Remember
from plugins.core.cache.memo_nodes import Forgotten, Later
from plugins.core.cache.spool import Spool

FEWEST: Final = 50
"""Questions of a millisecond each that are worth the start of a second process."""
PATIENCE: Final = 5
"""The `nice` value of a copy whose answer is needed last: it gets a third of the others' share of a processor."""

UNREADABLE: Final = (OSError, EOFError, pickle.UnpicklingError, KeyError, AttributeError, ImportError)
"""What reading an answer raises that has not come whole, or that points to what this process has not."""

UNWRITABLE: Final = (OSError, pickle.PicklingError, AttributeError, TypeError)
"""What asking a copy raises that is lost, or that cannot be told what is asked."""

T = TypeVar("T")
Q = TypeVar("Q")


class _Copy:
    """A copy of this process, which writes what it works out to a pipe; none where that cannot be done here."""

    def __init__(self, write: Callable[[BinaryIO], None], *, begins: bool = True, stands_back: bool = False) -> None:
        """Begin `write` in the copy, if `begins`; with `stands_back` it leaves the processors to others."""
        self.file: BinaryIO | None = None
        """Where it is read; None where there is no copy, or when it has been read."""
        self._process, self._owner = 0, os.getpid()
        if begins and can_copy():
            self._begin(write, PATIENCE if stands_back else 0)

    def leave(self) -> None:
        """Read no more of a copy that has told all: it needs a while to go, and nobody waits for that."""
        if self.file is not None:
            self.file.close()
            self.file = None
            if not _LEFT:
                atexit.unregister(_see_off)  # a long run has some again and again
                atexit.register(_see_off)
            _LEFT.append(self._process)

    def end(self) -> None:
        """Read no more of a copy that tells no more, and wait until it has gone."""
        if self.file is not None:
            self.file.close()
            self.file = None
            with suppress(OSError):  # the system tells nobody that it has gone, as where SIGCHLD is passed over
                os.waitpid(self._process, 0)

    def __del__(self) -> None:
        """Stop work that nobody has asked for: the run has ended in another way."""
        if self.file is not None and os.getpid() == self._owner:
            self.file.close()
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)  # type: ignore[attr-defined,unused-ignore]  # begun on Linux alone
                os.waitpid(self._process, 0)

    def _begin(self, write: Callable[[BinaryIO], None], patience: int) -> None:
        reap()
        reading, writing = os.pipe()
        widen(writing)
        with hold_ctrl_c(), suppress(OSError):
            self._process = os.fork()  # type: ignore[attr-defined,unused-ignore]  # asked for on Linux alone
            if self._process == 0:
                os.close(reading)
                _do_aside(write, writing, patience)
            self.file = os.fdopen(reading, "rb")
            os.close(writing)
            return
        os.close(reading)
        os.close(writing)


_LEFT: Final[list[int]] = []
"""Copies that have told all, and that were not seen to have gone."""


def reap() -> None:
    """Wait for copies that have ended, so that the system counts their processor time with that of this process."""
    _LEFT[:] = filter(_is_there, _LEFT)


def _is_there(process: int) -> bool:
    """Tell whether a copy has not gone; one that has is forgotten by the system too."""
    with suppress(OSError):  # it is not ours: this process is a copy itself, or the system forgets each at once
        return os.waitpid(process, os.WNOHANG) == (0, 0)  # type: ignore[attr-defined,unused-ignore]  # as `fork`
    return False


def _see_off() -> None:
    """Wait for those that have told all, which have gone by then: their time is counted with that of this process."""
    while _LEFT:
        with suppress(OSError):  # as above
            os.waitpid(_LEFT.pop(), 0)


def _do_aside(write: Callable[[BinaryIO], None], writing: int, patience: int) -> None:
    """Do the work in the copy, which ends here: nothing of what this process has open is closed or told twice."""
    status = 1
    gc.freeze()  # what is here already stays: to look for rings among it would copy all of it
    try:
        hear_ctrl_c()
        os.nice(patience)  # type: ignore[attr-defined,unused-ignore]  # as `fork`
        with os.fdopen(writing, "wb") as file:
            write(file)
        status = 0
    except BaseException:  # told by the process that asked, which does the work again
        pass
    finally:
        os._exit(status)


class Aside(Generic[T]):
    """Work that has been started, in this process or in a forked copy."""

    def __init__(
        self, work: Callable[[], T], shared: Iterable[object] = (), *, begins: bool = True, stands_back: bool = False
    ) -> None:
        """Begin `work` in a copy of this process, if `begins`, and if that can be done here.

        `shared` are things that are there already, and that the answer may point to: it then points to these very things.
        With `stands_back` the copy leaves the processors to others: its answer is waited for last.
        """
        self._work = work
        self._shared = {id(thing): thing for thing in shared}
        self._copy = _Copy(lambda file: _Writer(file, self._shared).dump(work()), begins=begins, stands_back=stands_back)

    def answer(self) -> T:
        """Return the answer, once it is there. May be asked for once."""
        file = self._copy.file
        if file is not None:
            with suppress(*UNREADABLE):
                # As it comes: bytes of all of it, beside what they say, would be much.
                answer: T = _Reader(file, self._shared).load()
                self._copy.leave()
                return answer
            self._copy.end()
        return self._work()


class WaitingCopy(Generic[Q, T]):
    """A copy that is forked while this process is small, and gets ready before anybody knows what it will be asked."""

    def __init__(self, get_ready: Callable[[], None], work: Callable[[Q], Iterable[T]]) -> None:
        """Make it, if that can be done here; what it is asked, and what it answers, needs nothing that is learned later."""
        self._asking: BinaryIO | None = None
        if not can_copy():
            self._copy = _Copy(lambda _: None, begins=False)
            return
        asked, asking = os.pipe()

        def write(file: BinaryIO) -> None:
            os.close(asking)  # so that nothing more comes when this process has gone
            get_ready()
            with os.fdopen(asked, "rb") as questions:
                question: Q = pickle.load(questions)  # this process has written it
            for answer in work(question):
                pickle.dump(answer, file, pickle.HIGHEST_PROTOCOL)
                file.flush()

        self._copy = _Copy(write)
        os.close(asked)
        self._asking = os.fdopen(asking, "wb")
        finalize(self, self._asking.close)

    def ask(self, question: Q) -> Iterator[T]:
        """Ask; what is returned yields the answers as they come, and ends where the copy does. May be asked once."""
        if self._asking is not None:
            with suppress(*UNWRITABLE), self._asking:
                self._asking.write(pickle.dumps(question, pickle.HIGHEST_PROTOCOL))
        return self._take()

    def _take(self) -> Iterator[T]:
        while (file := self._copy.file) is not None:
            try:
                answer: T = pickle.load(file)  # the copy has written it
            except UNREADABLE:
                self._copy.end()
            else:
                yield answer


class Stream(Generic[T]):
    """Answers that a copy of this process works out one after the other, and that are taken here as they come.

    They lie in a file without a name, so that the copy goes on whether or not anyone takes them.
    """

    def __init__(self, work: Callable[[Callable[[T], None]], None]) -> None:
        """Begin `work`, which is given what sends an answer, if that can be done here: else none ever comes."""
        self._read = 0
        """Bytes of the file that have been taken."""
        self._answers: Any = None
        with suppress(OSError):
            if can_copy():
                self._answers = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (it goes with the stream)
                finalize(self, self._answers.close)

        def write(sizes: BinaryIO) -> None:
            def send(answer: T) -> None:
                data = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
                if self._answers.write(data) < len(data):
                    raise OSError(errno.ENOSPC, "the answer does not fit")
                sizes.write(len(data).to_bytes(_SIZE))
                sizes.flush()

            work(send)

        self._copy = _Copy(write, begins=self._answers is not None)

    def take(self) -> T | None:
        """Return the next answer, once it is there; None where no more comes, or what has come cannot be read."""
        sizes = self._copy.file
        if sizes is not None:
            with suppress(*UNREADABLE):
                if len(size := sizes.read(_SIZE)) == _SIZE:
                    data = read_at(self._answers, int.from_bytes(size), self._read)
                    self._read += len(data)
                    answer: T = pickle.loads(data)  # a copy of this process has written it
                    return answer
            self._copy.end()
        return None


_SIZE: Final = 8
"""Bytes in which it is told how long an answer is."""


def ask_aside(remember: Remember, questions: Sequence[Question]) -> Callable[[], None]:
    """Begin to answer many short questions aside; call what is returned for the answers to be remembered, once they are there.

    What answers one follows from its key alone. Where they are few, or nothing can be done aside, each waits until it is asked.
    """
    if len(questions) < FEWEST or not can_copy():
        return lambda: None
    work = Aside(lambda: [make() for _, make in questions])

    @cache
    def learn() -> None:
        for (key, _), answer in zip(questions, work.answer(), strict=True):
            remember(key, partial(_same, answer))

    return learn


def _same(answer: T) -> T:
    return answer


class FiledAnswers:
    """Answers that a forked copy writes to a file, each of which is read only if somebody asks for it: few do.

    It goes with the answer of the copy, which tells where each lies, and is opened before the copy is made.
    """

    def __init__(self, shared: Iterable[object]) -> None:
        self._spool = Spool(is_open=True)
        self._shared = {id(thing): thing for thing in shared}

    def add(self, answer: Any) -> Any:
        """Return what stands for an answer, or the answer itself where it cannot lie there."""
        file = io.BytesIO()
        _Writer(file, self._shared).dump(answer)
        lying = self._spool.add(file.getvalue())
        return answer if lying is None else Later(self, lying.number, stays=False)

    @property
    def ends(self) -> array[int]:
        """Where the answers end in the file, for `take`."""
        return self._spool.ends

    def take(self, ends: array[int]) -> None:
        """Learn where the answers end that a copy has laid down, once it is done."""
        self._spool.ends = ends

    def make(self, number: int) -> Any:
        """Return an answer; forgotten where it cannot be read."""
        data = self._spool.make(number)
        with suppress(EOFError, pickle.UnpicklingError, KeyError, AttributeError, ImportError):
            return data if data is Forgotten.FORGOTTEN else _Reader(io.BytesIO(data), self._shared).load()
        return Forgotten.FORGOTTEN

    find = make


class _Writer(pickle.Pickler):
    """Writes an answer, with what is shared by its number."""

    def __init__(self, file: BinaryIO, shared: dict[int, object]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._shared = shared

    def reducer_override(self, obj: Any) -> Any:  # not asked of texts, numbers and the like, of which there are many
        """Return the number of a thing that both processes have; and what makes a mapping that nobody may change."""
        if id(obj) in self._shared:
            return _find_shared, (id(obj),)
        return (_close, (dict(obj),)) if isinstance(obj, MappingProxyType) else NotImplemented


class _Reader(pickle.Unpickler):
    """Reads what a `_Writer` of a copy of this process has written."""

    def __init__(self, written: BinaryIO, shared: dict[int, object]) -> None:
        super().__init__(written)
        self._shared = shared

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Return what the program calls so; what finds things by their numbers, where that is asked for."""
        found = super().find_class(module_name, global_name)
        return self._shared.__getitem__ if found is _find_shared else found


def _close(mapping: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(mapping)


def _find_shared(number: int) -> object:
    """Stands in what is written for what finds a thing by its number: only a reader knows them."""
    raise KeyError(number)
