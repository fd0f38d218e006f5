"""Fixtures for all tests (the day, the theme, `tests/sites/_base` with a few files changed), and the hooks of the test run."""

from __future__ import annotations

import gc
import importlib
import os
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from plugins.commands import run as commands
from plugins.commands.process.program import STOPS
from plugins.commands.runs import digests
from plugins.commands.runs.work import PATIENT_GC
from plugins.core.problems import Problem, format_problem, sort_problems
from plugins.core.words.lists import WordLists
from plugins.publishing.lock import hold_lock
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
from tests.benches import Bench, Changes, Trial, write_changes
from tests.crowded import build_crowded

PROJECT = Path(__file__).resolve().parents[1]
BASE = PROJECT / "tests" / "sites" / "_base"
TODAY = date(2026, 11, 22)
pytest_plugins = ("tests.made_once", "tests.translated")
"""Modules of fixtures for tests in all folders: caches, and sites in several languages."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that update expected results; the diff is then to be reviewed."""
    parser.addoption("--refresh-sites", action="store_true", help="write tests/sites/*/*/problems.txt anew")
    parser.addoption("--refresh-snapshots", action="store_true", help="write tests/browser/snapshots/ and docs/bilder/ anew")


def pytest_configure() -> None:
    """Set the garbage collector's thresholds as the commands do, and write bytecode caches as the door does.

    Temporary files go to a file system in memory if there is a large one: tests write thousands of small files.
    """
    gc.set_threshold(*PATIENT_GC)
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if is_roomy(IN_MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def pytest_sessionstart() -> None:
    """Stop the run if the theme's word lists have errors: nearly every test would fail, and none would say why."""
    if "PYTEST_XDIST_WORKER" not in os.environ and (wrong := list(format_wrong_words(PROJECT / "theme" / "words"))):
        raise pytest.UsageError("\n".join(["no test has begun, for the lists of words are wrong:", *wrong]))


def pytest_unconfigure() -> None:
    """Disconnect the handlers of Pelican's signals: blinker's cleanup fails during interpreter shutdown."""
    for one in [*vars(sys.modules.get("pelican.plugins.signals", object)).values()]:
        if isinstance(receivers := getattr(one, "receivers", None), dict):
            receivers.clear()


def format_wrong_words(folder: Path) -> Iterator[str]:
    """Yield the problems of the word lists in a folder, each message once."""
    lists = WordLists(folder)
    yield from dict.fromkeys(format_problem(problem) for code in lists for problem in lists.problems(code))


IN_MEMORY = Path("/dev/shm")
"""Linux's file system in memory. In containers it is often small, or mounted with `noexec`."""
ENOUGH = 3_000_000_000
"""Free bytes that are required: many times what a run writes."""


def is_roomy(folder: Path) -> bool:
    """Return whether tests can write and execute files in a folder, and it has enough free space."""
    if sys.platform != "linux" or not folder.is_dir():
        return False
    system = os.statvfs(folder)
    return system.f_bavail * system.f_frsize > ENOUGH and not system.f_flag & os.ST_NOEXEC and os.access(folder, os.W_OK)


def pytest_collection_finish() -> None:
    """Exempt the collected tests from garbage collection: thousands of objects that live until the end."""
    gc.freeze()


SLOW = {"browser", "delivery", "door", "flow", "hosts", "intake", "keeping"}
"""Folders whose tests start programs, write whole sites or draw pictures."""
BENEATH = {
    "core",
    "editing/test_forms.py",
    "rooms/test_crowded_days.py",
    "rooms/test_days_of_pages.py",
    "rooms/test_days_to_come.py",
    "rooms/test_exchange.py",
    "rooms/test_former.py",
    "rooms/test_heading_changes.py",
    "rooms/test_headings_by_day.py",
    "rooms/test_headings_over_nothing.py",
    "rooms/test_ids_by_day.py",
    "rooms/test_ids_of_headings.py",
    "rooms/test_leaving.py",
    "rooms/test_other_addresses.py",
    "rooms/test_other_days.py",
    "rooms/test_own_ids.py",
    "rooms/test_preview_answers.py",
    "rooms/test_preview_server.py",
    "rooms/test_read_ahead.py",
    "rooms/test_spare.py",
    "rooms/test_tell.py",
    "rooms/test_templates.py",
    "rooms/test_withdrawn.py",
    "translations/test_beginning.py",
    "translations/test_finding.py",
    "translations/test_headings.py",
    "translations/test_links.py",
    "translations/test_other_scripts.py",
    "translations/test_pages.py",
    "translations/test_stale.py",
}
"""Folders and files about what lies beneath the usual changes: the kernel, days, ids and links, forms, translating, preview."""
QUICK = {
    "browser/test_markup.py",
    "browser/test_masthead.py",
    "browser/test_sheets.py",
    "core/test_advice.py",
    "core/test_counted_words.py",
    "core/test_kinds.py",
    "core/test_locale.py",
    "core/test_memo.py",
    "core/test_models.py",
    "core/test_other_names.py",
    "core/test_record_names.py",
    "core/test_word_lists.py",
    "door/test_plain_call.py",
    "door/test_tasks.py",
    "door/test_usage.py",
    "flow/test_examples.py",
    "flow/test_known_pages.py",
    "flow/test_new.py",
    "flow/test_open_data.py",
    "flow/test_quiet_day.py",
    "flow/test_read_once.py",
    "flow/test_real_content.py",
    "flow/test_small_site.py",
    "flow/test_staff.py",
    "flow/test_uses.py",
    "hosts/test_rules.py",
}
"""Files in both that `test --quick` runs all the same, because only they catch mistakes in a usual change
(CONTRIBUTING.md). Of the rest it passes over each test that is marked `slow`, which takes a tenth of a second of CPU."""
PASSED_OVER = {"slow": SLOW, "beneath": BENEATH}
"""The marks of the tests that `test --quick` passes over, and the folders and files whose tests get them."""
WHOLE_SITE = "built"
"""A fixture that writes a whole site; a test that uses it is slow, in whatever folder."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """For `test --quick`, do not import folders and files of which it runs nothing."""
    excluded = {name for mark, names in PASSED_OVER.items() if excludes(config, mark) for name in names}
    if not excluded or not collection_path.is_relative_to(PROJECT / "tests"):
        return None
    name = collection_path.relative_to(PROJECT / "tests").as_posix()
    return True if lies_in(name, excluded) and not any(lies_in(file, {name}) for file in QUICK) else None


def excludes(config: pytest.Config, mark: str) -> bool:
    """Return whether the run leaves out the tests with a mark."""
    return f"not {mark}" in config.option.markexpr.split(" and ")


def lies_in(name: str, names: set[str]) -> bool:
    """Return whether a file or folder is one of these, or in one of them; all are paths in `tests/`."""
    return any(f"{name}/".startswith(f"{each}/") for each in names)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """In a worker that collects all tests, import their files in an order of its own, so that workers share the compilation.

    pytest rewrites the asserts of each file and caches the result, which takes twice as long as all else of collecting. In a
    fresh clone, workers that go through the files in one order all rewrite each file at the same time.
    """
    config, worker = session.config, os.environ.get("PYTEST_XDIST_WORKER")
    if worker and [Path(each).resolve() for each in config.args] == [PROJECT / "tests"]:
        files = [file for file in sorted(PROJECT.glob("tests/**/test_*.py")) if not pytest_ignore_collect(file, config)]
        for file in rotate(files, int(worker.removeprefix("gw")), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])):
            with suppress(Exception, pytest.skip.Exception):  # the collection reports it
                importlib.import_module(".".join(file.relative_to(PROJECT).with_suffix("").parts))


def rotate(files: list[Path], worker: int, workers: int) -> list[Path]:
    """Return the files in an order that begins with the worker's own share."""
    begin = len(files) * worker // workers
    return files[begin:] + files[:begin]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of xdist workers: one for each core, and one more for the whole suite.

    The whole suite spends a third of its time waiting for pages, servers and processes. `PYTEST_XDIST_AUTO_NUM_WORKERS` overrides
    the number.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waits = not excludes(config, "slow")
    return int(os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") or cores + waits)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests; with xdist, order the tests so that each worker begins with slow ones and ends with quick ones.

    Before the slow ones come those that fork (see `forks`).
    """
    groups: dict[str, list[pytest.Item]] = {"pages": [], "slow": [], "browser": [], "quick": []}
    for item in items:
        folders = find_slow_folders(item.path)
        is_whole = folders or WHOLE_SITE in getattr(item, "fixturenames", ())
        is_slow = item.get_closest_marker("slow") or (is_whole and not is_quick(item.path))
        if is_slow:
            item.add_marker("slow")
        if is_beneath(item.path):
            item.add_marker("beneath")
        if "browser" in folders:
            groups["pages" if item.path.name == "test_matrix.py" else "browser"].append(item)
        else:
            groups["slow" if is_slow or forks(item.path) else "quick"].append(item)
    if "PYTEST_XDIST_WORKER" in os.environ:
        groups["slow"].sort(key=lambda item: not forks(item.path))  # first, as other workers steal from the end
        *begins, quick = groups.values()
        items[:] = deal_tests(begins, quick, int(os.environ["PYTEST_XDIST_WORKER_COUNT"]))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """In a worker, send fewer reports to the controller: sending one takes as long as a small test.

    Reports of setups and teardowns that passed are dropped; only `--durations` and `--junit-xml` need them.
    """
    options = item.config.option
    if "PYTEST_XDIST_WORKER" not in os.environ or options.durations is not None or options.xmlpath:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if is_worth_sending(report):
            item.ihook.pytest_runtest_logreport(report=report)
    return True


def is_worth_sending(report: pytest.TestReport) -> bool:
    """Return whether a report is more than that of a setup or teardown that passed."""
    return report.when == "call" or not report.passed


Wrapper = Generator[None, dict[str, Any] | None, dict[str, Any] | None]


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable(report: pytest.CollectReport | pytest.TestReport) -> Wrapper:
    """Drop the keywords from the reports of passed tests: they are most of the data, and only read for failures."""
    data = yield
    if data and report.passed:
        data["keywords"] = {}
    return data


@cache
def is_quick(file: Path) -> bool:
    """Return whether `test --quick` runs a file although its folder is slow."""
    return file.relative_to(PROJECT / "tests").as_posix() in QUICK


@cache
def is_beneath(file: Path) -> bool:
    """Return whether the tests of a file are of what lies beneath the usual changes."""
    return not is_quick(file) and lies_in(file.relative_to(PROJECT / "tests").as_posix(), BENEATH)


@cache
def find_slow_folders(file: Path) -> set[str]:
    """Return the names of the slow folders that contain a file."""
    return SLOW & {*file.relative_to(PROJECT).parts}


@cache
def forks(file: Path) -> bool:
    """Return whether tests of a file fork this process, or let the program do so (they patch `can_fork`).

    A process forked beside a running browser may hang. And the larger a process has grown, the longer each fork takes: it copies
    the page tables, and each page that is written to until the other process ends.
    """
    text = file.read_text("utf-8")
    return 'can_fork", ' in text or "os.fork()" in text


def find_forks() -> list[int]:
    """Return the ids of running processes forked from this one that have not executed another program."""
    ours, found = Path("/proc/self/cmdline").read_bytes(), []
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text("ascii").split():
            with suppress(OSError):  # it has ended
                has_ended = Path(f"/proc/{child}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
                if not has_ended and Path(f"/proc/{child}/cmdline").read_bytes() == ours:
                    found.append(int(child))
    return found


@pytest.fixture(scope="module", autouse=True)
def _no_fork_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail if a file's tests leave a forked process: it would keep the pipes of a browser open, which then never exits."""
    yield
    if sys.platform == "linux" and forks(request.path):
        end = time.monotonic() + 10  # one that was told to end may need a moment
        while (left := find_forks()) and time.monotonic() < end:
            time.sleep(0.05)
        assert left == [], "tests of this file have left a forked process behind"


Tests = list[pytest.Item]


def deal_tests(begins: list[Tests], quick: Tests, workers: int) -> Tests:
    """Return all tests in the order for xdist, which gives each worker a run of equal length.

    Each run begins with one of the slow groups (`begins`), followed by quick tests. A worker that has finished steals tests from
    the end of the others' runs, so that the tests that are left to share are quick ones.
    """
    begins = [*begins[: workers - 1], [test for group in begins[workers - 1 :] for test in group]]
    waiting, dealt = sum(map(len, begins)) + len(quick), Tests()
    for worker in range(workers):
        begin = begins[worker] if worker < len(begins) else Tests()
        room = max(0, waiting // (workers - worker) - len(begin))
        dealt += begin + quick[:room]
        quick, waiting = quick[room:], waiting - len(begin) - len(quick[:room])
    return dealt


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that `make` has filled, once for all xdist workers of a run; tests must only read it."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with hold_lock(folder.with_suffix(".lock"), lambda: None):
        if not folder.exists():
            draft = factory.mktemp(name) / name
            make(draft)
            draft.rename(folder)
    return folder


@pytest.fixture(autouse=True)
def _no_thread_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail if a test leaves a thread: a process with threads does not fork, so later tests would take other code paths.

    Browser tests are exempt, as Playwright's thread goes on.
    """
    if "browser" in find_slow_folders(request.node.path):
        yield
        return
    before = {*threading.enumerate()}
    yield
    begun = [thread for thread in threading.enumerate() if thread not in before]
    for thread in begun:
        thread.join(5)  # it may need a moment to end
    left = [thread.name for thread in begun if thread.is_alive()]
    assert left == [], "this test has left a thread behind"


@pytest.fixture(scope="session", autouse=True)
def digest_program_once() -> Iterator[None]:
    """Compute the digest of the project's program once per run: each task reads two thousand files for it, three times.

    No test changes these files. For a test that sets `digests.PROJECT` to another folder, nothing is cached.
    """
    look = digests._digest_program
    known: dict[tuple[bool, *tuple[str, ...]], str] = {}

    def look_once(value_of: Callable[[str], str], names: Sequence[str] = digests.PROGRAM) -> str:
        if digests.PROJECT != PROJECT:
            return look(value_of, names)
        reads = isinstance(value_of, partial)  # else it is of file states, not of contents
        if (reads, *names) not in known:
            known[reads, *names] = look(value_of, names)
        return known[reads, *names]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "_digest_program", look_once)
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a build of the real site, shared by all tests; they must only read it."""

    def build(output: Path) -> None:
        assert commands.run("build", commands.Options(output=str(output), date=TODAY.isoformat())) == 0

    return make_once(tmp_path_factory, "real-site", build)


@pytest.fixture(scope="session")
def crowded_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of the crowded site (`tests/crowded.py`), shared by all tests; they must only read it."""
    return make_once(tmp_path_factory, "crowded-site", partial(build_crowded, today=TODAY))


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Restore the default handlers of Ctrl-C and other signals that stop a program, for processes that a test starts.

    The test run may ignore them, if it runs in the background or under `nohup`.
    """
    before = {each: signal.signal(each, signal.SIG_DFL) for each in STOPS}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.fixture
def today() -> date:
    """Return the date that tests use as today."""
    return TODAY


@pytest.fixture(scope="session")
def theme() -> Theme:
    """Return the real theme: its words and symbols."""
    return read_theme(PROJECT / "theme")


@cache
def read_languages() -> tuple[str, ...]:
    """Return the language codes of the real site, its own language first."""
    [written] = re.findall(r"(?m)^språk:((?:\n  - \w+)+)$", (PROJECT / "content" / "webbplats.yaml").read_text("utf-8"))
    return tuple(written.replace("-", " ").split())


@pytest.fixture(scope="session")
def open_bench(tmp_path_factory: pytest.TempPathFactory, theme: Theme) -> Callable[[bool], Bench]:
    """Return a function that returns the shared bench of the base site, with or without drafts; a user must restore it."""

    @cache
    def open_bench(shows_drafts: bool) -> Bench:
        content = tmp_path_factory.mktemp("bench") / "content"
        return Bench(shutil.copytree(BASE, content), theme, TODAY, shows_drafts)

    return open_bench


@pytest.fixture
def bench(open_bench: Callable[[bool], Bench]) -> Iterator[Bench]:
    """Return the bench of the base site; it is restored after the test."""
    bench = open_bench(False)
    yield bench
    bench.restore()


@pytest.fixture
def make_content(tmp_path: Path) -> Callable[[Changes], Path]:
    """Return a function that makes a folder `content/` from the base site and some changed files."""

    def make(changes: Changes) -> Path:
        content = tmp_path / "content"
        if not content.exists():
            shutil.copytree(BASE, content)
        write_changes(content, changes)
        return content

    return make


@pytest.fixture
def make_bench(make_content: Callable[[Changes], Path], theme: Theme) -> Callable[[Changes], Bench]:
    """Return a function that makes a bench of the test's own: for many days or changes of a program that it patches."""
    return lambda changes: Bench(make_content(changes), theme, TODAY)


@pytest.fixture
def prepare_afresh(make_content: Callable[[Changes], Path], theme: Theme) -> Callable[..., Preparation]:
    """Return a function that prepares the base site with some changed files, without any cache."""

    def run(changes: Changes | None = None, *, today: date = TODAY, shows_drafts: bool = False) -> Preparation:
        return prepare_site(make_content(changes or {}), today, theme, shows_drafts=shows_drafts)

    return run


@pytest.fixture
def prepare_at_bench(open_bench: Callable[[bool], Bench]) -> Iterator[Callable[..., Preparation]]:
    """Return the same function on a shared bench; its result is valid until the next call."""
    trial = Trial(open_bench)
    yield trial.prepare
    trial.restore()


@pytest.fixture
def prepare(request: pytest.FixtureRequest) -> Callable[..., Preparation]:
    """Return one of these two functions: without a cache for tests that write content themselves or patch the program."""
    begins_afresh = {"make_content", "monkeypatch"} & {*request.fixturenames}
    prepare: Callable[..., Preparation] = request.getfixturevalue("prepare_afresh" if begins_afresh else "prepare_at_bench")
    return prepare


@pytest.fixture
def format_all(tmp_path: Path) -> Callable[[object], list[str]]:
    """Return a function that formats problems as `check` prints them in the folder above `content/`, sorted."""

    def run(problems: list[Problem]) -> list[str]:
        folder = next((up.parent for p in problems for up in p.place.source.path.parents if up.name == "content"), tmp_path)
        return [format_problem(problem, folder) for problem in sort_problems(problems, folder)]

    return run
