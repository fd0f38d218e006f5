"""A worker process gives the same result as this process, whatever happens to it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from plugins.core.cache import workers
from plugins.core.cache.memo import Memo
from plugins.core.cache.memo_nodes import Forgotten
from plugins.core.cache.workers import FiledAnswers, WaitingWorker, WorkerStream, WorkerTask, ask_in_worker
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from tests.interrupted_fork import STOPS, run_interrupted

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


@pytest.fixture
def _copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: True)  # also where the tests have threads, or one processor


@only_linux
@pytest.mark.usefixtures("_copies")
def test_an_answer_comes_from_another_process_and_refers_to_our_objects() -> None:
    source = SourceFile(Path("a.md"), "ord\n" * 50_000)
    work = WorkerTask(lambda: (os.getpid(), [Problem(Place(source, 2), "kod", "Fel.")] * 3), [source])
    process, problems = work.answer()
    assert process != os.getpid()
    assert problems == [Problem(Place(source, 2), "kod", "Fel.")] * 3
    assert problems[0].place.source is source


def _work_for(seconds: float) -> int:
    """Use this many seconds of CPU time."""
    while time.process_time() < seconds:
        pass
    return os.getpid()


@only_linux
@pytest.mark.usefixtures("_copies")
def test_a_worker_that_has_answered_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where SIGCHLD is ignored, so that the end of a process is not signalled."""
    with monkeypatch.context() as patched:
        patched.setattr(os, "_exit", lambda _: signal.pause())  # in the workers only: this process does not end
        works = [WorkerTask(partial(_work_for, 0.05)) for _ in range(2)]
    copies = [work._worker._process for work in works]
    assert [work.answer() for work in works] == copies
    workers.reap()
    assert copies == workers._LEFT
    for copy in copies:
        os.kill(copy, signal.SIGKILL)
    before_that = os.times()
    while workers._LEFT:
        workers.reap()
    assert os.times().children_system + os.times().children_user > before_that.children_system + before_that.children_user
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert WorkerTask(os.getpid).answer() != os.getpid()
        workers._see_off()
    finally:
        signal.signal(signal.SIGCHLD, before)


@only_linux
@pytest.mark.usefixtures("_copies")
def test_a_lost_answer_is_made_here_even_if_the_end_of_the_worker_is_not_signalled() -> None:
    here = os.getpid()

    def fail_aside() -> int:
        return [here][os.getpid() - here]

    def send_one(send: Callable[[int], None]) -> None:
        send(1)

    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert WorkerTask(fail_aside).answer() == here
        assert list(WaitingWorker(lambda: None, lambda most: iter(range(most))).ask(2)) == [0, 1]
        stream = WorkerStream[int](send_one)
        assert (stream.take(), stream.take()) == (1, None)
    finally:
        signal.signal(signal.SIGCHLD, before)


