"""What many tests share: the day, the theme, and `tests/sites/_base` with a few files changed."""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from plugins.commands import run as commands
from plugins.core.problems import Problem, sort_problems, tell_problem
from plugins.core.shelf_reader import ShelfReader
from plugins.publishing.lock import hold_lock
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES
from plugins.site.theme import read_theme
from plugins.site.workbench import Reading, Workbench

PROJECT = Path(__file__).resolve().parents[1]
BASE = PROJECT / "tests" / "sites" / "_base"
TODAY = date(2026, 11, 22)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that write anew what tests expect; the difference is then read, or looked at."""
    parser.addoption("--refresh-sites", action="store_true", help="write tests/sites/*/*/problems.txt anew")
    parser.addoption("--refresh-snapshots", action="store_true", help="write tests/browser/snapshots/ anew")


def pytest_configure() -> None:
    """Let Python seldom look for rings, as the commands do, and keep what it has compiled, as the door does."""
    gc.set_threshold(*commands.PATIENT_GC)
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Let it pass over the tests themselves, thousands that stay to the end."""
    gc.freeze()


SLOW = {"browser", "delivery", "door", "flow", "hosts", "intake", "keeping"}
"""Folders whose tests start programs, write whole sites or draw pictures."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import, for `test --quick`, folders of which it takes nothing."""
    is_slow = collection_path.parent == PROJECT / "tests" and collection_path.name in SLOW
    return True if is_slow and config.option.markexpr == "not slow" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `test --quick` passes over; side by side, let each worker begin with slow tests and end with quick ones.

    Each begins with a half of the list and takes over from the end of the other's. So the browser is started in one of
    them, sites are built in the other, and what is left to share at the end are thousands of tests that take no time.
    """
    groups: dict[str, list[pytest.Item]] = {"browser": [], "slow": [], "quick": []}
    for item in items:
        folders = SLOW & set(item.path.relative_to(PROJECT).parts)
        if folders:
            item.add_marker("slow")
        groups["browser" if "browser" in folders else "slow" if item.get_closest_marker("slow") else "quick"].append(item)
    if "PYTEST_XDIST_WORKER" in os.environ:
        cut = max(0, len(items) // 2 - len(groups["browser"]))
        items[:] = groups["browser"] + groups["quick"][:cut] + groups["slow"] + groups["quick"][cut:]


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that `make` fills once in a run, also where tests run side by side; tests only read it."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with hold_lock(folder.with_suffix(".lock"), lambda: None):
        if not folder.exists():
            draft = factory.mktemp(name) / name
            make(draft)
            draft.rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real site, once for all tests that only read it."""

    def build(output: Path) -> None:
        assert commands.run("build", commands.Options(output=str(output), date=TODAY.isoformat())) == 0

    return make_once(tmp_path_factory, "real-site", build)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let what a test starts take Ctrl-C as in a terminal, also where the suite runs in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def today() -> date:
    """Return the day that the tests live in."""
    return TODAY


@pytest.fixture(scope="session")
def theme() -> Theme:
    """Return the real theme's words and symbols."""
    return read_theme(PROJECT / "theme")


class Bench:
    """A folder of content at a workbench that is kept from check to check: only what a change touches is made anew.

    `tests/flow/test_incremental.py` holds that this gives what a fresh run gives; the stories of `tests/sites/` run afresh.
    """

    def __init__(self, content: Path, theme: Theme) -> None:
        self.content = content
        self._theme = theme
        self._files = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
        self._reader = ShelfReader(content, SHELVES)
        self._workbench: Workbench | None = None

    def prepare(self) -> Preparation:
        """Check the folder as it is now; what is returned holds until the next time."""
        shelves, problems = self._reader.read()
        reading = Reading(shelves, tuple(problems))
        if self._workbench is None:
            self._workbench = Workbench(reading, TODAY, self._theme)
        else:
            self._workbench.take(reading, TODAY, self._theme)
        return self._workbench.prepare()

    def put_back(self) -> None:
        """Let every file be as it was at first."""
        for path in self.content.rglob("*"):
            if path.is_file() and path not in self._files:
                path.unlink()
        for path, data in self._files.items():
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)


@cache
def read_languages() -> tuple[str, ...]:
    """Return the languages of the real site, its own first."""
    [written] = re.findall(r"(?m)^språk:((?:\n  - \w+)+)$", (PROJECT / "content" / "webbplats.yaml").read_text("utf-8"))
    return tuple(written.replace("-", " ").split())


@pytest.fixture(scope="module")
def module_bench(tmp_path_factory: pytest.TempPathFactory, theme: Theme) -> Bench:
    """Copy the base site to a bench for all tests of a module."""
    content = tmp_path_factory.mktemp("bench") / "content"
    shutil.copytree(BASE, content)
    return Bench(content, theme)


@pytest.fixture
def bench(module_bench: Bench) -> Iterator[Bench]:
    """Return the module's bench with the base site, which a test may change."""
    yield module_bench
    module_bench.put_back()


Changes = Mapping[str, str | bytes | None]
"""Files of a tiny site by path: their text or bytes, or None for one that is taken away."""


def write_changes(content: Path, changes: Changes) -> None:
    """Write, or take away, the files of a site that a test changes."""
    for name, value in changes.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if value is None:
            path.unlink()
        else:
            path.write_bytes(value.encode() if isinstance(value, str) else value)


@pytest.fixture
def make_content(tmp_path: Path) -> Callable[[Changes], Path]:
    """Return a function that makes a folder `content/` of the base site and some changed files."""

    def make(changes: Changes) -> Path:
        content = tmp_path / "content"
        if not content.exists():
            shutil.copytree(BASE, content)
        write_changes(content, changes)
        return content

    return make


@pytest.fixture
def prepare(make_content: Callable[[Changes], Path], theme: Theme) -> Callable[..., Preparation]:
    """Return a function that prepares the base site with some changed files."""

    def run(changes: Changes | None = None, *, today: date = TODAY, shows_drafts: bool = False) -> Preparation:
        return prepare_site(make_content(changes or {}), today, theme, shows_drafts=shows_drafts)

    return run


@pytest.fixture
def prepare_at_bench(bench: Bench, theme: Theme) -> Callable[..., Preparation]:
    """Return the same that keeps what no change touches, for today's public site; another day, or drafts, begin afresh."""

    def run(changes: Changes | None = None, *, today: date = TODAY, shows_drafts: bool = False) -> Preparation:
        write_changes(bench.content, changes or {})
        if (today, shows_drafts) == (TODAY, False):
            return bench.prepare()
        return prepare_site(bench.content, today, theme, shows_drafts=shows_drafts)

    return run


@pytest.fixture
def tell(tmp_path: Path) -> Callable[[object], list[str]]:
    """Return a function that tells problems as an editor reads them, sorted."""

    def run(problems: list[Problem]) -> list[str]:
        return [tell_problem(problem, tmp_path) for problem in sort_problems(problems, tmp_path)]

    return run