@only_linux
@pytest.mark.usefixtures("_copies")
def test_the_exit_handler_of_workers_is_registered_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview forks workers again and again."""
    kept = list[Callable[[], None]]()
    monkeypatch.setattr("atexit.register", kept.append)
    monkeypatch.setattr("atexit.unregister", lambda call: kept.remove(call) if call in kept else None)
    for _ in range(3):
        assert WorkerTask(os.getpid).answer() != os.getpid()
        workers._see_off()
    assert kept == [workers._see_off]


@only_linux
@pytest.mark.usefixtures("_copies")
def test_a_worker_can_write_a_whole_answer_before_it_is_read() -> None:
    import fcntl

    work = WorkerTask(lambda: "x" * 300_000)
    assert work._worker.file is not None
    assert fcntl.fcntl(work._worker.file, fcntl.F_GETPIPE_SZ) > 300_000
    assert work.answer() == "x" * 300_000


@only_linux
@pytest.mark.usefixtures("_copies")
def test_a_read_only_mapping_arrives_as_a_read_only_mapping() -> None:
    process, answer = WorkerTask(lambda: (os.getpid(), MappingProxyType({"a": MappingProxyType({})}))).answer()
    assert process != os.getpid()
    assert answer == {"a": {}}
    assert isinstance(answer, MappingProxyType)
    assert isinstance(answer["a"], MappingProxyType)


@only_linux
@pytest.mark.usefixtures("_copies")
def test_work_that_fails_in_a_worker_is_done_here() -> None:
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os._exit(3)
        return 7

    assert WorkerTask(work).answer() == 7


@only_linux
@pytest.mark.usefixtures("_copies")
def test_an_answer_that_cannot_be_sent_is_made_here() -> None:
    assert WorkerTask(lambda: lambda: 7).answer()() == 7


@pytest.mark.usefixtures("_copies")
def test_an_exception_is_raised_where_the_answer_is_asked_for() -> None:
    work = WorkerTask(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        work.answer()


def test_a_process_with_threads_is_not_forked() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not workers.can_fork()
        assert WorkerTask(os.getpid).answer() == os.getpid()
    finally:
        ended.set()
        thread.join()


@only_linux
@pytest.mark.usefixtures("_copies")
def test_abandoned_work_is_stopped() -> None:
    work = WorkerTask(partial(time.sleep, 60))
    process = work._worker._process
    assert process
    del work
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


@only_linux
@pytest.mark.parametrize("which", STOPS)
def test_ctrl_c_during_a_fork_ends_the_child_silently(which: int) -> None:
    """The child inherits what this process was about to undo: the lock, and the folder of the new site."""
    work = """
        try:
            assert copying.WorkerTask(os.getpid).answer() == os.getpid()
        finally:
            os.write(1, b"undone")
    """
    assert run_interrupted("plugins.core.cache.workers", work, which) == (0, b"undone", b"")


def test_work_that_is_not_started_is_done_here() -> None:
    assert WorkerTask(os.getpid, begins=False).answer() == os.getpid()


@only_linux
@pytest.mark.usefixtures("_copies")
@pytest.mark.parametrize(("count", "processes"), [(workers.FEWEST - 1, 0), (workers.FEWEST, 1)])
def test_many_questions_are_answered_by_a_worker_and_all_are_remembered(count: int, processes: int) -> None:
    memo = Memo()
    learn = ask_in_worker(memo.ask, [(number, lambda number=number: (os.getpid(), number)) for number in range(count)])
    for _ in range(2):  # the answers may be asked for twice
        learn()
    answers = [answer for number in range(count) if (answer := memo.known(number))]
    assert [number for _, number in answers] == list(range(count if processes else 0))
    assert len({process for process, _ in answers} - {os.getpid()}) == processes


@only_linux
@pytest.mark.usefixtures("_copies")
def test_answers_that_a_worker_writes_to_a_file_are_read_and_refer_to_our_objects() -> None:
    source = SourceFile(Path("a.md"), "ord\n" * 50_000)
    laid = FiledAnswers([source])
    work = WorkerTask(lambda: ([laid.add(Place(source, line)) for line in (2, 3)], laid.ends), [source, laid])
    places, ends = work.answer()
    laid.take(ends)
    assert [place.find() for place in places] == [Place(source, 2), Place(source, 3)]
    assert places[1].find().source is source
    laid.take(ends + ends[-1:] + ends[-1:])
    assert laid.find(3) is Forgotten.FORGOTTEN  # nothing is there


@only_linux
@pytest.mark.usefixtures("_copies")
def test_a_stream_gives_answers_one_by_one_until_it_ends() -> None:
    stream = WorkerStream[tuple[int, bytes]](lambda send: [send((os.getpid(), b"sida" * 50_000)) for _ in range(3)])
    found = [stream.take() for _ in range(5)]
    assert [answer and answer[1] for answer in found] == [b"sida" * 50_000] * 3 + [None] * 2
    assert {answer[0] for answer in found if answer} == {stream._worker._process}


@only_linux
@pytest.mark.usefixtures("_copies")
def test_a_stream_ends_with_its_process_even_in_the_middle_of_an_answer() -> None:
    def work(send: Callable[[Any], None]) -> None:
        send(1)
        send((b"sida" * 50_000, Torn()))

    stream = WorkerStream[Any](work)
    assert [stream.take() for _ in range(3)] == [1, None, None]


class Torn:
    """Ends the process that pickles it."""

    def __reduce__(self) -> Any:
        os._exit(0)


def test_a_stream_is_empty_where_a_process_cannot_be_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    assert WorkerStream[int](lambda send: send(1)).take() is None


@only_linux
@pytest.mark.usefixtures("_copies")
def test_an_abandoned_stream_is_stopped() -> None:
    def work(send: Callable[[bytes], None]) -> None:
        send(b"sida" * 50_000)
        signal.pause()  # until it is stopped

    stream = WorkerStream[bytes](work)
    process = stream._worker._process
    assert stream.take()
    del stream
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def _double(numbers: list[int]) -> Iterator[tuple[int, int]]:
    for number in numbers:
        if number < 0:
            os._exit(0)
        yield os.getpid(), 2 * number


@only_linux
@pytest.mark.usefixtures("_copies")
def test_a_waiting_worker_answers_later_questions() -> None:
    got_ready: list[int] = []
    ready = WaitingWorker(lambda: got_ready.append(1), _double)
    answers = [*ready.ask([1, 2])]
    assert [answer for _, answer in answers] == [2, 4]
    assert os.getpid() not in {process for process, _ in answers}
    assert got_ready == []  # it was done in the worker


@only_linux
@pytest.mark.usefixtures("_copies")
@pytest.mark.parametrize(
    ("lost", "asked", "answers"),
    [
        (lambda ready: os.kill(ready._worker._process, signal.SIGKILL), [1], []),
        (lambda _: None, [1, -1, 2], [2]),  # it ends in the middle
        (lambda _: None, lambda: None, []),  # that cannot be pickled
    ],
    ids=["killed before the question", "killed while answering", "a question that cannot be pickled"],
)
def test_a_lost_worker_gives_no_more_answers(
    lost: Callable[[WaitingWorker[Any, Any]], None], asked: Any, answers: list[int]
) -> None:
    ready = WaitingWorker(lambda: None, _double)
    lost(ready)
    assert [answer for _, answer in ready.ask(asked)] == answers


def test_a_waiting_worker_that_cannot_be_forked_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    assert [*WaitingWorker(lambda: pytest.fail("it is nobody's"), _double).ask([1])] == []


@only_linux
@pytest.mark.usefixtures("_copies")
def test_an_abandoned_waiting_worker_is_stopped() -> None:
    ready = WaitingWorker(lambda: None, _double)
    process = ready._worker._process
    del ready
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
